/** A month as the calendar shows it. */
import type { CalendarDay, TeamLoad, Visit, VisitDay } from '$lib/backend/backend';

export type Days = { regular: VisitDay; urgent: VisitDay };
export type DayKind = { kind: 'regular' | 'urgent' } | { kind: 'off'; name: string } | { kind: 'plain' };

/** What a day is. A visit day that is off is named as off; the day suggested instead is the visit day. */
export function dayKind(day: string, days: Days | undefined, off: CalendarDay[] = []): DayKind {
  for (const kind of ['regular', 'urgent'] as const) {
    const visitDay = days?.[kind];
    if (!visitDay) continue;
    if (visitDay.holiday && day === visitDay.date) return { kind: 'off', name: visitDay.holiday };
    if (day === visitDay.suggested) return { kind };
  }
  const named = off.find((candidate) => candidate.kind === 'off' && candidate.date === day);
  return named ? { kind: 'off', name: named.name } : { kind: 'plain' };
}

export const visitsOn = (visits: Visit[], day: string): Visit[] =>
  visits.filter((visit) => visit.date === day);

export type HamletRow = { hamlet: string; listed: number; finished: number; urgent: number };

/** How many homes of each hamlet are planned and visited. */
export function byHamlet(visits: Visit[], none: string): HamletRow[] {
  const rows = new Map<string, HamletRow>();
  for (const visit of visits) {
    const hamlet = visit.hamlet ?? none;
    const row = rows.get(hamlet) ?? { hamlet, listed: 0, finished: 0, urgent: 0 };
    row.listed += 1;
    if (visit.state === 'finished') row.finished += 1;
    if (visit.urgent) row.urgent += 1;
    rows.set(hamlet, row);
  }
  return [...rows.values()].sort((a, b) => a.hamlet.localeCompare(b.hamlet, 'vi'));
}

/** The visits of a day by team; those without a team come last. */
export function byTeam(
  visits: Visit[],
  none: string,
): { team: string; visits: Visit[]; load: TeamLoad | undefined }[] {
  const teams = [...new Set(visits.map((visit) => visit.team ?? ''))].sort((a, b) =>
    a === '' ? 1 : b === '' ? -1 : a.localeCompare(b, 'vi'),
  );
  return teams.map((team) => {
    const homes = visits.filter((visit) => (visit.team ?? '') === team);
    return { team: team || none, visits: homes, load: homes[0]?.load };
  });
}
