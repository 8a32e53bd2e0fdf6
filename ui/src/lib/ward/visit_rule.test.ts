import { expect, test } from 'vitest';
import { visitDays } from '$lib/backend/memory/calendar';
import { difference, exampleOf, monthsFrom, numberExample, type Rule } from './visit_rule';

const daysOf = (rule: Rule, month: { year: number; month: number }) => ({
  ...visitDays(month.year, month.month, rule),
  rule,
  year_status: 'announced' as const,
});

test('the example is the next day to use, not one that is over', () => {
  const months = monthsFrom({ year: 2026, month: 5 });
  const days = months.map((month) => daysOf('third_thursday', month));
  expect(exampleOf(days, '2026-05-21')?.day.suggested).toBe('2026-05-21');
  expect(exampleOf(days, '2026-05-22')?.day.suggested).toBe('2026-06-18');
});

test.each(Array.from({ length: 12 }, (_, index) => index + 1))(
  'from month %i on a month is found in which the rules differ',
  (month) => {
    const months = monthsFrom({ year: 2026, month });
    const [third, week] = (['third_thursday', 'thursday_of_third_week'] as const).map((rule) =>
      months.map((one) => daysOf(rule, one)),
    );
    const found = difference(months, third ?? [], week ?? [], `2026-${String(month).padStart(2, '0')}-01`);
    expect(found?.third).not.toBe(found?.week);
    expect(found).toBeDefined();
  },
);

test('numbers are read as the ward says', () => {
  expect(numberExample({ zero: 'linh', thousand: 'nghin' })).toBe('hai nghìn không trăm linh năm');
  expect(numberExample({ zero: 'le', thousand: 'ngan' })).toBe('hai ngàn không trăm lẻ năm');
});
