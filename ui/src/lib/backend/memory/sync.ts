import { nowText } from '$lib/text/day';
import type { Result, SyncRecord, SyncStatus } from '../backend';
import { failure, type Handlers, type World } from './world';

export const sync = (world: World): Handlers => ({
  'sync.status': () => status(world),
  'sync.now': () => {
    if (world.open?.identity.practice) throw failure('practice_never_syncs');
    if (!world.wardUp) throw failure('ward_unreachable');
    receiveAll(world);
    world.news.tell('sync', { running: false, failure: null });
    return status(world);
  },
  'sync.network_up': () => ({}),
  'sync.records': ({ share, limit }) => recordsOf(world, share, limit),
});

/** As if the ward had sent a receipt for everything that waits. */
export function receiveAll(world: World): void {
  let done = 0;
  for (const [id, delivery] of world.delivery) {
    if (delivery === 'on_device') world.delivery.set(id, 'receipted');
    world.news.tell('progress', { job: 'push', done: ++done, total: null, unit: 'change' });
  }
  world.lastSuccess = nowText();
}

/** The records whose delivery is `share`, newest first. */
function recordsOf(world: World, share: string, limit = Infinity): Result<'sync.records'> {
  const ids = [...world.delivery].filter(([, is]) => is === share).map(([id]) => id);
  return ids
    .reverse()
    .slice(0, limit)
    .map((id) => ({
      id,
      changed_at: nowText(),
      here: true,
      ...described(world, id),
      ...(share === 'set_aside' ? { reason: 'not_permitted' } : {}),
    }));
}

function described({ citizens, dossiers, visits }: World, id: string): Pick<SyncRecord, 'kind'> {
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

function status(world: World): SyncStatus {
  const count = (wanted: string) => [...world.delivery.values()].filter((is) => is === wanted).length;
  return {
    created: world.delivery.size,
    on_device: count('on_device'),
    in_transit: 0,
    receipted: count('receipted'),
    set_aside: count('set_aside'),
    files_waiting: 0,
    bytes_waiting: 700 * count('on_device'),
    conflicts: 0,
    last_success_at: world.lastSuccess,
    ward_time_offset_s: world.lastSuccess ? 0 : null,
    alerts: [],
  };
}
