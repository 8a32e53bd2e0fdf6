/** What a leader plans with: a month, and who waits for a day. */
import type { App } from '$lib/app/app.svelte';
import { Resource } from '$lib/app/resource.svelte';
import { addDays, firstDay, lastDay, todayText, type Month } from '$lib/text/day';
import { unplaced } from './unplaced';

/** Visits are looked for a year back and ahead. */
const YEAR = 366;
/** More than a ward has: who waits is counted, so none may be left out. */
const EVERYBODY = 100_000;

/** A month's visit days, days off and visits, with the ward's teams and hamlets. */
export const monthResource = (app: App, month: () => Month) =>
  new Resource(async () => {
    const shown = month();
    const span = { from: firstDay(shown), to: lastDay(shown) };
    const [days, visits, calendar, teams, hamlets, settings] = await Promise.all([
      app.call('visit.days', shown),
      app.call('visit.list', span),
      app.call('calendar.list', span),
      app.call('team.list', {}),
      app.call('hamlet.list', {}),
      app.call('ward.settings', {}),
    ]);
    const theirs = app.person?.hamlets ?? [];
    return {
      month: shown,
      days,
      visits,
      off: calendar.days,
      teams,
      capacity: settings.team_capacity,
      // Zeros for hamlets that a person does not see would be untrue.
      hamlets: hamlets
        .filter(({ name, retired }) => !retired && (theirs.length === 0 || theirs.includes(name)))
        .map(({ name }) => name),
    };
  });

/** Who waits for a day. */
export const waitingResource = (app: App) =>
  new Resource(async () => {
    const today = todayText();
    const procedures = await app.call('procedure.list', {});
    const [visits, ...inNeed] = await Promise.all([
      app.call('visit.list', { from: addDays(today, -YEAR), to: addDays(today, YEAR) }),
      ...procedures.map(async ({ key }) => ({
        need: key,
        citizens: await app.call('citizen.search', { text: '', need: key, limit: EVERYBODY }),
      })),
    ]);
    return unplaced(inNeed, visits, today);
  });
