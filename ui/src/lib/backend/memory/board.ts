/** How full the days are, and what speaks against a visit. */
import { todayText } from '$lib/text/day';
import type { Finding, TeamLoad, Visit } from '../backend';
import { isWorking, nameOfDayOff } from './calendar';
import { finding, type World } from './world';

const inUse = (world: World) => world.teams.filter(({ retired }) => !retired);

function load(world: World, date: string, team: string | undefined): TeamLoad {
  const used = [...world.visits.values()].filter((visit) => visit.date === date && visit.team === team);
  const own = team && world.teams.find(({ name }) => name === team)?.capacity;
  return { team: team ?? null, used: used.length, capacity: own || world.settings.team_capacity };
}

/** How full a day is, for every team that the ward has or that visits on it. */
export function loadsOf(world: World, date: string): TeamLoad[] {
  const there = [...world.visits.values()].filter((visit) => visit.date === date);
  const names = [...new Set([...inUse(world).map(({ name }) => name), ...there.map(({ team }) => team)])];
  return names
    .sort((a, b) => (a ?? '').localeCompare(b ?? '', 'vi', { numeric: true }))
    .map((team) => load(world, date, team));
}

/** A visit as the window shows it. */
export const shown = (world: World, visit: Visit): Visit => ({
  ...visit,
  load: load(world, visit.date, visit.team),
  delivery: world.deliveryOf(visit.id),
  findings: findingsOf(world, visit),
});

function findingsOf(world: World, visit: Visit): Finding[] {
  if (visit.state !== 'scheduled') return [];
  const findings: Finding[] = [];
  const warn = (code: string, field: string, params = {}) =>
    findings.push(finding(code, field, 'warning', params));
  const { date, team } = visit;
  if (date < todayText()) warn('date_past', 'date');
  const name = nameOfDayOff(date);
  if (!isWorking(date)) warn('day_off', 'date', { date, ...(name ? { name } : {}) });
  const { used, capacity } = load(world, date, team);
  if (capacity !== null && used > capacity) warn('over_capacity', 'team', { used, capacity });
  const twin = [...world.visits.values()].find(
    (other) =>
      other.id !== visit.id &&
      other.state === 'scheduled' &&
      other.citizen === visit.citizen &&
      other.date === date,
  );
  if (twin) warn('citizen_has_visit', 'citizen', { visit: twin.id });
  if (team && !inUse(world).some(({ name }) => name === team)) warn('team_unknown', 'team');
  return findings;
}

/** By day, by hamlet, in the order that people gave, then by address. */
export function byRoute(a: Visit, b: Visit): number {
  const text = (one = '\uffff', other = '\uffff') => one.localeCompare(other, 'vi', { numeric: true });
  return (
    a.date.localeCompare(b.date) ||
    text(a.hamlet, b.hamlet) ||
    (a.order ?? Infinity) - (b.order ?? Infinity) ||
    text(a.address, b.address)
  );
}
