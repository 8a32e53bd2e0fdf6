import { number } from '$lib/words/words.svelte';

/** Rounded up: what waits is never shown as nothing. */
export function sizeText(bytes: number): string {
  const kilobytes = Math.ceil(bytes / 1024);
  return kilobytes < 1024 ? `${number(kilobytes)} KB` : `${number(Math.ceil(kilobytes / 102.4) / 10)} MB`;
}
