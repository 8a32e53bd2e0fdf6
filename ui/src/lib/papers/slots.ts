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
  /** How many are handed in. */
  copies: number;
  /** Whether somebody has to see the original. */
  original: boolean;
  /** Whether its picture is sensitive personal data. */
  sensitive: boolean;
  /** Whether these answers ask for it. */
  asked: boolean;
  files: FileView[];
};

type Filled = Pick<Dossier, 'papers' | 'files'>;

/** What is asked for comes first, what no slot knows last. */
export function slotsOf(form: Form, { papers, files }: Filled): Slot[] {
  const known = form.papers
    .filter(({ is_form }) => !is_form)
    .map(({ slot, label, note, copies, original_to_show, sensitive }) => ({
      slot,
      label,
      note,
      copies,
      original: original_to_show,
      sensitive,
      asked: papers.includes(slot),
      files: files.filter((file) => file.slot === slot),
    }));
  const strays = files.filter(
    (file) => file.slot !== SIGNATURE && !known.some(({ slot }) => slot === file.slot),
  );
  const unknown = [...new Set(strays.map(({ slot }) => slot))].map((slot) => ({
    slot,
    label: undefined,
    copies: 1,
    original: false,
    sensitive: false,
    asked: false,
    files: strays.filter((file) => file.slot === slot),
  }));
  return [...known.filter(({ asked }) => asked), ...known.filter(({ asked }) => !asked), ...unknown];
}

/** The papers that are printed from the answers. */
export const printedOf = (form: Form): Form['papers'] => form.papers.filter(({ is_form }) => is_form);

/** How many of the papers that these answers ask for are there. */
export function countOf(form: Form, dossier: Filled): { done: number; all: number } {
  const asked = slotsOf(form, dossier).filter(({ asked }) => asked);
  return { done: asked.filter(({ files }) => files.length > 0).length, all: asked.length };
}

/** The names of a slot's files, where one of them changes places with the next one. */
export function swapped(files: FileView[], index: number): string[] {
  const names = files.map(({ sha256 }) => sha256);
  const moved = names.splice(index, 1);
  names.splice(index + 1, 0, ...moved);
  return names;
}

/** The slots that are asked for and have nothing in them. */
export const missingOf = (form: Form, dossier: Filled): Slot[] =>
  slotsOf(form, dossier).filter(({ asked, files }) => asked && files.length === 0);

/**
 * The papers whose original has to be seen and was not, while that can be noted: not one that the citizen does not
 * have.
 */
export function unseenOriginals(form: Form, dossier: Filled & Pick<Dossier, 'state' | 'checklist'>): Slot[] {
  const { originals, absent } = dossier.checklist;
  if (!isOpenForPapers(dossier)) return [];
  return slotsOf(form, dossier).filter(
    ({ slot, asked, original }) => asked && original && !originals[slot] && !absent[slot],
  );
}

/** How many of the files the ward has. */
export const receivedOf = (files: FileView[]): { received: number; all: number } => ({
  received: files.filter(({ state }) => state === 'received').length,
  all: files.length,
});

/** The states in which papers are added and removed: until the desk has the dossier. */
export const isOpenForPapers = ({ state }: Pick<Dossier, 'state'>): boolean =>
  ['draft', 'queued', 'sent_back'].includes(state);
