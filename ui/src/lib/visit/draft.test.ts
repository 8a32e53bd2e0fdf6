import { expect, test } from 'vitest';
import { visit } from '../../test/visit';
import { changes, draftOf } from './draft';

const shown = visit({ purposes: ['a', 'b'], team: 'Tổ 1', note: 'Nhà sau chùa', asked_by: 'phone' });

test('only what a person changed is sent, so that what others changed stays', () => {
  expect(changes(shown, draftOf(shown))).toEqual({});
  expect(changes(shown, { ...draftOf(shown), purposes: ['b', 'a'], reason: '  Già yếu ' })).toEqual({
    reason: 'Già yếu',
  });
});

test('what was emptied is cleared, not left', () => {
  const draft = { ...draftOf(shown), team: ' ', note: '', askedBy: undefined };
  expect(changes(shown, draft)).toEqual({ team: null, note: null, asked_by: null });
});
