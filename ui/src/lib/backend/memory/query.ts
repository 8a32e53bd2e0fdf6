/**
 * For looking at the screens: `?backend=memory&role=leader&state=locked|empty&trouble&papers`; a form with its
 * sample: `&form=linked_birth&filled`, or the first half of it: `&filled=half`.
 */
import { addDays, todayText } from '$lib/text/day';
import type { Identity } from '../backend';
import { ANSWERS, LATE_STEP } from '../fixtures/conflicts';
import { MemoryBackend } from '.';

export async function fromQuery(asked: URLSearchParams): Promise<MemoryBackend> {
  const state = asked.get('state');
  const role = (asked.get('role') ?? 'volunteer') as Identity['role'];
  const memory = new MemoryBackend({ role, practice: asked.has('practice'), empty: state === 'empty' });
  if (state === 'empty') return memory;
  const [citizen] = memory.citizens.values();
  const form = asked.get('form') ?? 'birth_rereg';
  const sample = Object.entries((await memory.call('procedure.sample', { procedure: form })).answers);
  const share = asked.get('filled') === 'half' ? 0.5 : 1;
  const answers = Object.fromEntries(sample.slice(0, sample.length * share));
  for (const procedure of new Set(['id_card_14plus', 'birth_rereg', form])) {
    await memory.call('dossier.open', { procedure, citizen: citizen?.id ?? '' });
  }
  await beVisitedInVain(memory);
  const dossier = [...memory.dossiers.values()].at(-1);
  if (dossier && asked.get('filled') !== null) await memory.call('dossier.set', { id: dossier.id, answers });
  if (asked.has('synced')) await memory.call('sync.now', {});
  if (dossier && asked.has('sent_back')) dossier.state = 'sent_back';
  if (asked.has('papers')) await attachPapers(memory);
  if (asked.has('trouble')) await meetTrouble(memory);
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

/** The smallest pictures that are some. */
const PHOTO =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const DOCUMENT = btoa('%PDF-1.4 invented');

/** One paper in each of the states that it can be in. */
async function attachPapers(memory: MemoryBackend): Promise<void> {
  const dossier = [...memory.dossiers.values()].at(-1);
  if (!dossier) return;
  await memory.call('dossier.attach', { id: dossier.id, slot: 'identity_paper', content: PHOTO });
  await memory.call('dossier.attach', { id: dossier.id, slot: 'school_papers', content: DOCUMENT });
  const [photo] = dossier.files;
  if (!photo) return;
  const states = ['in_transit', 'received', 'elsewhere', 'missing'] as const;
  const others = states.map((state, index) => ({
    ...photo,
    sha256: index < 2 ? photo.sha256.replace(/^./, String(index)) : state,
    slot: 'identity_paper',
    state,
    bytes: 284_000 + 91_000 * index,
  }));
  for (const { sha256 } of others.slice(0, 2)) memory.world.files.set(sha256, { ...photo, content: PHOTO });
  dossier.files.push(...others);
  dossier.also_open.push({ id: dossier.id, by: 'Trần Minh Khoa', state: 'draft' });
}

/** Conflicts, work set aside for several reasons, and changes that wait. */
async function meetTrouble(memory: MemoryBackend): Promise<void> {
  const [first, last] = [...memory.dossiers.values()];
  if (!first || !last) return;
  memory.disagree(last.id, ANSWERS);
  memory.disagree(first.id, LATE_STEP);
  const [a, b, c] = memory.citizens.values();
  if (a) memory.setAside(a.id);
  if (b) memory.setAside(b.id, 'malformed');
  if (c) memory.setAside(c.id, 'reassigned');
  memory.setAside(first.id, 'file_unreadable');
  const since = '2026-05-21T03:40:00Z';
  memory.world.held.push({
    ...{ record: last.id, kind: 'dossier', since, waits_for: 'change' },
    ...{ name: 'Nguyễn Thị Ví Dụ', procedure: last.procedure },
  });
  memory.world.held.push({ record: 'not-here', kind: 'visit', since, waits_for: 'record' });
  memory.world.heldLong = 1;
}
