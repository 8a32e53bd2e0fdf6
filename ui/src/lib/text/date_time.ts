/**
 * A date with its time, as far as they are known. Stored `2026-05-21T14:30`, `2026-05-21T14`, or a partial
 * date; written in two fields, date and time. What cannot be read is kept as it was typed.
 */
import { readPartialDate, showPartialDate } from './partial_date';

export type Parts = { date: string; time: string };

/** The two parts as they are stored. */
export function partsOf(stored: string): Parts {
  const [, date, time] = /^(\d{4}(?:-\d{2}){0,2}(?=T)|(?=T\d))T(.*)$/.exec(stored) ?? [];
  return date === undefined || time === undefined ? { date: stored, time: '' } : { date, time };
}

/** A time as people write it: `14:30`, `14h30`, `14 giờ 30 phút`, `14h`; null when it cannot be read. */
export function readTime(typed: string): string | null {
  const found = /^(\d{1,2})\s*(?:(?:[:hg.]|giờ)\s*(?:(\d{1,2})\s*(?:p|phút)?)?)?$/i.exec(typed.trim());
  const [, hour, minute] = found ?? [];
  if (hour === undefined || Number(hour) > 23 || Number(minute ?? 0) > 59) return null;
  const two = (part: string) => part.padStart(2, '0');
  return minute === undefined ? two(hour) : `${two(hour)}:${two(minute)}`;
}

/** The stored form of a typed date beside a time, or of a typed time beside a date; null for nothing. */
export function withDate(typed: string, time: string): string | null {
  const date = readPartialDate(typed) ?? typed.trim();
  // A text that is no date stands alone, or the two could not be told apart again.
  if (date !== '' && readPartialDate(date) === null) return [date, time].filter(Boolean).join(' ');
  return joined(date, time);
}

export function withTime(typed: string, date: string): string | null {
  const time = readTime(typed) ?? typed.trim();
  return joined(date, time);
}

function joined(date: string, time: string): string | null {
  if (time === '') return date || null;
  return date === '' && !/^\d/.test(time) ? time : `${date}T${time}`;
}

/** A stored moment as people read it: `14:30, 21/05/2026`; what is not one is given back as it is. */
export function showDateTime(stored: string): string {
  const { date, time } = partsOf(stored);
  const hour = /^\d{2}$/.test(time) ? `${time}h` : time;
  return [hour, showPartialDate(date)].filter(Boolean).join(', ');
}
