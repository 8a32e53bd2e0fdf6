import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { App, contextOf } from '$lib/app/app.svelte';
import { MemoryBackend } from '$lib/backend/memory';
import { Procedures } from '$lib/form/procedures.svelte';
import CashCarried from '../components/fee/CashCarried.svelte';
import CashOf from '../components/fee/CashOf.svelte';
import { faultsOf } from '../test/axe';
import { addSecond, enter } from '../test/people';
import CashPage from './CashPage.svelte';

const button = (name: RegExp | string) => screen.getByRole('button', { name });

async function carried(role: 'volunteer' | 'clerk') {
  const backend = new MemoryBackend({ role });
  const app = new App(backend);
  await app.refresh();
  const ids: string[] = [];
  for (const amount of [8_000, 50_000]) {
    const [citizen = ''] = backend.citizens.keys();
    const { id } = await app.call('dossier.open', { procedure: 'birth_rereg', citizen });
    await app.call('dossier.fee_paid', { id, how: 'cash', amount });
    ids.push(id);
  }
  return { backend, app, ids, user: userEvent.setup() };
}

test('cash that is carried is said with its sum, and nothing where there is none', async () => {
  const { app, backend, ids } = await carried('volunteer');
  const { carriers } = await app.call('cash.list', {});
  const view = render(CashCarried, { props: { carriers }, context: contextOf(app) });
  expect(view.container.textContent).toContain('Đang giữ tiền mặt: 58.000 đồng');
  expect(await faultsOf(view.container)).toEqual([]);
  await backend.call('cash.hand_in', { user: 'Lê Thị Hường', dossiers: ids, amount: 58_000 });
  await view.rerender({ carriers: (await app.call('cash.list', {})).carriers });
  expect(view.container.textContent?.trim()).toBe('');
});

test('who takes it in counts it: another sum is refused in words, what is left out stays carried', async () => {
  const { app, user } = await carried('clerk');
  const { container } = render(CashPage, { context: contextOf(app) });
  const boxes = await screen.findAllByRole('checkbox');
  expect(boxes).toHaveLength(2);
  expect(await faultsOf(container)).toEqual([]);
  await user.type(screen.getByRole('textbox', { name: /^Số tiền đếm được/ }), '50.000');
  await user.click(button(/^Ghi đã nhận tiền/));
  await expect.poll(() => container.textContent).toContain('cộng lại là 58.000 đồng');
  await user.click(boxes[0] as HTMLElement);
  await user.click(button(/^Ghi đã nhận tiền/));
  await expect.poll(() => container.textContent).toContain('nộp 50.000 đồng');
  expect(container.textContent).toContain('8.000 đồng');
  expect(screen.getAllByRole('checkbox', { checked: true })).toHaveLength(1);
  expect(screen.getByRole('textbox', { name: /^Số tiền đếm được/ })).toHaveProperty('value', '');
});

test('the payments of one dossier are handed in together, and none while one of them is to be decided', async () => {
  const { app, backend, ids, user } = await carried('clerk');
  const [id = ''] = ids;
  await app.call('dossier.fee_paid', { id, how: 'cash', amount: 2_000, another: 'b' });
  const page = render(CashPage, { context: contextOf(app) });
  const boxes = await screen.findAllByRole('checkbox');
  expect(boxes).toHaveLength(3);
  expect(page.container.textContent).toContain('Các khoản của cùng một hồ sơ thì nộp chung một lần.');
  await user.click(screen.getByRole('checkbox', { name: /50\.000/ }));
  await user.type(screen.getByRole('textbox', { name: /^Số tiền đếm được/ }), '10.000');
  await user.click(button(/^Ghi đã nhận tiền/));
  await expect.poll(() => page.container.textContent).toContain('nộp 10.000 đồng');
  expect(backend.calls.findLast(({ name }) => name === 'cash.hand_in')?.args).toMatchObject({
    dossiers: [id],
  });
  page.unmount();
  const { carriers } = await app.call('cash.list', {});
  const [payment] = carriers[0]?.days[0]?.payments ?? [];
  if (!carriers[0] || !payment) throw new Error('nothing is carried');
  const payments = [payment, { ...payment, amount: 3_000, contested: true }];
  const carrier = { ...carriers[0], days: [{ date: '2026-05-21', amount: 53_000, payments }] };
  const props = { carrier, procedures: new Procedures(), cashier: true, busy: false, onhandin: vi.fn() };
  const { container } = render(CashOf, { props, context: contextOf(app) });
  expect(screen.queryByRole('checkbox')).toBeNull();
  expect(container.textContent).toContain('chọn bản đúng rồi mới nộp được');
  expect(await faultsOf(container)).toEqual([]);
});

test('a volunteer sees what they carry and hands nothing in by themselves', async () => {
  const { app } = await carried('volunteer');
  const { container } = render(CashPage, { context: contextOf(app) });
  await expect.poll(() => container.textContent).toContain('Đang giữ tiền mặt: 58.000 đồng');
  expect(screen.queryByRole('checkbox')).toBeNull();
  expect(screen.queryByRole('button')).toBeNull();
});

test('what was counted and not noted is asked about; after a lock it is there for who counted alone', async () => {
  const { app, user } = await carried('clerk');
  await addSecond(app, 'clerk');
  let page = render(CashPage, { context: contextOf(app) });
  const sum = () => screen.findByRole<HTMLInputElement>('textbox', { name: /^Số tiền đếm được/ });
  const left = () => screen.getAllByRole('checkbox', { checked: false }).length;
  const locked = async (handle: '1' | 'b') => {
    await enter(app, handle);
    page.unmount();
    page = render(CashPage, { context: contextOf(app) });
  };
  await user.type(await sum(), '8.000');
  await user.click(screen.getAllByRole('checkbox')[1] as HTMLElement);
  expect(app.unsaved.what).toEqual(['Tiền mặt đang giữ']);
  await locked('b');
  expect(await sum()).toHaveProperty('value', '');
  expect(screen.queryAllByRole('checkbox', { checked: false })).toEqual([]);
  await locked('1');
  expect([(await sum()).value, left()]).toEqual(['8.000', 1]);
  const kept = 'Phần ghi dở lúc máy khóa vẫn còn ở đây';
  expect(page.container.textContent).toContain(kept);
  expect(await faultsOf(page.container)).toEqual([]);
  await user.click(button(/^Ghi đã nhận tiền/));
  await expect.poll(() => app.unsaved.what).toEqual([]);
  await user.type(await sum(), '5');
  expect(app.unsaved.what).toEqual(['Tiền mặt đang giữ']);
  expect(page.container.textContent).not.toContain(kept);
});
