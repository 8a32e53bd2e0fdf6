import { getContext, setContext } from 'svelte';
import { asFailure, type Backend, type Failure, type Identity, type Result } from '$lib/backend/backend';
import type { OpenDossier } from '$lib/form/dossier.svelte';
import { Sync } from './sync.svelte';

type Status = Result<'profile.status'>;

/** Who works here, and what every screen needs. */
export class App {
  readonly backend: Backend;
  readonly sync: Sync;
  profile = $state.raw<Status>();
  failure = $state.raw<Failure>();
  /** The dossiers that are open, and those that hold answers which could not be saved yet. */
  readonly atWork = new Map<string, OpenDossier>();
  /** Whether another person is being added to the tablet. */
  adding = $state(false);

  constructor(backend: Backend) {
    this.backend = backend;
    this.sync = new Sync(backend);
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
      this.profile = await this.backend.call('profile.status', {});
      this.failure = undefined;
    } catch (thrown) {
      this.failure = asFailure(thrown);
      return;
    }
    if (this.person) await this.sync.refresh();
  }

  /** After a person has come in: enrolled, practising or unlocked. */
  async enter(): Promise<void> {
    this.adding = false;
    this.sync.forget();
    await this.refresh();
  }

  /** The core need not wait any longer before it tries again. */
  networkUp(): void {
    if (this.person) void this.backend.call('sync.network_up', {}).catch(() => undefined);
  }

  /** Saves whatever is committed; the failure of what is not saved, if there is one. */
  async settle(): Promise<Failure | undefined> {
    let failure: Failure | undefined;
    for (const { autosave } of this.atWork.values()) {
      await autosave.flush();
      const { state } = autosave;
      if (state.is === 'failed') failure = state.failure;
    }
    return failure;
  }

  /** Never locks answers in that are not saved: they would be lost with the key. */
  async lock(): Promise<void> {
    const failure = await this.settle();
    if (failure) throw failure;
    this.atWork.clear();
    await this.backend.call('profile.lock', {});
    this.sync.forget();
    await this.refresh();
  }
}

const KEY = Symbol('app');
export const provideApp = (app: App): App => setContext(KEY, app);
export const useApp = (): App => getContext<App>(KEY);
/** For component tests: what `render` takes as its context. */
export const contextOf = (app: App): Map<symbol, App> => new Map([[KEY, app]]);
