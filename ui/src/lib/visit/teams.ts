/** A day's homes by team, and the order in which a team goes to them. */
import type { Team, Visit } from '$lib/backend/backend';
import { inOrder } from '$lib/text/order';

export type Column = {
  /** Undefined: the homes that have no team yet. */
  team: string | undefined;
  visits: Visit[];
  used: number;
  /** Null when nobody counts. */
  capacity: number | null;
};

/** In the order that people gave; homes without a place come last, as the core has them. */
export const inRoute = (visits: Visit[]): Visit[] =>
  visits.toSorted((a, b) => (a.order ?? Number.MAX_SAFE_INTEGER) - (b.order ?? Number.MAX_SAFE_INTEGER));

/**
 * The homes of a day that a person may be sent to: their own team's, then those that no team has yet. The others
 * are other teams'. Whoever has no team is shown everybody's.
 */
export function forTeam(visits: Visit[], team: string | undefined): { own: Visit[]; others: Visit[] } {
  const routed = inRoute(visits);
  if (team === undefined) return { own: routed, others: [] };
  const of = (wanted: string | undefined) => routed.filter((visit) => visit.team === wanted);
  const others = routed.filter((visit) => visit.team !== undefined && visit.team !== team);
  return { own: [...of(team), ...of(undefined)], others };
}

/** Every team that the ward has or that has a home on this day; homes without a team come last. */
export function columns(visits: Visit[], teams: Team[], wardCapacity: number | null): Column[] {
  const inUse = teams.filter(({ retired }) => !retired).map(({ name }) => name);
  const there = visits.flatMap(({ team }) => (team === undefined ? [] : [team]));
  const names: (string | undefined)[] = [...new Set([...inUse, ...there])].sort(inOrder);
  if (visits.some(({ team }) => team === undefined)) names.push(undefined);
  return names.map((team) => {
    const homes = inRoute(visits.filter((visit) => visit.team === team));
    const { used, capacity } = homes[0]?.load ?? {
      used: 0,
      capacity: teams.find(({ name }) => name === team)?.capacity ?? wardCapacity,
    };
    return { team, visits: homes, used, capacity };
  });
}

/** The whole order after one home has taken another place. */
export function shifted(ids: string[], id: string, by: -1 | 1): string[] {
  const from = ids.indexOf(id);
  const to = from + by;
  if (from < 0 || to < 0 || to >= ids.length) return ids;
  return ids.with(from, ids[to] ?? id).with(to, id);
}

/** The whole order with a home put before another one, or at the end. */
export function placed(ids: string[], id: string, before: string | undefined): string[] {
  const others = ids.filter((other) => other !== id);
  const at = before === undefined || before === id ? -1 : others.indexOf(before);
  if (before === id) return ids;
  return at < 0 ? [...others, id] : others.toSpliced(at, 0, id);
}
