import { render, screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { App, contextOf } from '$lib/app/app.svelte';
import type { Dossier } from '$lib/backend/backend';
import { MemoryBackend } from '$lib/backend/memory';
import { OpenDossier } from '$lib/form/dossier.svelte';
import { faultsOf } from '../../test/axe';
import { addSecond, enter } from '../../test/people';
import Fee from './Fee.svelte';
import FeeLine from './FeeLine.svelte';

type Told = Dossier['fee'];
const TWO_LINES: Told = {
  amount: 24_000,
  lines: [
    { label: 'Lệ phí', amount: 8_000 },
    { label: 'Hai bản sao', amount: 16_000 },
  ],
  exempt: null,
  why: null,
};

async function shown(fee?: Told, role: 'volunteer' | 'clerk' = 'volunteer') {
  const backend = new MemoryBackend({ role });
  const app = new App(backend);
  await app.refresh();
  const [citizen = ''] = backend.citizens.keys();
  const { id } = await app.call('dossier.open', { procedure: 'birth_rereg', citizen });
  if (fee) Object.assign(backend.dossiers.get(id) ?? {}, { fee });
  const open = await OpenDossier.load(app, id);
  const view = render(Fee, { props: { open }, context: contextOf(app) });
  const called = (name: string) => backend.calls.filter((call) => call.name === name).map(({ args }) => args);
  return { ...view, backend, app, id, open, called, user: userEvent.setup() };
}

const button = (name: RegExp | string) => screen.getByRole('button', { name });

test('what is due stands with what it is made of, and a payment of it is noted by two touches', async () => {
  const { user, container, called, id } = await shown(TWO_LINES);
  expect(screen.getByRole('heading', { name: 'Phải nộp: 24.000 đồng' })).toBeTruthy();
  expect(container.textContent).toContain('Hai bản sao: 16.000 đồng');
  expect(await faultsOf(container)).toEqual([]);
  await user.click(screen.getByRole('radio', { name: /^Tiền mặt/ }));
  await user.click(button('Ghi đã nộp'));
  expect(await screen.findByText('Đã nộp 24.000 đồng')).toBeTruthy();
  expect(called('dossier.fee_paid')).toEqual([{ id, how: 'cash', amount: 24_000 }]);
  expect(container.textContent).toContain('Tiền mặt, thu tại nhà. Ghi bởi');
  expect(container.textContent).toContain('chưa nộp cho phường');
  expect(await faultsOf(container)).toEqual([]);
});

test('who is exempt is told with the law, and nothing is asked of them', async () => {
  const exempt = { amount: 0, lines: [], exempt: 'Người thuộc hộ nghèo', why: 'Luật Hộ tịch điều 11' };
  const { container } = await shown(exempt);
  expect(container.textContent).toContain('Được miễn: Người thuộc hộ nghèo');
  expect(container.textContent).toContain('Luật Hộ tịch điều 11');
  expect(screen.queryByRole('button', { name: 'Ghi đã nộp' })).toBeNull();
});

test('where the answers do not tell it a person says the amount and why, and never one without the other', async () => {
  const { user, called, id } = await shown();
  expect(screen.getByRole('heading', { name: 'Chưa biết số phải nộp' })).toBeTruthy();
  const form = within(screen.getByRole('region', { name: 'Ghi số tiền phải nộp' }));
  await user.type(form.getByLabelText(/^Số tiền/), '20.000 đồng');
  await user.click(form.getByRole('button', { name: 'Ghi số tiền' }));
  expect(called('dossier.fee_say')).toEqual([]);
  await user.type(form.getByLabelText(/^Lý do/), 'Mức của tỉnh');
  await user.click(form.getByRole('button', { name: 'Ghi số tiền' }));
  expect(await screen.findByRole('heading', { name: 'Phải nộp: 20.000 đồng' })).toBeTruthy();
  expect(called('dossier.fee_say')).toEqual([{ id, amount: 20_000, reason: 'Mức của tỉnh' }]);
});

test('words in the place of an amount note nothing', async () => {
  const { user, called, container } = await shown(TWO_LINES);
  await user.click(screen.getByRole('radio', { name: /^Chuyển khoản/ }));
  await user.type(screen.getByRole('textbox', { name: /^Số tiền/ }), 'hai mươi');
  await user.click(button('Ghi đã nộp'));
  expect(called('dossier.fee_paid')).toEqual([]);
  expect(container.textContent).toContain('Xin ghi số tiền bằng chữ số.');
});

test('nothing was not paid, and it is said', async () => {
  const { user, called, container } = await shown(TWO_LINES);
  await user.click(screen.getByRole('radio', { name: /^Tiền mặt, đưa cho tôi/ }));
  await user.type(screen.getByRole('textbox', { name: /^Số tiền/ }), '0');
  await user.click(button('Ghi đã nộp'));
  expect(called('dossier.fee_paid')).toEqual([]);
  expect(container.textContent).toContain('Số tiền đã nộp phải lớn hơn 0.');
});

test('a fee whose law was not read, or is only remembered, is not stated as certain', async () => {
  const { open, container, unmount } = await shown(TWO_LINES);
  const { fee } = open.form;
  expect(container.textContent).not.toContain('Mức này');
  open.form = { ...open.form, fee: { ...fee, mark: 'R' } };
  await expect.poll(() => container.textContent).toContain('Mức này ghi theo trí nhớ, chưa kiểm chứng.');
  unmount();
  const line = render(FeeLine, { props: { dossier: open.dossier, form: open.form } });
  expect(line.container.textContent).toContain('Phải nộp: 24.000 đồng (ghi theo trí nhớ, chưa kiểm chứng)');
  const exempt = { who: 'Người thuộc hộ nghèo', told: true, mark: 'S' as const };
  const form = { ...open.form, fee: { ...fee, exempt: [exempt] } };
  const told = { amount: 0, lines: [], exempt: exempt.who, why: null };
  const free = { ...open.dossier, fee: told, payment: { due: 0 } };
  await line.rerender({ dossier: free, form });
  expect(line.container.textContent).toContain('Không phải nộp lệ phí (chưa đối chiếu với văn bản luật)');
});

test('a fee that changed after it was paid is said, and the payment can be changed', async () => {
  const { user, backend, id, open, called, container } = await shown(TWO_LINES);
  await user.click(screen.getByRole('radio', { name: /^Nộp tại một cửa/ }));
  await user.type(screen.getByLabelText(/^Số biên lai/), 'BL 0012');
  await user.click(button('Ghi đã nộp'));
  await screen.findByText('Đã nộp 24.000 đồng');
  Object.assign(backend.dossiers.get(id) ?? {}, { fee: { ...TWO_LINES, amount: 32_000 } });
  await open.refresh();
  await expect.poll(() => container.textContent).toContain('nay phải nộp 32.000 đồng');
  await user.click(button('Sửa khoản đã ghi'));
  const amount = screen.getByRole('textbox', { name: /^Số tiền/ });
  await user.clear(amount);
  await user.type(amount, '32000');
  await user.click(button('Ghi đã nộp'));
  expect(await screen.findByText('Đã nộp 32.000 đồng')).toBeTruthy();
  expect(called('dossier.fee_paid').at(-1)).toMatchObject({
    amount: 32_000,
    receipt: 'BL 0012',
    instead: true,
  });
});

test('a payment is taken back only after a question, and what the ward has not at all', async () => {
  const { user, backend, id, open, called } = await shown(TWO_LINES);
  await user.click(screen.getByRole('radio', { name: /^Chuyển khoản/ }));
  await user.click(button('Ghi đã nộp'));
  await user.click(await screen.findByRole('button', { name: 'Xóa ghi nhận đã nộp' }));
  expect(called('dossier.fee_unpaid')).toEqual([]);
  await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Thôi' }));
  const noted = backend.dossiers.get(id)?.payment?.paid;
  Object.assign(noted ?? {}, { mine: false, handed_in: { by: 'Lê Văn An', at: '2026-05-21T09:00:00.000Z' } });
  await open.refresh();
  await expect.poll(() => screen.queryByRole('button', { name: 'Xóa ghi nhận đã nộp' })).toBeNull();
});

test('cash that a volunteer carries can be changed by them and not made to vanish', async () => {
  const { user, container } = await shown(TWO_LINES);
  await user.click(screen.getByRole('radio', { name: /^Tiền mặt/ }));
  await user.click(button('Ghi đã nộp'));
  await expect.poll(() => container.textContent).toContain('chỉ tổ trưởng hoặc một cửa');
  expect(screen.queryByRole('button', { name: 'Xóa ghi nhận đã nộp' })).toBeNull();
  await user.click(button('Sửa khoản đã ghi'));
  expect(screen.queryByRole('radio', { name: /^Chuyển khoản/ })).toBeNull();
});

test.each([
  ['volunteer', 0],
  ['clerk', 1],
] as const)('cash that was taken besides is seen by all; to a %s %i ways to end it', async (role, ways) => {
  const { user, backend, id, open, container, called } = await shown(TWO_LINES, role);
  const at = '2026-05-21T02:00:00.000Z';
  const taken = {
    key: 'taken/1',
    amount: 24_000,
    how: 'cash',
    by: 'Võ Thị Mai',
    received_by: 'Võ Thị Mai',
    at,
  };
  const paid = { ...taken, by: 'Lê Văn An', carried: true, mine: false, stays: true };
  const payment = { due: 24_000, paid, taken: [{ ...taken, carried: true, mine: false, stays: false }] };
  Object.assign(backend.dossiers.get(id) ?? {}, { payment });
  await open.refresh();
  expect(await screen.findByRole('heading', { name: 'Tiền mặt đã thu trùng: 24.000 đồng' })).toBeTruthy();
  expect(container.textContent).toContain('Võ Thị Mai đã thu 24.000 đồng');
  expect(container.textContent).toContain('Hai người cùng ghi đã thu');
  expect(await faultsOf(container)).toEqual([]);
  const back = screen.queryAllByRole('button', { name: 'Ghi đã trả lại người dân' });
  expect(back.length).toBe(ways);
  for (const one of back) {
    await user.click(one);
    const dialog = within(await screen.findByRole('dialog'));
    await user.click(dialog.getByRole('button', { name: 'Ghi đã trả lại người dân' }));
    await expect.poll(() => screen.queryByRole('heading', { name: /^Tiền mặt đã thu/ })).toBeNull();
    expect(called('dossier.fee_unpaid')).toEqual([{ id, taken: 'taken/1' }]);
  }
});

test('only cash that is carried is called taken twice, and only beside a payment that stands', async () => {
  const { backend, id, open, container } = await shown(TWO_LINES, 'clerk');
  const [by, at] = ['Võ Thị Mai', '2026-05-21T02:00:00.000Z'];
  const cash = { amount: 24_000, how: 'cash', by, at, carried: true, mine: false, stays: false };
  const handed_in = { by: 'Lê Văn An', at: '2026-05-21T09:00:00.000Z' };
  const has = { ...cash, key: 'taken/1', amount: 9_000, carried: false, handed_in };
  const carried = { ...cash, key: 'taken/2' };
  const headed = async (payment: object) => {
    Object.assign(backend.dossiers.get(id) ?? {}, { payment: { due: 24_000, ...payment } });
    await open.refresh();
    return (await screen.findByRole('heading', { name: /^Tiền mặt đã thu/ })).textContent;
  };
  const two = 'Hai người cùng ghi';
  expect(await headed({ taken: [has, carried] })).toBe('Tiền mặt đã thu: 24.000 đồng');
  expect(container.textContent).not.toContain(two);
  expect(await headed({ paid: cash, taken: [has, carried] })).toBe('Tiền mặt đã thu trùng: 24.000 đồng');
  expect(container.textContent).toContain(two);
  expect(await headed({ paid: cash, taken: [has] })).toBe('Tiền mặt đã thu và đã nộp cho phường');
  expect(container.textContent).toContain('Phường đã nhận tiền này: Lê Văn An');
  expect(container.textContent).not.toContain(two);
});

test('what is typed is not left without a question', async () => {
  const { user, app } = await shown(TWO_LINES);
  expect(app.unsaved.what).toEqual([]);
  const receipt = screen.getByLabelText(/^Số biên lai/);
  await user.type(receipt, 'BL');
  await expect.poll(() => app.unsaved.what).toEqual(['Ghi đã nộp lệ phí']);
  await user.clear(receipt);
  await expect.poll(() => app.unsaved.what).toEqual([]);
});

test('who took the money is typed too', async () => {
  const { user, open, app, container } = await shown(TWO_LINES);
  await user.click(screen.getByRole('radio', { name: /^Nộp tại một cửa/ }));
  await user.click(button('Ghi đã nộp'));
  await screen.findByText('Đã nộp 24.000 đồng');
  expect(open.dossier.payment?.paid?.how).toBe('desk');
  expect(container.textContent).toContain('Nộp tại một cửa. Ghi bởi');
  await user.click(button('Sửa khoản đã ghi'));
  expect(app.unsaved.what).toEqual([]);
  await user.type(screen.getByLabelText(/^Ai đã nhận tiền/), 'Lê');
  await expect.poll(() => app.unsaved.what).toEqual(['Ghi đã nộp lệ phí']);
});

test('a clerk takes back that the ward has the cash, and a volunteer cannot', async () => {
  const name = 'Ghi nhầm: phường chưa nhận tiền này';
  for (const role of ['clerk', 'volunteer'] as const) {
    const { user, backend, id, open, called, unmount } = await shown(TWO_LINES, role);
    await backend.call('dossier.fee_paid', { id, how: 'cash' });
    await backend.call('cash.hand_in', { user: 'Lê Thị Hường', dossiers: [id], amount: 24_000 });
    await open.refresh();
    await screen.findByText('Đã nộp 24.000 đồng');
    if (role === 'volunteer') expect(screen.queryByRole('button', { name })).toBeNull();
    else {
      await user.click(button(name));
      await expect.poll(() => open.dossier.payment?.paid?.carried).toBe(true);
      expect(called('cash.hand_back')).toEqual([{ dossier: id }]);
    }
    unmount();
  }
});

test('a payment that is being changed comes back after a lock, open, and to nobody else', async () => {
  const { user, app, id, unmount } = await shown(TWO_LINES);
  await addSecond(app);
  await user.click(screen.getByRole('radio', { name: /^Tiền mặt/ }));
  await user.click(button('Ghi đã nộp'));
  await user.click(await screen.findByRole('button', { name: 'Sửa khoản đã ghi' }));
  await user.type(screen.getByLabelText(/^Số biên lai/), 'BL 0012');
  const again = async (handle: '1' | 'b') => {
    await enter(app, handle);
    return render(Fee, { props: { open: await OpenDossier.load(app, id) }, context: contextOf(app) });
  };
  await app.lock();
  unmount();
  const other = await again('b');
  expect(screen.queryByLabelText(/^Số biên lai/)).toBeNull();
  await app.lock();
  other.unmount();
  await again('1');
  expect(screen.getByLabelText(/^Số biên lai/)).toHaveProperty('value', 'BL 0012');
});
