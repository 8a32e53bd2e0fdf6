/** A month as the calendar shows it. */
import type { CalendarDay, Visit, VisitDay } from '$lib/backend/backend';
import { weekday } from '$lib/text/day';
import { inOrder } from '$lib/text/order';
import type { Request } from './unplaced';

export type Days = { regular: VisitDay; urgent: VisitDay };
export type DayKind =
  { kind: 'regular' | 'urgent' } | { kind: 'off' | 'work'; name: string } | { kind: 'weekend' | 'plain' };

/** What a day is. A visit day that is off is named as off; the day suggested instead is the visit day. */
export function dayKind(day: string, days: Days | undefined, off: CalendarDay[] = []): DayKind {
  for (const kind of ['regular', 'urgent'] as const) {
    const visitDay = days?.[kind];
    if (!visitDay) continue;
    if (visitDay.holiday && day === visitDay.date) return { kind: 'off', name: visitDay.holiday };
    if (day === visitDay.suggested) return { kind };
  }
  const named = off.find((candidate) => candidate.date === day);
  if (named?.kind === 'off') return { kind: 'off', name: named.name };
  if (weekday(day) <= 4) return { kind: 'plain' };
  return named?.kind === 'work' ? { kind: 'work', name: named.name } : { kind: 'weekend' };
}

export const visitsOn = (visits: Visit[], day: string): Visit[] =>
  visits.filter((visit) => visit.date === day);

export type HamletRow = {
  hamlet: string;
  listed: number;
  /** Something was done there, if not everything. */
  done: number;
  /** Nobody was met. */
  absent: number;
  refused: number;
  urgent: number;
  /** Who waits for a day, in whatever month. */
  waiting: number;
};

/** How many homes of each hamlet are planned, how their visits ended, and who waits; `hamlets` are told of even if nobody is. */
export function byHamlet(visits: Visit[], requests: Request[], hamlets: string[], none: string): HamletRow[] {
  const rows = new Map<string | undefined, HamletRow>();
  const row = (hamlet: string | undefined): HamletRow => {
    const known = rows.get(hamlet);
    if (known) return known;
    const made = { hamlet: hamlet ?? none, listed: 0, done: 0, absent: 0, refused: 0, urgent: 0, waiting: 0 };
    rows.set(hamlet, made);
    return made;
  };
  hamlets.forEach(row);
  for (const { hamlet, outcome, urgent } of visits) {
    const counts = row(hamlet);
    counts.listed += 1;
    if (outcome === 'done' || outcome === 'partial') counts.done += 1;
    if (outcome === 'absent') counts.absent += 1;
    if (outcome === 'refused') counts.refused += 1;
    if (urgent) counts.urgent += 1;
  }
  for (const { hamlet } of requests) row(hamlet).waiting += 1;
  return [...rows]
    .sort(([a], [b]) => (a === undefined ? 1 : b === undefined ? -1 : inOrder(a, b)))
    .map(([, counts]) => counts);
}
