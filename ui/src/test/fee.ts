import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { App, contextOf } from '$lib/app/app.svelte';
import type { Dossier } from '$lib/backend/backend';
import { MemoryBackend } from '$lib/backend/memory';
import { OpenDossier } from '$lib/form/dossier.svelte';
import Fee from '../components/fee/Fee.svelte';

type Told = Dossier['fee'];
export const TWO_LINES: Told = {
  amount: 24_000,
  lines: [
    { label: 'Lệ phí', amount: 8_000 },
    { label: 'Hai bản sao', amount: 16_000 },
  ],
  exempt: null,
  why: null,
};

/** The page of a fee, with what its answers make due. */
export async function shown(fee?: Told, role: 'volunteer' | 'clerk' = 'volunteer') {
  const backend = new MemoryBackend({ role });
  const app = new App(backend);
  await app.refresh();
  const [citizen = ''] = backend.citizens.keys();
  const { id } = await app.call('dossier.open', { procedure: 'birth_rereg', citizen });
  if (fee) Object.assign(backend.dossiers.get(id) ?? {}, { fee });
  const open = await OpenDossier.load(app, id);
  const view = render(Fee, { props: { open }, context: contextOf(app) });
  const called = (name: string) => backend.calls.filter((call) => call.name === name).map(({ args }) => args);
  return { ...view, backend, app, id, open, called, user: userEvent.setup() };
}

export const button = (name: RegExp | string) => screen.getByRole('button', { name });
