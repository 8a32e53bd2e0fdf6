import type { Identity } from '../backend';
import { failure, type Account, type Handlers, type Role, type World } from './world';

const WARD = { ward: '29869', ward_name: 'Phường Mẫu' };

/** Lets a person in who was not there before. */
export function admit(
  world: World,
  given: { user: string; role: Role; pin: string; practice: boolean; handle?: string | undefined },
): Identity {
  const { user, role, pin, practice } = given;
  if (pin.length < 6) throw failure('pin_too_short');
  const handle = given.handle?.trim() || String(world.accounts.length + 1);
  if (world.accounts.some(({ identity }) => identity.handle === handle)) throw failure('handle_taken');
  const ward = practice ? { ward: 'practice-1', ward_name: 'Phường Thực Hành' } : WARD;
  const users = [...world.accounts.map(({ identity }) => identity), { handle, practice }];
  const identity: Identity = {
    state: 'unlocked',
    users,
    user,
    role,
    ...ward,
    handle,
    hamlets: [],
    practice,
  };
  world.open = { identity, pin };
  world.accounts.push(world.open);
  return identity;
}

export function profile(world: World, fill: (people: number) => void): Handlers {
  let wrongPins = 0;
  const tried = (account: Account, pin: string) => {
    if (account.pin !== pin) {
      wrongPins += 1;
      throw failure('wrong_pin', { wait_s: wrongPins < 3 ? 0 : 30 });
    }
    wrongPins = 0;
  };
  return {
    'profile.status': () => {
      const users = world.accounts.map(({ identity: { handle, practice } }) => ({ handle, practice }));
      if (world.open) return { ...world.open.identity, state: 'unlocked', users };
      return { state: users.length > 0 ? 'locked' : 'empty', users };
    },
    'profile.enrol': ({ invitation, pin, handle }) => {
      if (!invitation.trim().startsWith('TN1.')) throw failure('invitation_unreadable');
      if (!world.wardUp) throw failure('ward_unreachable');
      return admit(world, { user: 'Lê Thị Hường', role: 'volunteer', pin, practice: false, handle });
    },
    'profile.enrol_again': ({ invitation }) => {
      if (!world.open) throw failure('locked');
      if (!invitation.trim().startsWith('TN1.')) throw failure('invitation_unreadable');
      if (!world.wardUp) throw failure('ward_unreachable');
      world.alerts = [];
      for (const [id, reason] of world.reasons) {
        if (reason === 'op_reused') world.touch(id);
      }
      return world.open.identity;
    },
    'profile.practice': ({ role, pin, handle, people }) => {
      const identity = admit(world, { user: 'Người thực hành', role, pin, practice: true, handle });
      fill(people ?? 0);
      return identity;
    },
    'profile.unlock': ({ pin, handle }) => {
      const account = world.accounts.find(({ identity }) => !handle || identity.handle === handle);
      if (!account) throw failure('handle_unknown');
      tried(account, pin);
      world.open = account;
      return account.identity;
    },
    'profile.change_pin': ({ pin, new_pin }) => {
      if (!world.open) throw failure('locked');
      tried(world.open, pin);
      if ([...new_pin].length < 6) throw failure('pin_too_short');
      world.open.pin = new_pin;
      return {};
    },
    'profile.lock': () => {
      world.open = undefined;
      return {};
    },
  };
}
