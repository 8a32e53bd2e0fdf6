import { asFailure, type Failure } from '$lib/backend/backend';

/** What a button does: whether it is being done, and why it could not be done the last time. */
export class Work {
  busy = $state(false);
  failure = $state.raw<Failure>();

  /**
   * Whether it was done: while something is at work, nothing else is begun. `failed` hears why it could not be
   * done, before anything can be tried again.
   */
  async run(does: () => unknown, failed?: (failure: Failure) => unknown): Promise<boolean> {
    if (this.busy) return false;
    [this.busy, this.failure] = [true, undefined];
    try {
      await does();
      return true;
    } catch (thrown) {
      this.failure = asFailure(thrown);
      await failed?.(this.failure);
      return false;
    } finally {
      this.busy = false;
    }
  }
}
