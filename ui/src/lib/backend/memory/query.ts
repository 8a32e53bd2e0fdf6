/** For looking at the screens: `?backend=memory&role=leader&state=locked|empty&dossier=birth_rereg`. */
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
  const dossier = [...memory.dossiers.values()].at(-1);
  if (dossier && asked.get('filled') !== null) await memory.call('dossier.set', { id: dossier.id, answers });
  if (asked.has('synced')) await memory.call('sync.now', {});
  if (dossier && asked.has('sent_back')) dossier.state = 'sent_back';
  if (state === 'locked') await memory.call('profile.lock', {});
  Object.assign(window, { memory });
  return memory;
}
