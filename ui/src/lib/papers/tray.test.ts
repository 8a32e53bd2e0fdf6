import { expect, test, vi } from 'vitest';
import type { Dossier, FileView } from '$lib/backend/backend';
import { base64Of, blobOf } from './content';
import { MAX_BYTES, PaperTray } from './tray.svelte';

const photo = new Blob(['ảnh'], { type: 'image/jpeg' });
const file = { sha256: 'a', slot: 's', bytes: 1, media: 'image/jpeg', state: 'on_device' } as FileView;

function tray(given: { attach?: () => Promise<unknown> } = {}) {
  const attach = vi.fn(given.attach ?? (() => Promise.resolve()));
  const refresh = vi.fn(() => Promise.resolve());
  const take = vi.fn();
  const detach = vi.fn(() => Promise.resolve({ id: 'd' } as Dossier));
  const changed = () => vi.fn(() => Promise.resolve({ id: 'd' } as Dossier));
  const notes = { back: changed(), arrange: changed(), seen: changed(), absent: changed() };
  return {
    tray: new PaperTray({ attach, refresh, take, detach, ...notes }),
    attach,
    refresh,
    take,
    detach,
    ...notes,
  };
}

test('a file goes as it is and comes back as it was', async () => {
  const content = await base64Of(photo);
  const back = blobOf({ media: 'image/jpeg', content });
  expect([back.type, await back.text()]).toEqual(['image/jpeg', 'ảnh']);
});

test('one is added at a time, and the dossier is read again after each', async () => {
  let done: () => void = () => undefined;
  const {
    tray: papers,
    attach,
    refresh,
  } = tray({
    attach: () => new Promise<void>((resolve) => (done = resolve)),
  });
  const first = papers.add('identity_paper', photo);
  await vi.waitFor(() => expect(attach).toHaveBeenCalledOnce());
  void papers.add('residence_paper', photo);
  void papers.remove(file, ['a']);
  expect([papers.busy, attach.mock.calls.length, refresh.mock.calls.length]).toEqual([
    'identity_paper',
    1,
    0,
  ]);
  done();
  await first;
  expect([papers.busy, papers.said, refresh.mock.calls.length]).toEqual([
    undefined,
    { slot: 'identity_paper', what: 'added' },
    1,
  ]);
});

test('what is far too large is not even read', async () => {
  const { tray: papers, attach } = tray();
  const huge = { size: MAX_BYTES + 1 } as Blob;
  await papers.add('s', huge);
  expect(attach).not.toHaveBeenCalled();
  expect(papers.failure).toMatchObject({ slot: 's', failure: { code: 'paper_too_large' } });
});

test('a failure is kept at its slot until the next try', async () => {
  const failure = { code: 'paper_unreadable', message_key: '', params: {}, retryable: false };
  const { tray: papers, attach } = tray({ attach: () => Promise.reject(failure) });
  await papers.add('s', photo);
  expect(papers.failure?.failure.code).toBe('paper_unreadable');
  attach.mockImplementation(() => Promise.resolve());
  await papers.add('s', photo);
  expect([papers.failure, papers.said?.what]).toEqual([undefined, 'added']);
});

test('what is removed brings the dossier along', async () => {
  const { tray: papers, take, detach } = tray();
  await papers.remove(file, ['a']);
  expect(detach).toHaveBeenCalledWith(file);
  expect(take).toHaveBeenCalledWith({ id: 'd' });
  expect(papers.said).toEqual({ slot: 's', what: 'removed' });
});

test('what was removed last can be put back in its place, until something else is done', async () => {
  const { tray: papers, back } = tray();
  await papers.remove(file, ['a', 'b']);
  expect(papers.removed).toEqual({ file, order: ['a', 'b'] });
  await papers.undo();
  expect(back).toHaveBeenCalledWith(file, ['a', 'b']);
  expect([papers.removed, papers.said?.what]).toEqual([undefined, 'back']);
  await papers.remove(file, ['a']);
  await papers.see('s', true);
  expect(papers.removed).toBeUndefined();
  await papers.undo();
  expect(back).toHaveBeenCalledTimes(1);
});

test('a putting back that fails can be tried again', async () => {
  const { tray: papers, back } = tray();
  back.mockRejectedValueOnce({ code: 'file_not_here', message_key: '', params: {}, retryable: false });
  await papers.remove(file, ['a']);
  await papers.undo();
  expect([papers.failure?.failure.code, papers.removed?.file]).toEqual(['file_not_here', file]);
});
