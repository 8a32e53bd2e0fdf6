import { fireEvent, render, screen } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import { App, contextOf } from '$lib/app/app.svelte';
import { MemoryBackend } from '$lib/backend/memory';
import { OpenDossier } from '$lib/form/dossier.svelte';
import { takeFocus } from '$lib/form/focus';
import { faultsOf as axe } from '../../test/axe';
import Attested from './Attested.svelte';
import Reader from './Reader.svelte';
import Signers from './Signers.svelte';

async function dossier(given: { reads?: boolean } = {}) {
  const backend = new MemoryBackend();
  const app = new App(backend);
  const [citizen = ''] = backend.citizens.keys();
  Object.assign(backend.citizens.get(citizen) ?? {}, given);
  const { id } = await app.call('dossier.open', { procedure: 'birth_rereg', citizen });
  await app.call('dossier.set', { id, answers: { sub_name: 'TRẦN THỊ BÌNH', sub_birthplace: 'Xã Mẫu' } });
  const open = await OpenDossier.load(app, id);
  const shows = { props: { open, go: vi.fn() }, context: contextOf(app) };
  return { backend, app, open, id, shows, go: shows.props.go };
}

const press = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }));
const left = (open: OpenDossier) => open.dossier.attests.left.length;

/** Answers every question with "right" but for those at these places. */
async function readAll(open: OpenDossier, wrong: number[] = []) {
  const all = left(open);
  for (let n = 0; n < all; n += 1) {
    await vi.waitFor(() => expect(document.body.textContent).toContain(`Câu ${n + 1} trong ${all}`));
    await press(wrong.includes(n) ? 'Không đúng' : 'Đúng');
  }
}

test('every answer is read, what was wrong is led to, and then only the changed answer is read again', async () => {
  const { app, open, id, shows, go } = await dossier();
  const { container } = render(Reader, shows);
  expect(await axe(container)).toEqual([]);
  const first = open.dossier.attests.left[0] ?? '';
  await readAll(open, [0]);
  await vi.waitFor(() => expect(document.body.textContent).toContain('Những câu chưa đúng (1)'));
  expect(screen.queryByRole('button', { name: 'Đã đọc hết, người nghe nói đúng' })).toBeNull();
  expect(await axe(container)).toEqual([]);
  (container.querySelector('.summary button') as HTMLElement).click();
  expect(go.mock.lastCall?.[0]).toMatch(/^\/dossiers\/.*\/sections\//);
  expect(takeFocus()).toBe(first);
  await app.call('dossier.set', { id, answers: { [first]: 'Câu đã sửa' } });
  await open.refresh();
  expect(open.dossier.attests.left).toEqual([first]);
});

test('it is confirmed once all of it is right, and a change takes that word off the screen', async () => {
  const { app, open, id, shows } = await dossier({ reads: false });
  const { container, unmount } = render(Reader, shows);
  await readAll(open);
  await vi.waitFor(() => press('Đã đọc hết, người nghe nói đúng'));
  await vi.waitFor(() => expect(container.textContent).toContain('Đã đọc lại và xác nhận'));
  unmount();
  const said = render(Attested, { props: { dossier: open.dossier } });
  expect(said.container.textContent).toContain('đã đọc lại lúc');
  await app.call('dossier.set', { id, answers: { sub_birthplace: 'Xã Khác' } });
  await open.refresh();
  await said.rerender({ dossier: open.dossier });
  expect(said.container.textContent).toContain('phải đọc lại');
  expect(said.container.textContent).toContain('Người dân cần người đọc');
});

test('who read and to whom is asked about before it is lost, and comes back after a lock', async () => {
  const { app, open, shows } = await dossier();
  const { unmount } = render(Reader, shows);
  await readAll(open);
  await vi.waitFor(() => expect(screen.queryByLabelText(/Đọc cho ai nghe/)).toBeTruthy());
  expect(app.unsaved.what).toEqual([]);
  await fireEvent.input(screen.getByLabelText(/Đọc cho ai nghe/), { target: { value: 'bà Bình' } });
  await vi.waitFor(() => expect(app.unsaved.what).toEqual(['Đọc lại từng câu']));
  unmount();
  expect(app.unsaved.what).toEqual([]);
  vi.spyOn(app, 'draft').mockReturnValue({ who: 'relative', name: 'Lê Thử', to: 'bà Bình' });
  render(Reader, shows);
  expect(screen.getByLabelText<HTMLInputElement>(/Đọc cho ai nghe/).value).toBe('bà Bình');
  expect(screen.getByDisplayValue('Lê Thử')).toBeTruthy();
});

test('what another tablet changed meanwhile is not confirmed by what was read before', async () => {
  const { backend, open, id, shows } = await dossier();
  render(Reader, shows);
  const kept = backend.dossiers.get(id);
  if (kept) kept.answers = { ...kept.answers, sub_name: 'TÊN KHÁC' };
  await backend.call('dossier.check', { id });
  await press('Đúng');
  await vi.waitFor(() => expect(document.body.textContent).toContain('Câu trả lời vừa được'));
  expect(left(open)).toBe(open.dossier.attests.aloud.length);
  expect(document.body.textContent).toContain('Câu 1 trong');
});

test('answers that a sync changes are never confirmed or signed by what was shown before', async () => {
  const { backend, app, open, id, shows } = await dossier();
  const change = async (name: string) => {
    const kept = backend.dossiers.get(id);
    if (kept) kept.answers = { ...kept.answers, sub_name: name };
    await backend.call('dossier.check', { id });
    app.sync.arrived += 1;
  };
  const reading = render(Reader, shows);
  const all = left(open);
  await press('Đúng');
  await vi.waitFor(() => expect(document.body.textContent).toContain(`Câu 2 trong ${all}`));
  const before = open.dossier.answers_hash;
  await change('TÊN KHÁC');
  await vi.waitFor(() => expect(document.body.textContent).toContain('Câu trả lời vừa được'));
  expect(open.dossier.answers_hash).not.toBe(before);
  expect(document.body.textContent).toContain(`Câu 1 trong ${left(open)}`);
  reading.unmount();

  const { container } = render(Signers, shows);
  await fireEvent.click(screen.getByRole('radio', { name: 'Ký trên giấy đã in' }));
  await change('TÊN KHÁC NỮA');
  await vi.waitFor(() => expect(container.textContent).toContain('Câu trả lời vừa được'));
  expect(screen.getByRole('radio', { name: 'Ký trên giấy đã in' })).toHaveProperty('checked', false);
  expect(screen.getAllByRole('button', { name: 'Ghi nhận' })).toHaveLength(1);
  expect(backend.calls.some(({ name }) => name === 'dossier.sign')).toBe(false);
  await fireEvent.click(screen.getByRole('radio', { name: 'Ký trên giấy đã in' }));
  await fireEvent.click(screen.getAllByRole('button', { name: 'Ghi nhận' })[1] as HTMLElement);
  await vi.waitFor(() => expect(container.textContent).toContain('Ký trên giấy đã in, lúc'));
});

test('a fingerprint is only noted, and only after the reading', async () => {
  const { app, open, id, shows } = await dossier();
  const { container } = render(Signers, shows);
  expect(container.textContent).toContain('không bao giờ ký thay');
  await fireEvent.click(screen.getByRole('radio', { name: 'Điểm chỉ trên giấy' }));
  expect(container.textContent).toContain('Máy không bao giờ lấy dấu vân tay');
  expect(container.textContent).toContain('Phải đọc lại và xác nhận trước khi điểm chỉ');
  const [, save] = screen.getAllByRole('button', { name: 'Ghi nhận' });
  expect(save).toHaveProperty('disabled', true);
  expect(await axe(container)).toEqual([]);
  const { answers_hash, attests } = open.dossier;
  await app.call('dossier.read_back', { id, answers_hash, right: attests.left, confirmed: true });
  await open.refresh();
  await vi.waitFor(() => expect(container.textContent).toContain('trước khi điểm chỉ.'));
  await fireEvent.click(screen.getAllByRole('button', { name: 'Ghi nhận' })[1] as HTMLElement);
  await vi.waitFor(() => expect(container.textContent).toContain('Điểm chỉ trên giấy, lúc'));
});

test('a signature is drawn stroke by stroke, and the last one is taken back', async () => {
  const { backend, shows } = await dossier();
  const { container } = render(Signers, shows);
  await fireEvent.click(screen.getByRole('radio', { name: 'Ký tay trên màn hình' }));
  const pad = container.querySelector('.pad svg') as Element;
  pad.getBoundingClientRect = () => ({ left: 0, top: 0, width: 500, height: 200 }) as DOMRect;
  const draw = async (points: [number, number][]) => {
    for (const [n, [clientX, clientY]] of points.entries()) {
      await fireEvent(
        pad,
        new PointerEvent(n === 0 ? 'pointerdown' : 'pointermove', {
          pointerId: 1,
          clientX,
          clientY,
          bubbles: true,
        }),
      );
      // The hand rests beside the pen.
      for (const name of ['pointerdown', 'pointermove', 'pointerup'])
        await fireEvent(pad, new PointerEvent(name, { pointerId: 2, clientX: 9, clientY: 9, bubbles: true }));
    }
    await fireEvent(pad, new PointerEvent('pointerup', { pointerId: 1, bubbles: true }));
  };
  await draw([
    [0, 0],
    [250, 100],
  ]);
  await draw([
    [600, 10],
    [20, 20],
  ]);
  expect(container.textContent).toContain('2 nét');
  await press('Bỏ nét cuối');
  expect(await axe(container)).toEqual([]);
  await fireEvent.click(screen.getAllByRole('button', { name: 'Ghi nhận' })[1] as HTMLElement);
  await vi.waitFor(() => expect(container.textContent).toContain('Ký tay trên màn hình, lúc'));
  const call = backend.calls.findLast(({ name }) => name === 'dossier.sign');
  expect(call?.args).toMatchObject({
    strokes: [
      [
        [0, 0],
        [500, 200],
      ],
    ],
  });
});

test('witnesses are two whole people, and what the core refuses is said', async () => {
  const { backend, shows } = await dossier();
  const { container } = render(Signers, shows);
  await fireEvent.click(screen.getByRole('radio', { name: 'Có hai người làm chứng' }));
  expect(await axe(container)).toEqual([]);
  const save = () => fireEvent.click(screen.getAllByRole('button', { name: 'Ghi nhận' })[1] as HTMLElement);
  await save();
  expect(backend.calls.some(({ name }) => name === 'dossier.sign')).toBe(false);
  for (const [label, text] of [
    ['Họ và tên', 'Phạm Văn Sáu'],
    ['Số giấy tờ tùy thân', '087070000001'],
    ['Ngày, tháng, năm sinh', '1970'],
  ] as const) {
    for (const field of screen.getAllByLabelText(label))
      await fireEvent.input(field, { target: { value: text } });
  }
  await save();
  await vi.waitFor(() => expect(container.textContent).toContain('Chưa ghi được người làm chứng'));
});

test('who wrote is noted with the interpreter', async () => {
  const { open, shows } = await dossier();
  const { container } = render(Signers, shows);
  await fireEvent.click(screen.getByRole('radio', { name: 'Tình nguyện viên' }));
  await fireEvent.click(screen.getByRole('checkbox', { name: 'Có người phiên dịch' }));
  await fireEvent.input(screen.getByLabelText('Họ tên người phiên dịch'), {
    target: { value: 'Thạch Thị Na' },
  });
  await fireEvent.input(screen.getByLabelText('Dịch từ tiếng nào'), { target: { value: 'tiếng Khmer' } });
  await fireEvent.click(screen.getAllByRole('button', { name: 'Ghi nhận' })[0] as HTMLElement);
  await vi.waitFor(() => expect(container.textContent).toContain('Đã ghi.'));
  expect(open.dossier.attests.writing).toMatchObject({
    who: 'volunteer',
    interpreter: { name: 'Thạch Thị Na', language: 'tiếng Khmer' },
  });
  await fireEvent.input(screen.getByLabelText('Dịch từ tiếng nào'), { target: { value: 'tiếng Hoa' } });
  await vi.waitFor(() => expect(container.textContent).not.toContain('Đã ghi.'));
});

test('what is wrong in a received dossier is told to the desk: nothing leads to fields that nobody can change', async () => {
  const { backend, open, id, shows } = await dossier({ reads: false });
  Object.assign(backend.dossiers.get(id) ?? {}, { state: 'received' });
  await open.refresh();
  const { container } = render(Reader, shows);
  await readAll(open, [0]);
  await vi.waitFor(() => expect(container.textContent).toContain('Những câu chưa đúng (1)'));
  expect(container.textContent).toContain('Xin báo bộ phận một cửa');
  expect(container.querySelector('.summary')).toBeNull();
  const settled = { ...open.dossier, state: 'settled' as const };
  const said = render(Attested, { props: { dossier: settled } });
  expect(said.container.textContent).not.toContain('Người dân cần người đọc');
});
