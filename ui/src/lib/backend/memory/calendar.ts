import { addDays, addMonths, firstDay, monthOf, todayText, weekday } from '$lib/text/day';
import type { VisitDay } from '../backend';

/** The days off that the screens are tried with; the core has the whole calendar. */
const DAYS_OFF: Record<string, string> = {
  '01-01': 'Tết Dương lịch',
  '04-30': 'Ngày Chiến thắng',
  '05-01': 'Quốc tế Lao động',
  '09-02': 'Quốc khánh',
  '11-24': 'Ngày Văn hóa Việt Nam',
};

export const nameOfDayOff = (day: string): string | undefined => DAYS_OFF[day.slice(5)];
export const isWorking = (day: string): boolean => weekday(day) < 5 && !nameOfDayOff(day);

export function visitDays(year: number, month: number, rule = 'third_thursday') {
  const start = firstDay({ year, month });
  const firstThursday = addDays(start, (3 - weekday(start) + 7) % 7);
  const rowThree = addDays(start, 14 - weekday(start) + 3);
  const thursday = rule === 'third_thursday' ? addDays(firstThursday, 14) : rowThree;
  return { regular: visitDay(thursday), urgent: visitDay(addDays(thursday, 1)) };
}

function visitDay(date: string): VisitDay {
  const holiday = nameOfDayOff(date);
  const suggested = holiday ? addDays(date, weekday(date) === 4 ? 3 : 1) : date;
  return { date, suggested, loads: [], ...(holiday ? { holiday } : {}) };
}

export function nextDay(urgent: boolean): string {
  const now = monthOf(todayText());
  for (const ahead of [0, 1]) {
    const { year, month } = addMonths(now, ahead);
    const { suggested } = visitDays(year, month)[urgent ? 'urgent' : 'regular'];
    if (suggested >= todayText()) return suggested;
  }
  return todayText();
}
