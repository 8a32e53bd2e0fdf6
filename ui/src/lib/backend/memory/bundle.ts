/** Hand-over without a network: written is not received, only its receipts make it so. */
import { filesWaiting } from './paper';
import { receiveAll } from './sync';
import { failure, type Handlers, type World } from './world';

export const bundle = (world: World): Handlers => ({
  'sync.bundle_write': ({ path }) => {
    if (world.open?.identity.practice) throw failure('practice_never_syncs');
    const files = filesWaiting(world);
    return {
      path: path ?? '/home/thu/Tài liệu/ban-giao-2026-05-21-1a2b3c4d.tnb',
      changes: waiting(world),
      files: files.length,
      bytes: files.reduce((sum, { bytes }) => sum + bytes, 700 * waiting(world)),
      left_out: 0,
    };
  },
  'sync.bundle_read': () => {
    const [changes, files] = [waiting(world), filesWaiting(world).length];
    receiveAll(world);
    return { changes, not_taken: 0, files };
  },
  'sync.bundle_carry': () => {
    if (!world.wardUp) throw failure('ward_unreachable');
    return { receipts: '/home/thu/Tài liệu/bien-nhan-2026-05-21-1a2b3c4d.tnr' };
  },
});

const waiting = (world: World): number =>
  [...world.delivery.values()].filter((is) => is === 'on_device').length;
