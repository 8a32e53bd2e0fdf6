import { expect, test } from 'vitest';
import { isTaken, linesOf, readCapacity, sorted } from './names';

const named = (name: string, retired = false) => ({ id: name, name, retired });

test('names are listed as people count, with Vietnamese letters, those of the past last', () => {
  const list = ['Khóm 10', 'Ấp Đông', 'Khóm 2', 'Ấp Dưới'].map((name) => named(name));
  expect(sorted([named('Ấp A cũ', true), ...list]).map(({ name }) => name)).toEqual([
    'Ấp Dưới',
    'Ấp Đông',
    'Khóm 2',
    'Khóm 10',
    'Ấp A cũ',
  ]);
});

test('a name is taken whatever its case and composition, but not by itself nor by another tone', () => {
  const list = [named('Ấp Hòa')];
  expect(isTaken(' ấp hòa '.normalize('NFD'), list)).toBe(true);
  expect(isTaken('Ấp Hòa', list, 'Ấp Hòa')).toBe(false);
  expect(isTaken('Ấp Hoa', list)).toBe(false);
});

test('a capacity is a number from one on, or nobody counts', () => {
  expect([' 6 ', '', '12'].map(readCapacity)).toEqual([6, null, 12]);
  expect(['0', '-1', 'sáu', '1,5', '99999'].map(readCapacity)).toEqual(Array(5).fill(undefined));
});

test('one member a line', () => {
  expect(linesOf(' Lê Thị Hường \n\nTrần Văn Mẫu')).toEqual(['Lê Thị Hường', 'Trần Văn Mẫu']);
});
