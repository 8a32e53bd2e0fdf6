import { expect, test } from 'vitest';
import { fold, tidy } from './normal';

test('text is stored composed, whatever the input method or the clipboard gave', () => {
  expect(tidy(' Đặng Thị Thủy '.normalize('NFD'))).toBe('Đặng Thị Thủy'.normalize('NFC'));
});

test('both placements of a tone mark and missing marks fold to the same', () => {
  for (const text of ['Hòa Thuận', 'Hoà Thuận', 'hoa  thuan', 'HÒA THUẬN'.normalize('NFD')]) {
    expect(fold(text)).toBe('hoa thuan');
  }
  expect(fold('Đặng')).toBe('dang');
});
