import { render, screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { App, contextOf } from '$lib/app/app.svelte';
import type { ShelfItem } from '$lib/backend/backend';
import { MemoryBackend } from '$lib/backend/memory';
import { Procedures } from '$lib/form/procedures.svelte';
import { faultsOf } from '../../test/axe';
import Shelf from './Shelf.svelte';

async function shown(given: Partial<ShelfItem>[] = [{}]) {
  const backend = new MemoryBackend();
  const app = new App(backend);
  await app.refresh();
  const { id } = await backend.call('citizen.save', { full_name: 'Trần Thị Bình' });
  backend.setAside(id);
  const [first] = await backend.call('shelf.list', {});
  if (!first) throw new Error('nothing there');
  const items = given.map((one, index) => ({ ...first, id: index === 0 ? id : `s${index}`, ...one }));
  const procedures = new Procedures();
  await procedures.load(app);
  const reload = async () => void (await view.rerender({ items: await backend.call('shelf.list', {}) }));
  const onchanged = () => void reload();
  const view = render(Shelf, { props: { items, procedures, onchanged }, context: contextOf(app) });
  const user = userEvent.setup();
  return { app, backend, id, user, container: view.container, cards: () => screen.queryAllByRole('article') };
}

test.each([
  ['not_permitted', 'không cho phép'],
  ['reassigned', 'giao cho người khác'],
  ['role_changed', 'Vai trò'],
  ['revoked', 'ngừng quyền'],
  ['malformed', 'không đọc được'],
  ['form_version_unknown', 'phiên bản biểu mẫu'],
  ['kind_unknown', 'chưa biết loại'],
  ['op_reused', 'hai máy'],
  ['record_gone', 'không còn ở phường'],
  ['file_unreadable', 'tệp giấy tờ'],
  ['from_the_future', 'from_the_future'],
])('%s is told in words, with what is safe', async (reason, words) => {
  const { cards } = await shown([{ reason }]);
  expect(cards()[0]?.textContent).toContain(words);
  expect(cards()[0]?.textContent).toContain('vẫn còn đủ trên máy này');
});

test('each mend offers what helps and nothing that does not', async () => {
  const mends = [
    'send_again',
    'ask_leader',
    'update_app',
    'enrol_again',
    'attach_again',
    'take_in_another',
  ] as const;
  const { cards, container } = await shown(
    mends.map((mend) => ({ mend, record: 'd1', kind: 'dossier', procedure: 'birth_rereg' })),
  );
  const retries = cards().map((card) => within(card).queryByRole('button', { name: /^Gửi lại/ }) !== null);
  expect(retries).toEqual([true, true, true, false, false, true]);
  const exports = cards().map(
    (card) => within(card).queryByRole('button', { name: /^Xuất ra tệp/ }) !== null,
  );
  expect(exports).toEqual(mends.map(() => true));
  expect(cards()[1]?.querySelector('blockquote')?.textContent).toContain('Trần Thị Bình');
  const again = within(cards()[4] as HTMLElement).getByRole('link', { name: 'Mở giấy tờ của hồ sơ' });
  expect(again.getAttribute('href')).toBe('#/dossiers/d1/papers');
  expect(await faultsOf(container)).toEqual([]);
});

test('sent again it leaves the shelf, and is told as waiting, not as received', async () => {
  const { user, cards, backend, id, container } = await shown();
  await user.click(screen.getByRole('button', { name: /^Gửi lại/ }));
  await expect.poll(() => cards().length).toBe(0);
  expect(container.textContent).toContain('Đã xếp lại để gửi: Trần Thị Bình');
  expect(container.textContent).toContain('Chờ biên nhận');
  expect(backend.world.deliveryOf(id)).toBe('on_device');
});

test('a file that was written is named, and the folders of the device are not', async () => {
  const { user, container, backend } = await shown();
  await user.click(screen.getByRole('button', { name: /^Xuất ra tệp/ }));
  await expect.poll(() => container.textContent).toContain('Đã ghi tệp ban-treo-citizen.json (3 KB)');
  expect(container.textContent).not.toContain('/home');
  expect(backend.calls.at(-1)).toMatchObject({ name: 'shelf.export', args: { path: null } });
});

test('what could not be written is told at its entry', async () => {
  const { user, cards, backend } = await shown();
  backend.failures.set('shelf.export', {
    code: 'disk_full',
    message_key: 'error.disk_full',
    params: {},
    retryable: false,
  });
  await user.click(screen.getByRole('button', { name: /^Xuất ra tệp/ }));
  await expect.poll(() => cards()[0]?.textContent).toContain('hết chỗ');
});

test('what has left this device leads nowhere', async () => {
  const { cards } = await shown([{ here: false }]);
  expect(within(cards()[0] as HTMLElement).queryByRole('link')).toBeNull();
  expect(cards()[0]?.textContent).toContain('không còn xem được trên máy');
});
