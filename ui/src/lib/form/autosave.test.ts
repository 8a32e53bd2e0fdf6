import { expect, test, vi } from 'vitest';
import type { Dossier } from '$lib/backend/backend';
import { Autosave } from './autosave.svelte';

const full = { code: 'disk_full', message_key: 'error.disk_full', params: {}, retryable: false };

function autosave(save: (answers: Record<string, unknown>) => Promise<unknown>) {
  const saved = vi.fn();
  const made = new Autosave({
    save: (answers) => save(answers) as Promise<Dossier>,
    saved,
    now: () => '2026-05-21T07:03:00Z',
    retryAfter: 10,
  });
  return { made, saved };
}

test('saved is said after the call has returned and not before', async () => {
  let finish = (_: unknown) => {};
  const { made } = autosave(() => new Promise((resolve) => (finish = resolve)));
  expect(made.state.is).toBe('untouched');
  made.touch('name');
  expect(made.state.is).toBe('typing');
  made.commit('name', 'A');
  expect(made.state.is).toBe('saving');
  finish({});
  await made.flush();
  expect(made.state).toEqual({ is: 'saved', at: '2026-05-21T07:03:00Z' });
  made.touch('name');
  expect(made.state.is).toBe('typing');
});

test('a failing core never brings "saved"; the answer stays and goes when it can', async () => {
  let broken = true;
  const calls: unknown[] = [];
  const { made, saved } = autosave(async (answers) => {
    calls.push(answers);
    if (broken) throw full;
    return {};
  });
  made.commit('name', 'A');
  expect(await made.flush()).toBe(false);
  expect(made.state).toMatchObject({ is: 'failed', failure: { code: 'disk_full' } });
  expect(made.pending).toEqual({ name: 'A' });
  broken = false;
  await vi.waitFor(() => expect(made.state.is).toBe('saved'));
  expect(saved).toHaveBeenCalledOnce();
  expect(calls.at(-1)).toEqual({ name: 'A' });
  made.stop();
});

test('what is committed during a save goes with the next one', async () => {
  const calls: unknown[] = [];
  const { made } = autosave(async (answers) => {
    calls.push(answers);
    if (calls.length === 1) made.commit('name', 'B');
    return {};
  });
  made.commit('name', 'A');
  await made.flush();
  expect(calls).toEqual([{ name: 'A' }, { name: 'B' }]);
  expect(made.state.is).toBe('saved');
});

test('one bad answer is set aside with its reason and does not hold back the others', async () => {
  const { made } = autosave(async (answers) => {
    if ('copies_count' in answers) {
      throw { code: 'bad_answer', params: { field: 'copies_count', reason: 'wrong_type' }, retryable: false };
    }
    return {};
  });
  made.pending = { copies_count: 'x' };
  made.commit('name', 'A');
  await made.flush();
  expect(Object.keys(made.rejected)).toEqual(['copies_count']);
  expect(made.pending).toEqual({});
  expect(made.state.is).toBe('failed');
});

test('what comes of a save is shown when the finger is up again, and is saved before', async () => {
  const save = vi.fn(async () => ({}));
  const { made, saved } = autosave(save);
  globalThis.dispatchEvent(new Event('pointerdown'));
  made.commit('name', 'A');
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(save).toHaveBeenCalledOnce();
  expect(saved).not.toHaveBeenCalled();
  globalThis.dispatchEvent(new Event('pointerup'));
  await vi.waitFor(() => expect(saved).toHaveBeenCalledOnce());
  expect(made.state.is).toBe('saved');
});
