import { expect, test } from 'vitest';
import { difference } from '$lib/backend/fixtures/conflicts';
import { choiceOf, suggestionOf } from './choice';

const earlier = '2026-05-21T02:14:00Z';
const later = '2026-05-21T04:05:00Z';
const PAID = { field: 'fee.paid/a', mine_possible: false };

test.each([
  ['what was written later', ['A', 'B', 'C'], { mine_at: later }, 'mine', 'later'],
  ['what was written later', ['A', 'B', 'C'], { mine_at: earlier }, 'theirs', 'later'],
  ['the only answer', ['A', 'B', null], { mine_at: earlier }, 'mine', 'only_answer'],
  ['the only answer', ['A', '', 'C'], { mine_at: later }, 'theirs', 'only_answer'],
  ['the only step', ['A', 'B', 'C'], { mine_at: later, mine_possible: false }, 'theirs', 'only_possible'],
  ['what the desk has', ['A', 'B', { handed_in: {} }], { ...PAID, mine_at: later }, 'theirs', 'fee_received'],
  ['what the desk took out', ['A', 'B', null], PAID, 'theirs', 'fee_received'],
  ['cash in the hands of another', ['A', 'B', 'C'], PAID, 'theirs', 'fee_carried'],
  ['cash of an older note', ['A', 'B', 'C'], { ...PAID, field: 'fee.paid' }, 'theirs', 'fee_carried'],
  [
    'a fee that can be said no more',
    ['A', 'B', 'C'],
    { ...PAID, field: 'fee.said' },
    'theirs',
    'only_possible',
  ],
] as const)('%s is offered first', (_, [before, mine, theirs], given, way, why) => {
  expect(suggestionOf(difference('note', [before, mine, theirs], given))).toEqual({ way, why });
});

test('another value counts only when something stands there that can be read', () => {
  const other = { way: 'other', other: '' } as const;
  expect(choiceOf(other, { ok: true, value: null })).toBeUndefined();
  expect(choiceOf(other, { ok: false })).toBeUndefined();
  expect(choiceOf(other, { ok: true, value: 'X' })).toEqual({ value: 'X' });
  expect(choiceOf({ way: 'mine', other: 'X' }, { ok: true, value: 'X' })).toBe('mine');
});
