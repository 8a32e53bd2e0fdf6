import { nowText } from '$lib/text/day';
import type { Result, SyncStatus } from '../backend';
import { filesWaiting } from './paper';
import { described } from './record';
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
  'sync.pause': ({ paused }) => {
    world.paused = paused;
    return status(world);
  },
  'sync.cancel': () => ({}),
  'sync.waiting': () => world.held,
  'sync.records': ({ share, limit }) => recordsOf(world, share, limit),
});

/** As if the ward had sent a receipt for everything that waits. */
export function receiveAll(world: World): void {
  let done = 0;
  for (const [id, delivery] of world.delivery) {
    if (delivery === 'on_device') world.delivery.set(id, 'receipted');
    world.news.tell('progress', { job: 'push', done: ++done, total: null, unit: 'change' });
  }
  for (const file of filesWaiting(world)) file.state = 'received';
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
      ...(share === 'set_aside' ? { reason: world.reasons.get(id) ?? 'not_permitted' } : {}),
    }));
}

export function status(world: World): SyncStatus {
  const files = filesWaiting(world);
  const count = (wanted: string) => [...world.delivery.values()].filter((is) => is === wanted).length;
  return {
    created: world.delivery.size,
    on_device: count('on_device'),
    in_transit: 0,
    receipted: count('receipted'),
    set_aside: count('set_aside'),
    files_waiting: files.length,
    bytes_waiting: files.reduce((sum, { bytes }) => sum + bytes, 700 * count('on_device')),
    conflicts: world.conflicts.length,
    held: world.held.length,
    held_long: world.heldLong,
    paused: world.paused,
    last_success_at: world.lastSuccess,
    ward_time_offset_s: world.lastSuccess ? 0 : null,
    alerts: [...world.alerts, ...(world.heldLong > 0 ? ['held_long'] : [])],
  };
}
