/** A record as a person knows it. */
import type { SyncRecord } from '../backend';
import type { World } from './world';

export function described(
  { citizens, dossiers, visits }: World,
  id: string,
): Omit<SyncRecord, 'id' | 'changed_at' | 'here'> {
  const named = (citizen: string | undefined) => {
    const name = citizens.get(citizen ?? '')?.full_name;
    return { ...(citizen ? { citizen } : {}), ...(name ? { name } : {}) };
  };
  const [citizen, dossier, visit] = [citizens.get(id), dossiers.get(id), visits.get(id)];
  if (dossier) {
    const { procedure, state } = dossier;
    return { kind: 'dossier', ...named(dossier.citizen), ...{ procedure, state } };
  }
  if (visit) return { kind: 'visit', ...named(visit.citizen), ...{ date: visit.date, state: visit.state } };
  return { kind: 'citizen', ...(citizen ? { name: citizen.full_name } : {}) };
}
