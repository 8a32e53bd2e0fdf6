import { render, screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import { App, contextOf } from '$lib/app/app.svelte';
import type { Dossier } from '$lib/backend/backend';
import { MemoryBackend } from '$lib/backend/memory';
import { OpenDossier } from '$lib/form/dossier.svelte';
import { faultsOf } from '../../test/axe';
import PrintPanel from './PrintPanel.svelte';

afterEach(() => vi.restoreAllMocks());

async function shown(procedure = 'birth_rereg', given: Partial<Dossier> = {}) {
  const backend = new MemoryBackend();
  const app = new App(backend);
  const [citizen = ''] = backend.citizens.keys();
  const { id } = await app.call('dossier.open', { procedure, citizen });
  Object.assign(backend.dossiers.get(id) ?? {}, given);
  const open = await OpenDossier.load(app, id);
  const { container } = render(PrintPanel, { props: { open }, context: contextOf(app) });
  const called = (name: string) => backend.calls.filter((call) => call.name === name).map(({ args }) => args);
  const press = (name: string) => userEvent.click(screen.getByRole('button', { name }));
  return { backend, app, open, id, container, called, press };
}

test('it is looked at page by page, larger and smaller, without anything being written', async () => {
  const { container, called, press, open } = await shown();
  await press('Xem trước');
  const pages = within(await screen.findByRole('region', { name: 'Tờ khai' }));
  expect(pages.getAllByRole('img').map((page) => page.getAttribute('alt'))).toEqual([
    'Trang 1/2 của bản xem trước: Tờ khai',
    'Trang 2/2 của bản xem trước: Tờ khai',
  ]);
  await press('To hơn');
  expect(container.querySelector('.pages')?.classList).toContain('size-150');
  await press('To hơn');
  expect((screen.getByRole('button', { name: 'To hơn' }) as HTMLButtonElement).disabled).toBe(true);
  expect(called('dossier.print')).toEqual([]);
  expect(open.dossier.prints).toEqual([]);
  expect(await faultsOf(container)).toEqual([]);
});

test('a print is counted, named without its folder, and offered to viewer and printer', async () => {
  const { container, called, press } = await shown();
  expect(screen.queryByRole('button', { name: 'Gửi tới máy in' })).toBeNull();
  await press('Lưu PDF');
  await expect.poll(() => container.textContent).toContain('Đã lưu to-khai-1.pdf, 2 trang');
  expect(container.textContent).not.toContain('/home/');
  expect(container.textContent).toContain('Đã lưu bản in 1 lần');
  await press('Mở bằng trình xem của máy');
  expect(called('print.show')).toEqual([{ path: '/home/thu/Tài liệu/to-khai-1.pdf' }]);
  await press('Gửi tới máy in');
  await expect.poll(() => container.textContent).toContain('chưa nối với máy in nào');
  expect(container.textContent).not.toContain('Đã gửi tới máy in');
  expect(await faultsOf(container)).toEqual([]);
});

test('paper that says something else than the answers is called so', async () => {
  const { container, open, press } = await shown();
  await press('Lưu PDF');
  await press('Xem trước');
  await screen.findByRole('region', { name: 'Tờ khai' });
  expect(container.textContent).not.toContain('không còn đúng');
  open.autosave.commit('prev_office', 'UBND xã Mẫu');
  await open.autosave.flush();
  await expect.poll(() => container.textContent).toContain('bản in đã lưu và giấy in từ đó không còn đúng');
  expect(container.textContent).toContain('Xin bấm Xem trước lần nữa');
});

test('answers that are not saved yet are saved before they are printed', async () => {
  const { open, backend, press, called } = await shown();
  open.autosave.touch('prev_office');
  open.autosave.commit('prev_office', 'UBND xã Mẫu');
  await press('Lưu PDF');
  await expect.poll(() => called('dossier.print')).toHaveLength(1);
  const order = backend.calls.map(({ name }) => name);
  expect(order.indexOf('dossier.set')).toBeLessThan(order.indexOf('dossier.print'));
});

test('nothing is printed while an answer cannot be saved, and it is said why', async () => {
  const { open, backend, press, called, container } = await shown();
  const failure = { code: 'disk_full', message_key: 'error.disk_full', params: {}, retryable: false };
  backend.failures.set('dossier.set', failure);
  open.autosave.commit('prev_office', 'UBND xã Mẫu');
  await press('Lưu PDF');
  await expect.poll(() => container.textContent).toContain('hết chỗ');
  await press('Xem trước');
  expect([...called('dossier.print'), ...called('dossier.preview')]).toEqual([]);
  open.autosave.stop();
});

test('a draft says that it is one, and only a form with a collection sheet offers it', async () => {
  const birth = await shown();
  expect(birth.container.textContent).toContain('BẢN NHÁP');
  expect(screen.queryByRole('radio', { name: 'Phiếu ghi thông tin' })).toBeNull();
  birth.container.remove();
  const card = await shown('id_card_14plus', { state: 'queued' });
  expect(card.container.textContent).not.toContain('BẢN NHÁP');
  await userEvent.click(within(card.container).getByRole('radio', { name: 'Phiếu ghi thông tin' }));
  await userEvent.click(within(card.container).getByRole('button', { name: 'Xem trước' }));
  await expect
    .poll(() => card.called('dossier.preview'))
    .toEqual([{ id: card.id, kind: 'collection_sheet' }]);
});
