/** Planning a month: what is shown, what a drop or a press leads to, and what became of it. */
import type { App } from '$lib/app/app.svelte';
import { asFailure, type Failure, type Visit } from '$lib/backend/backend';
import { firstDay, monthOf, todayText, type Month } from '$lib/text/day';
import { changedSince, giveToTeam } from './change';
import type { Dropped } from './drag';
import { monthResource, waitingResource } from './month_data.svelte';
import { inRoute, placed } from './teams';
import type { Request } from './unplaced';

type Place = { day?: string | undefined; team?: string | undefined };
type Said = { done?: Visit; meanwhile?: Visit; failure?: Failure };

const isSame = (a: Month, b: Month): boolean => a.year === b.year && a.month === b.month;

export class Planning {
  readonly today = todayText();
  month = $state.raw<Month>(monthOf(this.today));
  day = $state(this.today);
  /** What was done last, or why it could not be. */
  said = $state.raw<Said>({});
  scheduling = $state(false);
  moving = $state(false);
  /** For whom the dialogs are open, and where they were dragged to. */
  person = $state.raw<Request>();
  moved = $state.raw<Visit>();
  place = $state.raw<Place>({});
  readonly data;
  readonly waiting;
  #app: App;

  constructor(app: App) {
    this.#app = app;
    this.data = monthResource(app, () => this.month);
    this.waiting = waitingResource(app);
  }

  refresh = async (): Promise<void> => {
    await Promise.all([this.data.refresh(), this.waiting.refresh()]);
  };

  choose = (day: string): Promise<void> => {
    this.said = {};
    return this.#goTo(day);
  };

  /** Another month begins with its visit day. */
  async turn(month: Month): Promise<void> {
    this.month = month;
    await this.data.refresh();
    const loaded = this.data.value;
    if (!loaded || !isSame(loaded.month, month) || isSame(monthOf(this.day), month)) return;
    const { suggested } = loaded.days.regular;
    this.day = isSame(monthOf(suggested), month) ? suggested : firstDay(month);
    this.said = {};
  }

  /** Shows where a visit went, and what speaks against it. */
  async show(visit: Visit): Promise<void> {
    await this.refresh();
    await this.#goTo(visit.date);
    this.said = { done: visit };
  }

  /** A day that has passed is not offered; the next visit day takes its place. */
  schedule = (person?: Request, { day, team }: Place = { day: this.day }): void => {
    this.person = person;
    this.place = { team, day: this.#toCome(day) };
    this.scheduling = true;
  };

  move = (visit: Visit, place: Place = {}): void => {
    if (visit.state !== 'scheduled') return;
    this.moved = visit;
    this.place = place;
    this.moving = true;
  };

  /** Gives a day to somebody who waits: a visit that was missed is moved, not planned twice. */
  settle = (request: Request): void => {
    if (request.missed) this.move(request.missed, { day: this.#toCome(this.day) });
    else this.schedule(request);
  };

  arrange = (ids: string[]): Promise<void> =>
    this.#attempt(async () => {
      await this.#app.write('visit.arrange', { ids });
      return {};
    });

  /** Another day needs a reason, so the dialog asks; another team or place does not. */
  drop(what: Dropped, to: { day: string; team?: string | undefined; before?: string | undefined }): void {
    if ('citizen' in what) {
      const request = this.waiting.value?.find(({ id }) => id === what.citizen);
      if (request) this.schedule(request, to);
      return;
    }
    const visits = this.data.value?.visits ?? [];
    const missed = (this.waiting.value ?? []).flatMap((request) => request.missed ?? []);
    const visit = [...visits, ...missed].find(({ id }) => id === what.visit);
    if (!visit || visit.state !== 'scheduled') return;
    if (visit.date !== to.day) return this.move(visit, to);
    if (!('team' in to)) return;
    if (visit.team === to.team) {
      const route = inRoute(visits.filter(({ date, team }) => date === to.day && team === to.team));
      const before = route.map(({ id }) => id);
      const after = placed(before, visit.id, to.before);
      if (after.join() !== before.join()) void this.arrange(after);
      return;
    }
    void this.#attempt(async () => {
      const meanwhile = await changedSince(this.#app, visit);
      return meanwhile ? { meanwhile } : { done: await giveToTeam(this.#app, visit, to.team, to.before) };
    });
  }

  /** Carries something out at once, shows what is then true, and says what became of it. */
  async #attempt(what: () => Promise<Said>): Promise<void> {
    this.said = {};
    const said = await what().catch((thrown: unknown) => ({ failure: asFailure(thrown) }));
    await this.refresh();
    this.said = said;
  }

  /** A day is shown only with the visits of its own month: without them it would look free. */
  async #goTo(day: string): Promise<void> {
    const month = monthOf(day);
    this.month = month;
    if (!this.data.value || !isSame(this.data.value.month, month)) await this.data.refresh();
    if (this.data.value && isSame(this.data.value.month, month)) this.day = day;
  }

  #toCome(day: string | undefined): string | undefined {
    return day !== undefined && day >= this.today ? day : undefined;
  }
}
