/**
 * Dates as far as they are known. Stored `1942`, `1942-06`, `1942-06-17`; read as people and registers
 * write them; shown `1942`, `06/1942`, `17/06/1942`. A missing part is never invented.
 */

function stored(day: number, month: number, year: number): string | null {
  if (year < 1000 || year > 9999) return null;
  const y = String(year);
  if (month === 0) return day === 0 ? y : null;
  if (month > 12) return null;
  const m = String(month).padStart(2, '0');
  if (day === 0) return `${y}-${m}`;
  const daysInMonth = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return day <= daysInMonth ? `${y}-${m}-${String(day).padStart(2, '0')}` : null;
}

/** The stored form of what was typed, or null when it cannot be read. Two-digit years are not read. */
export function readPartialDate(typed: string): string | null {
  const text = typed.trim();
  const iso = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(text);
  if (iso) {
    const [, year, month, day] = iso;
    if (month === '00' || day === '00') return null;
    return stored(Number(day ?? 0), Number(month ?? 0), Number(year));
  }
  const paper = /^(\d{2})(\d{2})(\d{4})$/.exec(text);
  if (paper) return stored(Number(paper[1]), Number(paper[2]), Number(paper[3]));
  const parts = text.split(/[/.-]/).map((part) => part.trim());
  const [year, month, day] = parts.reverse();
  if (!year || !/^\d{4}$/.test(year) || parts.length > 3) return null;
  if (![month, day].every((part) => part === undefined || /^\d{1,2}$/.test(part))) return null;
  return stored(Number(day ?? 0), Number(month ?? 0), Number(year));
}

/** A stored date as people read it; what is not one is given back as it is. */
export function showPartialDate(text: string): string {
  return /^\d{4}(-\d{2}){0,2}$/.test(text) ? text.split('-').reverse().join('/') : text;
}

/** Whether the day is known. */
export const isWholeDate = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text);

/** The stored form of a whole day, or null when that is not what was typed. */
export function readDay(typed: string): string | null {
  const stored = readPartialDate(typed);
  return stored && isWholeDate(stored) ? stored : null;
}
