/** Adds and removes the files of one dossier, one at a time, also while another page is shown. */
import { asFailure, type Dossier, type Failure, type FileView } from '$lib/backend/backend';
import { base64Of } from './content';

/** What is larger is not even read: it would only fill the device's memory. */
export const MAX_BYTES = 64 * 1024 * 1024;

export type TrayOptions = {
  /** In the place of the file `replaces`, where one is named. */
  attach: (slot: string, content: string, replaces?: string) => Promise<unknown>;
  detach: (file: FileView) => Promise<Dossier>;
  /** Puts a file back that was taken out, and its slot in the order before that. */
  back: (file: FileView, order: string[]) => Promise<Dossier>;
  arrange: (slot: string, files: string[]) => Promise<Dossier>;
  seen: (slot: string, seen: boolean) => Promise<Dossier>;
  absent: (slot: string, why: string | null) => Promise<Dossier>;
  /** After a file was added: what the dossier holds now. */
  refresh: () => Promise<void>;
  take: (dossier: Dossier) => void;
};

type Done = 'added' | 'retaken' | 'removed' | 'back' | 'ordered' | 'noted';
export type TraySaid = { slot: string; what: Done };
/** What was taken out last, with the order of its slot before. */
type Removed = { file: FileView; order: string[] };

export class PaperTray {
  /** The slot that is being worked on. */
  busy = $state<string>();
  failure = $state.raw<{ slot: string; failure: Failure }>();
  said = $state.raw<TraySaid>();
  /** What can be put back by a touch, until something else is done. */
  removed = $state.raw<Removed>();
  #options: TrayOptions;
  #work: Promise<void> = Promise.resolve();

  constructor(options: TrayOptions) {
    this.#options = options;
  }

  /** Resolves when nothing is being added or removed. */
  get settled(): Promise<void> {
    return this.#work;
  }

  /** In the place of the file `replaces`, where one is named. */
  add(slot: string, file: Blob, replaces?: string): Promise<void> {
    return this.#begin(slot, replaces ? 'retaken' : 'added', async () => {
      if (file.size > MAX_BYTES) throw refused('paper_too_large');
      const content = await base64Of(file).catch(() => Promise.reject(refused('paper_unreadable')));
      await this.#options.attach(slot, content, replaces);
      await this.#options.refresh();
    });
  }

  /** `order`: the slot's files, that one among them. */
  remove(file: FileView, order: string[]): Promise<void> {
    return this.#begin(file.slot, 'removed', async () => {
      this.#options.take(await this.#options.detach(file));
      this.removed = { file, order };
    });
  }

  /** Puts back what was removed last. */
  undo(): Promise<void> {
    const removed = this.removed;
    if (!removed) return this.#work;
    return this.#change(removed.file.slot, 'back', () =>
      this.#options.back(removed.file, removed.order.length > 1 ? removed.order : []),
    );
  }

  arrange(slot: string, files: string[]): Promise<void> {
    return this.#change(slot, 'ordered', () => this.#options.arrange(slot, files));
  }

  /** That somebody saw the original, or did not. */
  see(slot: string, seen: boolean): Promise<void> {
    return this.#change(slot, 'noted', () => this.#options.seen(slot, seen));
  }

  /** Why the citizen does not have it; null takes it back. */
  miss(slot: string, why: string | null): Promise<void> {
    return this.#change(slot, 'noted', () => this.#options.absent(slot, why));
  }

  #change(slot: string, what: Done, change: () => Promise<Dossier>): Promise<void> {
    return this.#begin(slot, what, async () => this.#options.take(await change()));
  }

  /** While one is at work another is not begun: its button says so. */
  #begin(slot: string, what: Done, work: () => Promise<void>): Promise<void> {
    if (this.busy !== undefined) return this.#work;
    [this.busy, this.failure, this.said] = [slot, undefined, undefined];
    if (what !== 'back') this.removed = undefined;
    this.#work = work()
      .then(() => {
        this.said = { slot, what };
        if (what === 'back') this.removed = undefined;
      })
      .catch((thrown: unknown) => void (this.failure = { slot, failure: asFailure(thrown) }))
      .finally(() => (this.busy = undefined));
    return this.#work;
  }
}

const refused = (code: string): Failure => ({
  code,
  message_key: `error.${code}`,
  params: {},
  retryable: false,
});
