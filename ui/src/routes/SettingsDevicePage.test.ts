import { render } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { App, contextOf } from '$lib/app/app.svelte';
import { MemoryBackend } from '$lib/backend/memory';
import { faultsOf } from '../test/axe';
import SettingsDevicePage from './SettingsDevicePage.svelte';

async function page(practice: boolean) {
  const app = new App(new MemoryBackend({ practice }));
  await app.refresh();
  return render(SettingsDevicePage, { context: contextOf(app) }).container;
}

test('it says in whose name the invitation has to be, and that nothing is lost', async () => {
  const container = await page(false);
  expect(container.textContent).toContain('giấy mời mới đứng tên Lê Thị Hường');
  expect(container.textContent).toContain('Mọi thứ trên máy vẫn còn đủ');
  expect(await faultsOf(container)).toEqual([]);
});

test('a practice ward is enrolled nowhere', async () => {
  const container = await page(true);
  expect(container.querySelector('form')).toBeNull();
});
