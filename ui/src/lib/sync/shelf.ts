import type { ShelfItem } from '$lib/backend/backend';
import type { Procedures } from '$lib/form/procedures.svelte';
import { whatText } from './record';

/** Who or what it is about, in one line. */
export const itemText = (item: ShelfItem, procedures: Procedures): string =>
  [item.name, whatText(item, procedures)].filter(Boolean).join(' · ');

/** Whether sending it again, as it is, may help: the others need another hand first. */
export const mayRetry = ({ mend }: ShelfItem): boolean => !['enrol_again', 'attach_again'].includes(mend);

/** A file's own name; where it lies is nobody's business on a shared screen. */
export const fileName = (path: string): string => path.split(/[\\/]/).at(-1) ?? path;
