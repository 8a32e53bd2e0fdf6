import { fireEvent, render, screen } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import { App, contextOf } from '$lib/app/app.svelte';
import { MemoryBackend } from '$lib/backend/memory';
import UnlockForm from './UnlockForm.svelte';

async function locked() {
  const backend = new MemoryBackend({ unlocked: false });
  const app = new App(backend);
  await app.refresh();
  const users = app.profile?.users ?? [];
  const view = render(UnlockForm, {
    props: { users: [...users, { handle: '2', practice: false }] },
    context: contextOf(app),
  });
  const attempt = async (pin: string) => {
    await fireEvent.input(view.container.querySelector('#unlock-pin-control') as HTMLInputElement, {
      target: { value: pin },
    });
    await fireEvent.submit(view.container.querySelector('form') as HTMLFormElement);
  };
  return { app, view, attempt };
}

test('several people choose who they are; the right PIN opens', async () => {
  const { app, attempt } = await locked();
  expect(screen.getByText('Ai đang dùng máy?')).toBeTruthy();
  await attempt('123456');
  await vi.waitFor(() => expect(app.person?.user).toBe('Lê Thị Hường'));
});

test('a wrong PIN is said in words; the third one has to wait', async () => {
  const { app, view, attempt } = await locked();
  await attempt('000000');
  await vi.waitFor(() => expect(view.container.textContent).toContain('Mã PIN chưa đúng'));
  await attempt('000001');
  await attempt('000002');
  await vi.waitFor(() => expect(view.container.textContent).toContain('Chờ 30 giây'));
  expect(app.person).toBeUndefined();
});

test('once the wait is over nobody is told to wait', async () => {
  vi.useFakeTimers();
  const { app, view, attempt } = await locked();
  const call = app.backend.call.bind(app.backend);
  const wait = { code: 'pin_wait', message_key: 'error.pin_wait', params: { wait_s: 30 }, retryable: true };
  vi.spyOn(app.backend, 'call').mockImplementation((name, args) =>
    name === 'profile.unlock' ? Promise.reject(wait) : call(name, args),
  );
  await attempt('000000');
  await vi.advanceTimersByTimeAsync(1);
  expect(view.container.textContent).toContain('Xin chờ 30 giây');
  for (let second = 0; second < 31; second++) await vi.advanceTimersByTimeAsync(1000);
  expect(view.container.textContent).not.toMatch(/chờ \d+ giây/i);
  vi.useRealTimers();
});
