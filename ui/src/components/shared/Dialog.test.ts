import { fireEvent, render } from '@testing-library/svelte';
import { createRawSnippet } from 'svelte';
import { expect, test } from 'vitest';
import { App, contextOf } from '$lib/app/app.svelte';
import { MemoryBackend } from '$lib/backend/memory';
import Dialog from './Dialog.svelte';

const children = createRawSnippet(() => ({
  render: () => `<form><div class="field"><span class="label">Ghi chú</span>
    <input class="control" id="note" /><input type="password" id="pin" /></div></form>`,
}));

async function shown() {
  const app = new App(new MemoryBackend());
  await app.refresh();
  const view = render(Dialog, {
    props: { open: true, title: 'Dời ngày', children },
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
