import type { Remark } from '../shared/Field.svelte';
import type { Key, Params } from '$lib/words/words.svelte';

/** As the store asks: six characters or more. */
export const MIN_PIN = 6;

type Text = (key: Key, params?: Params) => string;

/** What is wrong with a new PIN and its repetition. */
export function pinRemarks(pin: string, again: string, t: Text): { pin: Remark[]; again: Remark[] } {
  const error = (text: string): Remark[] => [{ text, severity: 'error' }];
  return {
    pin: [...pin].length < MIN_PIN ? error(t('pin.too_short', { min: MIN_PIN })) : [],
    again: pin === again ? [] : error(t('pin.differs')),
  };
}
