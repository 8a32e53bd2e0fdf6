/** PDFs as pictures, page by page. The library is fetched with the first PDF that somebody opens. */
import worker from 'pdfjs-dist/legacy/build/pdf.worker.min.mjs?url';
import type { Size } from './picture_view.svelte';

/** A canvas of more pixels than these costs a tablet more than it shows. */
const MOST_PIXELS = 12_000_000;

export interface Pdf {
  readonly pages: number;
  /** From 1. */
  page(number: number): Promise<PdfPage>;
  /** Lets go of all that it holds. */
  close(): void;
}

export interface PdfPage {
  /** In points. */
  readonly size: Size;
  /** Draws it so many pixels wide, or fewer where those would be too many; `stop` gives it up. */
  draw(canvas: HTMLCanvasElement, width: number): { done: Promise<void>; stop: () => void };
}

/** Throws where the file is no PDF that can be read. */
export async function openPdf(file: Blob): Promise<Pdf> {
  const { getDocument, GlobalWorkerOptions } = await import('pdfjs-dist/legacy/build/pdf.mjs');
  GlobalWorkerOptions.workerSrc = worker;
  const task = getDocument({
    data: new Uint8Array(await file.arrayBuffer()),
    // The window's policy allows no WebAssembly: what scanners write is read by the scripts in its place.
    useWasm: false,
    wasmUrl: new URL('pdf/', document.baseURI).href,
    disableWorkerRendering: true,
  });
  const pdf = await task.promise;
  return {
    pages: pdf.numPages,
    close: () => void task.destroy(),
    async page(number) {
      const page = await pdf.getPage(number);
      const { width, height } = page.getViewport({ scale: 1 });
      return {
        size: { width, height },
        draw(canvas, wanted) {
          const scale = Math.min(wanted / width, Math.sqrt(MOST_PIXELS / (width * height)));
          const viewport = page.getViewport({ scale });
          canvas.width = Math.round(viewport.width);
          canvas.height = Math.round(viewport.height);
          const drawing = page.render({ canvas, viewport });
          return { done: drawing.promise, stop: () => drawing.cancel() };
        },
      };
    },
  };
}
