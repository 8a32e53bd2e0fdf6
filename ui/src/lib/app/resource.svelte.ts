import { untrack } from 'svelte';
import { asFailure, type Failure } from '$lib/backend/backend';
import type { Sync } from './sync.svelte';

/** Something that is loaded: its value stays on the screen while it is loaded again. */
export class Resource<T> {
  value = $state.raw<T>();
  failure = $state.raw<Failure>();
  loading = $state(false);
  #load: () => Promise<T>;
  #turn = 0;

  constructor(load: () => Promise<T>) {
    this.#load = load;
  }

  /** The newest call wins: an older answer that comes late is dropped. */
  async refresh(): Promise<void> {
    const turn = ++this.#turn;
    this.loading = true;
    try {
      const value = await this.#load();
      if (turn !== this.#turn) return;
      this.value = value;
      this.failure = undefined;
    } catch (thrown) {
      if (turn === this.#turn) this.failure = asFailure(thrown);
    } finally {
      if (turn === this.#turn) this.loading = false;
    }
  }
}

/**
 * Loads them where a component begins, and again after a pass that moved something: not while `busy`, so that what
 * is typed over them is left alone, but then once it is over.
 */
export function keepFresh(
  sync: Sync,
  resources: { refresh(): Promise<void> }[],
  busy: () => boolean = () => false,
): void {
  let loaded = -1;
  $effect(() => {
    const { arrived } = sync;
    if (busy() || arrived === loaded) return;
    loaded = arrived;
    untrack(() => resources.forEach((resource) => void resource.refresh()));
  });
}
