/**
 * A tap ends where it was meant to. A field that is left by a tap on something else is saved at once, and what comes
 * of it may move the page: that is shown only when the finger is up again, or the tap would miss.
 */
let down = false;
let waiting: (() => void)[] = [];

function ended() {
  // The click comes after it.
  setTimeout(() => {
    down = false;
    const resolve = waiting;
    waiting = [];
    for (const each of resolve) each();
  });
}

if ('addEventListener' in globalThis) {
  addEventListener('pointerdown', () => (down = true), { capture: true });
  for (const end of ['pointerup', 'pointercancel']) addEventListener(end, ended, { capture: true });
  addEventListener('blur', ended);
}

/** Resolves when nothing is being tapped: at once where nothing is. */
export const untapped = (): Promise<void> =>
  down ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve();
