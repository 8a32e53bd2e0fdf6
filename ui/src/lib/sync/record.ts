import type { SyncRecord } from '$lib/backend/backend';

/** Where a record is looked at; nothing for what has left this device, and for what has no page of its own. */
export function addressOf({ id, kind, citizen, state, here }: SyncRecord): string | undefined {
  if (!here) return undefined;
  switch (kind) {
    case 'dossier':
      return state === 'draft' ? `#/dossiers/${id}` : `#/dossiers/${id}/review`;
    case 'citizen':
      return `#/citizens/${id}`;
    case 'visit':
      return `#/visits/${id}`;
    case 'need':
      return citizen && `#/citizens/${citizen}`;
    case 'calendar_day':
      return '#/calendar';
    default:
      return undefined;
  }
}
