import { expect, test } from 'vitest';
import { byArea } from './areas';

const all = [
  { key: 'a', name: 'Xóa đăng ký thường trú', area: 'Cư trú' },
  { key: 'b', name: 'Đăng ký thường trú', area: 'Cư trú' },
  { key: 'c', name: 'Mẫu của phường', area: '' },
  { key: 'd', name: 'Đăng ký kết hôn', area: 'Hộ tịch' },
  { key: 'e', name: 'Bổ sung thông tin hộ tịch', area: 'Hộ tịch' },
];
const keys = (text: string) =>
  byArea(all, text).map(({ name, procedures }) => [name, ...procedures.map(({ key }) => key)]);

test('procedures stand by area in the order of the letters, those of no area last', () => {
  expect(keys('')).toEqual([
    ['Cư trú', 'b', 'a'],
    ['Hộ tịch', 'e', 'd'],
    ['', 'c'],
  ]);
});

test('every word is looked for in name and area, with marks or without', () => {
  expect(keys('dang ky thuong')).toEqual([['Cư trú', 'b', 'a']]);
  expect(keys('ho tich ket')).toEqual([['Hộ tịch', 'd']]);
  expect(keys('KẾT hộ')).toEqual([['Hộ tịch', 'd']]);
  expect(keys('hộ chiếu')).toEqual([]);
});
