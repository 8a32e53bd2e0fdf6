/** Adds and removes the files of one dossier, one at a time, also while another page is shown. */
import { asFailure, type Dossier, type Failure, type FileView } from '$lib/backend/backend';
import { base64Of } from './content';

/** What is larger is not even read: it would only fill the device's memory. */
export const MAX_BYTES = 64 * 1024 * 1024;

export type TrayOptions = {
  attach: (slot: string, content: string) => Promise<unknown>;
  detach: (file: FileView) => Promise<Dossier>;
  /** After a file was added: what the dossier holds now. */
  refresh: () => Promise<void>;
  take: (dossier: Dossier) => void;
};

export type TraySaid = { slot: string; what: 'added' | 'removed' };

export class PaperTray {
  /** The slot that is being worked on. */
  busy = $state<string>();
  failure = $state.raw<{ slot: string; failure: Failure }>();
  said = $state.raw<TraySaid>();
  #options: TrayOptions;
  #work: Promise<void> = Promise.resolve();

  constructor(options: TrayOptions) {
    this.#options = options;
  }

  /** Resolves when nothing is being added or removed. */
  get settled(): Promise<void> {
    return this.#work;
  }

  add(slot: string, file: Blob): Promise<void> {
    return this.#begin(slot, 'added', async () => {
      if (file.size > MAX_BYTES) throw refused('paper_too_large');
      const content = await base64Of(file).catch(() => Promise.reject(refused('paper_unreadable')));
      await this.#options.attach(slot, content);
      await this.#options.refresh();
    });
  }

  remove(file: FileView): Promise<void> {
    return this.#begin(file.slot, 'removed', async () =>
      this.#options.take(await this.#options.detach(file)),
    );
  }

  /** While one is at work another is not begun: its button says so. */
  #begin(slot: string, what: TraySaid['what'], work: () => Promise<void>): Promise<void> {
    if (this.busy !== undefined) return this.#work;
    [this.busy, this.failure, this.said] = [slot, undefined, undefined];
    this.#work = work()
      .then(() => void (this.said = { slot, what }))
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
