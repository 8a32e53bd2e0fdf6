import { nowText } from '$lib/text/day';
import type { Visit } from '../backend';
import { byRoute, loadsOf, shown } from './board';
import { nextDay, visitDays } from './calendar';
import { failure, type Handlers, type World } from './world';

/** Without the fields that are given as empty: those are cleared. */
const filled = <T extends object>(fields: T): T =>
  Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined && value !== null && value !== ''),
  ) as T;

function keep(world: World, visit: Visit): Visit {
  const kept = { ...visit, revision: visit.revision + 1 };
  world.visits.set(visit.id, kept);
  world.touch(visit.id);
  return shown(world, kept);
}

/** Gives a citizen's home its first day. */
export function plan(
  world: World,
  id: string,
  date: string,
  given: Pick<Visit, 'purposes' | 'urgent'> & Partial<Visit>,
): Visit {
  const { full_name, phone, phone_owner, address, mobility, hamlet } = world.citizen(id);
  return keep(world, {
    ...filled({ full_name, phone, phone_owner, address, mobility, hamlet }),
    ...given,
    id: world.id(),
    citizen: id,
    state: 'scheduled',
    date,
    history: [{ from: null, to: date, at: nowText() }],
    load: { team: null, used: 0, capacity: null },
    revision: 0,
    delivery: 'on_device',
    findings: [],
  } as Visit);
}

function scheduled(world: World, id: string): Visit {
  const visit = world.visit(id);
  if (visit.state !== 'scheduled') throw failure('not_in_state', { state: visit.state });
  return visit;
}

export const visit = (world: World): Handlers => ({
  'visit.days': ({ year, month, rule = world.settings.visit_rule }) => {
    const { regular, urgent } = visitDays(year, month, rule);
    return {
      regular: { ...regular, loads: loadsOf(world, regular.suggested) },
      urgent: { ...urgent, loads: loadsOf(world, urgent.suggested) },
      rule,
      year_status: 'announced',
    };
  },
  'visit.schedule': ({ citizen, purposes, urgent = false, date, ...given }) =>
    plan(world, citizen, date ?? nextDay(urgent), { purposes, urgent, ...given }),
  'visit.get': ({ id }) => shown(world, world.visit(id)),
  'visit.list': ({ from, to, team, hamlet, state, citizen }) =>
    [...world.visits.values()]
      .filter(({ date }) => from <= date && date <= to)
      .filter((visit) => (!team || visit.team === team) && (!hamlet || visit.hamlet === hamlet))
      .filter((visit) => (!state || visit.state === state) && (!citizen || visit.citizen === citizen))
      .sort(byRoute)
      .map((visit) => shown(world, visit)),
  'visit.save': ({ id, ...given }) => keep(world, filled({ ...world.visit(id), ...given }) as Visit),
  'visit.reschedule': ({ id, date, reason, urgent }) => {
    const visit = scheduled(world, id);
    if (!reason.trim()) throw failure('bad_argument', { reason: 'reason is required' });
    const history = [...visit.history, { from: visit.date, to: date, reason, at: nowText() }];
    const { order, ...rest } = visit;
    const place = order !== undefined && visit.date === date ? { order } : {};
    return keep(world, { ...rest, ...place, date, urgent: urgent ?? visit.urgent, history });
  },
  'visit.arrange': ({ ids }) => {
    const visits = ids.map((id) => world.visit(id));
    visits.forEach((visit, index) => keep(world, { ...visit, order: index + 1 }));
    return { arranged: ids.length };
  },
  'visit.finish': ({ id, outcome, note }) => {
    const visit = scheduled(world, id);
    return keep(world, {
      ...visit,
      ...(note ? { outcome_note: note } : {}),
      ...(world.open ? { finished_by: world.open.identity.user } : {}),
      state: 'finished',
      outcome,
      finished_at: nowText(),
    });
  },
});
