/** The longest form, and that it stays calm: what folds, what is found, and what a key changes. */
import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import { App, contextOf } from '$lib/app/app.svelte';
import { MemoryBackend } from '$lib/backend/memory';
import { OpenDossier } from '$lib/form/dossier.svelte';
import { takeFocus } from '$lib/form/focus';
import { faultsOf } from '../../test/axe';
import FormAtWork from './FormAtWork.svelte';

afterEach(() => {
  for (const main of document.querySelectorAll('main')) main.remove();
  takeFocus();
  vi.restoreAllMocks();
});

/** The linked birth with its sample, without the answers to `blank`. */
async function atWork(section: string, ...blank: string[]) {
  const backend = new MemoryBackend();
  const app = new App(backend);
  const [citizen = ''] = backend.citizens.keys();
  const { id } = await app.call('dossier.open', { procedure: 'linked_birth', citizen });
  const { answers } = await app.call('procedure.sample', { procedure: 'linked_birth' });
  const emptied = Object.fromEntries(blank.map((key) => [key, null]));
  await app.call('dossier.set', { id, answers: { ...answers, ...emptied } });
  const open = await OpenDossier.load(app, id);
  const props = {
    open,
    section,
    sectionHref: (key: string) => `#/s/${key}`,
    papersHref: '#/papers',
    reviewHref: '#/review',
    back: { href: '#/', label: 'x' },
    go: (path: string) => void view.rerender({ section: path.replace('/s/', '') }),
  };
  const main = document.body.appendChild(document.createElement('main'));
  const view = render(FormAtWork, { target: main, props, context: contextOf(app) });
  await waitFor(() => expect(document.activeElement?.tagName).toBe('H1'));
  return { backend, open, view, user: userEvent.setup(), container: view.container, main };
}

const control = (key: string) => document.getElementById(`field-${key}-control`) as HTMLInputElement | null;
const focused = (key: string) =>
  waitFor(() => expect(document.activeElement?.id).toBe(`field-${key}-control`));
const line = () => screen.queryByRole('region', { name: 'Họ, chữ đệm, tên người mẹ' });
const write = (key: string, value: string) =>
  fireEvent.input(control(key) as HTMLInputElement, { target: { value } });

test('a person who is whole is one line on opening, and opens with the cursor at their name', async () => {
  const { container, user } = await atWork('mother');
  expect(line()?.textContent).toContain('NGUYỄN THỊ VÍ DỤ');
  expect(line()?.textContent).toContain('087301000123 · 09/04/2001 · Kinh');
  expect(control('mother_name')).toBeNull();
  expect(await faultsOf(container)).toEqual([]);
  await user.click(within(line() as HTMLElement).getByRole('button', { name: /^Sửa ?: / }));
  await focused('mother_name');
  expect(line()).toBeNull();
});

test('a person of whom one answer is missing is not folded, though none is required', async () => {
  await atWork('mother', 'mother_dob');
  expect(line()).toBeNull();
});

test('what was submitted is all to be read', async () => {
  const { open } = await atWork('child');
  open.dossier = { ...open.dossier, state: 'queued' };
  await waitFor(() => expect(control('child_name')?.disabled).toBe(true));
});

/** The household's head, and behind them the address that is asked for. */
async function headAtWork() {
  const form = await atWork('residence', 'hh_relation');
  const head = () => screen.queryByRole('region', { name: 'Họ tên của chủ hộ' });
  const saved = () => waitFor(() => expect(form.open.autosave.state.is).toBe('saved'));
  const complete = async () => {
    control('hh_relation')?.focus();
    await write('hh_relation', 'cháu');
    await fireEvent.change(control('hh_relation') as HTMLInputElement);
  };
  return { ...form, head, saved, complete };
}

test('nobody folds under the hands: only when the focus has gone on to another field', async () => {
  const { head, saved, complete } = await headAtWork();
  await complete();
  control('hh_head_name')?.focus();
  await saved();
  expect(head()).toBeNull();
  control('residence_addr')?.focus();
  await waitFor(() => expect(head()?.textContent).toContain('LÊ THỊ VÍ DỤ'));
  expect(document.activeElement).toBe(control('residence_addr'));
});

test('nobody folds while a dialog or a button of the page has the focus', async () => {
  const { head, saved, complete } = await headAtWork();
  await complete();
  screen.getByRole('button', { name: /^Tìm câu hỏi/ }).focus();
  await saved();
  await new Promise((done) => setTimeout(done));
  expect(head()).toBeNull();
});

test('nobody folds where the field that has the focus could not keep its place on the screen', async () => {
  const { head, saved, complete } = await headAtWork();
  const address = control('residence_addr') as HTMLElement;
  const measured = vi
    .spyOn(address, 'getBoundingClientRect')
    .mockImplementation(() => ({ top: head() ? 100 : 400 }) as DOMRect);
  await complete();
  address.focus();
  await saved();
  await waitFor(() => expect(measured.mock.calls.length).toBeGreaterThan(1));
  expect(head()).toBeNull();
  expect(document.activeElement).toBe(address);
});

test('a line opens when something is found about the person, and stays open when it is mended', async () => {
  const { open } = await atWork('mother');
  const { dossier } = open;
  const found = { code: 'x', field: 'mother_dob', severity: 'warning' as const, params: {} };
  open.dossier = { ...dossier, findings: [...dossier.findings, found] };
  await waitFor(() => expect(control('mother_dob')).toBeTruthy());
  open.dossier = dossier;
  await new Promise((done) => setTimeout(done));
  expect(control('mother_dob')).toBeTruthy();
});

test('a line that opens above the field that has the focus leaves that at its place on the screen', async () => {
  const { open, main } = await atWork('residence');
  const address = control('residence_addr') as HTMLElement;
  address.focus();
  // As tall as it is drawn: six hundred pixels more above, and what is scrolled is gone from above.
  vi.spyOn(address, 'getBoundingClientRect').mockImplementation(
    () => ({ top: (control('hh_head_name') ? 800 : 200) - main.scrollTop }) as DOMRect,
  );
  const found = { code: 'x', field: 'hh_head_id', severity: 'warning' as const, params: {} };
  open.dossier = { ...open.dossier, findings: [...open.dossier.findings, found] };
  await waitFor(() => expect(control('hh_head_name')).toBeTruthy());
  await waitFor(() => expect(main.scrollTop).toBe(600));
  expect(document.activeElement).toBe(address);
});

test('Ctrl+K finds a question by keys alone, also in another section and of a folded person', async () => {
  const { user } = await atWork('insurance');
  await user.keyboard('{Control>}k{/Control}');
  const box = await screen.findByRole('searchbox');
  await waitFor(() => expect(document.activeElement).toBe(box));
  await user.keyboard('quoc tich me');
  expect(await faultsOf(document.body)).toEqual([]);
  await user.keyboard('{ArrowDown}{Enter}');
  await focused('mother_nationality');
  expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Người mẹ');
});

test('Escape leaves the search, and the cursor is where it was', async () => {
  const { user } = await atWork('insurance');
  control('clinic')?.focus();
  await user.keyboard('{Control>}k{/Control}');
  await waitFor(() => expect(document.activeElement?.id).toBe('find-question'));
  await user.keyboard('tram{Escape}');
  await focused('clinic');
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
});

test('the next that is missing is one key away, through sections and round again', async () => {
  const { user, container } = await atWork('requester', 'req_phone', 'father_id', 'clinic', 'id_card');
  expect(screen.getByRole('button', { name: 'Tới câu còn thiếu (3)' })).toBeTruthy();
  for (const key of ['req_phone', 'clinic', 'id_card', 'req_phone']) {
    await user.keyboard('{F8}');
    await focused(key);
  }
  await write('req_phone', '0912000111');
  await user.click(screen.getByRole('button', { name: 'Tới câu còn thiếu (3)' }));
  await focused('clinic');
  await waitFor(() => expect(container.textContent).toContain('Tới câu còn thiếu (2)'));
});

test('a choice that is taken back leaves the focus with its question', async () => {
  const { user, open } = await atWork('insurance');
  await user.click(screen.getByRole('button', { name: 'Bỏ chọn' }));
  expect(document.activeElement).toBe(control('id_card'));
  await waitFor(() => expect(open.dossier.answers['id_card']).toBeUndefined());
  expect(document.activeElement).toBe(control('id_card'));
});

test('a key changes its own field and the line that says what is saved, and nothing else', async () => {
  const { container, open } = await atWork('child', 'home_town');
  control('child_name')?.focus();
  await write('child_name', 'L');
  const touched = new Set<string>();
  const observer = new MutationObserver((changes) => {
    for (const { target } of changes) {
      const element = target instanceof Element ? target : target.parentElement;
      touched.add(element?.closest('.field')?.id ?? element?.closest('[data-saved]')?.tagName ?? 'elsewhere');
    }
  });
  observer.observe(container, { subtree: true, childList: true, characterData: true, attributes: true });
  for (const value of ['LÊ', 'LÊ ', 'LÊ T']) await write('child_name', value);
  await new Promise((done) => setTimeout(done));
  expect([...touched].filter((place) => place !== 'field-child_name')).toEqual([]);
  await fireEvent.blur(control('child_name') as HTMLInputElement);
  await waitFor(() => expect(open.autosave.state.is).toBe('saved'));
  await new Promise((done) => setTimeout(done));
  expect([...touched].filter((place) => !['field-child_name', 'P'].includes(place))).toEqual([]);
  observer.disconnect();
});
