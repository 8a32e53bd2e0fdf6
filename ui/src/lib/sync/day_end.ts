/** What a day came to, and what of it is on this device only. It never says more than the receipts prove. */
import type { SyncRecord, SyncStatus } from '$lib/backend/backend';
import { dayOf, todayText } from '$lib/text/day';

/**
 * `all`: the ward has receipted everything; `nothing`: there was nothing to be receipted; `kept`: something can
 * be sent; `stuck`: what is left does not go by sending it.
 */
export type DayEnd = 'all' | 'nothing' | 'kept' | 'stuck';

/** A conflict is receipted: the ward has both, and nobody need stay for it. */
export function dayEnd(status: SyncStatus, writing: boolean): DayEnd {
  const { created, on_device, in_transit, receipted, files_waiting, held, alerts } = status;
  if (writing || on_device + in_transit + files_waiting > 0) return 'kept';
  if (receipted < created || held + alerts.length > 0) return 'stuck';
  return created > 0 && status.last_success_at ? 'all' : 'nothing';
}

export type DayDone = { visits: SyncRecord[]; dossiers: SyncRecord[]; others: SyncRecord[] };

/** What was written on this device today, what was changed last first. */
export function doneToday(records: SyncRecord[], today = todayText()): DayDone {
  const of = records
    .filter(({ changed_at }) => dayOf(changed_at) === today)
    .sort((a, b) => b.changed_at.localeCompare(a.changed_at));
  const isVisit = ({ kind, state }: SyncRecord) => kind === 'visit' && state === 'finished';
  const isDossier = ({ kind }: SyncRecord) => kind === 'dossier';
  return {
    visits: of.filter(isVisit),
    dossiers: of.filter(isDossier),
    others: of.filter((record) => !isVisit(record) && !isDossier(record)),
  };
}
