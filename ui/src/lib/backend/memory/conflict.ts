/** What two people wrote differently: both are kept until somebody chooses. */
import type { Conflict, ConflictChoice } from '../backend';
import { failure, type Handlers, type World } from './world';

export const conflict = (world: World): Handlers => ({
  'conflict.list': () => world.conflicts,
  'conflict.resolve': ({ id, choices }) => {
    const conflict = world.conflicts.find((open) => open.id === id);
    if (!conflict) throw failure('conflict_gone');
    for (const { field, mine_possible } of conflict.fields) {
      const choice = choices[field];
      if (choice === undefined) throw failure('choice_missing', { field });
      if (choice === 'mine' && !mine_possible) throw failure('not_in_state', { field });
    }
    for (const { field, mine, theirs } of conflict.fields) {
      write(world, conflict, field, chosenOf(choices[field], mine, theirs));
    }
    world.conflicts.splice(world.conflicts.indexOf(conflict), 1);
    world.touch(conflict.record);
    return { id: conflict.record, kind: conflict.kind, body: {} };
  },
});

const chosenOf = (choice: ConflictChoice | undefined, mine: unknown, theirs: unknown): unknown =>
  typeof choice === 'object' ? choice.value : choice === 'mine' ? mine : theirs;

function write(world: World, { record, kind }: Conflict, field: string, value: unknown): void {
  if (kind === 'dossier' && field !== 'state') {
    const { answers } = world.dossier(record);
    if (value === null) delete answers[field];
    else answers[field] = value;
    return;
  }
  const owner = world.citizens.get(record) ?? world.dossiers.get(record) ?? world.visits.get(record);
  if (owner) Object.assign(owner, { [field]: value });
}
