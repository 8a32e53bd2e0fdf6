import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { App, contextOf } from '$lib/app/app.svelte';
import type { FileView } from '$lib/backend/backend';
import { MemoryBackend } from '$lib/backend/memory';
import { OpenDossier } from '$lib/form/dossier.svelte';
import { faultsOf } from '../../test/axe';
import Papers from './Papers.svelte';

const SLOT = 'Giấy tờ về nơi cư trú';
const file = (sha256: string, state: FileView['state'], given: Partial<FileView> = {}): FileView => ({
  ...{ sha256, state, slot: 'residence_paper', bytes: 284_000, media: 'image/jpeg' },
  ...given,
});

async function shown(files: FileView[]) {
  const backend = new MemoryBackend();
  const app = new App(backend);
  const [citizen = ''] = backend.citizens.keys();
  const { id } = await app.call('dossier.open', { procedure: 'birth_rereg', citizen });
  Object.assign(backend.dossiers.get(id) ?? {}, { files });
  const open = await OpenDossier.load(app, id);
  render(Papers, { props: { open }, context: contextOf(app) });
  const look = (name: string) => screen.getByRole<HTMLButtonElement>('button', { name: `Xem ${name}` });
  const asked = () => backend.calls.filter(({ name }) => name === 'dossier.paper').map(({ args }) => args);
  return { id, look, asked, user: userEvent.setup() };
}

test('a PDF is opened from the list though nothing of it is seen there; what is elsewhere is not', async () => {
  const pdf = file('deed', 'on_device', { media: 'application/pdf', pages: 3 });
  const photo = file('card', 'received', { slot: 'identity_paper' });
  const { id, look, asked, user } = await shown([pdf, file('far', 'elsewhere'), photo]);
  expect([look(`${SLOT}, tệp 1`).disabled, look(`${SLOT}, tệp 2`).disabled]).toEqual([false, true]);
  expect(asked()).not.toContainEqual({ id, file: 'deed' });
  await user.click(look(`${SLOT}, tệp 1`));
  expect(await screen.findByRole('dialog', { name: `${SLOT}, tệp 1` })).toBeTruthy();
  await expect.poll(asked).toContainEqual({ id, file: 'deed' });
  expect(await faultsOf(document.body)).toEqual([]);
});

test('the viewer goes through what is here of the dossier, and closed it leads back to what was opened', async () => {
  const pdf = file('deed', 'on_device', { media: 'application/pdf' });
  const photo = file('card', 'received', { slot: 'identity_paper' });
  const { look, user } = await shown([pdf, file('far', 'elsewhere'), photo]);
  await user.click(look(`${SLOT}, tệp 1`));
  const names = new Set<string>();
  for (const key of ['{PageUp}', '{PageDown}', '{PageDown}']) {
    names.add((await screen.findByRole('dialog')).querySelector('[role="heading"]')?.textContent ?? '');
    await user.keyboard(key);
  }
  expect([...names].sort()).toEqual([`${SLOT}, tệp 1`, expect.stringContaining('Thẻ căn cước')]);
  await user.keyboard('{Escape}');
  await expect.poll(() => document.activeElement).toBe(look(`${SLOT}, tệp 1`));
});
