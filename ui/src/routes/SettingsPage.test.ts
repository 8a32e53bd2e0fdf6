import { render, screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { App, contextOf } from '$lib/app/app.svelte';
import { MemoryBackend, type MemoryOptions } from '$lib/backend/memory';
import { faultsOf } from '../test/axe';
import SettingsPage from './SettingsPage.svelte';

async function page(alerts: string[], options: MemoryOptions = {}) {
  const backend = new MemoryBackend(options);
  backend.world.alerts = alerts;
  const app = new App(backend);
  await app.refresh();
  await app.sync.refresh();
  return render(SettingsPage, { context: contextOf(app) }).container;
}

test('enrolling again is offered with when it is needed', async () => {
  const container = await page([]);
  const link = screen.getByRole('link', { name: 'Ghi danh lại máy này' });
  expect(link.getAttribute('href')).toBe('#/settings/device');
  expect(link.closest('section')?.textContent).toContain('Dùng khi dữ liệu của máy này đã được chép');
  expect(container.textContent).not.toContain('mỗi máy giữ đủ phần của mình');
  expect(await faultsOf(container)).toEqual([]);
});

test('a device that was copied is told so before all else, with the one link to the cure', async () => {
  const container = await page(['cloned']);
  const notice = container.querySelector('.tone-needs');
  expect(notice?.textContent).toContain('Không mất gì: mỗi máy giữ đủ phần của mình');
  const link = screen.getByRole('link', { name: 'Ghi danh lại máy này' });
  expect(notice?.contains(link)).toBe(true);
  expect(await faultsOf(container)).toEqual([]);
});

test('a practice ward is not enrolled again', async () => {
  await page([], { practice: true });
  expect(screen.queryByRole('link', { name: 'Ghi danh lại máy này' })).toBeNull();
});
