import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openPdf } from '$lib/viewer/pdf';
import { faultsOf } from '../../test/axe';
import Viewer from './Viewer.svelte';

vi.mock('$lib/viewer/pdf', () => ({ openPdf: vi.fn() }));

const made = vi.fn();
const gone = vi.fn();

beforeEach(() => {
  let address = 0;
  made.mockReset().mockImplementation(() => `blob:${++address}`);
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(800);
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(600);
  vi.spyOn(URL, 'createObjectURL').mockImplementation(made);
  vi.spyOn(URL, 'revokeObjectURL').mockImplementation(gone.mockReset());
});
afterEach(() => {
  vi.restoreAllMocks();
  for (const opener of document.querySelectorAll('body > button')) opener.remove();
});

const photo = (id: string) => ({
  id,
  name: `Ảnh ${id}`,
  load: vi.fn(() => Promise.resolve(new Blob(['x'], { type: 'image/jpeg' }))),
});

/** A PDF of some pages, and what was drawn of it; how the drawing of a page ends. */
function pdf(pages: number, ends: (page: number) => Promise<void> = () => Promise.resolve()) {
  const drawn: number[] = [];
  const close = vi.fn();
  const page = (number: number) => {
    const draw = () => (drawn.push(number), { done: ends(number), stop: vi.fn() });
    return Promise.resolve({ size: { width: 595, height: 842 }, draw });
  };
  vi.mocked(openPdf).mockResolvedValue({ pages, page, close });
  const load = () => Promise.resolve(new Blob(['%PDF'], { type: 'application/pdf' }));
  return { item: { id: 'pdf', name: 'Giấy chứng sinh', load }, drawn, close };
}

async function shown(items: (string | object)[]) {
  const opener = document.createElement('button');
  opener.textContent = 'Xem';
  document.body.append(opener);
  opener.focus();
  const given = items.map((item) => (typeof item === 'string' ? photo(item) : item)) as ReturnType<
    typeof photo
  >[];
  const view = render(Viewer, { props: { items: given, shown: given[0]?.id } });
  await screen.findByRole('dialog');
  const user = userEvent.setup();
  const tool = (name: string) => screen.getByRole('button', { name });
  const zoom = () => document.querySelector('.zoom')?.textContent;
  const place = () => screen.getByRole('status').textContent;
  return { view, user, tool, zoom, place, opener, given };
}

test('a picture stands over the whole screen under its name, and axe finds no fault', async () => {
  await shown(['a', 'b']);
  expect(await screen.findByAltText('Ảnh a')).toBeTruthy();
  expect(screen.getByRole('dialog', { name: 'Ảnh a' })).toBeTruthy();
  expect(await faultsOf(document.body)).toEqual([]);
});

test('nearer, farther, whole and turned by buttons and by keys alike', async () => {
  const { user, tool, zoom } = await shown(['a']);
  await screen.findByAltText('Ảnh a');
  await user.click(tool('Phóng to'));
  expect(zoom()).toBe('140 %');
  await user.keyboard('+');
  expect(zoom()).toBe('196 %');
  await user.keyboard('-');
  expect(zoom()).toBe('140 %');
  await user.keyboard('0');
  expect([zoom(), tool('Xem cả tờ').getAttribute('aria-disabled')]).toEqual(['100 %', 'true']);
  await user.keyboard('r');
  const picture = () => document.querySelector<HTMLElement>('.picture')?.style.transform;
  expect(picture()).toContain('rotate(90deg)');
  await user.click(tool('Xoay phải'));
  expect(picture()).toContain('rotate(180deg)');
});

test('the other pictures are one step away, and the last one leads nowhere', async () => {
  const { user, tool, place } = await shown(['a', 'b', 'c']);
  await waitFor(() => expect(place()).toBe('Tệp 1 trong 3'));
  await user.click(tool('Tiếp theo'));
  expect(await screen.findByAltText('Ảnh b')).toBeTruthy();
  await user.keyboard('{ArrowRight}');
  expect(await screen.findByAltText('Ảnh c')).toBeTruthy();
  await user.click(tool('Tiếp theo'));
  await user.keyboard('{PageDown}');
  await waitFor(() => expect(place()).toBe('Tệp 3 trong 3'));
  await user.keyboard('{ArrowLeft}{PageUp}');
  expect(await screen.findByAltText('Ảnh a')).toBeTruthy();
});

test('while a picture is near, an arrow never leads away from it', async () => {
  const { user, place } = await shown(['a', 'b']);
  await screen.findByAltText('Ảnh a');
  await user.keyboard('+{ArrowRight}{ArrowRight}');
  expect(place()).toBe('Tệp 1 trong 2');
});

test('the pages of a PDF come one after the other, then the next file', async () => {
  const { item, drawn, close } = pdf(2);
  const { user, place } = await shown([item, 'b']);
  await waitFor(() => expect(place()).toBe('Tệp 1 trong 2 · Trang 1 trong 2'));
  expect(await screen.findByRole('img', { name: /^Giấy chứng sinh, .*Trang 1 trong 2$/ })).toBeTruthy();
  expect(await faultsOf(document.body)).toEqual([]);
  await waitFor(() => expect(drawn).toEqual([1]));
  await user.keyboard('{PageDown}');
  await waitFor(() => expect(place()).toBe('Tệp 1 trong 2 · Trang 2 trong 2'));
  await waitFor(() => expect(drawn).toEqual([1, 2]));
  await user.keyboard('{PageDown}');
  expect(await screen.findByAltText('Ảnh b')).toBeTruthy();
  expect(close).toHaveBeenCalledOnce();
  expect(drawn).toEqual([1, 2]);
});

test('a page never stands under the name of the next one, and one that cannot be drawn is said to be so', async () => {
  let fail: (why: Error) => void = () => undefined;
  const never = new Promise<void>((_, reject) => (fail = reject));
  const { item, drawn } = pdf(2, (page) => (page === 1 ? Promise.resolve() : never));
  const { user } = await shown([item]);
  const sheet = () => document.querySelector('.sheet canvas');
  await waitFor(() => expect(sheet()).toBeTruthy());
  await user.keyboard('{PageDown}');
  await waitFor(() => expect(drawn).toEqual([1, 2]));
  expect(sheet()).toBeNull();
  fail(new Error('out of memory'));
  expect(await screen.findByText(/không hiển thị được/)).toBeTruthy();
});

test('a picture is let go of when another one comes and when the viewer closes', async () => {
  const { user, view } = await shown(['a', 'b']);
  await screen.findByAltText('Ảnh a');
  await user.keyboard('{PageDown}');
  await screen.findByAltText('Ảnh b');
  expect(gone.mock.calls).toEqual([['blob:1']]);
  await user.keyboard('{Escape}');
  await waitFor(() => expect(gone.mock.calls).toEqual([['blob:1'], ['blob:2']]));
  view.unmount();
  expect(made).toHaveBeenCalledTimes(2);
});

test('what comes after the viewer was closed leaves nothing behind', async () => {
  let arrive: (file: Blob) => void = () => undefined;
  const load = () => new Promise<Blob>((resolve) => (arrive = resolve));
  const { user } = await shown([{ id: 'slow', name: 'Ảnh chậm', load }]);
  await user.keyboard('{Escape}');
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  arrive(new Blob(['x'], { type: 'image/jpeg' }));
  await new Promise((done) => setTimeout(done));
  expect(made).not.toHaveBeenCalled();
});

test('Escape and the button close it, and the focus is back where it came from', async () => {
  const { user, opener } = await shown(['a']);
  for (let step = 0; step < 12; step++) {
    await user.tab();
    expect(screen.getByRole('dialog').contains(document.activeElement)).toBe(true);
  }
  await user.click(screen.getByRole('button', { name: 'Đóng' }));
  await waitFor(() => expect(document.activeElement).toBe(opener));
});

test('what cannot be read or drawn is said in words, and the others are still there', async () => {
  const failure = { code: 'file_not_here', message_key: 'error.file_not_here', params: {}, retryable: false };
  const { user } = await shown([{ id: 'x', name: 'Không có', load: () => Promise.reject(failure) }, 'b']);
  expect(await screen.findByText(/chưa có trên máy này/)).toBeTruthy();
  await user.keyboard('{PageDown}');
  const picture = await screen.findByAltText('Ảnh b');
  expect(screen.queryByText(/chưa có trên máy này/)).toBeNull();
  await fireEvent.error(picture);
  expect(await screen.findByText(/không hiển thị được/)).toBeTruthy();
});

test('a PDF that is none is said in words', async () => {
  const { item } = pdf(1);
  vi.mocked(openPdf).mockRejectedValue(new Error('no PDF'));
  await shown([item]);
  expect(await screen.findByText(/không hiển thị được/)).toBeTruthy();
});

test('a dossier that is read anew while somebody looks leaves the picture as it is', async () => {
  const { view, user, zoom, given } = await shown(['a', 'b']);
  await screen.findByAltText('Ảnh a');
  await user.keyboard('+');
  await view.rerender({ items: [photo('a'), photo('b'), photo('c')] });
  expect([zoom(), made.mock.calls.length, given[0]?.load.mock.calls.length]).toEqual(['140 %', 1, 1]);
});
