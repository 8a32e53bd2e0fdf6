import { expect, test } from 'vitest';
import type { CalendarDay, Result } from '$lib/backend/backend';
import { whatDay } from './what_day';

type Days = Result<'visit.days'>;
const day = (date: string, suggested = date, holiday?: string) => ({
  date,
  suggested,
  loads: [],
  ...(holiday ? { holiday } : {}),
});
const tet: Days = {
  regular: day('2026-02-19', '2026-02-23', 'Tết Nguyên đán'),
  urgent: day('2026-02-20', '2026-02-24', 'Tết Nguyên đán'),
  rule: 'third_thursday',
  year_status: 'announced',
};
const may = (rule: Days['rule']): Days => ({
  regular: day('2026-05-21'),
  urgent: day('2026-05-22'),
  rule,
  year_status: 'announced',
});

test('the visit day is told by the rule of the ward, never by another', () => {
  expect(whatDay('2026-05-21', [may('third_thursday')])).toBe(
    'Ngày thăm của tháng · Thứ Năm thứ ba của tháng',
  );
  expect(whatDay('2026-05-21', [may('thursday_of_third_week')])).toBe(
    'Ngày thăm của tháng · Thứ Năm của tuần thứ ba',
  );
  expect(whatDay('2026-05-22', [may('third_thursday')])).toBe('Ngày thăm gấp của tháng');
});

test('a day that stands for one that is off says for which, and names no rule', () => {
  expect(whatDay('2026-02-23', [tet])).toBe('Ngày thăm của tháng · thay ngày 19/02/2026 nghỉ Tết Nguyên đán');
  expect(whatDay('2026-02-24', [tet])).toBe(
    'Ngày thăm gấp của tháng · thay ngày 20/02/2026 nghỉ Tết Nguyên đán',
  );
  expect(whatDay('2026-02-19', [tet])).toBe('Ngày nghỉ: Tết Nguyên đán');
});

test('another day says when the next visit day comes; a working Saturday is named', () => {
  const work = { date: '2026-05-16', kind: 'work', name: 'Làm bù' } as CalendarDay;
  expect(whatDay('2026-05-16', [may('third_thursday')])).toBe('Cuối tuần · ngày thăm tới 21/05/2026');
  expect(whatDay('2026-05-16', [may('third_thursday')], [work])).toBe('Làm bù · ngày thăm tới 21/05/2026');
  expect(whatDay('2026-02-25', [tet, may('third_thursday')])).toBe('Ngày thường · ngày thăm tới 21/05/2026');
  expect(whatDay('2026-02-25', [])).toBe('');
});
