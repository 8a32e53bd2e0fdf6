import { expect, test } from 'vitest';
import { partsOf, readTime, showDateTime, withDate, withTime } from './date_time';

test.each([
  ['14:30', '14:30'],
  ['4h5', '04:05'],
  ['14 giờ 30 phút', '14:30'],
  ['14g30', '14:30'],
  ['14h', '14'],
  ['14', '14'],
  ['24:00', null],
  ['14:60', null],
  ['chiều', null],
  ['', null],
])('the time %s is read as %s', (typed, stored) => expect(readTime(typed)).toBe(stored));

test.each([
  ['2026-05-21T14:30', '14:30, 21/05/2026'],
  ['2026-05-21T14', '14h, 21/05/2026'],
  ['2026-05-21', '21/05/2026'],
  ['2026-05', '05/2026'],
  ['Tết', 'Tết'],
])('%s is shown as %s', (stored, shown) => expect(showDateTime(stored)).toBe(shown));

test('each part is written beside the other, and nothing that was typed is lost', () => {
  expect(withDate('21/5/2026', '14:30')).toBe('2026-05-21T14:30');
  expect(withTime('14h30', '2026-05-21')).toBe('2026-05-21T14:30');
  expect(withTime('', '2026-05-21')).toBe('2026-05-21');
  expect(withDate('', '')).toBeNull();
  for (const [date, time] of [
    ['', '14:30'],
    ['2026-05', '14:30'],
    ['2026-05-21', 'lúc chiều'],
  ] as const) {
    expect(partsOf(withTime(time, date) ?? '')).toEqual({ date, time });
  }
  expect(partsOf(withDate('Tết', '14:30') ?? '')).toEqual({ date: 'Tết 14:30', time: '' });
});
