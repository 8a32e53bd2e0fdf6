import { fireEvent, render, screen } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import { App, contextOf } from '$lib/app/app.svelte';
import { MemoryBackend } from '$lib/backend/memory';
import { OpenDossier } from '$lib/form/dossier.svelte';
import FormAtWork from './FormAtWork.svelte';

const full = { code: 'disk_full', message_key: 'error.disk_full', params: {}, retryable: false };

async function atWork(section: string, procedure = 'birth_rereg') {
  const backend = new MemoryBackend();
  const app = new App(backend);
  const [citizen] = backend.citizens.keys();
  const { id } = await app.call('dossier.open', { procedure, citizen: citizen ?? '' });
  const open = await OpenDossier.load(app, id);
  const go = vi.fn();
  const view = render(FormAtWork, {
    props: {
      open,
      section,
      sectionHref: (key: string) => `#/s/${key}`,
      papersHref: '#/papers',
      reviewHref: '#/review',
      back: { href: '#/', label: 'x' },
      go,
    },
    context: contextOf(app),
  });
  const saved = () => view.container.querySelector('[data-saved]')?.getAttribute('data-saved');
  const text = () => view.container.querySelector('[data-saved]')?.textContent ?? '';
  return { backend, open, view, go, saved, text, id };
}

async function type(label: string, value: string) {
  const input = screen.getByLabelText(label);
  await fireEvent.input(input, { target: { value } });
  return input;
}

test('an answer is saved when its field is left, and then the line says so', async () => {
  const { backend, saved, text, id } = await atWork('previous');
  const input = await type('Đã đăng ký khai sinh tại', 'UBND xã Mẫu');
  await vi.waitFor(() => expect(saved()).toBe('typing'));
  expect(text()).not.toContain('Đã lưu');
  await fireEvent.blur(input);
  await vi.waitFor(() => expect(saved()).toBe('saved'));
  expect(text()).toMatch(/Đã lưu \d\d:\d\d/);
  expect(backend.dossiers.get(id)?.answers['prev_office']).toBe('UBND xã Mẫu');
});

test('what is saved while the next field is being typed into leaves the cursor there', async () => {
  const { saved } = await atWork('previous');
  await vi.waitFor(() => expect(document.activeElement?.tagName).toBe('H1'));
  await fireEvent.blur(await type('Đã đăng ký khai sinh tại', 'UBND xã Mẫu'));
  const next = screen.getByLabelText(/^Ngày đăng ký/);
  next.focus();
  await vi.waitFor(() => expect(saved()).toBe('saved'));
  await new Promise((done) => setTimeout(done));
  expect(document.activeElement).toBe(next);
});

test('a failing device never brings "Đã lưu"; the answer stays on the screen', async () => {
  const { backend, saved, text, open } = await atWork('previous');
  backend.failures.set('dossier.set', full);
  const input = (await type('Đã đăng ký khai sinh tại', 'UBND xã Mẫu')) as HTMLInputElement;
  await fireEvent.blur(input);
  await vi.waitFor(() => expect(saved()).toBe('failed'));
  expect(text()).toContain('Chưa lưu.');
  expect(text()).toContain('hết chỗ');
  expect(text()).not.toMatch(/Đã lưu \d/);
  expect(input.value).toBe('UBND xã Mẫu');
  backend.failures.clear();
  await fireEvent.click(screen.getByText('Thử lại'));
  await vi.waitFor(() => expect(saved()).toBe('saved'));
  open.autosave.stop();
});

test('a number that is none keeps the line from saying saved', async () => {
  const { saved, open, view } = await atWork('request');
  await fireEvent.click(screen.getByLabelText('Có'));
  await vi.waitFor(() => expect(screen.queryByLabelText('Số lượng bản sao')).toBeTruthy());
  await fireEvent.blur(await type('Số lượng bản sao', 'hai'));
  await vi.waitFor(() => expect(saved()).toBe('failed'));
  expect(view.container.textContent).toContain('phải là một số');
  await view.rerender({ section: 'previous' });
  expect(screen.queryByLabelText('Số lượng bản sao')).toBeNull();
  await view.rerender({ section: 'request' });
  expect(screen.getByLabelText<HTMLInputElement>('Số lượng bản sao').value).toBe('hai');
  expect(open.dossier.answers['copies_count']).toBeUndefined();
});

test('what is missing is said after a section was left, not before', async () => {
  const { view } = await atWork('previous');
  expect(view.container.textContent).not.toContain('Chỗ này cần trả lời');
  await fireEvent.click(screen.getByText(/^Tiếp:/));
  await vi.waitFor(() => expect(view.container.textContent).toContain('Chỗ này cần trả lời'));
});

test('what was submitted is not changed by touching it', async () => {
  const { view, open } = await atWork('previous');
  open.dossier = { ...open.dossier, state: 'queued' };
  await vi.waitFor(() =>
    expect(screen.getByLabelText('Đã đăng ký khai sinh tại')).toHaveProperty('disabled', true),
  );
  await fireEvent.click(screen.getByText('Mở lại để sửa'));
  expect(screen.getByLabelText('Đã đăng ký khai sinh tại')).toHaveProperty('disabled', false);
  expect(view.container.textContent).toContain('phải nộp lại');
});

test('any definition is drawn: the other form by the same code', async () => {
  const { view } = await atWork('dc02_request', 'id_card_14plus');
  expect(view.container.textContent).toContain('III. Nội dung đề nghị');
  expect(screen.getByLabelText(/^8\. Tích hợp/)).toBeTruthy();
});

test('the papers stand among the sections, after the last one', async () => {
  const { view, go } = await atWork('request');
  expect(view.container.querySelector('aside a[href="#/papers"]')?.textContent).toContain('Còn thiếu 2');
  await fireEvent.click(screen.getByRole('button', { name: 'Tiếp: Giấy tờ kèm theo' }));
  expect(go).toHaveBeenCalledWith('/papers');
  await view.rerender({ section: '/papers' });
  expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Giấy tờ kèm theo');
  await fireEvent.click(screen.getByRole('button', { name: 'Kiểm tra lại' }));
  expect(go).toHaveBeenLastCalledWith('/review');
});

test('how many of its photos the ward has stands in its head', async () => {
  const { view, open } = await atWork('previous');
  const file = { slot: 'identity_paper', bytes: 1, media: 'image/jpeg' } as const;
  const files = [
    { ...file, sha256: 'a', state: 'received' as const },
    { ...file, sha256: 'b', state: 'in_transit' as const },
  ];
  open.dossier = { ...open.dossier, files };
  await vi.waitFor(() => expect(view.container.textContent).toContain('Phường nhận 1/2 ảnh'));
});

test('that somebody else has the same procedure open is said, with the way there', async () => {
  const { open } = await atWork('previous');
  open.dossier = { ...open.dossier, also_open: [{ id: 'd2', by: 'Trần Minh Khoa', state: 'queued' }] };
  expect(
    await screen.findByText('Trần Minh Khoa cũng đang làm thủ tục này cho Nguyễn Thị Ví Dụ.'),
  ).toBeTruthy();
  expect(screen.getByRole('link', { name: 'Mở hồ sơ của Trần Minh Khoa' }).getAttribute('href')).toBe(
    '#/dossiers/d2/review',
  );
});

test('somebody whom only this device knows of is said to be somebody, and a group by what it is called', async () => {
  const { open } = await atWork('previous');
  const group = { id: 'd3', state: 'draft', procedure: 'Liên thông khai sinh' };
  open.dossier = { ...open.dossier, also_open: [group] };
  await screen.findByText(/^Một người khác đang làm "Liên thông khai sinh" cho Nguyễn Thị Ví Dụ/);
  expect(screen.getByRole('link', { name: 'Mở hồ sơ đó' }).getAttribute('href')).toBe('#/dossiers/d3');
});
