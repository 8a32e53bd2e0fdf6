import { expect, test } from 'vitest';
import { byGivenName, inOrder } from './order';

test('hamlets sort as people count, đ after d, a tone after none', () => {
  const right = ['Ấp Đông', 'Ấp Tây', 'Khóm 2', 'Khóm 10', 'Khóm Dừa', 'Khóm Đình'];
  expect([...right].reverse().sort(inOrder)).toEqual(right);
});

test('people sort by their given names', () => {
  const right = ['Trần Văn An', 'Bùi Thị Ánh', 'Lê Văn Dũng', 'Đặng Văn Đức', 'Phạm Thị Đức'];
  expect([...right].reverse().sort(byGivenName)).toEqual(right);
});
