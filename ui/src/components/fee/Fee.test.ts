import { render, screen, within } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { faultsOf } from '../../test/axe';
import { TWO_LINES, button, shown } from '../../test/fee';
import FeeLine from './FeeLine.svelte';

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
  expect(open.dossier.payment?.paid?.[0]?.how).toBe('desk');
  expect(container.textContent).toContain('Nộp tại một cửa. Ghi bởi');
  await user.click(button(/^Sửa khoản đã ghi/));
  expect(app.unsaved.what).toEqual([]);
  await user.type(screen.getByLabelText(/^Ai đã nhận tiền/), 'Lê');
  await expect.poll(() => app.unsaved.what).toEqual(['Ghi đã nộp lệ phí']);
});
