/** The papers of a dossier by the form's slots. */
import type { Dossier, FileView, Form } from '$lib/backend/backend';

/** What the list of a form's sections calls them; no section has a name like this. */
export const PAPERS = '/papers';

/** The slot of drawn signatures, which are shown where it is signed. */
const SIGNATURE = 'signature';

export type Slot = {
  slot: string;
  /** None for a slot that this form does not know: its files are shown and kept. */
  label: string | undefined;
  note?: string | undefined;
  /** Whether these answers ask for it. */
  asked: boolean;
  files: FileView[];
};

type Filled = Pick<Dossier, 'papers' | 'files'>;

/** What is asked for comes first, what no slot knows last. */
export function slotsOf(form: Form, { papers, files }: Filled): Slot[] {
  const known = form.papers
    .filter(({ is_form }) => !is_form)
    .map(({ slot, label, note }) => ({
      slot,
      label,
      note,
      asked: papers.includes(slot),
      files: files.filter((file) => file.slot === slot),
    }));
  const strays = files.filter(
    (file) => file.slot !== SIGNATURE && !known.some(({ slot }) => slot === file.slot),
  );
  const unknown = [...new Set(strays.map(({ slot }) => slot))].map((slot) => ({
    slot,
    label: undefined,
    asked: false,
    files: strays.filter((file) => file.slot === slot),
  }));
  return [...known.filter(({ asked }) => asked), ...known.filter(({ asked }) => !asked), ...unknown];
}

/** The slots that are asked for and have nothing in them. */
export const missingOf = (form: Form, dossier: Filled): Slot[] =>
  slotsOf(form, dossier).filter(({ asked, files }) => asked && files.length === 0);

/** How many of the files the ward has. */
export const receivedOf = (files: FileView[]): { received: number; all: number } => ({
  received: files.filter(({ state }) => state === 'received').length,
  all: files.length,
});

/** The states in which papers are added and removed: until the desk has the dossier. */
export const isOpenForPapers = ({ state }: Pick<Dossier, 'state'>): boolean =>
  ['draft', 'queued', 'sent_back'].includes(state);
