import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { App, contextOf } from '$lib/app/app.svelte';
import { MemoryBackend } from '$lib/backend/memory';
import { addDays, showDay, todayText } from '$lib/text/day';
import FinishDialog from './FinishDialog.svelte';

async function dialog(date = todayText()) {
  const backend = new MemoryBackend();
  const [id = ''] = backend.visits.keys();
  const visit = { ...(await backend.call('visit.get', { id })), date };
  const app = new App(backend);
  await app.refresh();
  const onfinished = vi.fn();
  render(FinishDialog, {
    props: { open: true, visit, unbegun: ['Cấp thẻ căn cước'], onfinished },
    context: contextOf(app),
  });
  const user = userEvent.setup();
  const press = (name: string) => user.click(screen.getByRole('button', { name }));
  const sent = () => backend.calls.filter(({ name }) => name === 'visit.finish').map(({ args }) => args);
  return { app, id, user, press, sent, onfinished };
}

test('an outcome is said once more in words before it is kept, and can still be changed', async () => {
  const { id, user, press, sent, onfinished } = await dialog();
  await user.click(screen.getByLabelText('Đã làm xong'));
  await user.type(screen.getByLabelText(/^Ghi chú/), ' hẹn thứ Bảy{Enter}');
  expect(sent()).toEqual([]);
  expect(screen.getByText('Sẽ ghi: Đã làm xong')).toBeTruthy();
  expect(document.activeElement).toBe(screen.getByRole('group', { name: 'Sẽ ghi' }));
  await press('Sửa lại');
  await user.click(screen.getByLabelText('Không gặp'));
  await press('Xem lại');
  expect(screen.getByText('Ghi chú: hẹn thứ Bảy')).toBeTruthy();
  expect(screen.queryByText(/chưa đến/)).toBeNull();
  await press('Ghi kết quả');
  await vi.waitFor(() => expect(onfinished).toHaveBeenCalled());
  expect(sent()).toEqual([{ id, outcome: 'absent', note: 'hẹn thứ Bảy' }]);
});

test('"done" is told of a form that nobody has begun, another outcome is not', async () => {
  const { user, press } = await dialog();
  await user.click(screen.getByLabelText('Đã làm xong'));
  await press('Xem lại');
  expect(screen.getByText('Chưa bắt đầu điền: Cấp thẻ căn cước.')).toBeTruthy();
  await press('Sửa lại');
  await user.click(screen.getByLabelText('Không gặp'));
  await press('Xem lại');
  expect(screen.queryByText(/Chưa bắt đầu điền/)).toBeNull();
});

test('that the day has not come yet is said', async () => {
  const later = addDays(todayText(), 30);
  const { user, press } = await dialog(later);
  await user.click(screen.getByLabelText('Đã làm xong'));
  await press('Xem lại');
  expect(screen.getByText(`Ngày thăm ${showDay(later)} chưa đến.`)).toBeTruthy();
});

test('a lock that comes while it asks finds what was written', async () => {
  const { app, user, press } = await dialog();
  await user.click(screen.getByLabelText('Không gặp'));
  await user.type(screen.getByLabelText(/^Ghi chú/), 'hẹn thứ Bảy');
  await press('Xem lại');
  app.unsaved.keep('1');
  expect(app.unsaved.kept[0]?.draft).toEqual(['Kết quả: Không gặp', 'Ghi chú: hẹn thứ Bảy']);
});
