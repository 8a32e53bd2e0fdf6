import { expect, test } from 'vitest';
import { readPartialDate, showPartialDate } from './partial_date';

test.each([
  ['1942', '1942', '1942'],
  ['6/1942', '1942-06', '06/1942'],
  ['06/1942', '1942-06', '06/1942'],
  ['17/6/1942', '1942-06-17', '17/06/1942'],
  ['17-06-1942', '1942-06-17', '17/06/1942'],
  ['17.6.1942', '1942-06-17', '17/06/1942'],
  ['17 / 6 / 1942', '1942-06-17', '17/06/1942'],
  ['17061942', '1942-06-17', '17/06/1942'],
  ['00001942', '1942', '1942'],
  ['00/06/1942', '1942-06', '06/1942'],
  ['1942-06', '1942-06', '06/1942'],
  ['29/2/1944', '1944-02-29', '29/02/1944'],
])('%s is stored as %s and shown as %s', (typed, kept, shown) => {
  expect(readPartialDate(typed)).toBe(kept);
  expect(showPartialDate(kept)).toBe(shown);
  expect(readPartialDate(shown)).toBe(kept);
});

test.each([
  '42',
  '17/6/42',
  '31/4/1942',
  '29/2/1943',
  '13/1942',
  '17/0/1942',
  'khoảng 1942',
  '',
  '1/2/3/1942',
])('%s is not read: nothing is guessed', (typed) => expect(readPartialDate(typed)).toBeNull());

test('what cannot be read is shown as it was typed', () => {
  expect(showPartialDate('khoảng 1942')).toBe('khoảng 1942');
});
