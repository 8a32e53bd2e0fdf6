/** How sure it is what a fee is. */
import type { Dossier, Form } from '$lib/backend/backend';
import { t } from '$lib/words/words.svelte';

/** What makes it less sure; nothing where the law was read. */
export function markNote(mark: Form['fee']['mark']): string | undefined {
  if (mark === 'V') return undefined;
  return t(mark === 'R' ? 'fee.mark.R' : 'fee.mark.S');
}

/** The same of what a dossier's answers make due; nothing where a person said the amount, or nobody knows it. */
export function dueNote({ fee, payment }: Pick<Dossier, 'fee' | 'payment'>, rules: Form['fee']) {
  if (!fee || fee.amount === null || payment?.said?.counts) return undefined;
  const exempt = rules.exempt.find(({ who }) => who === fee.exempt);
  return markNote(exempt?.mark ?? rules.mark);
}
