/** Where answers come from, in words, and what other sources say of them. */
import type { Dossier, Said, Source } from '$lib/backend/backend';
import { showPartialDate } from '$lib/text/partial_date';
import { t } from '$lib/words/words.svelte';

const WORDS = ['spoken', 'record', 'ward', 'scan'] as const;

/** Nothing for a source of a later version. */
export function sourceText(source: Source | 'derived'): string | undefined {
  if (source === 'derived') return t('source.derived');
  if (typeof source === 'object')
    return 'earlier' in source
      ? t('source.earlier', { day: showPartialDate(source.earlier.day) })
      : undefined;
  const known = WORDS.find((word) => word === source);
  return known && t(`source.${known}`);
}

/** The questions on the screen of which nobody has decided yet what is right. */
export const undecidedFields = (dossier: Pick<Dossier, 'said' | 'visible'>): string[] =>
  Object.keys(dossier.said ?? {}).filter(
    (field) => dossier.visible.includes(field) && undecided(dossier, field).length > 0,
  );

/** What other sources say of a field and nobody has decided yet. */
export const undecided = (dossier: Pick<Dossier, 'said'>, field: string): Said[] =>
  (dossier.said?.[field] ?? []).filter(({ taken }) => taken === undefined);
