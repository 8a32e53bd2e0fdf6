import { fireEvent, render, screen } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import { App, contextOf } from '$lib/app/app.svelte';
import { MemoryBackend } from '$lib/backend/memory';
import WardForm from './WardForm.svelte';

const day = (date: string) => ({ day: { date, suggested: date, loads: [] }, status: 'announced' as const });
const examples = { third_thursday: day('2027-01-21'), thursday_of_third_week: day('2027-01-14') };

async function form(editable = true) {
  const backend = new MemoryBackend({ role: editable ? 'admin' : 'leader' });
  const app = new App(backend);
  await app.refresh();
  const settings = await app.call('ward.settings', {});
  const onsaved = vi.fn();
  const props = { settings, editable, examples, differs: undefined, onsaved };
  const { container } = render(WardForm, { props, context: contextOf(app) });
  const text = () => container.textContent ?? '';
  const submit = () => fireEvent.submit(container.querySelector('form') as HTMLFormElement);
  const saves = () =>
    backend.calls.filter(({ name }) => name === 'ward.settings_save').map(({ args }) => args);
  return { app, backend, container, text, submit, saves };
}

test('a rule is shown by its next day, before it is saved', async () => {
  const { text } = await form();
  expect(text()).toContain('Thứ Năm 21/01/2027');
  await fireEvent.click(screen.getByLabelText('Thứ Năm của tuần thứ ba'));
  expect(text()).toContain('Thứ Năm 14/01/2027');
});

test('only what was changed is sent; "Đã lưu" goes with the next change', async () => {
  const { app, text, submit, saves } = await form();
  await fireEvent.click(screen.getByLabelText('lẻ'));
  expect(text()).toContain('hai nghìn không trăm lẻ năm');
  expect(app.unsaved.what).toHaveLength(1);
  await submit();
  await vi.waitFor(() => expect(text()).toMatch(/Đã lưu trên máy này lúc \d\d:\d\d/));
  expect(saves()).toEqual([{ zero: 'le' }]);
  expect(app.unsaved.what).toHaveLength(0);
  await fireEvent.click(screen.getByLabelText('ngàn'));
  expect(text()).not.toContain('Đã lưu trên máy này');
});

test('an empty capacity means that nobody counts; what is no number is not sent', async () => {
  const { container, submit, saves, text } = await form();
  const input = container.querySelector('#ward-capacity-control') as HTMLInputElement;
  await fireEvent.input(input, { target: { value: 'sáu' } });
  await submit();
  await vi.waitFor(() => expect(document.activeElement).toBe(input));
  expect(text()).toContain('Ghi một số từ 1 trở lên');
  await fireEvent.input(input, { target: { value: '' } });
  await submit();
  await vi.waitFor(() => expect(saves()).toEqual([{ team_capacity: null }]));
});

test('hours are sent as spans, none as the usual ones, and what cannot be read not at all', async () => {
  const { container, submit, saves, text } = await form();
  const input = container.querySelector('#ward-hours-control') as HTMLInputElement;
  await fireEvent.input(input, { target: { value: '7h-11h' } });
  await submit();
  await vi.waitFor(() => expect(document.activeElement).toBe(input));
  expect(text()).toContain('Ghi từng buổi như 07:30-11:30');
  await fireEvent.input(input, { target: { value: '07:00-11:00, 13:00-16:30' } });
  await submit();
  await vi.waitFor(() => expect(saves()).toEqual([{ working_hours: ['07:00-11:00', '13:00-16:30'] }]));
  await vi.waitFor(() => expect(text()).toMatch(/Đã lưu trên máy này/));
  await fireEvent.input(input, { target: { value: '' } });
  await submit();
  await vi.waitFor(() => expect(saves()).toHaveLength(2));
  expect(saves()[1]).toEqual({ working_hours: null });
});

test('a failing device never brings "Đã lưu"', async () => {
  const { backend, text, submit } = await form();
  backend.failures.set('ward.settings_save', {
    code: 'disk_full',
    message_key: 'error.disk_full',
    params: {},
    retryable: false,
  });
  await fireEvent.click(screen.getByLabelText('lẻ'));
  await submit();
  await vi.waitFor(() => expect(text()).toContain('hết chỗ'));
  expect(text()).not.toContain('Đã lưu trên máy này');
  expect(text()).toContain('chưa lưu');
});

test('who may not change it sees the same and cannot', async () => {
  const { container } = await form(false);
  const controls = [...container.querySelectorAll('input')];
  expect(controls.length).toBeGreaterThan(9);
  expect(controls.every(({ disabled }) => disabled)).toBe(true);
  expect(container.querySelector('[type="submit"]')).toBeNull();
});
