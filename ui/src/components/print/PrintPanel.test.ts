import { render, screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import { App, contextOf } from '$lib/app/app.svelte';
import type { Dossier } from '$lib/backend/backend';
import { MemoryBackend } from '$lib/backend/memory';
import { OpenDossier } from '$lib/form/dossier.svelte';
import { faultsOf } from '../../test/axe';
import { addSecond, enter } from '../../test/people';
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

test('it is saved where somebody chooses, under a name that names nobody, and nowhere if they choose no place', async () => {
  const { backend, container, called, press } = await shown();
  await press('Lưu vào…');
  expect(backend.asked).toEqual([expect.stringMatching(/^to-khai-\d{8}-\d{4}\.pdf$/)]);
  expect(called('dossier.print')).toEqual([]);
  backend.place = '/media/usb/Tờ khai.pdf';
  await press('Lưu vào…');
  await expect.poll(() => container.textContent).toContain('Đã lưu Tờ khai.pdf, 2 trang, ở nơi đã chọn.');
  expect(called('dossier.print')).toMatchObject([{ path: '/media/usb/Tờ khai.pdf' }]);
  expect(container.textContent).not.toContain('/media/');
  // The system's dialog asked whether to replace it: nothing is ever written over, and that is said.
  await press('Lưu vào…');
  await expect.poll(() => container.textContent).toContain('không ghi đè tệp nào');
  expect(container.textContent).toContain('Đã lưu bản in 1 lần');
  expect(await faultsOf(container)).toEqual([]);
});

test('where the app locked while the place was chosen nothing is written, and who asked is told when they come back', async () => {
  const { backend, app, id, press, called, container } = await shown('id_card_14plus');
  await app.refresh();
  await addSecond(app);
  await userEvent.click(screen.getByRole('radio', { name: 'Danh mục giấy tờ' }));
  let chosen: (place: string) => void = () => undefined;
  vi.spyOn(backend, 'askPlace').mockReturnValue(new Promise((resolve) => (chosen = resolve)));
  await press('Lưu vào…');
  await enter(app, 'b');
  chosen('/media/usb/Tờ khai.pdf');
  await expect.poll(() => app.unsaved.kept.map(({ handle }) => handle)).toEqual(['1']);
  expect(called('dossier.print')).toEqual([]);
  container.remove();
  const again = async (handle: '1' | 'b') => {
    await enter(app, handle);
    return render(PrintPanel, { props: { open: await OpenDossier.load(app, id) }, context: contextOf(app) });
  };
  const other = await again('b');
  expect(other.container.textContent).not.toContain('nên chưa lưu gì');
  other.unmount();
  const own = await again('1');
  expect(own.container.textContent).toContain('nên chưa lưu gì');
  expect(screen.getByRole<HTMLInputElement>('radio', { name: 'Danh mục giấy tờ' }).checked).toBe(true);
  expect(await faultsOf(own.container)).toEqual([]);
  expect(called('dossier.print')).toEqual([]);
});

test('what is looked at is called old where a paper, its checklist or the payment has changed', async () => {
  const { container, open, press } = await shown();
  const by = { by: 'Lê Thị Hường', at: '2026-05-21T02:00:00.000Z' };
  const [slot = ''] = open.dossier.papers;
  const file = { sha256: 'a1', slot, bytes: 1, media: 'image/jpeg', state: 'kept' };
  for (const given of [
    { files: [file] },
    { checklist: { originals: { [slot]: by }, absent: {} } },
    { payment: { due: 8_000 } },
  ]) {
    await press('Xem trước');
    await expect.poll(() => container.textContent).not.toContain('Xin bấm Xem trước lần nữa');
    open.dossier = { ...open.dossier, ...(given as Partial<Dossier>) };
    await expect.poll(() => container.textContent).toContain('Hồ sơ đã đổi. Xin bấm Xem trước lần nữa');
  }
});

test('what is sent again is counted, and what was saved before an amendment is shown as that and not sent', async () => {
  const { backend, container, open, press } = await shown();
  backend.world.hasPrinter = true;
  await press('Lưu PDF');
  await press('Gửi tới máy in');
  await expect.poll(() => container.textContent).toContain('Đã gửi tới máy in');
  expect(container.textContent).toContain('Đã lưu bản in 1 lần');
  await press('Gửi tới máy in');
  await expect.poll(() => container.textContent).toContain('Đã lưu bản in 2 lần');
  await press('Mở bằng trình xem của máy');
  expect(container.textContent).not.toContain('tệp vừa mở');
  open.autosave.commit('prev_office', 'UBND xã Mẫu');
  await open.autosave.flush();
  await press('Mở bằng trình xem của máy');
  await expect.poll(() => container.textContent).toContain('Hồ sơ đã đổi sau khi lưu tệp vừa mở');
  await press('Gửi tới máy in');
  await expect.poll(() => container.textContent).toContain('chưa gửi gì tới máy in');
  expect(container.textContent).not.toContain('Đã gửi tới máy in');
  expect(container.textContent).toContain('Đã lưu bản in 2 lần');
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
