import { fireEvent, render } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import { App, contextOf } from '$lib/app/app.svelte';
import { MemoryBackend } from '$lib/backend/memory';
import EnrolAgainForm from './EnrolAgainForm.svelte';

async function form() {
  const backend = new MemoryBackend();
  backend.world.alerts = ['cloned'];
  const app = new App(backend);
  await app.refresh();
  await app.sync.refresh();
  const { container } = render(EnrolAgainForm, { context: contextOf(app) });
  const input = container.querySelector('#enrol-again-control') as HTMLTextAreaElement;
  const give = async (invitation: string) => {
    await fireEvent.input(input, { target: { value: invitation } });
    await fireEvent.submit(container.querySelector('form') as HTMLFormElement);
  };
  const asked = () => backend.calls.filter(({ name }) => name === 'profile.enrol_again').length;
  return { app, backend, container, input, give, asked };
}

test('the new invitation mends it: that is said, the alert goes, and the way on is to sync', async () => {
  const { app, container, give } = await form();
  expect(app.sync.status?.alerts).toEqual(['cloned']);
  await give('TN1.abc.12345678');
  await vi.waitFor(() => expect(container.textContent).toMatch(/Đã ghi danh lại lúc \d\d:\d\d/));
  await vi.waitFor(() => expect(app.sync.status?.alerts).toEqual([]));
  expect(container.querySelector('form')).toBeNull();
  expect(container.querySelector('a')?.getAttribute('href')).toBe('#/sync');
  expect(document.activeElement?.textContent).toContain('Đã ghi danh lại');
});

test('what went wrong is said, and the invitation need not be pasted again', async () => {
  const { backend, container, input, give } = await form();
  backend.world.wardUp = false;
  await give('TN1.abc.12345678');
  await vi.waitFor(() => expect(container.textContent).toContain('Chưa nối được với máy chủ của phường'));
  expect(input.value).toBe('TN1.abc.12345678');
  expect(container.textContent).not.toContain('Đã ghi danh lại');
});

test('nothing is asked without an invitation', async () => {
  const { container, input, give, asked } = await form();
  await give('  ');
  await vi.waitFor(() => expect(document.activeElement).toBe(input));
  expect(container.textContent).toContain('Xin dán giấy mời của phường vào đây');
  expect(asked()).toBe(0);
});

test('an invitation that was not sent yet is asked about, and comes back after an idle lock', async () => {
  const { app, input } = await form();
  await fireEvent.input(input, { target: { value: 'TN1.abc.12345678' } });
  expect(app.unsaved.what).toEqual(['Ghi danh lại máy này']);
  app.unsaved.keep('1');
  const { container } = render(EnrolAgainForm, { context: contextOf(app) });
  expect(container.querySelector<HTMLTextAreaElement>('#enrol-again-control')?.value).toBe(
    'TN1.abc.12345678',
  );
});
