/** The papers of a dossier that can be looked at here, one after the other. */
import type { FileView } from '$lib/backend/backend';
import { t } from '$lib/words/words.svelte';
import type { Slot } from './slots';

/** A file may serve two slots. */
export const idOf = ({ slot, sha256 }: Pick<FileView, 'slot' | 'sha256'>): string => `${slot}/${sha256}`;

/** What a file of another device holds is not here. */
const isHere = ({ state }: FileView): boolean => state !== 'elsewhere';

/** Whether it can be looked at though nothing of it is seen in small. */
export const isDocumentHere = (file: FileView): boolean => file.media === 'application/pdf' && isHere(file);

export function viewable(slots: Slot[]): { file: FileView; name: string }[] {
  return slots.flatMap(({ label, files }) =>
    files.flatMap((file, index) => {
      const slot = label ?? t('papers.other');
      const name = files.length === 1 ? slot : t('papers.number', { label: slot, n: String(index + 1) });
      return isHere(file) ? [{ file, name }] : [];
    }),
  );
}
