/** Changes of a visit that take more than one command. */
import type { App } from '$lib/app/app.svelte';
import type { Visit } from '$lib/backend/backend';
import { inRoute, placed } from './teams';

/** What of a visit a person decides by; its place in the route is not among it. */
const said = ({ date, state, urgent, team, purposes, reason, note, asked_by }: Visit) =>
  JSON.stringify([date, state, urgent, team, purposes, reason, note, asked_by]);

/** The visit as it is now, if that is no longer what the screen shows. */
export async function changedSince(app: App, shown: Visit): Promise<Visit | undefined> {
  const now = await app.call('visit.get', { id: shown.id });
  return now.revision === shown.revision || said(now) === said(shown) ? undefined : now;
}

/** Gives a visit to a team of the same day, before one of that team's homes or after all of them. */
export async function giveToTeam(
  app: App,
  visit: Visit,
  team: string | undefined,
  before?: string,
): Promise<Visit> {
  const given = await app.write('visit.save', { id: visit.id, team: team ?? null });
  const day = await app.call('visit.list', { from: given.date, to: given.date });
  const homes = inRoute(day.filter((other) => other.id !== visit.id && other.team === team));
  // A place in the other team's route means nothing here.
  if (before !== undefined || given.order !== undefined || homes.some(({ order }) => order !== undefined)) {
    const ids = homes.map(({ id }) => id);
    await app.write('visit.arrange', { ids: placed(ids, visit.id, before) });
  }
  return app.call('visit.get', { id: visit.id });
}
