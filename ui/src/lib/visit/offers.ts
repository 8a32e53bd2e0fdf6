/** The visit days that are offered when a visit is given a day. */
import { showDay } from '$lib/text/day';
import { t } from '$lib/words/words.svelte';
import type { Days } from './month';

export type Offer = { day: string; label: string; urgent: boolean };

/** A month's two visit days, as far as they are still to come; the suggested day stands for one that is off. */
export function offersOf({ regular, urgent }: Days, today: string): Offer[] {
  const [first, second] = [regular.suggested, urgent.suggested];
  return [
    { day: first, label: t('move.to_regular', { day: showDay(first) }), urgent: false },
    { day: second, label: t('move.to_urgent', { day: showDay(second) }), urgent: true },
  ].filter(({ day }) => day >= today);
}
