/** Groups, as far as the screens are tried with them; the core has all of the rules. */
import { nowText, todayText } from '$lib/text/day';
import type { Dossier, Form } from '../backend';
import type { MemberDossier, MemberView } from '../commands';
import { blank } from './blank';
import { workingDayAfter } from './deadline';
import type { World } from './world';

type Member = MemberView;

const asks = ({ decided_by }: Member, answers: Record<string, unknown>): boolean =>
  (decided_by ?? []).every((key) => answers[key] === true);

const made = (world: World, group: string, key: string): Dossier | undefined =>
  [...world.dossiers.values()].find((dossier) => dossier.group === group && dossier.member === key);

/** The members of a group as it stands. */
export function membersOf(world: World, group: Dossier, form: Form): MemberDossier[] {
  return (form.members ?? []).map((member) => {
    const { key, name, authority, papers, after, deadline } = member;
    const dossier = made(world, group.id, key);
    const asked = asks(member, group.answers);
    const waits = !dossier || ['draft', 'queued', 'sent_back'].includes(dossier.state);
    let due = todayText();
    for (let day = 0; day < (deadline?.count ?? 0); day++) due = workingDayAfter(due);
    return {
      key,
      name,
      authority,
      papers,
      asked,
      ...(after ? { after } : {}),
      ...(dossier
        ? {
            id: dossier.id,
            state: dossier.state,
            delivery: world.deliveryOf(dossier.id),
            amended_since: dossier.amended_since ?? false,
          }
        : {}),
      ...(deadline && asked && waits ? { deadline: { due } } : {}),
    };
  });
}

/** Moves the members with their group, and makes those that it asks for. */
export function follow(world: World, group: Dossier, form: Form): void {
  for (const member of form.members ?? []) {
    const dossier = made(world, group.id, member.key);
    const asked = asks(member, group.answers);
    if (group.state === 'queued' && asked && !dossier) make(world, group, member);
    else if (dossier) move(world, dossier, next(group.state, asked, dossier.state));
  }
}

function next(group: string, asked: boolean, state: string): string {
  if (group === 'draft') return ['queued', 'sent_back'].includes(state) ? 'draft' : state;
  if (asked) return ['draft', 'withdrawn'].includes(state) ? 'queued' : state;
  return ['settled', 'handed_over'].includes(state) ? state : 'withdrawn';
}

function move(world: World, dossier: Dossier, state: string): void {
  if (dossier.state === state) return;
  Object.assign(dossier, { state, revision: dossier.revision + 1, updated_at: nowText() });
  world.touch(dossier.id);
}

function make(world: World, group: Dossier, { key, name, authority, procedure }: Member): void {
  const dossier: Dossier = {
    id: world.id(),
    group: group.id,
    member: key,
    name,
    authority,
    amended_since: false,
    procedure: procedure ?? `${group.procedure}/${key}`,
    form_version: group.form_version,
    state: 'queued',
    revision: 1,
    delivery: 'on_device',
    ...(group.citizen ? { citizen: group.citizen } : {}),
    updated_at: nowText(),
    provenance: {},
    ...blank({}),
  };
  world.dossiers.set(dossier.id, dossier);
  world.touch(dossier.id);
}
