import { expect, test } from 'vitest';
import { nameOf, rowsOf, ruleField, withCell } from './table';

const saved = [
  { row: 'a', name: 'A' },
  { row: 'b', name: 'B' },
];
const ids = (pending: Record<string, unknown>) => rowsOf('t', saved, pending).map(({ row }) => row);

test('rows on their way stand among the saved ones where they will stand', () => {
  expect(ids({})).toEqual(['a', 'b']);
  expect(ids({ 't/c': { name: 'C' } })).toEqual(['a', 'b', 'c']);
  expect(ids({ 't/c': { after: 'a' } })).toEqual(['a', 'c', 'b']);
  expect(ids({ 't/b': { after: '' } })).toEqual(['b', 'a']);
  expect(ids({ 't/a': null })).toEqual(['b']);
  expect(ids({ 't/a/name': 'x', 'u/c': {}, t: [] })).toEqual(['a', 'b']);
  expect(rowsOf('t', saved, { 't/a': { name: 'Ă' } })).toEqual([{ row: 'a', name: 'Ă' }, saved[1]]);
  expect(rowsOf('t', 'none', {})).toEqual([]);
});

test('a cell that is taken back is absent', () => {
  expect(withCell({ row: 'a', name: 'A' }, 'name', null)).toEqual({ row: 'a' });
  expect(withCell({ row: 'a' }, 'born', '1942')).toEqual({ row: 'a', born: '1942' });
});

test('a name says of what it speaks', () => {
  expect(nameOf('t')).toEqual({ field: 't' });
  expect(nameOf('t/a/name')).toEqual({ field: 't', row: 'a', column: 'name' });
  expect([ruleField('t'), ruleField('t/a'), ruleField('t/a/name')]).toEqual(['t', 't/a', 't/name']);
});
