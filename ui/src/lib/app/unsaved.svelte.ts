/**
 * What stands in forms that are saved by a button, and would be lost with their page: who leaves it is asked
 * first. A screen that locks lays the words by for the person who typed them, and the answers of a dossier
 * that could not be saved: in the memory of this window only, and it gives them to nobody else.
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

type Kept = { handle: string; key: string; what: string; draft: unknown };

export class Unsaved {
  #held = new Set<Held>();
  /** What lies by for people who have not come back to it yet, by their handle. */
  kept = $state.raw<Kept[]>([]);

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
    for (const form of this.#held) this.lay(handle, form);
  }

  lay(handle: string, { key, what, draft }: Held): void {
    this.take(handle, key);
    this.kept = [...this.kept, { handle, key, what, draft: draft() }];
  }

  lies(handle: string | undefined, key: string): boolean {
    return this.#of(handle, key) !== undefined;
  }

  /** Gives a form's draft back to the person who typed it, once. */
  take(handle: string | undefined, key: string): unknown {
    const found = this.#of(handle, key);
    if (found) this.kept = this.kept.filter((kept) => kept !== found);
    return found?.draft;
  }

  /** Its own person does not want it any more. */
  forget(handle: string): void {
    this.kept = this.kept.filter((kept) => kept.handle !== handle);
  }

  #of(handle: string | undefined, key: string): Kept | undefined {
    return this.kept.find((kept) => kept.handle === handle && kept.key === key);
  }
}
