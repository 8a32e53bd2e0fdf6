import { fireEvent, render, screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import { App, contextOf } from '$lib/app/app.svelte';
import type { Dossier, FileView } from '$lib/backend/backend';
import { MemoryBackend } from '$lib/backend/memory';
import { OpenDossier } from '$lib/form/dossier.svelte';
import { faultsOf } from '../../test/axe';
import { addSecond, enter } from '../../test/people';
import Papers from './Papers.svelte';

const PHOTO = new File([new Uint8Array([0x89, 0x50, 0x4e, 0x47, 1, 2, 3])], 'the.png', { type: 'image/png' });
const SLOT = 'Giấy tờ về nơi cư trú';

afterEach(() => vi.restoreAllMocks());

async function shown(given: Partial<Dossier> = {}) {
  const backend = new MemoryBackend();
  const app = new App(backend);
  const [citizen = ''] = backend.citizens.keys();
  const { id } = await app.call('dossier.open', { procedure: 'birth_rereg', citizen });
  Object.assign(backend.dossiers.get(id) ?? {}, given);
  const open = await OpenDossier.load(app, id);
  const view = render(Papers, { props: { open }, context: contextOf(app) });
  const { container } = view;
  const slot = (name: string) => screen.getByRole('region', { name: new RegExp(`^${name}`) });
  const pick = async (name: string, file: File = PHOTO) => {
    const input = slot(name).querySelector('input') as HTMLInputElement;
    Object.defineProperty(input, 'files', { value: [file], configurable: true });
    await fireEvent.change(input);
  };
  const called = (name: string) => backend.calls.filter((call) => call.name === name).map(({ args }) => args);
  return { backend, app, open, id, view, container, slot, pick, called, user: userEvent.setup() };
}

const file = (state: FileView['state'], given: Partial<FileView> = {}): FileView => ({
  sha256: state,
  slot: 'residence_paper',
  bytes: 284_000,
  media: 'image/jpeg',
  state,
  ...given,
});

test('what is asked for stands first, and each button says which paper it is for', async () => {
  const { container } = await shown();
  const titles = [...container.querySelectorAll('h2')].map((title) => title.textContent);
  expect(titles[0]).toContain('cần kèm');
  expect(titles.at(-2)).toContain('không bắt buộc');
  expect(titles.at(-1)).toContain('Tờ khai');
  expect(screen.getByText('In từ câu trả lời')).toBeTruthy();
  expect(
    screen.getByRole('button', { name: new RegExp(`^Chụp hoặc chọn ảnh, PDF ?: ${SLOT}$`) }),
  ).toBeTruthy();
  expect(await faultsOf(container)).toEqual([]);
});

test('a photo that was picked is in the dossier, and said to be on this device only', async () => {
  const { backend, open, id, slot, pick, container } = await shown();
  await pick(SLOT);
  await expect.poll(() => slot(SLOT).textContent).toContain('Ở máy này');
  expect(container.textContent).toContain(`Đã lưu trên máy này: ${SLOT}.`);
  expect(slot(SLOT).textContent).not.toContain('Phường đã nhận');
  expect(open.dossier.files).toHaveLength(1);
  expect(backend.dossiers.get(id)?.files[0]?.slot).toBe('residence_paper');
});

test('while one is added no other is, and answers are saved all the same', async () => {
  const { backend, open, pick, called } = await shown();
  const call = backend.call.bind(backend);
  let done: (() => void) | undefined;
  vi.spyOn(backend, 'call').mockImplementation(async (name, args) => {
    if (name === 'dossier.attach') await new Promise<void>((resolve) => (done = resolve));
    return call(name, args);
  });
  await pick(SLOT);
  await expect.poll(() => screen.queryByRole('button', { name: /^Đang thêm/ })).not.toBeNull();
  const buttons = screen.getAllByRole('button', { name: /^(Chụp|Đang thêm)/ });
  expect(buttons.every((button) => (button as HTMLButtonElement).disabled)).toBe(true);
  open.autosave.commit('prev_office', 'UBND xã Mẫu');
  await open.autosave.flush();
  expect(open.dossier.answers['prev_office']).toBe('UBND xã Mẫu');
  await vi.waitFor(() => expect(done).not.toBeUndefined());
  done?.();
  await expect.poll(() => open.dossier.files.length).toBe(1);
  expect(open.dossier.answers['prev_office']).toBe('UBND xã Mẫu');
  expect(called('dossier.attach')).toHaveLength(1);
});

test.each([
  ['on_device', 'Ở máy này'],
  ['in_transit', 'Đang gửi'],
  ['received', 'Phường đã nhận'],
  ['elsewhere', 'Ở máy khác'],
  ['missing', 'Phường không còn. Máy sẽ gửi lại'],
] as const)('%s is told as what it is', async (state, words) => {
  const { slot, called } = await shown({ files: [file(state)] });
  expect(slot(SLOT).textContent).toContain(words);
  if (state !== 'received') expect(slot(SLOT).textContent).not.toContain('Phường đã nhận');
  expect(called('dossier.paper')).toHaveLength(state === 'elsewhere' ? 0 : 1);
});

test('a PDF says its pages, and is not asked for as a picture', async () => {
  const { slot, called } = await shown({
    files: [file('on_device', { media: 'application/pdf', pages: 3 })],
  });
  expect(slot(SLOT).textContent).toContain('PDF, 3 trang');
  expect(called('dossier.paper')).toEqual([]);
});

test('a picture is shown, can be looked at whole, and leaves nothing behind', async () => {
  const made = vi.spyOn(URL, 'createObjectURL').mockReturnValue('blob:here');
  const gone = vi.spyOn(URL, 'revokeObjectURL').mockReturnValue();
  const { view, pick, slot, user } = await shown();
  await pick(SLOT);
  await expect.poll(() => slot(SLOT).querySelector('img')?.getAttribute('src')).toBe('blob:here');
  await user.click(screen.getByRole('button', { name: `Xem ${SLOT}` }));
  expect(await within(await screen.findByRole('dialog')).findByAltText(SLOT)).toBeTruthy();
  view.unmount();
  await expect.poll(() => gone.mock.calls.length).toBe(made.mock.calls.length);
});

test('of what was handed in a file is removed only after a question', async () => {
  const { open, slot, user, called, container } = await shown({
    state: 'queued',
    files: [file('received')],
  });
  await user.click(within(slot(SLOT)).getByRole('button', { name: new RegExp(`^Bỏ tệp này ?: ${SLOT}$`) }));
  const dialog = await screen.findByRole('dialog');
  expect(called('dossier.detach')).toEqual([]);
  await user.click(within(dialog).getByRole('button', { name: 'Bỏ tệp này' }));
  await expect.poll(() => open.dossier.files.length).toBe(0);
  expect(called('dossier.detach')).toMatchObject([{ file: 'received', slot: 'residence_paper' }]);
  expect(container.textContent).toContain(`Đã bỏ khỏi hồ sơ: ${SLOT}.`);
});

test('a file that is no paper is told in words at its own slot', async () => {
  const { slot, pick, open } = await shown();
  await pick(SLOT, new File(['GIF89a'], 'x.gif'));
  await expect.poll(() => slot(SLOT).textContent).toContain('Máy chỉ nhận ảnh');
  expect(open.dossier.files).toEqual([]);
});

test('once the desk has the dossier nothing is added or removed', async () => {
  const { container } = await shown({ state: 'received', files: [file('received')] });
  expect(container.textContent).toContain('Hồ sơ đã ở bước khác');
  expect(screen.queryByRole('button', { name: /^(Chụp|Thêm|Bỏ)/ })).toBeNull();
});

test('a file of a slot that the form does not know is shown and kept', async () => {
  await shown({ files: [file('received', { slot: 'from_the_future' })] });
  const other = screen.getByRole('region', { name: 'Giấy tờ khác của hồ sơ' });
  expect(other.textContent).toContain('Phường đã nhận');
  expect(within(other).queryByRole('button', { name: /^Chụp/ })).toBeNull();
});

test('a file that was taken out of a draft is put back in its place by a touch', async () => {
  const { open, slot, pick, user, called, container } = await shown();
  await pick(SLOT);
  await expect.poll(() => open.dossier.files.length).toBe(1);
  await pick(SLOT, new File([new Uint8Array([0xff, 0xd8, 9])], 'b.jpg'));
  await expect.poll(() => open.dossier.files.length).toBe(2);
  const names = open.dossier.files.map(({ sha256 }) => sha256);
  const [first] = within(slot(SLOT)).getAllByRole('button', { name: /^Bỏ tệp này/ });
  await user.click(first as HTMLElement);
  await expect.poll(() => open.dossier.files.length).toBe(1);
  const undo = screen.getByRole('button', { name: 'Lấy lại tệp vừa bỏ' });
  expect(document.activeElement).toBe(undo);
  await user.click(undo);
  await expect.poll(() => open.dossier.files.map(({ sha256 }) => sha256)).toEqual(names);
  expect(called('dossier.paper_back')).toMatchObject([{ slot: 'residence_paper', order: names }]);
  expect(container.textContent).toContain(`Đã lấy lại: ${SLOT}.`);
});

test('pages change places, and one that is taken again stands where the old one stood', async () => {
  const { open, slot, pick, user, called, container } = await shown();
  await pick(SLOT);
  await expect.poll(() => open.dossier.files.length).toBe(1);
  await pick(SLOT, new File([new Uint8Array([0xff, 0xd8, 9])], 'b.jpg'));
  await expect.poll(() => open.dossier.files.length).toBe(2);
  expect(await faultsOf(container)).toEqual([]);
  const [one, two] = open.dossier.files.map(({ sha256 }) => sha256);
  await user.click(screen.getByRole('button', { name: `Chuyển ${SLOT}, tệp 1 ra sau` }));
  await expect.poll(() => open.dossier.files.map(({ sha256 }) => sha256)).toEqual([two, one]);
  const [again] = within(slot(SLOT)).getAllByRole('button', { name: /^Chụp lại tệp này/ });
  await user.click(again as HTMLElement);
  await pick(SLOT, new File([new Uint8Array([0xff, 0xd8, 7])], 'c.jpg'));
  await expect.poll(() => called('dossier.attach').at(-1)).toMatchObject({ replaces: two });
  await expect.poll(() => open.dossier.files.map(({ sha256 }) => sha256).indexOf(one ?? '')).toBe(1);
  expect(open.dossier.files).toHaveLength(2);
});

test('what the citizen does not have is noted with why, and a photo of it takes the note back', async () => {
  const { open, slot, pick, user, called, container } = await shown();
  const asked = screen.getAllByRole('button', { name: /^Người dân chưa có/ })[0] as HTMLElement;
  const name = asked.textContent?.replace(/^Người dân chưa có ?: /, '').trim() ?? '';
  await user.click(asked);
  await user.click(screen.getByRole('button', { name: 'Ghi là chưa có' }));
  expect(called('dossier.paper_absent')).toEqual([]);
  await user.type(screen.getByLabelText(/^Vì sao chưa có/), 'con trai giữ');
  await user.click(screen.getByRole('button', { name: 'Ghi là chưa có' }));
  await expect.poll(() => container.textContent).toContain('Người dân chưa có: con trai giữ.');
  expect(open.dossier.findings.find(({ code }) => code === 'paper_absent')?.severity).toBe('warning');
  expect(await faultsOf(container)).toEqual([]);
  await pick(name.slice(0, 12));
  await expect.poll(() => slot(name.slice(0, 12)).textContent).not.toContain('con trai giữ');
});

test('why a paper is not there comes back after a lock, open, and to nobody else', async () => {
  const { app, id, user, view } = await shown();
  await app.refresh();
  await addSecond(app);
  await user.click(screen.getAllByRole('button', { name: /^Người dân chưa có/ })[0] as HTMLElement);
  await user.type(screen.getByLabelText(/^Vì sao chưa có/), 'con trai giữ');
  const again = async (handle: '1' | 'b') => {
    await enter(app, handle);
    return render(Papers, { props: { open: await OpenDossier.load(app, id) }, context: contextOf(app) });
  };
  await app.lock();
  view.unmount();
  const other = await again('b');
  expect(screen.queryByLabelText(/^Vì sao chưa có/)).toBeNull();
  await app.lock();
  other.unmount();
  await again('1');
  expect(screen.getByLabelText(/^Vì sao chưa có/)).toHaveProperty('value', 'con trai giữ');
});

test('an original that has to be shown is ticked by who saw it', async () => {
  const view = await shown();
  const { open, user, container } = view;
  open.form = {
    ...open.form,
    papers: open.form.papers.map((paper) => ({
      ...paper,
      original_to_show: paper.slot === 'residence_paper',
    })),
  };
  const box = await screen.findByRole('checkbox', { name: /^Đã xem bản chính/ });
  await user.click(box);
  await expect.poll(() => Object.keys(open.dossier.checklist.originals)).toEqual(['residence_paper']);
  expect(container.textContent).toContain('Lê Thị Hường');
  expect(await faultsOf(container)).toEqual([]);
});

test('little room is said before the first photo, and no photo is begun with on a full device', async () => {
  const { backend, slot, pick, open, container } = await shown();
  expect(container.textContent).not.toContain('còn chỗ');
  backend.world.space = { free: 50_000_000, photos: 12, short: true };
  await pick(SLOT);
  await expect.poll(() => container.textContent).toContain('Máy còn chỗ cho khoảng 12 ảnh.');
  backend.world.space = { free: 0, photos: 0, short: true };
  await pick(SLOT, new File([new Uint8Array([0xff, 0xd8, 9])], 'b.jpg'));
  await expect.poll(() => slot(SLOT).textContent).toContain('Máy gần hết chỗ');
  expect(open.dossier.files).toHaveLength(1);
});
