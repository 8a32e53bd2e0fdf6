import { asFailure, type Backend, type Failure, type Progress, type SyncStatus } from '$lib/backend/backend';

/** Where everything stands, and the pass that the button starts. */
export class Sync {
  status = $state.raw<SyncStatus>();
  running = $state(false);
  progress = $state.raw<Progress>();
  failure = $state.raw<Failure>();
  #backend: Backend;

  constructor(backend: Backend) {
    this.#backend = backend;
    backend.onProgress((progress) => {
      this.progress = progress;
      if (!this.running) void this.refresh();
    });
  }

  async refresh(): Promise<void> {
    try {
      this.status = await this.#backend.call('sync.status', {});
    } catch {
      this.status = undefined; // locked, or not to be known: the line then says nothing
    }
  }

  async run(): Promise<void> {
    if (this.running) return;
    this.running = true;
    this.progress = undefined;
    try {
      this.status = await this.#backend.call('sync.now', {});
      this.failure = undefined;
    } catch (thrown) {
      this.failure = asFailure(thrown);
      await this.refresh();
    } finally {
      this.running = false;
    }
  }

  forget(): void {
    this.status = undefined;
    this.failure = undefined;
    this.progress = undefined;
  }
}
