/** The field that a link on another page leads to: set before going there, taken once on arrival. */
let wanted: string | undefined;

export function leadTo(field: string): void {
  wanted = field;
}

export function takeFocus(): string | undefined {
  const field = wanted;
  wanted = undefined;
  return field;
}
