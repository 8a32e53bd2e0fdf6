/** Which version is offered first. It is never taken by itself: a person confirms it. */
import type { ConflictChoice, ConflictField } from '$lib/backend/backend';
import { isAnswered } from '$lib/form/values';
import { isPaid } from './values';

export type Way = 'mine' | 'theirs' | 'other';
/** Why the own version cannot be chosen. */
export type Impossible = 'only_possible' | 'fee_received' | 'fee_carried';
export type Suggestion = {
  way: 'mine' | 'theirs';
  why: Impossible | 'only_answer' | 'later';
};

/** Nothing where it can be chosen. Of a payment the desk is spoken of only where it has it, or took the note out. */
export function impossibleFor({ field, mine_possible, theirs }: ConflictField): Impossible | undefined {
  if (mine_possible) return undefined;
  if (!isPaid({ field })) return 'only_possible';
  return (theirs as { handed_in?: unknown } | null)?.handed_in || !theirs ? 'fee_received' : 'fee_carried';
}

export function suggestionOf(field: ConflictField): Suggestion {
  const impossible = impossibleFor(field);
  if (impossible) return { way: 'theirs', why: impossible };
  const [mine, theirs] = [isAnswered(field.mine), isAnswered(field.theirs)];
  if (mine !== theirs) return { way: mine ? 'mine' : 'theirs', why: 'only_answer' };
  const mineLater = Date.parse(field.mine_at) > Date.parse(field.theirs_at ?? field.mine_at);
  return { way: mineLater ? 'mine' : 'theirs', why: 'later' };
}

/** What stands on the screen for one field. */
export type Chosen = { way: Way; other: string };

export const begun = (fields: ConflictField[]): Record<string, Chosen> =>
  Object.fromEntries(fields.map((field) => [field.field, { way: suggestionOf(field).way, other: '' }]));

/** What goes to the core; undefined when another value was chosen and none can be read. */
export function choiceOf(
  { way }: Chosen,
  read: { ok: true; value: unknown } | { ok: false },
): ConflictChoice | undefined {
  if (way !== 'other') return way;
  return read.ok && isAnswered(read.value) ? { value: read.value } : undefined;
}
