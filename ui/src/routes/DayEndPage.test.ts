import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { App, contextOf } from '$lib/app/app.svelte';
import { MemoryBackend, type MemoryOptions } from '$lib/backend/memory';
import { faultsOf } from '../test/axe';
import DayEndPage from './DayEndPage.svelte';

const ALL = /Phường đã nhận đủ — máy này không còn giữ gì chưa gửi/;
const PHOTO = btoa('\x89PNG invented');

async function page(options: MemoryOptions = {}) {
  const backend = new MemoryBackend(options);
  const app = new App(backend);
  await app.refresh();
  const [citizen = ''] = backend.citizens.keys();
  const { id } = await app.write('dossier.open', { procedure: 'birth_rereg', citizen });
  const show = () => render(DayEndPage, { context: contextOf(app) }).container;
  return { backend, app, id, show, user: userEvent.setup() };
}

test('it names what is on this device only, and one button sends it', async () => {
  const { show, user } = await page();
  const container = show();
  expect(await screen.findByRole('heading', { name: 'Còn chỉ ở máy này (1)' })).toBeTruthy();
  expect(screen.getAllByText('Nguyễn Thị Ví Dụ').length).toBeGreaterThan(0);
  expect(container.textContent).not.toMatch(ALL);
  expect(await faultsOf(container)).toEqual([]);
  await user.click(screen.getByRole('button', { name: 'Đồng bộ ngay' }));
  expect(await screen.findByText(ALL)).toBeTruthy();
  await expect.poll(() => screen.queryByText(/Còn chỉ ở máy này/)).toBeNull();
  expect(screen.queryByRole('button', { name: 'Đồng bộ ngay' })).toBeNull();
  expect(container.textContent).toContain('Hồ sơ đã điền hoặc sửa: 1');
});

test('a photo that the ward has not is enough not to say that it has all', async () => {
  const { app, backend, id, show } = await page();
  await app.call('sync.now', {});
  await app.call('dossier.attach', { id, slot: 'identity_paper', content: PHOTO });
  backend.world.delivery.set(id, 'receipted'); // the change came, its file did not
  await app.sync.refresh();
  const container = show();
  expect(await screen.findByText('Ảnh và tệp chưa tới phường: 1.')).toBeTruthy();
  expect(await screen.findByRole('heading', { name: 'Ảnh, tệp chưa đủ ở phường (1)' })).toBeTruthy();
  expect(container.textContent).not.toMatch(ALL);
});

test('what sending does not mend is not told to be sent', async () => {
  const { app, backend, id, show } = await page();
  await app.call('sync.now', {});
  backend.setAside(id);
  await app.sync.refresh();
  const container = show();
  expect(await screen.findByText(/Không còn gì chờ gửi, nhưng phường chưa nhận đủ/)).toBeTruthy();
  expect(container.textContent).not.toMatch(ALL);
});

test('a pass that fails says so and keeps saying what is here', async () => {
  const { backend, show, user } = await page();
  backend.wardUp = false;
  const container = show();
  await user.click(await screen.findByRole('button', { name: 'Đồng bộ ngay' }));
  await expect.poll(() => container.textContent).toContain('Chưa nối được với máy chủ của phường');
  expect(screen.getByRole('heading', { name: 'Còn chỉ ở máy này (1)' })).toBeTruthy();
});

test('a paused device goes on with the same button', async () => {
  const { app, show, user } = await page();
  await app.sync.pause(true);
  show();
  await user.click(await screen.findByRole('button', { name: 'Tiếp tục và đồng bộ' }));
  expect(await screen.findByText(ALL)).toBeTruthy();
  expect(app.sync.status?.paused).toBe(false);
});

test.each([
  ['leader', true],
  ['volunteer', false],
] as const)('a %s sees the devices of the teams: %s', async (role, sees) => {
  const { backend, show } = await page({ role });
  show();
  await screen.findByRole('heading', { name: 'Hôm nay đã làm' });
  if (sees) expect(await screen.findByRole('table', { name: 'Theo tổ' })).toBeTruthy();
  expect(backend.calls.some(({ name }) => name === 'sync.teams')).toBe(sees);
});
