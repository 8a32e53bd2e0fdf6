/** The file that is looked at: read, drawn from, and let go of. */
import { asFailure, type Failure } from '$lib/backend/backend';
import { openPdf, type Pdf, type PdfPage } from './pdf';
import type { Item } from './item';

export type Content =
  | { is: 'loading' }
  | { is: 'picture'; address: string }
  | { is: 'page'; page: PdfPage; number: number; of: number }
  /** Without a failure it is here, and cannot be drawn. */
  | { is: 'failed'; failure?: Failure };

export class ShownFile {
  content = $state.raw<Content>({ is: 'loading' });
  #address: string | undefined;
  #pdf: Pdf | undefined;
  #gone = false;

  constructor(item: Item) {
    void this.#open(item).catch((thrown: unknown) => this.#fail(asFailure(thrown)));
  }

  /** Shows another page, from 1; of a picture there is none. */
  async turnTo(number: number): Promise<void> {
    const pdf = this.#pdf;
    if (!pdf) return;
    try {
      const page = await pdf.page(number);
      if (!this.#gone) this.content = { is: 'page', page, number, of: pdf.pages };
    } catch {
      this.broken();
    }
  }

  /** That what the file names could not be drawn. */
  broken(): void {
    this.#fail();
  }

  /** Leaves nothing of the file behind. */
  close(): void {
    this.#gone = true;
    if (this.#address) URL.revokeObjectURL(this.#address);
    this.#pdf?.close();
  }

  async #open({ load }: Item): Promise<void> {
    const file = await load();
    if (this.#gone) return;
    if (file.type !== 'application/pdf') {
      this.#address = URL.createObjectURL(file);
      this.content = { is: 'picture', address: this.#address };
      return;
    }
    const pdf = await openPdf(file).catch(() => undefined);
    if (this.#gone) return pdf?.close();
    if (!pdf) return this.broken();
    this.#pdf = pdf;
    await this.turnTo(1);
  }

  #fail(failure?: Failure): void {
    if (!this.#gone) this.content = { is: 'failed', ...(failure ? { failure } : {}) };
  }
}
