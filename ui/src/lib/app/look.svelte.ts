/** How large the text is, on this device. */
export const SIZES = ['usual', 'large', 'larger'] as const;
export type Size = (typeof SIZES)[number];
const kept = 'tan-nha.text';

const stored = (): Size => SIZES.find((size) => size === globalThis.localStorage?.getItem(kept)) ?? 'usual';
let text = $state<Size>(stored());

export const look = {
  get text(): Size {
    return text;
  },
  set text(size: Size) {
    text = size;
    globalThis.localStorage?.setItem(kept, size);
    apply();
  },
};

export function apply(): void {
  document.documentElement.dataset['text'] = text;
}
