import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { App, contextOf } from '$lib/app/app.svelte';
import { MemoryBackend } from '$lib/backend/memory';
import type { Citizen } from '$lib/backend/backend';
import { offersOf } from '$lib/visit/offers';
import ScheduleDialog from './ScheduleDialog.svelte';

async function dialog(given: { day?: string } = {}) {
  const backend = new MemoryBackend({ role: 'leader' });
  const citizen = [...backend.citizens.values()].at(-1) as Citizen;
  const procedures = await backend.call('procedure.list', {});
  const days = await backend.call('visit.days', { year: 2030, month: 4 });
  const onscheduled = vi.fn();
  const props = {
    open: true,
    citizen,
    procedures,
    offers: offersOf(days, '2030-01-01'),
    onscheduled,
    ...given,
  };
  const view = render(ScheduleDialog, { props, context: contextOf(new App(backend)) });
  await screen.findByLabelText('Tổ 1');
  return { backend, citizen, view, props, onscheduled, user: userEvent.setup() };
}

test('what the ward warns of comes with the visit that was made', async () => {
  const { user, onscheduled, citizen } = await dialog({ day: '2030-04-20' });
  await user.click(screen.getByLabelText('Tổ 3'));
  await user.click(screen.getByRole('button', { name: 'Xếp lịch' }));
  await vi.waitFor(() => expect(onscheduled).toHaveBeenCalled());
  const [made] = onscheduled.mock.calls[0] ?? [];
  expect(made).toMatchObject({
    citizen: citizen.id,
    date: '2030-04-20',
    team: 'Tổ 3',
    purposes: citizen.needs,
  });
  expect(made.findings).toMatchObject([{ code: 'day_off' }]);
});

test('what is loaded meanwhile does not take away what was typed', async () => {
  const { user, view, props, citizen } = await dialog();
  const note = screen.getByLabelText(/^Ghi chú/);
  await user.type(note, 'Nhà sau chùa');
  await view.rerender({ ...props, citizen: { ...citizen }, day: '2030-05-16' });
  expect(note).toHaveProperty('value', 'Nhà sau chùa');
});

test('a day that cannot be read is not taken for none', async () => {
  const { user, backend } = await dialog();
  await user.type(screen.getByLabelText(/^Ngày/), '31/4/2030');
  await user.click(screen.getByRole('button', { name: 'Xếp lịch' }));
  expect(screen.getByText(/Ghi đủ ngày\/tháng\/năm/)).toBeTruthy();
  expect(backend.calls.some(({ name }) => name === 'visit.schedule')).toBe(false);
});
