/**
 * The one line that is always there. It never says more than the receipts prove: "received" needs every
 * record receipted, no file waiting, no change held, no conflict and no alarm.
 */
import type { Failure, Progress, SyncStatus } from '$lib/backend/backend';
import type { Key, Params } from '$lib/words/words.svelte';
import { sizeText } from './size';

export type Tone = 'quiet' | 'busy' | 'needs' | 'good';
export type Part = { key: Key; params: Params };
export type Line = { tone: Tone; parts: Part[] };

export type Known = {
  status: SyncStatus | undefined;
  running: boolean;
  progress: Progress | undefined;
  failure: Failure | undefined;
  online: boolean;
  practice: boolean;
  /** Something that is typed is not in the device's file yet: then nothing is complete. */
  writing: boolean;
  /** Writes a moment as people read it. */
  moment: (at: string) => string;
};

const part = (key: Key, params: Params = {}): Part => ({ key, params });

export function statusLine(known: Known): Line {
  const { status, running, failure, practice } = known;
  if (!status) return { tone: 'quiet', parts: [part('status.unknown')] };
  if (practice) return { tone: 'quiet', parts: [part('status.practice', { n: status.created })] };
  if (running) return { tone: 'busy', parts: [progressPart(known.progress)] };

  const parts: Part[] = status.paused ? [part('status.paused')] : [];
  const waiting = status.on_device + status.in_transit;
  if (!known.online) parts.push(part('status.offline'));
  else if (failure) parts.push(part(notReached(failure) ? 'status.not_reached' : 'status.failed'));
  if (waiting > 0) parts.push(part('status.waiting', { n: waiting }));
  if (status.files_waiting > 0) parts.push(part('status.files', { n: status.files_waiting }));
  if (status.held > 0) parts.push(part('status.held', { n: status.held }));
  if (status.set_aside > 0) parts.push(part('status.set_aside', { n: status.set_aside }));
  if (status.conflicts > 0) parts.push(part('status.conflicts', { n: status.conflicts }));
  if (status.alerts.length > 0) parts.push(part('status.alerts', { n: status.alerts.length }));

  const unsent = waiting + status.files_waiting;
  const stands = status.paused && unsent > 0;
  const needs = status.set_aside + status.conflicts + status.alerts.length > 0 || stands;
  if (known.writing) parts.push(part('status.writing'));
  const settled = unsent + status.held === 0 && !needs && !known.writing;
  if (settled) parts.push(settledPart(status, known.moment));
  return { tone: needs ? 'needs' : settled && status.last_success_at ? 'good' : 'quiet', parts };
}

/** Whether it was the way to the ward; a ward that said no, or a full disk, is something else. */
const notReached = ({ code }: Failure): boolean =>
  ['ward_unreachable', 'ward_cut', 'ward_silent', 'not_the_ward'].includes(code);

function settledPart(status: SyncStatus, moment: Known['moment']): Part {
  const { last_success_at: last, created, receipted } = status;
  if (!last) return part('status.nothing_yet');
  const everything = created > 0 && receipted === created;
  return part(everything ? 'status.received' : 'status.nothing_to_send', { time: moment(last) });
}

export function progressPart(progress: Progress | undefined): Part {
  if (!progress) return part('status.connecting');
  const { done, total } = progress;
  if (progress.job.startsWith('file')) return filesPart(progress);
  if (progress.job !== 'push') {
    return total ? part('status.fetching_of', { done, total }) : part('status.fetching', { n: done });
  }
  if (!total) return part('status.sending', { n: done });
  return part('status.sending_of', { done, total, percent: Math.floor((100 * done) / total) });
}

function filesPart({ done, total, unit }: Progress): Part {
  const count = (value: number) => (unit === 'byte' ? sizeText(value) : value);
  if (!total) return part('status.sending_files', { done: count(done) });
  return part('status.sending_files_of', { done: count(done), total: count(total) });
}

/** The four numbers that add up to `created`. */
export const SHARES = ['receipted', 'in_transit', 'on_device', 'set_aside'] as const;
export type Share = (typeof SHARES)[number];
