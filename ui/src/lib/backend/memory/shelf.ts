/** What the ward did not take: nothing of it is lost, and each has its mend. */
import { nowText } from '$lib/text/day';
import type { ShelfItem } from '../backend';
import { described } from './record';
import { status } from './sync';
import { failure, type Handlers, type World } from './world';

const MENDS: Record<string, ShelfItem['mend']> = {
  not_permitted: 'ask_leader',
  reassigned: 'ask_leader',
  role_changed: 'ask_leader',
  record_gone: 'ask_leader',
  revoked: 'enrol_again',
  op_reused: 'enrol_again',
  form_version_unknown: 'update_app',
  kind_unknown: 'update_app',
  form_package_broken: 'take_in_another',
  form_version_taken: 'take_in_another',
  file_unreadable: 'attach_again',
};

export const shelf = (world: World): Handlers => ({
  'shelf.list': () =>
    [...world.delivery].filter(([, is]) => is === 'set_aside').map(([id]) => item(world, id)),
  'shelf.retry': ({ id }) => {
    kept(world, id);
    world.touch(id);
    return status(world);
  },
  'shelf.export': ({ id, path }) => {
    const { kind } = item(world, kept(world, id));
    return { path: path ?? `/home/thu/Tải về/ban-treo-${kind}.json`, bytes: 2_348 };
  },
});

function kept(world: World, id: string): string {
  if (world.delivery.get(id) !== 'set_aside') throw failure('record_not_found');
  return id;
}

function item(world: World, id: string): ShelfItem {
  const { state, ...what } = described(world, id);
  void state;
  const reason = world.reasons.get(id) ?? 'not_permitted';
  const mend = MENDS[reason] ?? 'send_again';
  return {
    id,
    record: id,
    ...what,
    reason,
    mend,
    since: nowText(),
    changes: 2,
    here: reason !== 'reassigned',
  };
}
