/**
 * A backend without a device, for component tests and for looking at the screens. Its people are
 * invented, its two forms are the real ones as the core gives them, and it keeps the door's promises:
 * codes, states and numbers behave as the core's, though it knows only a few of the rules.
 */
import { addDays, nowText, todayText } from '$lib/text/day';
import type { Args, Backend, Conflict, ConflictField, Failure, Name, Result } from '../backend';
import { conflictOf } from '../fixtures/conflicts';
import { people } from '../fixtures/people';
import { bundle } from './bundle';
import { nextDay } from './calendar';
import { citizen, citizenFindings } from './citizen';
import { conflict } from './conflict';
import { deadline } from './deadline';
import { dossier } from './dossier';
import { admit, profile } from './profile';
import { shelf } from './shelf';
import { receiveAll, sync } from './sync';
import { devices, teams } from './teams';
import { unit } from './unit';
import { plan, visit } from './visit';
import { ward } from './ward';
import { failure, World, type Handlers, type Role } from './world';

export type MemoryOptions = {
  role?: Role;
  unlocked?: boolean;
  empty?: boolean;
  practice?: boolean;
  people?: number;
};

export class MemoryBackend implements Backend {
  /** What the next call of a command fails with, until it is taken away. */
  readonly failures = new Map<Name, Failure>();
  readonly calls: { name: Name; args: unknown }[] = [];
  readonly world = new World();
  #closing: (() => Promise<boolean>) | undefined;
  #handlers: Handlers = {
    ...profile(this.world, (count) => fill(this.world, count)),
    ...citizen(this.world),
    ...deadline(),
    ...dossier(this.world),
    ...unit(),
    ...visit(this.world),
    ...ward(this.world),
    ...sync(this.world),
    ...teams(this.world),
    ...conflict(this.world),
    ...shelf(this.world),
    ...bundle(this.world),
  };

  constructor({
    role = 'volunteer',
    unlocked = true,
    empty = false,
    practice = false,
    people: count = 12,
  }: MemoryOptions = {}) {
    if (empty) return;
    admit(this.world, { user: 'Lê Thị Hường', role, pin: '123456', practice });
    if (!unlocked) this.world.open = undefined;
    fill(this.world, count);
    this.world.devices.push(...devices(nowText(), `${addDays(todayText(), -2)}T09:20:00Z`));
  }

  get citizens() {
    return this.world.citizens;
  }

  get consents() {
    return this.world.consents;
  }

  get dossiers() {
    return this.world.dossiers;
  }

  get visits() {
    return this.world.visits;
  }

  get wardUp(): boolean {
    return this.world.wardUp;
  }

  /** Whether the ward can be reached. */
  set wardUp(up: boolean) {
    this.world.wardUp = up;
  }

  async call<K extends Name>(name: K, args: Args<K>): Promise<Result<K>> {
    this.calls.push({ name, args });
    await Promise.resolve();
    const planned = this.failures.get(name);
    if (planned) throw planned;
    if (!name.startsWith('profile.') && !this.world.open) throw failure('locked');
    const handler = this.#handlers[name];
    if (!handler) throw failure('unknown_command');
    return structuredClone(handler(structuredClone(args)));
  }

  get news() {
    return this.world.news;
  }

  /** Where somebody saves next; nothing where they change their mind. */
  place: string | undefined;
  readonly asked: string[] = [];

  askPlace(_title: string, name: string): Promise<string | undefined> {
    this.asked.push(name);
    return Promise.resolve(this.place);
  }

  onProgress: Backend['onProgress'] = (listener) => this.news.on('progress', listener);
  onSync: Backend['onSync'] = (listener) => this.news.on('sync', listener);
  onPerson: Backend['onPerson'] = (listener) => this.news.on('person', listener);

  receiveAll(): void {
    receiveAll(this.world);
  }

  onClosing(ask: () => Promise<boolean>): () => void {
    this.#closing = ask;
    return () => (this.#closing = undefined);
  }

  /** As if somebody had closed the window; whether it may. */
  async close(): Promise<boolean> {
    return (await this.#closing?.()) ?? true;
  }

  /** As if two people had written differently in a dossier. */
  disagree(id: string, fields: ConflictField[]): Conflict {
    const dossier = this.world.dossier(id);
    const { full_name } = this.citizens.get(dossier.citizen ?? '') ?? {};
    const conflict = conflictOf(dossier, full_name, fields);
    this.world.conflicts.push(conflict);
    return conflict;
  }

  /** As if the ward had refused a record's change. */
  setAside(id: string, reason = 'not_permitted'): void {
    this.world.reasons.set(id, reason);
    this.world.delivery.set(id, 'set_aside');
  }
}

/** People to be visited: some today, some on the next visit days, the others not yet placed. */
function fill(world: World, count: number): void {
  const day = todayText();
  for (const [index, person] of people(count).entries()) {
    const citizen = { ...person, id: world.id() };
    citizen.findings = citizenFindings(citizen);
    world.citizens.set(citizen.id, citizen);
    if (index >= 6) continue;
    const visit = plan(world, citizen.id, index < 3 ? day : nextDay(index === 5), {
      purposes: index % 3 === 0 ? ['birth_rereg', 'id_card_14plus'] : ['id_card_14plus'],
      urgent: index === 5,
      team: index % 2 === 0 ? 'Tổ 1' : 'Tổ 2',
      ...(index === 0 ? { note: 'Nhà sau chùa, gọi trước khi tới.' } : {}),
    });
    world.delivery.delete(visit.id); // it came from the ward
  }
}
