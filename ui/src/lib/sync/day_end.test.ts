import { expect, test } from 'vitest';
import type { SyncRecord, SyncStatus } from '$lib/backend/backend';
import { dayEnd, doneToday } from './day_end';

const status = (given: Partial<SyncStatus>): SyncStatus => ({
  created: 3,
  on_device: 0,
  in_transit: 0,
  receipted: 3,
  set_aside: 0,
  files_waiting: 0,
  bytes_waiting: 0,
  conflicts: 0,
  held: 0,
  held_long: 0,
  paused: false,
  last_success_at: '2026-05-21T09:02:00Z',
  ward_time_offset_s: 0,
  alerts: [],
  ...given,
});

test.each([
  ['everything receipted', {}, false, 'all'],
  ['a conflict, of which the ward has both', { conflicts: 1 }, false, 'all'],
  ['a pause with nothing left', { paused: true }, false, 'all'],
  ['a change on the device', { receipted: 2, on_device: 1 }, false, 'kept'],
  ['a change without its receipt', { receipted: 2, in_transit: 1 }, false, 'kept'],
  ['a file that waits', { files_waiting: 1 }, false, 'kept'],
  ['words that are being typed', {}, true, 'kept'],
  ['a change that was set aside', { receipted: 2, set_aside: 1 }, false, 'stuck'],
  ['a change that waits for another', { held: 1 }, false, 'stuck'],
  ['an alarm', { alerts: ['custody_mismatch'] }, false, 'stuck'],
  ['receipts that do not cover all', { receipted: 2 }, false, 'stuck'],
  ['nothing ever written', { created: 0, receipted: 0, last_success_at: null }, false, 'nothing'],
] as const)('%s', (_, given, writing, verdict) => {
  expect(dayEnd(status({ ...given, alerts: [...('alerts' in given ? given.alerts : [])] }), writing)).toBe(
    verdict,
  );
});

test('a day is that of Vietnam, and what was changed last stands first', () => {
  const of = (id: string, changed_at: string, given: Partial<SyncRecord> = {}): SyncRecord => ({
    id,
    kind: 'dossier',
    here: true,
    changed_at,
    ...given,
  });
  const done = doneToday(
    [
      of('yesterday', '2026-05-20T16:59:00Z'),
      of('early', '2026-05-20T17:01:00Z'),
      of('late', '2026-05-21T10:00:00Z'),
      of('planned', '2026-05-21T10:00:00Z', { kind: 'visit', state: 'scheduled' }),
      of('visited', '2026-05-21T10:00:00Z', { kind: 'visit', state: 'finished' }),
    ],
    '2026-05-21',
  );
  const ids = (records: SyncRecord[]) => records.map(({ id }) => id);
  expect([ids(done.dossiers), ids(done.visits), ids(done.others)]).toEqual([
    ['late', 'early'],
    ['visited'],
    ['planned'],
  ]);
});
