/** How a picture is looked at: how near, where, and which side is up. Lengths are pixels of the screen. */
export type Size = { width: number; height: number };
export type Point = { x: number; y: number };
export type Turn = 0 | 90 | 180 | 270;

/** So many times as large as the whole picture on the screen it gets. */
export const NEAREST = 8;
/** What a button or a key changes. */
export const STEP = 1.4;

const MIDDLE: Point = { x: 0, y: 0 };

export class PictureView {
  /** The room there is for it. */
  room = $state.raw<Size>({ width: 0, height: 0 });
  /** Its own size, in its own pixels or points. */
  #size = $state.raw<Size>({ width: 0, height: 0 });
  #zoom = $state(1);
  #turn = $state<Turn>(0);
  /** Its middle, from the middle of the room. */
  #middle = $state.raw<Point>(MIDDLE);

  /** Another picture: all of it, as it stands. */
  show(size: Size): void {
    this.#size = size;
    this.#turn = 0;
    this.whole();
  }

  /** 1 shows the whole. */
  get zoom(): number {
    return this.#zoom;
  }

  get turn(): Turn {
    return this.#turn;
  }

  get middle(): Point {
    return this.#inside(this.#middle);
  }

  /** How large it stands there when the whole is shown, before it is turned. */
  get drawn(): Size {
    const { width, height } = this.#size;
    if (width === 0 || height === 0) return { width: 0, height: 0 };
    const across = this.#onItsSide ? height : width;
    const down = this.#onItsSide ? width : height;
    const share = Math.min(this.room.width / across, this.room.height / down);
    return { width: width * share, height: height * share };
  }

  /** Nearer by a factor, or farther by one below 1; what is at the point, counted from the middle, stays there. */
  zoomBy(factor: number, at: Point = MIDDLE): void {
    const zoom = Math.min(Math.max(this.#zoom * factor, 1), NEAREST);
    const grown = zoom / this.#zoom;
    const { x, y } = this.middle;
    this.#zoom = zoom;
    this.#middle = this.#inside({ x: at.x + (x - at.x) * grown, y: at.y + (y - at.y) * grown });
  }

  /** Moves the picture; whether there was more of it on that side. */
  moveBy(x: number, y: number): boolean {
    const before = this.middle;
    this.#middle = this.#inside({ x: before.x + x, y: before.y + y });
    return Math.abs(this.#middle.x - before.x) + Math.abs(this.#middle.y - before.y) > 0.5;
  }

  whole(): void {
    this.#zoom = 1;
    this.#middle = MIDDLE;
  }

  /** A quarter to the right; the whole is shown again. */
  rotate(): void {
    this.#turn = ((this.#turn + 90) % 360) as Turn;
    this.whole();
  }

  get #onItsSide(): boolean {
    return this.#turn % 180 !== 0;
  }

  /** No farther than its edge reaches the edge of the room; what fits stays in the middle. */
  #inside({ x, y }: Point): Point {
    const { width, height } = this.drawn;
    const across = (this.#onItsSide ? height : width) * this.#zoom;
    const down = (this.#onItsSide ? width : height) * this.#zoom;
    const most = { x: (across - this.room.width) / 2, y: (down - this.room.height) / 2 };
    return { x: within(x, most.x), y: within(y, most.y) };
  }
}

const within = (value: number, most: number): number =>
  most <= 0 ? 0 : Math.min(Math.max(value, -most), most);
