import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { MemoryBackend } from '$lib/backend/memory';
import { OpenDossier } from '$lib/form/dossier.svelte';
import { addSecond, enter } from '../../test/people';
import { App } from './app.svelte';
import { lockNow, mayClose } from './leaving';

const full = { code: 'disk_full', message_key: 'error.disk_full', params: {}, retryable: false };
let app: App;
let backend: MemoryBackend;

beforeEach(async () => {
  backend = new MemoryBackend();
  app = new App(backend);
  backend.onClosing(() => mayClose(app));
  await app.refresh();
});
afterEach(() => vi.useRealTimers());

async function dossierAtWork() {
  const [citizen] = backend.citizens.keys();
  const { id } = await app.call('dossier.open', { procedure: 'birth_rereg', citizen: citizen ?? '' });
  return OpenDossier.load(app, id);
}

const asked = () => vi.waitFor(() => app.question.asked ?? Promise.reject(new Error('nothing is asked')));
const held = () => app.hold({ what: 'Phiếu', key: 'f', draft: () => ({ note: 'chữ' }) });

describe('closing', () => {
  test('what is committed is saved first, and then nothing is asked', async () => {
    const open = await dossierAtWork();
    open.autosave.commit('prev_office', 'UBND xã Mẫu');
    expect(await backend.close()).toBe(true);
    expect(backend.dossiers.get(open.dossier.id)?.answers['prev_office']).toBe('UBND xã Mẫu');
  });

  test('a photo that is being added is waited for', async () => {
    const open = await dossierAtWork();
    const photo = new Blob([new Uint8Array([0xff, 0xd8, 0xff])], { type: 'image/jpeg' });
    void open.papers.add('identity_paper', photo);
    expect(app.writing).toBe(true);
    expect(await backend.close()).toBe(true);
    expect([app.writing, backend.dossiers.get(open.dossier.id)?.files.length]).toEqual([false, 1]);
  });

  test('names the dossier that could not be saved and its section; it is tried again', async () => {
    const open = await dossierAtWork();
    backend.failures.set('dossier.set', full);
    open.autosave.commit('prev_office', 'UBND xã Mẫu');
    const closing = backend.close();
    const { troubles } = await asked();
    expect(troubles[0]?.what).toContain(open.citizen?.full_name);
    expect(troubles[0]?.why).toContain('hết chỗ');
    expect(troubles[0]?.href).toMatch(/^#\/dossiers\/.+\/sections\/previous$/);
    backend.failures.clear();
    app.question.answer('again');
    expect(await closing).toBe(true);
    open.autosave.stop();
  });

  test('words of an open form are asked about: staying stays, giving them up closes', async () => {
    held();
    let closing = backend.close();
    expect((await asked()).troubles).toEqual([{ what: 'Phiếu' }]);
    app.question.answer('stay');
    expect(await closing).toBe(false);
    closing = backend.close();
    await asked();
    app.question.answer('go');
    expect(await closing).toBe(true);
  });

  test('"again" is offered only where trying again could do something', async () => {
    held();
    const closing = backend.close();
    expect((await asked()).again).toBe(false);
    app.question.answer('stay');
    expect(await closing).toBe(false);
  });

  test('what an input method still composes is waited for, and then asked about', async () => {
    const open = await dossierAtWork();
    open.autosave.touch('prev_office');
    const closing = backend.close();
    expect((await asked()).troubles[0]).toMatchObject({ why: 'Đang ghi, chưa lưu' });
    open.autosave.commit('prev_office', 'UBND xã Mẫu');
    app.question.answer('again');
    expect(await closing).toBe(true);
  });

  test('a composition that ends within the moment is saved, and nothing is asked', async () => {
    const open = await dossierAtWork();
    open.autosave.touch('prev_office');
    const closing = backend.close();
    setTimeout(() => open.autosave.commit('prev_office', 'UBND xã Mẫu'), 50);
    expect(await closing).toBe(true);
    expect(backend.dossiers.get(open.dossier.id)?.answers['prev_office']).toBe('UBND xã Mẫu');
  });

  test('saving that takes long is said, and the window closes once it is done', async () => {
    const open = await dossierAtWork();
    vi.useFakeTimers();
    let done: () => void = () => undefined;
    const call = backend.call.bind(backend);
    vi.spyOn(backend, 'call').mockImplementation(async (name, args) => {
      if (name === 'dossier.set') await new Promise<void>((resolve) => (done = resolve));
      return call(name, args);
    });
    open.autosave.commit('prev_office', 'UBND xã Mẫu');
    const closing = backend.close();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(app.question.asked?.troubles).toEqual([{ what: 'Máy đang lưu, chưa xong.' }]);
    done();
    await vi.advanceTimersByTimeAsync(0);
    expect(await closing).toBe(true);
  });
});

describe('locking', () => {
  test('answers that are not saved are said; whoever stays goes on', async () => {
    const open = await dossierAtWork();
    backend.failures.set('dossier.set', full);
    open.autosave.commit('prev_office', 'UBND xã Mẫu');
    const locking = lockNow(app);
    expect(await asked()).toMatchObject({ way: 'lock', again: true, go: true });
    app.question.answer('stay');
    await locking;
    expect(app.person).toBeDefined();
    expect(backend.calls.some(({ name }) => name === 'profile.lock')).toBe(false);
    open.autosave.stop();
  });

  test('answers that are not saved do not keep it open; they come back to their person only', async () => {
    await addSecond(app);
    const open = await dossierAtWork();
    const { id } = open.dossier;
    backend.failures.set('dossier.set', full);
    open.autosave.commit('prev_office', 'UBND xã Mẫu');
    open.autosave.reject('copies_count', 'int_unreadable', 'hai bản');
    const locking = lockNow(app);
    await asked();
    app.question.answer('go');
    await locking;
    expect(app.person).toBeUndefined();
    expect(app.unsaved.kept).toMatchObject([{ handle: '1', what: open.form.name }]);
    backend.failures.clear();
    await enter(app, 'b');
    await open.autosave.flush(); // nothing of it is written in another's name
    const other = await OpenDossier.load(app, id);
    expect([other.answer('prev_office'), other.answer('copies_count')]).toEqual([undefined, undefined]);
    await app.lock();
    await enter(app, '1');
    const again = await OpenDossier.load(app, id);
    expect(again.answer('copies_count')).toBe('hai bản');
    expect(again.autosave.state.is).not.toBe('saved');
    await vi.waitFor(() => expect(backend.dossiers.get(id)?.answers['prev_office']).toBe('UBND xã Mẫu'));
    expect(app.unsaved.kept).toEqual([]);
  });

  test('a lock that fails gives the answers back', async () => {
    const open = await dossierAtWork();
    open.autosave.reject('copies_count', 'int_unreadable', 'hai bản');
    backend.failures.set('profile.lock', full);
    await expect(app.lock()).rejects.toMatchObject({ code: 'disk_full' });
    const again = await OpenDossier.load(app, open.dossier.id);
    expect(again.answer('copies_count')).toBe('hai bản');
  });

  test('what was submitted meanwhile is not taken back by an answer that lay by', async () => {
    const open = await dossierAtWork();
    const { id } = open.dossier;
    backend.failures.set('dossier.set', full);
    open.autosave.commit('prev_office', 'UBND xã Mẫu');
    await app.lock();
    backend.failures.clear();
    await enter(app, '1');
    Object.assign(backend.dossiers.get(id) ?? {}, { state: 'queued' });
    const again = await OpenDossier.load(app, id);
    await app.settle();
    expect(again.answer('prev_office')).toBe('UBND xã Mẫu');
    expect(backend.dossiers.get(id)).toMatchObject({ state: 'queued' });
  });

  test('the same person goes on where they were; another begins at the beginning', async () => {
    await addSecond(app);
    let address = '/citizens/an-id';
    app.where = {
      address: () => address,
      show: (to) => Promise.resolve((address = to)),
      home: () => '/',
    };
    await app.lock();
    expect(address).toBe('/');
    await enter(app, '1');
    expect(address).toBe('/citizens/an-id');
    await app.lock();
    await enter(app, 'b');
    expect(address).toBe('/');
    await app.lock();
    await enter(app, '1');
    expect(address).toBe('/');
  });

  test('a locked screen keeps nothing of what was open', async () => {
    await dossierAtWork();
    await app.lock();
    expect(app.atWork.size).toBe(0);
    expect(app.sync.status).toBeUndefined();
    expect(app.profile).not.toHaveProperty('user');
  });

  test('words of a form are given back to the person who wrote them, once, and to nobody else', async () => {
    await addSecond(app);
    held();
    await app.lock();
    expect(app.unsaved.kept).toMatchObject([{ handle: '1', what: 'Phiếu' }]);
    app.unsaved.drop(); // the form went with its page
    await enter(app, 'b');
    expect(app.draft('f')).toBeUndefined();
    await app.lock();
    await enter(app, '1');
    expect(app.draft('f')).toEqual({ note: 'chữ' });
    expect(app.draft('f')).toBeUndefined();
  });

  test('words that lie by for somebody are asked about before the window closes', async () => {
    const release = held();
    await app.lock();
    release();
    const closing = backend.close();
    expect((await asked()).troubles[0]?.what).toBe('Phiếu, do người dùng 1 ghi dở');
    app.question.answer('stay');
    expect(await closing).toBe(false);
  });
});
