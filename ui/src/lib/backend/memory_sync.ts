/** What the backend without a device plays of the sync: its news, and the lists behind the four numbers. */
import { nowText } from '$lib/text/day';
import type { Citizen, Dossier, Result, SyncRecord } from './backend';
import type { News } from './commands';
import type { Visit } from './visits';

/** Who hears what is told without being asked. */
export class MemoryNews {
  #listeners: { [K in keyof News]: Set<(news: News[K]) => void> } = { progress: new Set(), sync: new Set() };

  on<K extends keyof News>(name: K, listener: (news: News[K]) => void): () => void {
    this.#listeners[name].add(listener);
    return () => void this.#listeners[name].delete(listener);
  }

  tell<K extends keyof News>(name: K, news: News[K]): void {
    this.#listeners[name].forEach((listener) => listener(news));
  }
}

type Held = {
  citizens: ReadonlyMap<string, Citizen>;
  dossiers: ReadonlyMap<string, Dossier>;
  visits: ReadonlyMap<string, Visit>;
};

/** The records whose delivery is `share`, newest first. */
export function recordsOf(
  held: Held,
  delivery: ReadonlyMap<string, string>,
  share: string,
  limit = Infinity,
): Result<'sync.records'> {
  const ids = [...delivery].filter(([, is]) => is === share).map(([id]) => id);
  return ids
    .reverse()
    .slice(0, limit)
    .map((id) => ({
      id,
      changed_at: nowText(),
      here: true,
      ...described(held, id),
      ...(share === 'set_aside' ? { reason: 'not_permitted' } : {}),
    }));
}

function described({ citizens, dossiers, visits }: Held, id: string): Pick<SyncRecord, 'kind'> {
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
