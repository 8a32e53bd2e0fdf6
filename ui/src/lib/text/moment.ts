import { t } from '$lib/words/words.svelte';
import { showMoment } from './day';

/** A moment in the words of the screen: the time, and the day if it is not today. */
export const momentText = (at: string): string =>
  showMoment(at, (time, day) => t('time.other_day', { time, day }));
