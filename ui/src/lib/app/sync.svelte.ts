import {
  asFailure,
  type Backend,
  type Failure,
  type Progress,
  type SyncNews,
  type SyncStatus,
} from '$lib/backend/backend';

/** A pass that is over by then is not shown: the line would only flicker. */
const MOMENT_MS = 400;

/** Where everything stands, and the passes: those that the core begins and those that the button asks for. */
export class Sync {
  status = $state.raw<SyncStatus>();
  progress = $state.raw<Progress>();
  failure = $state.raw<Failure>();
  /** Grows with every pass that moved something: what was loaded before may be old. */
  arrived = $state(0);
  #asked = $state(false);
  #told = $state(false);
  #backend: Backend;
  #moment: ReturnType<typeof setTimeout> | undefined;
  #moved = false;
  /** The pass that runs was given up: that it did not come to its end is no failure. */
  #givenUp = false;
  /** Grows when another person comes: what was asked for the one before is dropped. */
  #turn = 0;

  constructor(backend: Backend) {
    this.#backend = backend;
    backend.onProgress((progress) => this.#advance(progress));
    backend.onSync((news) => this.#hear(news));
  }

  get running(): boolean {
    return this.#asked || this.#told;
  }

  async refresh(): Promise<void> {
    const turn = this.#turn;
    // Locked, or not to be known: the line then says nothing.
    const status = await this.#backend.call('sync.status', {}).catch(() => undefined);
    if (turn === this.#turn) this.status = status;
  }

  async run(): Promise<void> {
    if (this.#asked) return;
    const turn = this.#turn;
    const done = (failure?: Failure) => {
      if (turn !== this.#turn) return;
      this.#asked = false;
      this.failure = this.#givenUp ? undefined : failure;
    };
    this.#asked = true;
    this.#givenUp = false;
    this.progress = undefined;
    try {
      const status = await this.#backend.call('sync.now', {});
      if (turn === this.#turn) this.status = status;
      done();
    } catch (thrown) {
      done(asFailure(thrown));
      await this.refresh();
    }
  }

  /** Sends nothing by itself until it is taken back. */
  async pause(paused: boolean): Promise<void> {
    const turn = this.#turn;
    await this.#order(async () => {
      const status = await this.#backend.call('sync.pause', { paused });
      if (turn === this.#turn) this.status = status;
    });
  }

  /** Gives up the pass that runs; its end is told as that of every other. */
  async cancel(): Promise<void> {
    this.#givenUp = this.running;
    await this.#order(() => this.#backend.call('sync.cancel', {}));
    await this.refresh();
  }

  async #order(order: () => Promise<unknown>): Promise<void> {
    try {
      await order();
    } catch (thrown) {
      this.failure = asFailure(thrown);
    }
  }

  /** Somebody else comes; the core says by itself that nothing runs for them. */
  forget(): void {
    this.#turn += 1;
    this.#asked = false;
    this.#moved = false;
    this.#givenUp = false;
    this.status = undefined;
    this.failure = undefined;
    this.progress = undefined;
  }

  #advance(progress: Progress): void {
    this.progress = progress;
    this.#moved ||= progress.done > 0;
    if (progress.job === 'push') void this.refresh();
  }

  #hear({ running, failure }: SyncNews): void {
    clearTimeout(this.#moment);
    if (running) {
      if (!this.#asked) this.#givenUp = false;
      this.progress = undefined;
      this.#moment = setTimeout(() => (this.#told = true), MOMENT_MS);
      return;
    }
    this.#told = false;
    this.failure = this.#givenUp ? undefined : (failure ?? undefined);
    if (this.#moved) this.arrived += 1;
    this.#moved = false;
    void this.refresh();
  }
}
