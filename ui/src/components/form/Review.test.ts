import { fireEvent, render, screen } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import { App, contextOf } from '$lib/app/app.svelte';
import { MemoryBackend } from '$lib/backend/memory';
import { OpenDossier } from '$lib/form/dossier.svelte';
import { takeFocus } from '$lib/form/focus';
import { faultsOf } from '../../test/axe';
import Review from './Review.svelte';

async function review(given: { state?: string; delivery?: string } = {}) {
  const backend = new MemoryBackend();
  const app = new App(backend);
  const [citizen] = backend.citizens.keys();
  const { id } = await app.call('dossier.open', { procedure: 'birth_rereg', citizen: citizen ?? '' });
  const open = await OpenDossier.load(app, id);
  open.dossier = { ...open.dossier, ...given };
  const props = { open, sectionHref: (key: string) => `#/s/${key}`, papersHref: '#/papers', go: vi.fn() };
  const { container } = render(Review, { props, context: contextOf(app) });
  const notice = () => container.querySelector('.notice');
  return { backend, app, open, id, container, notice, go: props.go };
}

test('a receipt that comes while the page is shown is said there', async () => {
  const { backend, open, id, notice } = await review();
  Object.assign(backend.dossiers.get(id) ?? {}, { state: 'queued' });
  open.dossier = { ...open.dossier, state: 'queued' };
  await vi.waitFor(() => expect(notice()?.textContent).toContain('Đang ở máy này'));
  const before = document.activeElement;
  backend.receiveAll();
  backend.news.tell('sync', { running: false, failure: null });
  await vi.waitFor(() => expect(notice()?.textContent).toContain('Phường đã nhận'));
  expect(document.activeElement).toBe(before);
});

test('what came does not stand over an answer that is being saved', async () => {
  const { backend, app, open, id } = await review();
  const stale = await app.call('dossier.get', { id });
  const call = backend.call.bind(backend);
  let answer: () => void = () => undefined;
  const spy = vi.spyOn(backend, 'call').mockImplementation(async (name, args) => {
    if (name !== 'dossier.get') return call(name, args);
    await new Promise<void>((resolve) => (answer = resolve));
    return stale as never;
  });
  const refreshing = open.refresh();
  open.autosave.commit('prev_office', 'UBND xã Mẫu');
  await open.autosave.flush();
  answer();
  await refreshing;
  expect(open.answer('prev_office')).toBe('UBND xã Mẫu');
  spy.mockRestore();
});

const SENDING = /sẽ gửi/i;
test.each([
  ['queued', 'on_device', 'quiet', SENDING],
  ['queued', 'in_transit', 'quiet', /chờ biên nhận/],
  ['queued', 'receipted', 'good', /Phường đã nhận/],
  ['queued', 'set_aside', 'needs', /chưa nhận/],
  ['queued', 'from_the_future', 'quiet', /Chưa rõ/],
  ['sent_back', 'receipted', 'needs', /nộp lại/],
  ['sent_back', 'set_aside', 'needs', /chưa nhận/],
  ['received', 'receipted', 'good', /Phường đã nhận/],
  ['settled', 'on_device', 'quiet', SENDING],
  ['withdrawn', 'receipted', 'quiet', /Phường đã nhận/],
])('%s and %s are said as they are', async (state, delivery, tone, says) => {
  const { notice } = await review({ state, delivery });
  expect(notice()?.classList.contains(`tone-${tone}`)).toBe(true);
  expect(notice()?.textContent).toMatch(says);
  if (says !== SENDING) expect(notice()?.textContent).not.toMatch(SENDING);
});

test('it does not say that every answer is kept while one is not', async () => {
  const { open, container } = await review();
  expect(container.textContent).toContain('Mọi câu trả lời đã được giữ');
  open.autosave.touch('prev_office');
  await vi.waitFor(() => expect(container.textContent).not.toContain('Mọi câu trả lời đã được giữ'));
});

test('a paper that is missing is a warning that leads to it, and stops nothing', async () => {
  const { container, go } = await review();
  const lines = [...container.querySelectorAll<HTMLButtonElement>('.summary.needs button')];
  const paper = lines.find((line) => line.textContent?.includes('Giấy tờ về nơi cư trú'));
  expect(paper).toBeTruthy();
  paper?.click();
  expect(go).toHaveBeenCalledWith('/papers');
  expect(takeFocus()).toBe('paper-residence_paper');
  expect(container.querySelector('.summary.wrong')).toBeNull();
});

test('an original that nobody has seen is said calmly, until it was seen or the citizen does not have it', async () => {
  const { open, container } = await review();
  const said = () => container.textContent?.match(/Bản chính chưa ai xem \((\d)\)/)?.[1];
  expect(said()).toBeUndefined();
  const papers = open.form.papers.map((paper) => ({ ...paper, original_to_show: !paper.is_form }));
  const stops = container.querySelectorAll('.summary button').length;
  open.form = { ...open.form, papers };
  const asked = open.dossier.papers;
  expect(asked.length).toBeGreaterThan(1);
  await vi.waitFor(() => expect(said()).toBe(String(asked.length)));
  expect(container.querySelectorAll('.summary button')).toHaveLength(stops);
  expect(await faultsOf(container)).toEqual([]);
  const by = { by: 'Lê Thị Hường', at: '2026-11-20T09:00' };
  const checklist = {
    originals: { [asked[0] ?? '']: by },
    absent: Object.fromEntries(asked.slice(1).map((slot) => [slot, { ...by, why: 'đã mất' }])),
  };
  open.dossier = { ...open.dossier, checklist: { ...checklist, absent: {} } };
  await vi.waitFor(() => expect(said()).toBe(String(asked.length - 1)));
  open.dossier = { ...open.dossier, checklist };
  await vi.waitFor(() => expect(said()).toBeUndefined());
  open.dossier = { ...open.dossier, state: 'received', checklist: { originals: {}, absent: {} } };
  expect(said()).toBeUndefined();
});

test('more that was paid than is due is worth a look, and leads to the fee', async () => {
  const { open, id, container, go } = await review();
  const params = { n: 2, amount: 48_000 };
  const finding = { code: 'fee_paid_twice', field: '', severity: 'warning', params };
  open.dossier = { ...open.dossier, findings: [finding] as typeof open.dossier.findings };
  const line = await screen.findByRole('button', { name: /^Lệ phí/ });
  expect(line.closest('.summary')?.textContent).toContain('Đã ghi 2 khoản nộp, cộng 48.000 đồng');
  expect(await faultsOf(container)).toEqual([]);
  await fireEvent.click(line);
  expect(go).toHaveBeenCalledWith(`/dossiers/${id}/fee`);
});

test('what nobody has decided yet is worth a look, and leads to its question', async () => {
  const { open, container, go } = await review();
  const said = { mother_birth: [{ source: 'scan' as const, value: '1967-08-15' }] };
  const visible = [...new Set([...open.dossier.visible, 'mother_birth'])];
  open.dossier = { ...open.dossier, visible, said, findings: [] };
  await vi.waitFor(() => expect(container.textContent).toContain('Nên xem lại (1)'));
  const summary = container.querySelector('.summary.needs');
  expect(summary?.textContent).toContain('Còn phải chọn: từ thẻ ghi "15/08/1967"');
  await fireEvent.click(summary?.querySelector('button') as HTMLButtonElement);
  expect(go).toHaveBeenCalledWith('/s/mother');
  expect(takeFocus()).toBe('mother_birth');
});

test('a request is not taken back while an answer cannot be saved', async () => {
  const { backend, open } = await review();
  const failure = { code: 'disk_full', message_key: 'error.disk_full', params: {}, retryable: false };
  backend.failures.set('dossier.set', failure);
  open.autosave.commit('prev_office', 'UBND xã Mẫu');
  await fireEvent.click(screen.getByRole('button', { name: 'Rút hồ sơ' }));
  const dialog = await screen.findByRole('dialog');
  await fireEvent.click(screen.getByRole('button', { name: 'Rút hồ sơ này' }));
  await vi.waitFor(() => expect(dialog.textContent).toContain('hết chỗ'));
  expect(open.dossier.state).toBe('draft');
  await expect(open.move()).rejects.toMatchObject({ code: 'disk_full' });
  open.autosave.stop();
});

test('a request is taken back after it was asked for once more, with why', async () => {
  const { app, id, open } = await review();
  await fireEvent.click(screen.getByRole('button', { name: 'Rút hồ sơ' }));
  const dialog = await screen.findByRole('dialog');
  expect(dialog.textContent).toContain('không mở lại được');
  expect(await faultsOf(dialog)).toEqual([]);
  await fireEvent.input(screen.getByLabelText(/Vì sao/), { target: { value: ' Đã có người làm giúp ' } });
  await vi.waitFor(() => expect(app.unsaved.what).toEqual([expect.stringContaining('Rút hồ sơ')]));
  const call = vi.spyOn(app.backend, 'call');
  await fireEvent.click(screen.getByRole('button', { name: 'Rút hồ sơ này' }));
  await vi.waitFor(() => expect(open.dossier.state).toBe('withdrawn'));
  expect(call).toHaveBeenCalledWith('dossier.withdraw', { id, reason: 'Đã có người làm giúp' });
  await vi.waitFor(() => expect(screen.queryByRole('button', { name: 'Rút hồ sơ' })).toBeNull());
});
