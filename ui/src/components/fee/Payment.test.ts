import { render, screen, within } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { contextOf } from '$lib/app/app.svelte';
import type { Args } from '$lib/backend/backend';
import type { PaidView } from '$lib/backend/commands';
import { OpenDossier } from '$lib/form/dossier.svelte';
import { faultsOf } from '../../test/axe';
import { TWO_LINES, button, shown } from '../../test/fee';
import { addSecond, enter } from '../../test/people';
import Fee from './Fee.svelte';
import FeeLine from './FeeLine.svelte';

/** A payment that somebody else noted apart. */
const APART: PaidView = {
  key: 'paid/b',
  amount: 24_000,
  how: 'cash',
  received_by: 'Võ Thị Mai',
  by: 'Võ Thị Mai',
  at: '2026-05-21T02:00:00.000Z',
  carried: true,
  mine: false,
  stays: true,
};
const OWN: PaidView = { ...APART, key: 'paid/a', by: 'Lê Thị Hường', received_by: 'Lê Thị Hường' };

type Page = Awaited<ReturnType<typeof shown>>;
async function arrives({ backend, id, open }: Page, ...paid: PaidView[]) {
  const payment = { due: 24_000, paid: [...(backend.dossiers.get(id)?.payment?.paid ?? []), ...paid] };
  Object.assign(backend.dossiers.get(id) ?? {}, { payment });
  await open.refresh();
}

test('a fee that changed after it was paid is said, and the payment can be changed', async () => {
  const { user, backend, id, open, called, container } = await shown(TWO_LINES);
  await user.click(screen.getByRole('radio', { name: /^Nộp tại một cửa/ }));
  await user.type(screen.getByLabelText(/^Số biên lai/), 'BL 0012');
  await user.click(button('Ghi đã nộp'));
  await screen.findByText('Đã nộp 24.000 đồng');
  Object.assign(backend.dossiers.get(id) ?? {}, { fee: { ...TWO_LINES, amount: 32_000 } });
  await open.refresh();
  await expect.poll(() => container.textContent).toContain('nay phải nộp 32.000 đồng');
  await user.click(button(/^Sửa khoản đã ghi/));
  const amount = screen.getByRole('textbox', { name: /^Số tiền/ });
  await user.clear(amount);
  await user.type(amount, '32000');
  await user.click(button('Ghi đã nộp'));
  expect(await screen.findByText('Đã nộp 32.000 đồng')).toBeTruthy();
  expect(called('dossier.fee_paid').at(-1)).toMatchObject({
    amount: 32_000,
    receipt: 'BL 0012',
    payment: open.dossier.payment?.paid?.[0]?.key,
  });
});

test('a payment is taken back only after a question, and what the ward has not at all', async () => {
  const { user, backend, id, open, called } = await shown(TWO_LINES);
  await user.click(screen.getByRole('radio', { name: /^Chuyển khoản/ }));
  await user.click(button('Ghi đã nộp'));
  await user.click(await screen.findByRole('button', { name: /^Xóa ghi nhận đã nộp/ }));
  expect(called('dossier.fee_unpaid')).toEqual([]);
  await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Thôi' }));
  const noted = backend.dossiers.get(id)?.payment?.paid?.[0];
  Object.assign(noted ?? {}, { handed_in: { by: 'Lê Văn An', at: '2026-05-21T09:00:00.000Z' } });
  await open.refresh();
  await expect.poll(() => screen.queryByRole('button', { name: /^Xóa ghi nhận đã nộp/ })).toBeNull();
});

test('cash that a volunteer carries can be changed by them and not made to vanish', async () => {
  const { user, container } = await shown(TWO_LINES);
  await user.click(screen.getByRole('radio', { name: /^Tiền mặt/ }));
  await user.click(button('Ghi đã nộp'));
  await expect.poll(() => container.textContent).toContain('chỉ tổ trưởng hoặc một cửa');
  expect(screen.queryByRole('button', { name: /^Xóa ghi nhận đã nộp/ })).toBeNull();
  await user.click(button(/^Sửa khoản đã ghi/));
  expect(screen.queryByRole('radio', { name: /^Chuyển khoản/ })).toBeNull();
});

test.each([
  ['volunteer', 'nhờ một cửa hoặc tổ trưởng xóa hay sửa khoản đó', 0],
  ['clerk', 'xóa hay sửa khoản đó ở dưới', 2],
] as const)(
  'of two payments that were noted apart a %s is told who has the money, and who takes one out',
  async (role, todo, drops) => {
    const page = await shown(TWO_LINES, role);
    await arrives(page, OWN, APART);
    const { user, id, container, called } = page;
    expect(await screen.findByText('Đã nộp 48.000 đồng, nhiều hơn số phải nộp 24.000 đồng')).toBeTruthy();
    expect(screen.getAllByRole('region', { name: /^24\.000 đồng/ })).toHaveLength(2);
    for (const name of [OWN.by, APART.by])
      expect(container.textContent).toContain(`${name} đang giữ 24.000 đồng`);
    expect(container.textContent).toContain(todo);
    expect(container.textContent).not.toContain('nay phải nộp');
    expect(await faultsOf(container)).toEqual([]);
    expect(screen.queryAllByRole('button', { name: /^Xóa ghi nhận đã nộp/ })).toHaveLength(drops);
    if (drops === 0) return;
    await user.click(button(/^Xóa ghi nhận đã nộp.*Võ Thị Mai/));
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByText(/người dân đã cầm lại tiền/)).toBeTruthy();
    await user.click(dialog.getByRole('button', { name: 'Xóa ghi nhận đã nộp' }));
    await expect.poll(() => screen.queryByText(/nhiều hơn số phải nộp/)).toBeNull();
    expect(called('dossier.fee_unpaid')).toEqual([{ id, payment: APART.key }]);
    await user.click(button(/^Sửa khoản đã ghi.*Lê Thị Hường/));
    expect(screen.getByRole('textbox', { name: /^Số tiền/ })).toHaveProperty('value', '24000');
  },
);

test('several payments that are less than is due are no surplus; where nobody knows what is due they are looked at', async () => {
  const page = await shown(TWO_LINES);
  const [least, most] = [
    { ...OWN, amount: 8_000 },
    { ...APART, amount: 9_000 },
  ];
  await arrives(page, least, most);
  const { backend, id, open, container } = page;
  await expect.poll(() => container.textContent).toContain('Đã nộp 17.000 đồng, nay phải nộp 24.000 đồng');
  expect(container.textContent).not.toContain('nhiều hơn');
  const line = render(FeeLine, { props: { dossier: open.dossier, form: open.form } });
  expect(line.container.textContent).toContain('Đã nộp 17.000 đồng (2 khoản)');
  line.unmount();
  Object.assign(backend.dossiers.get(id) ?? {}, { fee: { ...TWO_LINES, amount: null } });
  await open.refresh();
  const unknown = 'Đã ghi 2 khoản nộp, cộng 17.000 đồng, mà chưa biết phải nộp bao nhiêu';
  expect(await screen.findByText(unknown)).toBeTruthy();
  expect(container.textContent).not.toContain('nay phải nộp');
});

test('another payment is noted by who has been told of those before, and what is still due is offered', async () => {
  const page = await shown(TWO_LINES);
  await arrives(page, { ...APART, amount: 20_000 });
  const { user, id, called, container } = page;
  await user.click(await screen.findByRole('button', { name: 'Ghi thêm một khoản nộp' }));
  const form = within(screen.getByRole('region', { name: 'Ghi thêm một khoản nộp' }));
  expect(form.getByRole('listitem').textContent).toContain(
    '20.000 đồng. Tiền mặt, thu tại nhà. Ghi bởi Võ Thị Mai',
  );
  expect(form.getByText(/còn phải nộp: 4\.000 đồng/)).toBeTruthy();
  expect(await faultsOf(container)).toEqual([]);
  await user.click(form.getByRole('radio', { name: /^Tiền mặt/ }));
  await user.click(form.getByRole('button', { name: 'Ghi thêm khoản này' }));
  await expect.poll(() => screen.queryByRole('region', { name: 'Ghi thêm một khoản nộp' })).toBeNull();
  expect(called('dossier.fee_paid')).toEqual([
    { id, how: 'cash', amount: 4_000, another: expect.any(String) },
  ]);
  await user.click(button('Ghi thêm một khoản nộp'));
  await user.click(screen.getByRole('radio', { name: /^Tiền mặt/ }));
  await user.click(button('Ghi thêm khoản này'));
  expect(called('dossier.fee_paid')).toHaveLength(1);
});

test('a payment that arrives while one is typed takes no words away, and is no silent second one', async () => {
  const page = await shown(TWO_LINES);
  const { user, called, container } = page;
  await user.click(screen.getByRole('radio', { name: /^Tiền mặt/ }));
  await user.type(screen.getByLabelText(/^Số biên lai/), 'BL 7');
  await arrives(page, APART);
  await screen.findByText('Đã nộp 24.000 đồng');
  await user.type(screen.getByRole('textbox', { name: /^Số tiền/ }), '5000');
  await user.click(button('Ghi đã nộp'));
  await expect.poll(() => container.textContent).toContain('Hồ sơ này đã có khoản nộp được ghi');
  expect(screen.getByLabelText(/^Số biên lai/)).toHaveProperty('value', 'BL 7');
  await user.click(button('Ghi thêm khoản này'));
  expect(await screen.findByText('Đã nộp 5.000 đồng')).toBeTruthy();
  expect(called('dossier.fee_paid').map((args) => (args as Args<'dossier.fee_paid'>).another)).toEqual([
    undefined,
    expect.any(String),
  ]);
});

test('of a request that was taken back nothing is noted or changed any more, and what was noted can be dropped', async () => {
  const page = await shown(TWO_LINES, 'clerk');
  await arrives(page, APART);
  Object.assign(page.backend.dossiers.get(page.id) ?? {}, { state: 'withdrawn' });
  await page.open.refresh();
  await expect.poll(() => screen.queryByRole('button', { name: 'Ghi thêm một khoản nộp' })).toBeNull();
  expect(screen.queryByRole('button', { name: /^Sửa khoản đã ghi/ })).toBeNull();
  expect(button(/^Xóa ghi nhận đã nộp/)).toBeTruthy();
});

test('a clerk takes back that the ward has the cash, and a volunteer cannot', async () => {
  const name = /^Ghi nhầm: phường chưa nhận tiền này/;
  for (const role of ['clerk', 'volunteer'] as const) {
    const { user, backend, id, open, called, unmount } = await shown(TWO_LINES, role);
    await backend.call('dossier.fee_paid', { id, how: 'cash' });
    await backend.call('cash.hand_in', { user: 'Lê Thị Hường', dossiers: [id], amount: 24_000 });
    await open.refresh();
    await screen.findByText('Đã nộp 24.000 đồng');
    if (role === 'volunteer') expect(screen.queryByRole('button', { name })).toBeNull();
    else {
      await user.click(button(name));
      await expect.poll(() => open.dossier.payment?.paid?.[0]?.carried).toBe(true);
      expect(called('cash.hand_back')).toEqual([
        { dossier: id, payment: open.dossier.payment?.paid?.[0]?.key },
      ]);
    }
    unmount();
  }
});

test('a change and another payment that were being typed come back after a lock, open, and to nobody else', async () => {
  const page = await shown(TWO_LINES, 'clerk');
  await arrives(page, OWN, APART);
  const { user, app, id } = page;
  await addSecond(app, 'clerk');
  const receipts = () =>
    screen.queryAllByLabelText<HTMLInputElement>(/^Số biên lai/).map(({ value }) => value);
  let view: { unmount: () => void } = page;
  const again = async (handle: '1' | 'b') => {
    await app.lock();
    view.unmount();
    await enter(app, handle);
    view = render(Fee, { props: { open: await OpenDossier.load(app, id) }, context: contextOf(app) });
  };
  await user.click(await screen.findByRole('button', { name: /^Sửa khoản đã ghi.*Võ Thị Mai/ }));
  await user.type(screen.getByLabelText(/^Số biên lai/), 'BL 0012');
  await again('b');
  expect(receipts()).toEqual([]);
  await again('1');
  expect(receipts()).toEqual(['BL 0012']);
  expect(button(/^Sửa khoản đã ghi.*Lê Thị Hường/)).toBeTruthy();
  await user.click(button('Ghi thêm một khoản nộp'));
  const another = () => within(screen.getByRole('region', { name: 'Ghi thêm một khoản nộp' }));
  await user.type(another().getByLabelText(/^Số biên lai/), 'BL 0013');
  expect(await faultsOf(document.body)).toEqual([]);
  await again('1');
  expect(receipts()).toEqual(['BL 0012', 'BL 0013']);
  expect(another().getByLabelText(/^Số biên lai/)).toHaveProperty('value', 'BL 0013');
});
