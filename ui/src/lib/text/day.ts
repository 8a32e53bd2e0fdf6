/** Days and moments in Vietnam, as they are shown. */
import {
  getDayOfWeek,
  now,
  parseAbsolute,
  parseDate,
  today,
  type CalendarDate,
} from '@internationalized/date';

const ZONE = 'Asia/Ho_Chi_Minh';
const two = (number: number) => String(number).padStart(2, '0');

/** Today in Vietnam, `2026-05-21`. */
export const todayText = (): string => today(ZONE).toString();

/** `21/05/2026` */
export function showDay(day: string): string {
  const date = parseDate(day);
  return `${two(date.day)}/${two(date.month)}/${date.year}`;
}

/** `14:03` */
export function showTime(moment: string): string {
  const at = parseAbsolute(moment, ZONE);
  return `${two(at.hour)}:${two(at.minute)}`;
}

/** The day of a moment, `2026-05-21`. */
export function dayOf(moment: string): string {
  const at = parseAbsolute(moment, ZONE);
  return `${at.year}-${two(at.month)}-${two(at.day)}`;
}

/** `16:02` today, `16:02 ngày 20/05/2026` otherwise, by the given pattern. */
export function showMoment(moment: string, otherDay: (time: string, day: string) => string): string {
  const day = dayOf(moment);
  return day === todayText() ? showTime(moment) : otherDay(showTime(moment), showDay(day));
}

/** This moment, in UTC. */
export const nowText = (): string => now('UTC').toAbsoluteString();

/** Monday is 0. */
export const weekday = (day: string): number => getDayOfWeek(parseDate(day), 'en-GB', 'mon');

export type Month = { year: number; month: number };

export const monthOf = (day: string): Month => {
  const { year, month } = parseDate(day);
  return { year, month };
};

export function addMonths({ year, month }: Month, months: number): Month {
  const index = year * 12 + month - 1 + months;
  return { year: Math.floor(index / 12), month: (index % 12) + 1 };
}

const first = ({ year, month }: Month): CalendarDate => parseDate(`${year}-${two(month)}-01`);

export const firstDay = (month: Month): string => first(month).toString();
export const lastDay = (month: Month): string =>
  first(month).add({ months: 1 }).subtract({ days: 1 }).toString();
export const addDays = (day: string, days: number): string => parseDate(day).add({ days }).toString();

/** The weeks of a month from Monday to Sunday; null outside the month. */
export function weeks(month: Month): (string | null)[][] {
  const start = first(month);
  const lead = weekday(start.toString());
  const count = Number(lastDay(month).slice(8));
  const rows: (string | null)[][] = [];
  for (let cell = 0; cell < Math.ceil((lead + count) / 7) * 7; cell++) {
    if (cell % 7 === 0) rows.push([]);
    const day = cell - lead;
    rows.at(-1)?.push(day >= 0 && day < count ? start.add({ days: day }).toString() : null);
  }
  return rows;
}

/** A month for a text: a year is not grouped like a number. */
export const inWords = ({ year, month }: Month) => ({ month: String(month), year: String(year) });
