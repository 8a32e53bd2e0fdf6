/** Who wrote, whether it was read back, and who signed: in words, and where each is noted. */
import type { Dossier, Failure, Form } from '$lib/backend/backend';
import { fieldOf, valueOf } from '$lib/form/progress';
import { nameOf, rowsIn } from '$lib/form/table';
import { rowsShown, shown } from '$lib/form/values';
import { momentText } from '$lib/text/moment';
import { say, t } from '$lib/words/words.svelte';

export type Attests = Dossier['attests'];
export type SignerState = Attests['signers'][number];
export type Mode = NonNullable<SignerState['signed']>['mode'];
export type Hand = NonNullable<Attests['writing']>['who'];

export const HANDS: Hand[] = ['volunteer', 'citizen', 'relative', 'official'];
export const MODES: Mode[] = ['signature', 'paper', 'fingerprint_on_paper', 'witnesses', 'not_needed'];

/** What is noted on the reading page; everything else on the page where it is signed. */
const OF_READING = ['reading_missing', 'reading_stale', 'fingerprint_before_reading'];
const OF_SIGNING = [
  'writer_unknown',
  'signature_missing',
  'signing_stale',
  'witnesses_missing',
  'official_absent',
];

/** Where a finding of this kind is mended: its page and what it is called; none for another one. */
export function mendOf(code: string, { id, citizen }: Pick<Dossier, 'id' | 'citizen'>) {
  if (OF_READING.includes(code)) return { label: t('attest.to_read'), path: `/dossiers/${id}/read` };
  if (OF_SIGNING.includes(code)) return { label: t('attest.to_sign'), path: `/dossiers/${id}/sign` };
  if (code === 'consent_missing' && citizen)
    return { label: t('consent.title'), path: `/citizens/${citizen}/consent` };
  return undefined;
}

/** What is said when the answers became others while somebody read or signed them. */
export const ANSWERS_CHANGED: Failure = {
  code: 'answers_changed',
  message_key: 'error.answers_changed',
  params: {},
  retryable: false,
};

/** Whether something may still be noted beside the answers; beside those of a group's member at the group alone. */
export const isOpenToNotes = ({ state, group }: Pick<Dossier, 'state' | 'group'>): boolean =>
  group === undefined && ['draft', 'queued', 'sent_back', 'received'].includes(state);

/** An answer as it is read aloud: a field, or a row of a table. */
export function aloud(form: Form, dossier: Dossier, name: string): { label: string; text: string } {
  const { field: key, row } = nameOf(name);
  const field = fieldOf(form, key);
  if (!field) return { label: name, text: '' };
  const value = valueOf(dossier, key);
  if (row === undefined) return { label: field.label, text: shown(field, value) };
  const rows = rowsIn(value);
  const n = rows.findIndex((known) => known.row === row);
  return {
    label: t('table.row_of', { table: field.label, n: n + 1 }),
    text: rowsShown(field, rows.slice(n, n + 1)).join('; '),
  };
}

/** What the form itself says under these answers, such as a pledge. */
export const pledges = (form: Form, { visible }: Pick<Dossier, 'visible'>): string[] =>
  form.sections
    .flatMap(({ fields }) => fields)
    .filter(({ type, key, text }) => type === 'fixed' && text && visible.includes(key))
    .map(({ text }) => text ?? '');

export function writingText({ writing }: Attests): string {
  if (!writing) return t('attest.not_yet');
  return [say('attest.hand', writing.who), writing.name].filter(Boolean).join(', ');
}

export function readingText({ reading, left }: Attests): string {
  if (!reading) return t('attest.not_yet');
  const said = { at: momentText(reading.at), by: reading.noted_by };
  if (reading.fits) return t('attest.read_at', said);
  return reading.confirmed ? t('attest.read_stale', said) : t('attest.read_partly', { n: left.length });
}

export function signingText({ signed }: SignerState): string {
  if (!signed) return t('attest.not_yet');
  const said = { mode: say('attest.mode', signed.mode), at: momentText(signed.at) };
  return t(signed.fits ? 'attest.signed_at' : 'attest.signed_stale', said);
}
