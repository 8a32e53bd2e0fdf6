import { fireEvent, render, screen } from '@testing-library/svelte';
import { createRawSnippet } from 'svelte';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { App, contextOf } from '$lib/app/app.svelte';
import { MemoryBackend } from '$lib/backend/memory';
import Dialog from './Dialog.svelte';

const children = createRawSnippet(() => ({
  render: () => `<form><div class="field"><span class="label">Ghi chú</span>
    <input class="control" id="note" /><input type="password" id="pin" /></div></form>`,
}));

async function shown(given: { title?: string; form?: string; what?: string } = {}) {
  const app = new App(new MemoryBackend());
  await app.refresh();
  const view = render(Dialog, {
    props: { open: true, title: 'Dời ngày', form: 'move/a', children, ...given },
    context: contextOf(app),
  });
  const type = (id: string, value: string) =>
    fireEvent.input(document.getElementById(id) as HTMLInputElement, { target: { value } });
  return { app, view, type };
}

test('what is typed in it is not left unasked; closed, it holds nothing', async () => {
  const { app, view, type } = await shown();
  expect(app.unsaved.what).toEqual([]);
  await type('note', 'nhà sau chùa');
  expect(app.unsaved.what).toEqual(['Dời ngày']);
  await view.rerender({ open: false });
  expect(app.unsaved.what).toEqual([]);
});

test('what stood in it when the app locked is shown to the same person again, never a PIN', async () => {
  const { app, view, type } = await shown();
  await type('note', 'nhà sau chùa');
  await type('pin', '123456');
  app.unsaved.keep('1');
  await view.rerender({ open: false });
  await view.rerender({ open: true });
  expect(document.body.textContent).toContain('Ghi chú: nhà sau chùa');
  expect(document.body.textContent).not.toContain('123456');
  expect(app.unsaved.kept).toEqual([]);
});

test('words of one home come up at that home only, also in another language', async () => {
  const { app, view, type } = await shown();
  await type('note', 'nhà sau chùa');
  app.unsaved.keep('1');
  await view.rerender({ open: false });
  await view.rerender({ open: true, form: 'move/b' });
  expect(document.body.textContent).not.toContain('nhà sau chùa');
  await view.rerender({ open: false });
  await view.rerender({ open: true, form: 'move/a', title: 'Move' });
  expect(document.body.textContent).toContain('Ghi chú: nhà sau chùa');
});

test('words that the lock laid by are held until somebody gives them up', async () => {
  const { app, view, type } = await shown({ what: 'Dời ngày · 21/05/2026' });
  await type('note', 'nhà sau chùa');
  app.unsaved.keep('1');
  await view.rerender({ open: false });
  await view.rerender({ open: true });
  expect(app.unsaved.what).toEqual(['Dời ngày · 21/05/2026']);
  app.unsaved.keep('1');
  await view.rerender({ open: false });
  await view.rerender({ open: true });
  expect(document.body.textContent).toContain('Ghi chú: nhà sau chùa');
});

test('Escape and × ask before words are lost; untouched it just closes', async () => {
  const { app, view, type } = await shown();
  const user = userEvent.setup();
  const dialog = () => screen.queryByRole('dialog');
  const close = () => user.click(screen.getByRole('button', { name: 'Đóng' }));
  await type('note', 'nhà sau chùa');
  await user.keyboard('{Escape}');
  expect(app.question.asked?.troubles).toEqual([{ what: 'Dời ngày' }]);
  app.question.answer('stay');
  await close();
  expect([dialog() !== null, app.question.asked !== undefined]).toEqual([true, true]);
  expect(document.getElementById('note')).toHaveProperty('value', 'nhà sau chùa');
  app.question.answer('go');
  await expect.poll(dialog).toBeNull();
  expect(app.unsaved.what).toEqual([]);
  await view.rerender({ open: false });
  await view.rerender({ open: true });
  await close();
  await expect.poll(dialog).toBeNull();
  expect(app.question.asked).toBeUndefined();
});
