import { beforeEach, expect, test } from 'vitest';
import { loadConflict } from '$lib/conflict/load';
import { Procedures } from '$lib/form/procedures.svelte';
import { App } from '$lib/app/app.svelte';
import { ANSWERS, LATE_STEP } from '../fixtures/conflicts';
import { MemoryBackend } from '.';

let backend: MemoryBackend;
let id: string;

beforeEach(async () => {
  backend = new MemoryBackend();
  const [citizen = ''] = backend.citizens.keys();
  ({ id } = await backend.call('dossier.open', { procedure: 'birth_rereg', citizen }));
});

const PHOTO = btoa('\xff\xd8 invented');
const attach = (slot: string, content: string) => backend.call('dossier.attach', { id, slot, content });

test('a conflict is decided whole and once', async () => {
  const conflict = backend.disagree(id, ANSWERS);
  const resolve = (choices: Record<string, 'mine' | 'theirs'>) =>
    backend.call('conflict.resolve', { id: conflict.id, choices });
  expect((await backend.call('sync.status', {})).conflicts).toBe(1);
  await expect(resolve({ sub_name: 'mine' })).rejects.toMatchObject({ code: 'choice_missing' });
  const all = { sub_name: 'mine', sub_dob: 'theirs', sub_sex: 'theirs' } as const;
  expect(await resolve(all)).toMatchObject({ id, kind: 'dossier' });
  await expect(resolve(all)).rejects.toMatchObject({ code: 'conflict_gone' });
  expect((await backend.call('sync.status', {})).conflicts).toBe(0);
});

test('a step that came too late is not taken', async () => {
  const conflict = backend.disagree(id, LATE_STEP);
  const mine = backend.call('conflict.resolve', { id: conflict.id, choices: { state: 'mine' } });
  await expect(mine).rejects.toMatchObject({ code: 'not_in_state' });
});

test('a conflict that is gone is loaded as none, with those that are left', async () => {
  const left = backend.disagree(id, ANSWERS);
  const { terms, others } = await loadConflict(new App(backend), new Procedures(), 'gone');
  expect([terms, others.map((conflict) => conflict.id)]).toEqual([undefined, [left.id]]);
});

test('a file waits until the ward has it, and is counted where its dossier is listed', async () => {
  const { file } = await attach('identity_paper', PHOTO);
  const counted = async () => (await backend.call('dossier.list', {}))[0]?.paper_counts;
  expect([(await backend.call('sync.status', {})).files_waiting, await counted()]).toEqual([
    1,
    { received: 0, all: 1 },
  ]);
  await backend.call('sync.now', {});
  expect([(await backend.call('sync.status', {})).files_waiting, await counted()]).toEqual([
    0,
    { received: 1, all: 1 },
  ]);
  expect(await backend.call('dossier.paper', { id, file: file.sha256 })).toEqual({
    media: 'image/jpeg',
    content: PHOTO,
  });
});

test('a paper that is attached is missing no longer, and again once it is removed', async () => {
  const missing = async () => {
    const { findings } = await backend.call('dossier.check', { id });
    return findings.filter(({ code }) => code === 'paper_missing').map(({ field }) => field);
  };
  expect(await missing()).toEqual(['identity_paper', 'residence_paper']);
  const { file } = await attach('identity_paper', PHOTO);
  expect(await missing()).toEqual(['residence_paper']);
  await backend.call('dossier.detach', { id, file: file.sha256, slot: 'identity_paper' });
  expect(await missing()).toEqual(['identity_paper', 'residence_paper']);
});

test.each([
  ['identity_paper', btoa('GIF89a'), 'paper_unsupported'],
  ['identity_paper', '', 'paper_unreadable'],
  ['from_the_future', PHOTO, 'slot_unknown'],
  ['declaration', PHOTO, 'slot_unknown'],
])('what cannot be attached to %s is refused by its code', async (slot, content, code) => {
  await expect(attach(slot, content)).rejects.toMatchObject({ code });
});

test('a file that is elsewhere is told as such', async () => {
  await expect(backend.call('dossier.paper', { id, file: 'x' })).rejects.toMatchObject({
    code: 'file_not_here',
  });
});

test('the shelf holds what the number says, and a retry takes it from there', async () => {
  backend.setAside(id, 'malformed');
  const [item] = await backend.call('shelf.list', {});
  expect(item).toMatchObject({
    record: id,
    reason: 'malformed',
    mend: 'send_again',
    name: 'Nguyễn Thị Ví Dụ',
  });
  expect(await backend.call('shelf.retry', { id })).toMatchObject({ set_aside: 0, on_device: 1 });
  expect(await backend.call('shelf.list', {})).toEqual([]);
  await expect(backend.call('shelf.retry', { id })).rejects.toMatchObject({ code: 'record_not_found' });
});

test('a volunteer is not told of the devices of others', async () => {
  await expect(backend.call('sync.teams', {})).rejects.toMatchObject({ code: 'not_allowed' });
});
