/** Fingers and the mouse on a picture: one moves it, two bring it nearer and move it. */
import type { PictureView, Point } from './picture_view.svelte';

export class Gestures {
  #view: Pick<PictureView, 'zoomBy' | 'moveBy'>;
  /** Where each pointer is that is down, from the middle of the room. */
  #down = new Map<number, Point>();

  constructor(view: Pick<PictureView, 'zoomBy' | 'moveBy'>) {
    this.#view = view;
  }

  down(pointer: number, at: Point): void {
    this.#down.set(pointer, at);
  }

  up(pointer: number): void {
    this.#down.delete(pointer);
  }

  move(pointer: number, to: Point): void {
    if (!this.#down.has(pointer)) return;
    const before = this.#spread();
    this.#down.set(pointer, to);
    const after = this.#spread();
    this.#view.moveBy(after.middle.x - before.middle.x, after.middle.y - before.middle.y);
    if (before.apart > 0 && after.apart > 0) this.#view.zoomBy(after.apart / before.apart, after.middle);
  }

  /** The first two fingers; a third changes nothing. */
  #spread(): { middle: Point; apart: number } {
    const [a, b] = [...this.#down.values()];
    if (!a) return { middle: { x: 0, y: 0 }, apart: 0 };
    if (!b) return { middle: a, apart: 0 };
    return {
      middle: { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 },
      apart: Math.hypot(a.x - b.x, a.y - b.y),
    };
  }
}
