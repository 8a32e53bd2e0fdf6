/** How a visit ended, as it is shown: green only where something was done. */
import type { Visit } from '$lib/backend/backend';
import { say } from '$lib/words/words.svelte';

type Ended = Pick<Visit, 'state' | 'outcome'>;

export function outcomeTone({ outcome }: Ended): 'good' | 'needs' | 'quiet' {
  if (outcome === 'done' || outcome === 'partial') return 'good';
  return outcome === 'absent' ? 'needs' : 'quiet';
}

/** Its outcome, or that it ended where nobody said how. */
export const outcomeText = ({ state, outcome }: Ended): string =>
  outcome ? say('outcome', outcome) : say('visit.state', state);
