import type { SyncRecord } from '$lib/backend/backend';
import type { Procedures } from '$lib/form/procedures.svelte';
import { showDay } from '$lib/text/day';
import { say } from '$lib/words/words.svelte';

/** As much of a record as its name needs. */
type Named = Pick<SyncRecord, 'kind' | 'procedure' | 'member_name' | 'date'>;
type Placed = Pick<SyncRecord, 'id' | 'kind' | 'citizen' | 'state' | 'here'>;

/** What a record is: its kind, and which one. */
export const whatText = ({ kind, procedure, member_name, date }: Named, procedures: Procedures): string =>
  [
    say('record', kind),
    ...(procedure ? [member_name ?? procedures.name(procedure)] : []),
    ...(date ? [showDay(date)] : []),
  ].join(' · ');

/** Where a record is looked at; nothing for what has left this device, and for what has no page of its own. */
export function addressOf({ id, kind, citizen, state, here }: Placed): string | undefined {
  if (!here) return undefined;
  switch (kind) {
    case 'dossier':
      return state === undefined || state === 'draft' ? `#/dossiers/${id}` : `#/dossiers/${id}/review`;
    case 'citizen':
      return `#/citizens/${id}`;
    case 'visit':
      return `#/visits/${id}`;
    case 'consent':
      return citizen && `#/citizens/${citizen}/consent`;
    case 'need':
      return citizen && `#/citizens/${citizen}`;
    case 'form_package':
      return '#/settings/forms';
    case 'calendar_day':
      return '#/calendar';
    default:
      return undefined;
  }
}
