import { flushSync } from 'svelte';
import { expect, test } from 'vitest';
import { MemoryBackend } from '$lib/backend/memory';
import { keepFresh } from './resource.svelte';
import { Sync } from './sync.svelte';

test('what is shown is loaded again when a pass moved something, and not under what is being typed', () => {
  const backend = new MemoryBackend();
  const sync = new Sync(backend);
  let loads = 0;
  let typing = $state(false);
  const load = () => {
    loads += 1;
    return Promise.resolve();
  };
  const stop = $effect.root(() => keepFresh(sync, [{ refresh: load }], () => typing));
  const pass = (done: number) => {
    backend.news.tell('sync', { running: true, failure: null });
    if (done) backend.news.tell('progress', { job: 'pull', done, total: null, unit: 'record' });
    backend.news.tell('sync', { running: false, failure: null });
    flushSync();
    return loads;
  };
  flushSync();
  expect(loads).toBe(1);
  expect([pass(0), pass(3)]).toEqual([1, 2]);
  typing = true;
  expect([pass(1), pass(1)]).toEqual([2, 2]);
  typing = false;
  flushSync();
  expect(loads).toBe(3);
  stop();
});
