import { t } from '$lib/words/words.svelte';

/** An answer to a question that the form does not have any more: nothing says how it is to be shown. */
export function plainValue(value: unknown): string {
  if (Array.isArray(value)) return value.map(plainValue).join('; ');
  if (typeof value === 'object' && value !== null) {
    const cells = Object.entries(value).filter(([name]) => name !== 'row');
    return cells.map(([, cell]) => plainValue(cell)).join(', ');
  }
  if (typeof value === 'boolean') return t(value ? 'bool.yes' : 'bool.no');
  return String(value ?? '');
}
