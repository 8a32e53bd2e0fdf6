import { expect, test, vi } from 'vitest';
import type { Failure } from '$lib/backend/backend';
import { Work } from './work.svelte';

const full: Failure = { code: 'disk_full', message_key: 'error.disk_full', params: {}, retryable: false };

test('while something is at work nothing else is begun', async () => {
  const work = new Work();
  let done: () => void = () => undefined;
  const first = work.run(() => new Promise<void>((resolve) => (done = resolve)));
  const second = vi.fn();
  expect([work.busy, await work.run(second)]).toEqual([true, false]);
  done();
  expect([await first, work.busy]).toEqual([true, false]);
  expect(second).not.toHaveBeenCalled();
});

test('why it could not be done stands until the next try, and is heard before that can begin', async () => {
  const work = new Work();
  const heard = vi.fn(() => expect(work.busy).toBe(true));
  expect(await work.run(() => Promise.reject(full), heard)).toBe(false);
  expect(heard).toHaveBeenCalledWith(full);
  expect([work.busy, work.failure]).toEqual([false, full]);
  expect(await work.run(() => expect(work.failure).toBeUndefined())).toBe(true);
  expect(work.failure).toBeUndefined();
});

test('what is thrown and is no failure is a fault of the program, and is said as one', async () => {
  const work = new Work();
  await work.run(() => {
    throw new TypeError('no');
  });
  expect(work.failure?.code).toBe('internal');
});
