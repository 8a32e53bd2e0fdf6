import { SvelteMap } from 'svelte/reactivity';
import { getContext, setContext, tick, untrack } from 'svelte';
import { asFailure, type Backend, type Failure, type Identity, type Result } from '$lib/backend/backend';
import type { OpenDossier } from '$lib/form/dossier.svelte';
import { Question } from './question.svelte';
import { Sync } from './sync.svelte';
import { Unsaved, type Held } from './unsaved.svelte';

type Status = Result<'profile.status'>;

/** The page that is shown; its address may hold ids, which are their person's. */
export type Where = {
  address: () => string;
  show: (address: string) => Promise<unknown>;
  /** Where somebody of this role begins. */
  home: (role: Identity['role']) => string;
};
/** An open dossier with answers that could not be saved; without a failure they are still being typed. */
export type Unsettled = { open: OpenDossier; failure?: Failure };

/** So long an input method may take to end its composition once its field is left. */
const COMPOSING_MS = 600;

/** Who works here, and what every screen needs. */
export class App {
  readonly backend: Backend;
  readonly sync: Sync;
  readonly unsaved = new Unsaved();
  readonly question = new Question();
  profile = $state.raw<Status>();
  failure = $state.raw<Failure>();
  /** The dossiers that are open, and those that hold answers which could not be saved yet. */
  readonly atWork = new SvelteMap<string, OpenDossier>();
  /** Whether another person is being added to the tablet. */
  adding = $state(false);
  /** While it locks nothing is shown: what would be typed now would come after what was saved. */
  locking = $state(false);
  where: Where = { address: () => '/', show: () => Promise.resolve(), home: () => '/' };
  #left: { handle: string; address: string } | undefined;

  constructor(backend: Backend) {
    this.backend = backend;
    this.sync = new Sync(backend);
    // What a person may see and do follows at once, whatever page is open.
    backend.onPerson(() => void this.refresh());
  }

  get person(): Identity | undefined {
    return this.profile?.state === 'unlocked' ? this.profile : undefined;
  }

  call: Backend['call'] = (name, args) => this.backend.call(name, args);

  /** Carries out a command that writes, and lets the status line know. */
  write: Backend['call'] = async (name, args) => {
    const result = await this.backend.call(name, args);
    void this.sync.refresh();
    return result;
  };

  async refresh(): Promise<void> {
    try {
      this.#show(await this.backend.call('profile.status', {}));
    } catch (thrown) {
      this.failure = asFailure(thrown);
      return;
    }
    if (this.person) await this.sync.refresh();
  }

  /** After a person has come in: they go on where they were; anybody else begins at the beginning. */
  async enter(): Promise<void> {
    this.#forget();
    try {
      const status = await this.backend.call('profile.status', {});
      const person = status.state === 'unlocked' ? status : undefined;
      const left = this.#left?.handle === person?.handle ? this.#left?.address : undefined;
      await this.where.show(left ?? (person ? this.where.home(person.role) : '/'));
      this.#left = undefined;
      this.#show(status);
    } catch (thrown) {
      this.failure = asFailure(thrown);
      return;
    }
    if (this.person) await this.sync.refresh();
  }

  /** Keeps a form's unsaved words from being lost, for as long as the returned function is not called. */
  hold = (form: Held): (() => void) => this.unsaved.hold(form);

  /** What this person was typing when the app locked by itself. */
  draft<T>(key: string): T | undefined {
    return untrack(() => this.unsaved.take(this.person?.handle, key)) as T | undefined;
  }

  /** Whether this person was typing there when the app locked by itself; it stays where it is. */
  lies = (key: string): boolean => untrack(() => this.unsaved.lies(this.person?.handle, key));

  /** Whether something that is typed on the screen is not in the device's file yet. */
  get writing(): boolean {
    const unsaved = ['typing', 'saving', 'failed'];
    return [...this.atWork.values()].some(
      ({ autosave, papers }) => unsaved.includes(autosave.state.is) || papers.busy !== undefined,
    );
  }

  /** The core need not wait any longer before it tries again. */
  networkUp(): void {
    if (this.person) void this.backend.call('sync.network_up', {}).catch(() => undefined);
  }

  /** Saves whatever is committed; the failure of what is not saved, if there is one. */
  async settle(): Promise<Failure | undefined> {
    return (await this.unsettled())[0]?.failure;
  }

  /** Saves whatever is committed; what could not be saved. */
  async unsettled(): Promise<Unsettled[]> {
    const unsettled: Unsettled[] = [];
    for (const open of this.atWork.values()) {
      await open.papers.settled;
      await open.autosave.flush();
      const { state } = open.autosave;
      if (state.is === 'failed') unsettled.push({ open, failure: state.failure });
      else if (state.is === 'typing') unsettled.push({ open });
    }
    return unsettled;
  }

  /** Leaves the field in which somebody types, which commits it, and saves; what could not be saved. */
  async leaveFields(): Promise<Unsettled[]> {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    await tick();
    const late = Date.now() + COMPOSING_MS;
    while (this.#typing && Date.now() < late) await new Promise((again) => setTimeout(again, 20));
    return this.unsettled();
  }

  get #typing(): boolean {
    return [...this.atWork.values()].some(({ autosave }) => autosave.typing.size > 0);
  }

  /**
   * Saves what can be saved, and lays by for the same person what cannot: answers, and what stands in a form
   * that is saved by a button.
   */
  async lock(): Promise<void> {
    await this.leaveFields();
    const { person } = this;
    if (person) this.#left = { handle: person.handle, address: this.where.address() };
    if (person) this.unsaved.keep(person.handle);
    try {
      this.locking = true;
      await tick(); // the fields are gone now, and committed even what an input method still composed
      const unsettled = await this.unsettled();
      for (const { open, failure } of unsettled) {
        if (!failure || !person) continue;
        open.autosave.stop();
        this.unsaved.lay(person.handle, open.held);
        this.atWork.delete(open.dossier.id);
      }
      this.sync.forget(); // before the lock, so that no news about this person comes after it
      await this.backend.call('profile.lock', {});
    } catch (thrown) {
      this.locking = false; // the page comes back, and its forms take up what was laid by
      void this.sync.refresh();
      throw thrown;
    }
    this.question.answer('stay');
    this.#forget();
    await this.refresh();
    await this.where.show('/'); // the address of a page is its person's too
    this.#forget(); // what was still being opened meanwhile
    this.locking = false;
  }

  #show(status: Status): void {
    this.profile = status;
    this.failure = undefined;
  }

  #forget(): void {
    this.adding = false;
    for (const { autosave } of this.atWork.values()) autosave.stop();
    this.atWork.clear();
    this.sync.forget();
  }
}

const KEY = Symbol('app');
export const provideApp = (app: App): App => setContext(KEY, app);
export const useApp = (): App => getContext<App>(KEY);
/** For component tests: what `render` takes as its context. */
export const contextOf = (app: App): Map<symbol, App> => new Map([[KEY, app]]);
