import type { DossierSummary } from '$lib/backend/backend';
import { say, t } from '$lib/words/words.svelte';

/** Where a dossier stands. That the ward holds a draft does not mean that the dossier was handed in. */
export const whereText = ({ state, delivery }: Pick<DossierSummary, 'state' | 'delivery'>): string =>
  isDraftAtWard({ state, delivery }) ? t('dossier.draft_at_ward') : say('delivery', delivery);

export const isDraftAtWard = ({ state, delivery }: Pick<DossierSummary, 'state' | 'delivery'>): boolean =>
  state === 'draft' && delivery === 'receipted';
