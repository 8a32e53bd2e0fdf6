/** The papers of a dossier that can be looked at here, one after the other. */
import type { FileView } from '$lib/backend/backend';
import type { Item } from '$lib/viewer/item';
import { t } from '$lib/words/words.svelte';
import type { Slot } from './slots';

/** A file may serve two slots. */
export const idOf = ({ slot, sha256 }: Pick<FileView, 'slot' | 'sha256'>): string => `${slot}/${sha256}`;

/** What a file of another device holds is not here. */
export const isHere = ({ state }: Pick<FileView, 'state'>): boolean => state !== 'elsewhere';

export function viewable(slots: Slot[], read: (file: FileView) => Promise<Blob>): Item[] {
  return slots.flatMap(({ label, files }) =>
    files.flatMap((file, index) => {
      const slot = label ?? t('papers.other');
      const name = files.length === 1 ? slot : t('papers.number', { label: slot, n: String(index + 1) });
      return isHere(file) ? [{ id: idOf(file), name, load: () => read(file) }] : [];
    }),
  );
}
