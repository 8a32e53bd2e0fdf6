/**
 * What stands in forms that are saved by a button, and would be lost with their page: who leaves it is asked
 * first. A screen that locks by itself cannot ask; it lays the words by for the person who typed them, in
 * the memory of this window only, and gives them to nobody else.
 */

/** A form that holds something which is not saved. */
export type Held = {
  /** What it is, in the words of the screen; never whose. */
  what: string;
  /** The place that the draft is given back to. */
  key: string;
  draft: () => unknown;
};

export type Way = 'leave' | 'lock' | 'close';

type Kept = { what: string; draft: unknown };

export class Unsaved {
  #held = new Set<Held>();
  /** By the handle of the person, then by the form. */
  #kept = new Map<string, Map<string, Kept>>();

  /** Until the returned function is called, the form holds what is not saved. */
  hold(form: Held): () => void {
    this.#held.add(form);
    return () => void this.#held.delete(form);
  }

  /** What would be lost, each once. */
  get what(): string[] {
    return [...new Set([...this.#held].map(({ what }) => what))];
  }

  /** Somebody has said that it may be lost. */
  drop(): void {
    this.#held.clear();
  }

  /** Lays what is not saved by for its own person. */
  keep(handle: string): void {
    const kept = this.#kept.get(handle) ?? new Map<string, Kept>();
    for (const { key, what, draft } of this.#held) kept.set(key, { what, draft: draft() });
    if (kept.size > 0) this.#kept.set(handle, kept);
  }

  /** Gives a form's draft back to the person who typed it, once. */
  take(handle: string | undefined, key: string): unknown {
    const kept = handle === undefined ? undefined : this.#kept.get(handle);
    const draft = kept?.get(key)?.draft;
    kept?.delete(key);
    if (kept?.size === 0) this.#kept.delete(handle ?? '');
    return draft;
  }

  /** What lies by for people who have not come back yet. */
  get kept(): { handle: string; what: string }[] {
    return [...this.#kept].flatMap(([handle, forms]) =>
      [...new Set([...forms.values()].map(({ what }) => what))].map((what) => ({ handle, what })),
    );
  }
}
