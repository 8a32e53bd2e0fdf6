/** How the values that differ are written: as the form, or the record's own page, writes them. */
import { textOf, unitOf } from '$lib/address/address';
import type { Conflict, ConflictField, Form } from '$lib/backend/backend';
import type { FieldView } from '$lib/backend/commands';
import { dong } from '$lib/fee/money';
import type { Procedures } from '$lib/form/procedures.svelte';
import { fieldOf } from '$lib/form/progress';
import { asking, isAnswered, readTyped, shown, type Reading } from '$lib/form/values';
import { showPartialDate } from '$lib/text/partial_date';
import { momentText } from '$lib/text/moment';
import { tidy } from '$lib/text/normal';
import { number, say, t, type Family } from '$lib/words/words.svelte';

/** What is needed to write a conflict's values; a form only where it is a dossier's and this device has it. */
export type Terms = { conflict: Conflict; form?: Form | undefined; procedures: Procedures };

const questionOf = ({ form }: Terms, { field }: ConflictField): FieldView | undefined =>
  form && fieldOf(form, field);

/** Whether it is about a step that somebody did, not about something that was written. */
export const isAct = ({ field }: ConflictField): boolean => field === 'state';

/** Whether it is noted of the fee: a payment, or what is due. */
const isFee = ({ field }: ConflictField): boolean => field.startsWith('fee.');

/** Whether it is the note of a payment; a dossier may have several. */
export const isPaid = ({ field }: Pick<ConflictField, 'field'>): boolean => /^fee\.paid(\/|$)/.test(field);

export function labelText(terms: Terms, field: ConflictField): string {
  const signer = /^attests\.signing\/(.*)$/.exec(field.field)?.[1];
  if (signer !== undefined) return t('attest.signing', { who: signer });
  const paper = /^checklist\.(original|absent)\/(.*)$/.exec(field.field);
  if (paper) {
    const label = terms.form?.papers.find(({ slot }) => slot === paper[2])?.label ?? t('papers.other');
    return t(paper[1] === 'original' ? 'papers.original_of' : 'papers.absent_of', { label });
  }
  if (isPaid(field)) return paidLabel(field);
  return field.label ?? questionOf(terms, field)?.label ?? say('conflict.field', field.field);
}

/** By who noted it and when, as several payments may be noted of one dossier. */
function paidLabel({ before, theirs, mine }: ConflictField): string {
  const note = [before, theirs, mine].find(isAnswered) as FeeNote | undefined;
  if (!note) return t('conflict.field.fee.paid');
  return t('conflict.field.fee.paid_of', { by: note.by, at: momentText(note.at) });
}

export function valueText(terms: Terms, field: ConflictField, value: unknown): string {
  if (!isAnswered(value)) return t('conflict.empty');
  if (isTable(value)) return value.map(rowText).join('; ');
  if (isFee(field)) return feeText(value as FeeNote);
  if (field.field.startsWith('checklist.')) return checklistText(value as ListNote);
  if (field.field.startsWith('attests.')) return notedText(value as Noted);
  const unit = unitOf(value);
  if (unit) {
    const key = unit.set === '2024' ? 'address.with_old_unit' : 'address.with_unit';
    return t(key, { text: textOf(value), code: unit.code });
  }
  const question = questionOf(terms, field);
  return (question ? shown(question, value) : worded(terms, field.field, value)) || t('conflict.empty');
}

/** What was noted beside the answers: how, by whom and when. */
type Noted = { by: string; at: string; mode?: string; confirmed?: boolean; written_by?: { who: string } };
function notedText({ by, at, mode, confirmed, written_by }: Noted): string {
  const said = { at: momentText(at), by };
  if (mode) return t('attest.noted_by', { ...said, what: say('attest.mode', mode) });
  if (written_by) return t('attest.noted_by', { ...said, what: say('attest.hand', written_by.who) });
  return t('attest.noted_by', { ...said, what: t(confirmed ? 'read.confirmed' : 'read.not_confirmed') });
}

/** What was noted of a fee: how much, how or why, by whom and when, and whether the ward has it. */
type FeeNote = {
  amount: number;
  how?: string;
  reason?: string;
  receipt?: string;
  by: string;
  at: string;
  handed_in?: { by: string; at: string };
};
function feeText({ amount, how, reason, receipt, by, at, handed_in }: FeeNote): string {
  const what = [dong(amount), how ? say('fee.how', how) : reason, receipt].filter(Boolean).join(', ');
  const noted = t('attest.noted_by', { at: momentText(at), by, what });
  if (!handed_in) return noted;
  return `${noted}. ${t('fee.handed_in', { by: handed_in.by, at: momentText(handed_in.at) })}`;
}

/** What was noted of a paper. */
type ListNote = { why?: string; by: string; at: string };
const checklistText = ({ why, by, at }: ListNote): string =>
  t('attest.noted_by', { at: momentText(at), by, what: why ?? t('papers.original_seen') });

type Row = Record<string, unknown>;
const isTable = (value: unknown): value is Row[] =>
  Array.isArray(value) && value.every((row) => typeof row === 'object' && row !== null);
const rowText = ({ row, ...cells }: Row): string => {
  void row; // its own name, which nobody reads
  return Object.values(cells).filter(isAnswered).map(String).map(showPartialDate).join(', ');
};

/** Fields of a record whose values are codes. */
const CODES: Record<string, Family> = { mobility: 'mobility', outcome: 'outcome', asked_by: 'asked' };

function worded(terms: Terms, field: string, value: unknown): string {
  if (field === 'state') return stateText(terms.conflict.kind, String(value));
  if (Array.isArray(value)) return value.map((one) => terms.procedures.name(String(one))).join('; ');
  if (typeof value === 'boolean') return t(value ? 'bool.yes' : 'bool.no');
  if (typeof value === 'number') return number(value);
  if (typeof value === 'object' && value !== null) return 'text' in value ? String(value.text) : '…';
  const text = String(value);
  const family = CODES[field];
  if (family) return say(family, text);
  return field === 'sex' && (text === 'male' || text === 'female') ? t(`sex.${text}`) : showPartialDate(text);
}

const stateText = (kind: string, state: string): string =>
  say(kind === 'visit' ? 'visit.state' : 'dossier.state', state);

/** Whether it is the form that a draft is on, with which its answers go. */
export const isForm = ({ field }: ConflictField): boolean => field === 'form_version';

/** Whether something else can be written in its place. */
export function isText(terms: Terms, field: ConflictField): boolean {
  if (isAct(field) || isForm(field) || CODES[field.field] || field.field === 'sex') return false;
  const question = questionOf(terms, field);
  if (question) return ['line', 'address'].includes(asking(question));
  return [field.before, field.mine, field.theirs].every(
    (value) => value === null || value === undefined || typeof value === 'string',
  );
}

/** What was written in the place of all versions; dates and numbers are read as the form reads them. */
export function readOther(terms: Terms, field: ConflictField, typed: string): Reading {
  const question = questionOf(terms, field);
  if (question) return readTyped(question, typed, field.theirs);
  const text = tidy(typed);
  const plain = { key: field.field, type: DATES.includes(field.field) ? 'pdate' : 'text' } as FieldView;
  return readTyped(plain, text, field.theirs);
}

const DATES = ['born', 'date'];
