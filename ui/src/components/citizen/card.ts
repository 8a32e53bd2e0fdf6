/** What a card says beside what stands in the form; nothing is taken over that was not chosen. */
import type { Card, Finding } from '$lib/backend/backend';
import { tidy } from '$lib/text/normal';
import { readPartialDate, showPartialDate } from '$lib/text/partial_date';
import type { Draft } from './draft';

export const FROM_CARD = ['full_name', 'born', 'sex', 'id_number', 'old_id_number', 'address'] as const;
export type FromCard = (typeof FROM_CARD)[number];
export type Line = {
  field: FromCard;
  /** As on the card, and as in the form; a date as people write it. */
  card: string;
  form: string;
  same: boolean;
  findings: Finding[];
};
/** How the core names a part of the card. */
const NAMES: Record<FromCard, string> = {
  full_name: 'full_name',
  born: 'born',
  sex: 'sex',
  id_number: 'number',
  old_id_number: 'old_number',
  address: 'address',
};

/** One line for each part that the card has, or of which there is something to say. */
export function linesOf(card: Card, draft: Draft): Line[] {
  const said: Record<FromCard, string> = {
    full_name: card.full_name,
    born: showPartialDate(card.born ?? ''),
    sex: card.sex ?? '',
    id_number: card.number,
    old_id_number: card.old_number ?? '',
    address: card.address ?? '',
  };
  return FROM_CARD.map((field) => ({
    field,
    card: said[field],
    form: draft[field] ?? '',
    same: plain(field, said[field]) === plain(field, draft[field] ?? ''),
    findings: card.findings.filter((finding) => finding.field === NAMES[field]),
  })).filter((line) => line.card !== '' || line.findings.length > 0);
}

/** What is said of the card and of no part that is shown. */
export const otherFindings = (card: Card): Finding[] =>
  card.findings.filter((finding) => !Object.values(NAMES).includes(finding.field));

/** Whether the form has another number than the card: it may be somebody else's. */
export const isOthers = (lines: Line[]): boolean =>
  lines.some(({ field, form, same }) => field === 'id_number' && tidy(form) !== '' && !same);

/** Chosen at first is what fills an empty place and is not doubtful: never what would take a word's place. */
export const chosenAtFirst = (lines: Line[]): FromCard[] =>
  isOthers(lines)
    ? []
    : lines
        .filter((line) => line.card !== '' && tidy(line.form) === '' && line.findings.length === 0)
        .map((line) => line.field);

/** What can be chosen: what the card says otherwise than the form. */
export const isOffered = (line: Line): boolean => line.card !== '' && !line.same;

/** The chosen parts, as the form holds them. */
export function takenFrom(lines: Line[], chosen: FromCard[]): Partial<Draft> {
  const taken = lines.filter((line) => isOffered(line) && chosen.includes(line.field));
  return Object.fromEntries(taken.map((line) => [line.field, line.card]));
}

/** Spaces, dots of numbers and ways of writing a date make no difference. */
function plain(field: FromCard, text: string): string {
  if (field === 'born') return readPartialDate(text) ?? tidy(text);
  return field.endsWith('number') ? text.replace(/[\s.]/g, '') : tidy(text);
}
