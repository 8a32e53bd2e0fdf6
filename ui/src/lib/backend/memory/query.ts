/** For looking at the screens: `?backend=memory&role=leader&state=locked|empty&dossier=birth_rereg`. */
import { addDays, todayText } from '$lib/text/day';
import type { Identity } from '../backend';
import { MemoryBackend } from '.';

export async function fromQuery(asked: URLSearchParams): Promise<MemoryBackend> {
  const state = asked.get('state');
  const role = (asked.get('role') ?? 'volunteer') as Identity['role'];
  const memory = new MemoryBackend({ role, practice: asked.has('practice'), empty: state === 'empty' });
  if (state === 'empty') return memory;
  const [citizen] = memory.citizens.values();
  const { answers } = await memory.call('procedure.sample', { procedure: 'birth_rereg' });
  for (const procedure of ['id_card_14plus', 'birth_rereg']) {
    await memory.call('dossier.open', { procedure, citizen: citizen?.id ?? '' });
  }
  await beVisitedInVain(memory);
  const dossier = [...memory.dossiers.values()].at(-1);
  if (dossier && asked.get('filled') !== null) await memory.call('dossier.set', { id: dossier.id, answers });
  if (asked.has('synced')) await memory.call('sync.now', {});
  if (dossier && asked.has('sent_back')) dossier.state = 'sent_back';
  if (state === 'locked') await memory.call('profile.lock', {});
  Object.assign(window, { memory });
  return memory;
}

/** One urgent home where nobody was met, one home that nobody went to: both wait for another day. */
async function beVisitedInVain(memory: MemoryBackend): Promise<void> {
  const [missed, urgent] = [...memory.citizens.values()].slice(-2);
  if (!missed || !urgent) return;
  const plan = (citizen: string, days: number, urgent: boolean) =>
    memory.call('visit.schedule', {
      citizen,
      purposes: ['id_card_14plus'],
      date: addDays(todayText(), -days),
      team: 'Tổ 1',
      urgent,
    });
  await plan(missed.id, 9, false);
  const { id } = await plan(urgent.id, 30, true);
  await memory.call('visit.finish', { id, outcome: 'absent' });
}
