/**
 * Tells when nobody has used the tablet for a while. The clock counts as well as the timer: a timer stands
 * still while the tablet sleeps, and the hand that wakes it must not find everything open.
 */
export const SIGNS = [
  'pointerdown',
  'pointermove',
  'touchstart',
  'touchmove',
  'wheel',
  'keydown',
  'input',
  'compositionstart',
  'compositionupdate',
  'compositionend',
] as const;

/** So long before locking it is said. */
export const WARN_MS = 60_000;
/** So long after it could not be done it is tried again. */
export const RETRY_MS = 20_000;
/** So often it is looked whether what must not be cut has ended. */
const LOOK_MS = 1_000;

export type IdleOptions = {
  /** After how long, in milliseconds. */
  after: () => number;
  /** Whether something runs that is let end first. */
  busy: () => boolean;
  /** Soon, or no longer. */
  warn: (soon: boolean) => void;
  /** Locks; false when it could not be done. */
  lock: () => Promise<boolean>;
};

export class Idle {
  #options: IdleOptions;
  #since = Date.now();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #warned = false;
  #locking = false;
  /** Found out by the hand that woke the tablet: it may be anybody's, and resets nothing. */
  #woken = false;
  /** It is due and could not be done yet; whoever sat by and saw it said may go on. */
  #tried = false;

  constructor(options: IdleOptions) {
    this.#options = options;
  }

  /** Watches until the returned function is called. */
  start(target: EventTarget): () => void {
    const used = () => this.used();
    const options = { capture: true, passive: true };
    for (const sign of SIGNS) target.addEventListener(sign, used, options);
    this.#begin();
    return () => {
      for (const sign of SIGNS) target.removeEventListener(sign, used, options);
      clearTimeout(this.#timer);
      this.#options.warn(false);
    };
  }

  /** Somebody is there. */
  used(): void {
    if (this.#locking || this.#woken) return;
    if (this.#left() > 0 || this.#tried) return this.#begin();
    this.#woken = true;
    this.#due();
  }

  /** Another time was chosen, or the tablet may have slept: what is due is due now. */
  look(): void {
    if (!this.#locking && !this.#tried) this.#wait();
  }

  #begin(): void {
    this.#since = Date.now();
    this.#tried = false;
    this.#warn(false);
    this.#wait();
  }

  #left(): number {
    if (Date.now() < this.#since) this.#since = Date.now(); // the clock was set back
    return this.#since + this.#options.after() - Date.now();
  }

  #wait(): void {
    clearTimeout(this.#timer);
    const left = this.#left();
    if (left <= 0) return this.#due();
    this.#warn(left <= WARN_MS);
    this.#timer = setTimeout(() => this.#wait(), left <= WARN_MS ? left : left - WARN_MS);
  }

  #due(): void {
    clearTimeout(this.#timer);
    this.#tried = true;
    if (this.#options.busy()) {
      this.#timer = setTimeout(() => this.#due(), LOOK_MS);
      return;
    }
    this.#locking = true;
    void this.#options.lock().then((locked) => {
      this.#locking = false;
      this.#woken = false; // what could not be locked is open to that hand anyhow
      if (!locked) this.#timer = setTimeout(() => this.#due(), RETRY_MS);
    });
  }

  #warn(soon: boolean): void {
    if (soon === this.#warned) return;
    this.#warned = soon;
    this.#options.warn(soon);
  }
}
