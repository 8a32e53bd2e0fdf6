/** The devices of the ward's teams, as the ward heard of them last. */
import type { Device } from '../backend';
import { failure, type Handlers, type World } from './world';

export const teams = (world: World): Handlers => ({
  'sync.teams': () => {
    if (world.open?.identity.role === 'volunteer') throw failure('not_allowed');
    return world.devices;
  },
});

/** Two that speak, one that has been silent and of which a change has not come, one that never spoke. */
export function devices(now: string, before: string): Device[] {
  const of = (team: string | null, user_name: string, given: Partial<Device>): Device => {
    const counts = { on_device: 0, in_transit: 0, receipted: 0, set_aside: 0, files_waiting: 0, ...given };
    const created = counts.on_device + counts.in_transit + counts.receipted + counts.set_aside;
    return { team, user_name, last_contact_at: now, flags: [], ...counts, created };
  };
  return [
    of('Tổ 1', 'Lê Thị Hường', { receipted: 14, on_device: 2, files_waiting: 3 }),
    of('Tổ 1', 'Trần Minh Khoa', { receipted: 9 }),
    of('Tổ 2', 'Nguyễn Thị Sáu', {
      ...{ receipted: 6, on_device: 5, set_aside: 1, last_contact_at: before },
      flags: [{ code: 'gap', since: before }],
    }),
    of(null, 'Phan Văn Tý', { last_contact_at: null }),
  ];
}
