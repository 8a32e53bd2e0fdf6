/** Seconds until the next try of a PIN is possible; the store refuses earlier ones anyhow. */
export class Wait {
  left = $state(0);

  /** Made while its component is; `over` is called when nobody has to wait any more. */
  constructor(over: () => void) {
    $effect(() => {
      if (this.left <= 0) return;
      const timer = setTimeout(() => {
        this.left -= 1;
        if (this.left <= 0) over();
      }, 1000);
      return () => clearTimeout(timer);
    });
  }
}
