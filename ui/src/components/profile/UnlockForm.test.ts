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
