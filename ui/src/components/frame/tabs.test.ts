import { expect, test } from 'vitest';
import { App } from '$lib/app/app.svelte';
import { MemoryBackend } from '$lib/backend/memory';
import { tabsOf } from './tabs';

test.each([
  ['volunteer', '/'],
  ['clerk', '/dossiers'],
] as const)('a %s begins at the first of their own tabs', async (role, first) => {
  const app = new App(new MemoryBackend());
  let address = '/elsewhere';
  app.where = {
    address: () => address,
    show: (to) => Promise.resolve((address = to)),
    home: (of) => tabsOf(of)[0]?.path ?? '/',
  };
  await app.call('profile.practice', { role, pin: '654321', handle: 'c' });
  await app.enter();
  expect(address).toBe(first);
});
