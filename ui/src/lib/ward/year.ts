/** The calendar of a year as it is listed and changed. */
import type { CalendarDay } from '$lib/backend/backend';
import { weekday } from '$lib/text/day';

/** By month, only those that have days. */
export function byMonth(days: CalendarDay[]): { month: number; days: CalendarDay[] }[] {
  const months = [...new Set(days.map(({ date }) => Number(date.slice(5, 7))))].sort((a, b) => a - b);
  return months.map((month) => ({
    month,
    days: days
      .filter(({ date }) => Number(date.slice(5, 7)) === month)
      .sort((a, b) => a.date.localeCompare(b.date)),
  }));
}

export const opposite = (kind: CalendarDay['kind']): CalendarDay['kind'] => (kind === 'off' ? 'work' : 'off');

/** Whether a day is worked though its weekday would be off. */
export const isMakeUp = ({ date, kind }: Pick<CalendarDay, 'date' | 'kind'>): boolean =>
  kind === 'work' && weekday(date) >= 5;
