import { isTaken } from '$lib/ward/names';
import { t } from '$lib/words/words.svelte';
import type { Remark } from '../shared/Field.svelte';

type Named = { id: string; name: string; retired: boolean };

/** What is wrong with a name, said at its field. */
export function nameRemarks(name: string, list: Named[], id?: string): Remark[] {
  if (name.trim() === '') return [{ text: t('finding.required'), severity: 'error' }];
  return isTaken(name, list, id) ? [{ text: t('error.name_taken'), severity: 'error' }] : [];
}
