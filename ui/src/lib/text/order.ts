/** The order of names as Vietnamese people expect it: their letters, and Khóm 2 before Khóm 10. */
const collator = new Intl.Collator('vi', { numeric: true });

export const inOrder = (a: string, b: string): number => collator.compare(a, b);

/** By given name, which stands last; then by family and middle names. */
export function byGivenName(a: string, b: string): number {
  const given = (name: string) => name.slice(name.lastIndexOf(' ') + 1);
  return inOrder(given(a), given(b)) || inOrder(a, b);
}
