import { expect, test } from 'vitest';
import type { Failure, SyncStatus } from '$lib/backend/backend';
import { statusLine, type Known } from './status_line';

const status = (given: Partial<SyncStatus> = {}): SyncStatus => ({
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
const known = (given: Partial<Known> = {}): Known => ({
  status: status(),
  running: false,
  progress: undefined,
  failure: undefined,
  online: true,
  practice: false,
  writing: false,
  moment: (at) => at.slice(11, 16),
  ...given,
});
const keys = (given: Partial<Known>) => statusLine(known(given)).parts.map((part) => part.key);
const unreachable: Failure = { code: 'ward_unreachable', message_key: '', params: {}, retryable: true };

test('received is said when everything is receipted, with the time of the last success', () => {
  expect(statusLine(known())).toEqual({
    tone: 'good',
    parts: [{ key: 'status.received', params: { time: '09:02' } }],
  });
});

test.each([
  ['a change on the device', { created: 4, on_device: 1 }],
  ['a change in transit', { created: 4, in_transit: 1 }],
  ['a change set aside', { created: 4, set_aside: 1 }],
  ['a file that waits', { files_waiting: 1 }],
  ['a change that waits for another', { held: 1 }],
  ['a conflict', { conflicts: 1 }],
  ['an alarm', { alerts: ['custody_mismatch'] }],
  ['no success ever', { last_success_at: null }],
  ['receipts that do not cover all', { created: 4 }],
])('received is not said with %s', (_, given) => {
  const line = statusLine(known({ status: status(given) }));
  expect(line.parts.map((part) => part.key)).not.toContain('status.received');
});

test('offline work is counted as what it is: on this device', () => {
  const given = status({ created: 3, on_device: 2, in_transit: 1, receipted: 0 });
  expect(keys({ status: given, online: false })).toEqual(['status.offline', 'status.waiting']);
  expect(statusLine(known({ status: given })).parts[0]?.params).toEqual({ n: 3 });
});

test('a ward that did not answer is said beside what waits', () => {
  expect(keys({ status: status({ created: 4, on_device: 1 }), failure: unreachable })).toEqual([
    'status.not_reached',
    'status.waiting',
  ]);
});

test('a ward that said no, or a full disk, is not called a ward that was not reached', () => {
  const revoked: Failure = { code: 'revoked', message_key: '', params: {}, retryable: false };
  expect(keys({ failure: revoked })[0]).toBe('status.failed');
  expect(keys({ failure: { ...revoked, code: 'disk_full' } })[0]).toBe('status.failed');
});

test('while it runs it says what is going on, and a share only of a known whole', () => {
  const push = (total: number | null) => ({ job: 'push', done: 2, total, unit: 'change' });
  expect(keys({ running: true })).toEqual(['status.connecting']);
  expect(keys({ running: true, progress: push(null) })).toEqual(['status.sending']);
  expect(statusLine(known({ running: true, progress: push(3) })).parts[0]?.params['percent']).toBe(66);
  const pull = (total: number | null) => ({ job: 'pull', done: 2, total, unit: 'record' });
  expect(keys({ running: true, progress: pull(null) })).toEqual(['status.fetching']);
  expect(keys({ running: true, progress: pull(9) })).toEqual(['status.fetching_of']);
});

test('a pause is said, and needs somebody only while something waits for it', () => {
  const waiting = statusLine(known({ status: status({ paused: true, created: 4, on_device: 1 }) }));
  expect(waiting.tone).toBe('needs');
  expect(waiting.parts.map(({ key }) => key)).toEqual(['status.paused', 'status.waiting']);
  const idle = statusLine(known({ status: status({ paused: true }) }));
  expect(idle.tone).toBe('good');
  expect(idle.parts.map(({ key }) => key)).toEqual(['status.paused', 'status.received']);
});

test('files on their way are told apart from what comes from the ward', () => {
  const files = (unit: string, total: number | null) => ({ job: 'files', done: 2, total, unit });
  const line = (progress: Known['progress']) => statusLine(known({ running: true, progress })).parts[0];
  expect(line(files('file', 3))).toEqual({ key: 'status.sending_files_of', params: { done: 2, total: 3 } });
  expect(line(files('byte', null))).toEqual({ key: 'status.sending_files', params: { done: '1 KB' } });
});

test('a practice ward never speaks of the ward', () => {
  expect(keys({ practice: true })).toEqual(['status.practice']);
});

test('nothing is called complete while something on the screen is not saved', () => {
  const keys = (given: Partial<Known>) => statusLine(known(given)).parts.map(({ key }) => key);
  expect(keys({})).toContain('status.received');
  expect(keys({ writing: true })).toEqual(['status.writing']);
});
