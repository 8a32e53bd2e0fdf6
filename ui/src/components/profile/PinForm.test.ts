import { fireEvent, render, screen } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import { App, contextOf } from '$lib/app/app.svelte';
import { MemoryBackend } from '$lib/backend/memory';
import PinForm from './PinForm.svelte';

async function form() {
  const backend = new MemoryBackend();
  const app = new App(backend);
  await app.refresh();
  const { container } = render(PinForm, { context: contextOf(app) });
  const input = (field: string) => container.querySelector(`#pin-${field}-control`) as HTMLInputElement;
  const change = async (old: string, pin: string, again = pin) => {
    for (const [field, value] of Object.entries({ old, pin, again })) {
      await fireEvent.input(input(field), { target: { value } });
    }
    await fireEvent.submit(container.querySelector('form') as HTMLFormElement);
  };
  const asked = () => backend.calls.filter(({ name }) => name === 'profile.change_pin').length;
  return { app, backend, container, input, change, asked };
}

test('the new PIN unlocks and the old one does not; the fields keep neither', async () => {
  const { app, input, change, container } = await form();
  await change('123456', '765432');
  await vi.waitFor(() => expect(container.textContent).toMatch(/Đã đổi mã PIN lúc \d\d:\d\d/));
  expect(['old', 'pin', 'again'].map((field) => input(field).value)).toEqual(['', '', '']);
  await app.lock();
  await expect(app.call('profile.unlock', { pin: '123456' })).rejects.toMatchObject({ code: 'wrong_pin' });
  await app.call('profile.unlock', { pin: '765432' });
});

test('a wrong PIN is said at its field, which has the focus; the third one has to wait', async () => {
  const { input, change, container } = await form();
  for (let time = 0; time < 3; time++) {
    await change('000000', '765432');
    await vi.waitFor(() => expect(input('old').value).toBe(''));
  }
  await vi.waitFor(() => expect(container.textContent).toContain('Chờ 30 giây'));
  expect(container.querySelector('#pin-old-remarks')?.textContent).toContain('Mã PIN chưa đúng');
  expect(document.activeElement).toBe(input('old'));
  expect(input('pin').value).toBe('765432');
});

test.each([
  ['12345', '12345', 'pin', 'ít nhất 6 ký tự'],
  ['765432', '765433', 'again', 'chưa giống nhau'],
  ['123456', '123456', 'pin', 'giống mã đang dùng'],
])('%s and %s are not sent; the focus is where it is wrong', async (pin, again, field, says) => {
  const { input, change, asked } = await form();
  await change('123456', pin, again);
  await vi.waitFor(() => expect(document.activeElement).toBe(input(field)));
  expect(screen.getByText(new RegExp(says))).toBeTruthy();
  expect(asked()).toBe(0);
});
