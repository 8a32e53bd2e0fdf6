/** What a key and a saved answer cost in the longest form, beside a bare field; without layout, which a window adds. */
import { render } from '@testing-library/svelte';
import { flushSync } from 'svelte';
import { bench, describe } from 'vitest';
import { App, contextOf } from '$lib/app/app.svelte';
import { MemoryBackend } from '$lib/backend/memory';
import { OpenDossier } from '$lib/form/dossier.svelte';
import FormAtWork from './FormAtWork.svelte';

const backend = new MemoryBackend();
const app = new App(backend);
const { id } = await app.call('dossier.open', { procedure: 'linked_birth', citizen: '' });
const { answers } = await app.call('procedure.sample', { procedure: 'linked_birth' });
// One question stays open, so that the person under the hands is no line.
await app.call('dossier.set', { id, answers: { ...answers, home_town: null } });
const open = await OpenDossier.load(app, id);
render(FormAtWork, {
  props: {
    open,
    section: 'child',
    sectionHref: (key: string) => `#/s/${key}`,
    papersHref: '#/papers',
    reviewHref: '#/review',
    back: { href: '#/', label: 'x' },
    go: () => undefined,
  },
  context: contextOf(app),
});

const bare = document.body.appendChild(document.createElement('input'));
let keys = 0;

function press(input: HTMLInputElement) {
  input.value = `LÊ THÍ DỤ ${keys++ % 100}`;
  input.dispatchEvent(new Event('input', { bubbles: true }));
  flushSync();
}

describe('linked birth, every question answered but one', () => {
  bench('a key in a bare field', () => press(bare));
  bench('a key in the form', () =>
    press(document.getElementById('field-child_name-control') as HTMLInputElement),
  );
  bench('an answer that was saved', () => {
    const { dossier } = open;
    open.take({ ...dossier, revision: dossier.revision + 1, findings: [...dossier.findings] });
    flushSync();
  });
});
