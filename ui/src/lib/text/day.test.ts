import { expect, test } from 'vitest';
import { addMonths, firstDay, lastDay, showDay, showTime, weekday, weeks } from './day';

test('moments are shown in Vietnamese time, days with the day first', () => {
  expect(showTime('2026-05-21T09:02:59Z')).toBe('16:02');
  expect(showDay('2026-05-01')).toBe('01/05/2026');
});

test('a month is laid out from Monday to Sunday', () => {
  const rows = weeks({ year: 2026, month: 5 });
  expect(rows).toHaveLength(5);
  expect(rows[0]).toEqual([null, null, null, null, '2026-05-01', '2026-05-02', '2026-05-03']);
  expect(rows[3]?.[3]).toBe('2026-05-21');
  expect(weekday('2026-05-21')).toBe(3);
});

test('months roll over the year', () => {
  expect(addMonths({ year: 2026, month: 12 }, 1)).toEqual({ year: 2027, month: 1 });
  expect(addMonths({ year: 2026, month: 1 }, -1)).toEqual({ year: 2025, month: 12 });
  expect([firstDay({ year: 2026, month: 2 }), lastDay({ year: 2026, month: 2 })]).toEqual([
    '2026-02-01',
    '2026-02-28',
  ]);
});
