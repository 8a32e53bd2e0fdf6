/** Payments of a fee, each a note of its own. */
import type { Dossier } from '$lib/backend/backend';
import type { PaidView } from '$lib/backend/commands';
import { momentText } from '$lib/text/moment';
import { say, t } from '$lib/words/words.svelte';
import { dong } from './money';

export const paidOf = ({ payment }: Pick<Dossier, 'payment'>): PaidView[] => payment?.paid ?? [];

export const sumOf = (paid: { amount: number }[]): number =>
  paid.reduce((sum, { amount }) => sum + amount, 0);

/** How it was paid, and who noted it when. */
export const notedText = ({ how, by, at }: PaidView): string =>
  t('fee.paid_by', { how: say('fee.how', how), by, at: momentText(at) });

/** In one line, as it stands in a list of several. */
export const paidText = (paid: PaidView): string => `${dong(paid.amount)}. ${notedText(paid)}`;

/** Who has its money, as far as it is noted. */
export function holderText({ amount, how, received_by, by, carried, handed_in }: PaidView): string {
  const money = { amount: dong(amount) };
  if (handed_in) return t('fee.holder_ward', { ...money, name: handed_in.by });
  if (carried) return t('fee.holder_cash', { ...money, name: received_by ?? by });
  return t('fee.holder_noted', { ...money, name: by, how: say('fee.how', how) });
}
