/** Which version is offered first. It is never taken by itself: a person confirms it. */
import type { ConflictChoice, ConflictField } from '$lib/backend/backend';
import { isAnswered } from '$lib/form/values';
import { isFee } from './values';

export type Way = 'mine' | 'theirs' | 'other';
export type Suggestion = {
  way: 'mine' | 'theirs';
  why: 'only_possible' | 'fee_received' | 'only_answer' | 'later';
};

export function suggestionOf(field: ConflictField): Suggestion {
  if (!field.mine_possible) return { way: 'theirs', why: isFee(field) ? 'fee_received' : 'only_possible' };
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
