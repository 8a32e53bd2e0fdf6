/**
 * Saves answers as they are committed. One call at a time; what is committed meanwhile goes with the
 * next. "Saved" is said only when the core has returned and nothing newer is waiting or being typed.
 */
import { untapped } from '$lib/app/tap';
import { asFailure, type Dossier, type Failure } from '$lib/backend/backend';

type Answers = Record<string, unknown>;
/** An answer that cannot be kept as it stands, and why. */
type Rejection = { answer: unknown; failure: Failure };
/** All that a form holds and its file does not. */
export type Unkept = { pending: Answers; rejected: Readonly<Record<string, Rejection>> };
export type SaveState =
  | { is: 'untouched' }
  | { is: 'typing' }
  | { is: 'saving' }
  | { is: 'saved'; at: string }
  | { is: 'failed'; failure: Failure };

export type AutosaveOptions = {
  save: (answers: Answers) => Promise<Dossier>;
  saved: (dossier: Dossier) => void;
  now: () => string;
  /** After so many milliseconds a failed save is tried again. */
  retryAfter?: number;
};

export class Autosave {
  /** Answers that are committed and not yet saved. */
  pending = $state.raw<Answers>({});
  /** Fields that hold something not committed yet. */
  typing = $state.raw<ReadonlySet<string>>(new Set());
  /** Answers that the core would not keep; they stay in their fields, also when their page goes and comes. */
  rejected = $state.raw<Unkept['rejected']>({});
  #savedAt = $state<string>();
  #failure = $state.raw<Failure>();
  #running = $state.raw<Promise<void>>();
  #options: AutosaveOptions;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stopped = false;

  constructor(options: AutosaveOptions) {
    this.#options = options;
  }

  get state(): SaveState {
    const rejection = Object.values(this.rejected)[0];
    if (this.#running) return { is: 'saving' };
    if (this.#failure) return { is: 'failed', failure: this.#failure };
    if (rejection) return { is: 'failed', failure: rejection.failure };
    if (this.typing.size > 0 || Object.keys(this.pending).length > 0) return { is: 'typing' };
    return this.#savedAt ? { is: 'saved', at: this.#savedAt } : { is: 'untouched' };
  }

  /** Whether what stands in the field is not saved. */
  holds(field: string): boolean {
    return this.typing.has(field) || field in this.pending || field in this.rejected;
  }

  /** Something stands in the field that is not committed. */
  touch(field: string): void {
    if (!this.typing.has(field)) this.typing = new Set([...this.typing, field]);
  }

  /** The field was left as it was. */
  leave(field: string): void {
    if (!this.typing.has(field)) return;
    this.typing = new Set([...this.typing].filter((key) => key !== field));
  }

  /** `typed`: what was typed in, where it is a part of what is saved: a cell of a row. */
  commit(field: string, value: unknown, typed = field): void {
    this.leave(typed);
    this.forgive(field, typed);
    this.pending = { ...this.pending, [field]: value };
    void this.flush();
  }

  /** What was typed into the field was none of its answers. */
  forget(field: string): void {
    this.leave(field);
    this.forgive(field);
  }

  /** What was refused there does not stand any more: another answer is saved. */
  forgive(...fields: string[]): void {
    for (const field of fields) if (field in this.rejected) this.rejected = without(this.rejected, field);
  }

  /** What stands in the field is none of its answers and cannot go to the core. */
  reject(field: string, code: string, answer: unknown): void {
    this.leave(field);
    const failure = { code, message_key: `error.${code}`, params: {}, retryable: false };
    this.rejected = { ...this.rejected, [field]: { answer, failure } };
  }

  /** Resolves when everything committed is saved or has failed; tells whether it is saved. */
  async flush(): Promise<boolean> {
    this.#running ??= this.#run().finally(() => (this.#running = undefined));
    await this.#running;
    return Object.keys(this.pending).length === 0;
  }

  /** Saves everything committed; throws why it could not be saved. */
  async settle(): Promise<void> {
    if (!(await this.flush())) throw asFailure(this.#failure);
  }

  /** Saves nothing any more: another person may come, and an answer is never written in their name. */
  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  get unkept(): Unkept {
    return { pending: this.pending, rejected: this.rejected };
  }

  /** Takes up what was laid by. */
  takeUp({ pending, rejected }: Unkept): void {
    this.rejected = rejected;
    this.pending = pending;
    void this.flush();
  }

  async #run(): Promise<void> {
    clearTimeout(this.#timer);
    while (!this.#stopped && Object.keys(this.pending).length > 0) {
      const batch = this.pending;
      try {
        const dossier = await this.#options.save(batch).finally(untapped);
        this.#drop(batch);
        this.#failure = undefined;
        this.#savedAt = this.#options.now();
        this.#options.saved(dossier);
      } catch (thrown) {
        const failure = asFailure(thrown);
        const field = failure.code === 'bad_answer' ? sentAs(batch, failure.params['field']) : undefined;
        if (field !== undefined) {
          this.#setAside(field, failure, batch);
          continue; // one bad answer does not hold back the others
        }
        this.#failure = failure;
        if (this.#stopped) return;
        this.#timer = setTimeout(() => void this.flush(), this.#options.retryAfter ?? 5000);
        return;
      }
    }
  }

  /** Takes out what was saved, but not what was committed anew meanwhile. */
  #drop(batch: Answers): void {
    const left = Object.entries(this.pending).filter(
      ([key, value]) => !(key in batch) || batch[key] !== value,
    );
    this.pending = Object.fromEntries(left);
  }

  #setAside(field: string, failure: Failure, batch: Answers): void {
    if (this.pending[field] === batch[field]) {
      this.pending = without(this.pending, field);
      this.rejected = { ...this.rejected, [field]: { answer: batch[field], failure } };
    }
  }
}

/** What was sent of a named field: of a cell, its row. */
const sentAs = (batch: Answers, named: unknown): string | undefined =>
  typeof named === 'string'
    ? Object.keys(batch).find((key) => named === key || named.startsWith(`${key}/`))
    : undefined;

function without<T>(record: Readonly<Record<string, T>>, key: string): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => name !== key));
}
