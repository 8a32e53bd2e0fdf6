import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { App, contextOf } from '$lib/app/app.svelte';
import type { Finding } from '$lib/backend/backend';
import { MemoryBackend } from '$lib/backend/memory';
import MoveDialog from './MoveDialog.svelte';

async function dialog(given: { day?: string; team?: string } = {}) {
  const backend = new MemoryBackend({ role: 'leader' });
  const [id = ''] = backend.visits.keys();
  const visit = await backend.call('visit.get', { id });
  const [onmoved, onstale] = [vi.fn(), vi.fn()];
  const offers = [
    { day: '2030-05-16', label: 'Ngày thăm 16/05/2030', urgent: false },
    { day: '2030-05-17', label: 'Thăm gấp 17/05/2030', urgent: true },
  ];
  render(MoveDialog, {
    props: { open: true, visit, offers, onmoved, onstale, ...given },
    context: contextOf(new App(backend)),
  });
  const user = userEvent.setup();
  const press = (name: string) => user.click(screen.getByRole('button', { name }));
  await screen.findByLabelText('Tổ 2');
  const sent = (name: string) => backend.calls.filter((call) => call.name === name).map(({ args }) => args);
  return { backend, id, visit, user, press, sent, onmoved, onstale };
}

test('moving to another day asks for a reason', async () => {
  const { id, user, press, sent, onmoved } = await dialog();
  await press('Ngày thăm 16/05/2030');
  await press('Dời ngày');
  expect(sent('visit.reschedule')).toEqual([]);
  expect(screen.getByText(/Chỗ này cần trả lời/)).toBeTruthy();
  await user.type(screen.getByLabelText(/^Lý do/), 'Đi viện');
  await press('Dời ngày');
  await vi.waitFor(() => expect(onmoved).toHaveBeenCalled());
  expect(sent('visit.reschedule')).toEqual([{ id, date: '2030-05-16', reason: 'Đi viện', urgent: false }]);
});

test('the keyboard alone moves a visit: from the day to the reason, and Enter', async () => {
  const { user, sent, onmoved } = await dialog();
  screen.getByLabelText(/^Ngày mới/).focus();
  await user.keyboard('16/5/2030');
  while (document.activeElement !== screen.getByLabelText(/^Lý do/)) await user.tab();
  await user.keyboard('Đi viện{Enter}');
  await vi.waitFor(() => expect(onmoved).toHaveBeenCalled());
  expect(sent('visit.reschedule')).toMatchObject([{ date: '2030-05-16' }]);
});

test('the urgent day makes a visit urgent, and says so before it is saved', async () => {
  const { user, press, sent, onmoved } = await dialog();
  await press('Thăm gấp 17/05/2030');
  expect(screen.getByLabelText(/^Gấp/)).toHaveProperty('checked', true);
  await user.type(screen.getByLabelText(/^Lý do/), 'Bệnh trở nặng');
  await press('Dời ngày');
  await vi.waitFor(() => expect(onmoved).toHaveBeenCalled());
  expect(sent('visit.reschedule')).toMatchObject([{ urgent: true }]);
});

test('a slip onto the urgent day does not stay urgent; what was ticked by hand does', async () => {
  const { user, press } = await dialog();
  const urgent = screen.getByLabelText(/^Gấp/);
  await press('Thăm gấp 17/05/2030');
  await press('Ngày thăm 16/05/2030');
  expect(urgent).toHaveProperty('checked', false);
  await user.click(urgent);
  await press('Thăm gấp 17/05/2030');
  await press('Ngày thăm 16/05/2030');
  expect(urgent).toHaveProperty('checked', true);
});

test('another team of the same day needs no reason and gives no new day', async () => {
  const { id, user, press, sent, onmoved } = await dialog();
  await user.click(screen.getByLabelText('Tổ 2'));
  await press('Đổi tổ');
  await vi.waitFor(() => expect(onmoved).toHaveBeenCalled());
  expect(sent('visit.reschedule')).toEqual([]);
  expect(sent('visit.save')).toEqual([{ id, team: 'Tổ 2' }]);
});

test('a team that the ward does not list is kept', async () => {
  const { user, press, sent, onmoved } = await dialog();
  await user.click(screen.getByLabelText('Tổ khác'));
  await user.type(screen.getByLabelText(/^Tên tổ khác/), 'Tổ thanh niên');
  await press('Đổi tổ');
  await vi.waitFor(() => expect(onmoved).toHaveBeenCalled());
  expect(sent('visit.save')).toMatchObject([{ team: 'Tổ thanh niên' }]);
  const codes = onmoved.mock.calls[0]?.[0].findings.map(({ code }: Finding) => code);
  expect(codes).toContain('team_unknown');
});

test('a visit that was moved meanwhile is not moved over: it is said, and asked again', async () => {
  const { backend, id, user, press, sent, onmoved, onstale } = await dialog();
  await press('Ngày thăm 16/05/2030');
  await user.type(screen.getByLabelText(/^Lý do/), 'Đi viện');
  await backend.call('visit.reschedule', { id, date: '2030-06-20', reason: 'Người khác' });
  await press('Dời ngày');
  expect(await screen.findByText(/vừa được đổi/)).toBeTruthy();
  expect(screen.getByRole('dialog').textContent).toContain('20/06/2030');
  expect(sent('visit.reschedule')).toHaveLength(1);
  expect(onstale).toHaveBeenCalled();
  await press('Dời ngày');
  await vi.waitFor(() => expect(onmoved).toHaveBeenCalled());
  expect(backend.visits.get(id)?.date).toBe('2030-05-16');
});

test('a visit that was finished meanwhile is not moved', async () => {
  const { backend, id, user, press, onmoved } = await dialog();
  await press('Ngày thăm 16/05/2030');
  await user.type(screen.getByLabelText(/^Lý do/), 'Đi viện');
  await backend.call('visit.finish', { id, outcome: 'done' });
  await press('Dời ngày');
  expect(await screen.findByText(/không đổi được nữa/)).toBeTruthy();
  await press('Dời ngày');
  expect(await screen.findByText(/đã sang bước khác/)).toBeTruthy();
  expect(onmoved).not.toHaveBeenCalled();
});

test('where the day was changed and the team could not be, both are said', async () => {
  const { backend, user, press, sent, onmoved } = await dialog({ day: '2030-05-16', team: 'Tổ 2' });
  backend.failures.set('visit.save', {
    code: 'disk_full',
    message_key: 'error.disk_full',
    params: {},
    retryable: false,
  });
  await user.type(screen.getByLabelText(/^Lý do/), 'Đi viện');
  await press('Dời ngày');
  expect(await screen.findByText(/Ngày đã dời sang 16\/05\/2030; tổ thì chưa đổi/)).toBeTruthy();
  backend.failures.clear();
  await press('Đổi tổ');
  await vi.waitFor(() => expect(onmoved).toHaveBeenCalled());
  expect(sent('visit.reschedule')).toHaveLength(1);
});
