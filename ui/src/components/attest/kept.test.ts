import { fireEvent, render, screen } from '@testing-library/svelte';
import { beforeEach, expect, test, vi } from 'vitest';
import { App, contextOf } from '$lib/app/app.svelte';
import { MemoryBackend } from '$lib/backend/memory';
import { OpenDossier } from '$lib/form/dossier.svelte';
import { addSecond, enter } from '../../test/people';
import Signers from './Signers.svelte';

let app: App;
let backend: MemoryBackend;
let id: string;
let page: ReturnType<typeof render> | undefined;

beforeEach(async () => {
  backend = new MemoryBackend();
  app = new App(backend);
  await app.refresh();
  await addSecond(app);
  const [citizen = ''] = backend.citizens.keys();
  ({ id } = await app.call('dossier.open', { procedure: 'birth_rereg', citizen }));
  await app.call('dossier.set', { id, answers: { sub_name: 'TRẦN THỊ BÌNH', sub_birthplace: 'Xã Mẫu' } });
  await draw();
});

async function draw() {
  const open = await OpenDossier.load(app, id);
  page = render(Signers, { props: { open }, context: contextOf(app) });
}

/** Locks the app, lets somebody in, and opens the page again. */
async function locked(handle: '1' | 'b') {
  await enter(app, handle);
  page?.unmount();
  await draw();
}

const KEPT = 'Phần ghi dở lúc máy khóa vẫn còn ở đây';

const choose = (name: string) => fireEvent.click(screen.getByRole('radio', { name }));
const isChosen = (name: string) => screen.getByRole<HTMLInputElement>('radio', { name }).checked;
const write = (label: string, value: string) => {
  const [field] = screen.getAllByLabelText(label);
  return fireEvent.input(field as HTMLElement, { target: { value } });
};
const value = (label: string) => screen.getAllByLabelText<HTMLInputElement>(label)[0]?.value;
const strokes = () => document.querySelectorAll('.pad polyline').length;

async function drawn() {
  await choose('Ký tay trên màn hình');
  const pad = document.querySelector('.pad svg') as Element;
  for (const [name, clientX] of [
    ['pointerdown', 1],
    ['pointermove', 90],
    ['pointerup', 90],
  ] as const)
    await fireEvent(pad, new PointerEvent(name, { pointerId: 1, clientX, clientY: 5, bubbles: true }));
  expect(strokes()).toBe(1);
}

test('a signature that is not noted is asked about; after a lock it is there for who held the tablet alone', async () => {
  expect(app.unsaved.what).toEqual([]);
  await drawn();
  expect(app.unsaved.what).toEqual(['Ai viết, ai ký']);
  await locked('b');
  expect([isChosen('Ký tay trên màn hình'), strokes(), app.unsaved.what]).toEqual([false, 0, []]);
  await locked('1');
  expect([isChosen('Ký tay trên màn hình'), strokes(), app.unsaved.kept]).toEqual([true, 1, []]);
  expect(document.body.textContent).toContain(KEPT);
  await fireEvent.click(screen.getAllByRole('button', { name: 'Ghi nhận' })[1] as HTMLElement);
  await vi.waitFor(() => expect(document.body.textContent).toContain('Ký tay trên màn hình, lúc'));
  expect(app.unsaved.what).toEqual([]);
  await fireEvent.click(screen.getByRole('button', { name: 'Ghi lại' }));
  await drawn();
  expect(app.unsaved.what).toHaveLength(1);
  expect(document.body.textContent).not.toContain(KEPT);
});

test('what was drawn under other answers does not come back, and that is said', async () => {
  await drawn();
  await app.lock();
  await enter(app, 'b');
  await app.call('dossier.set', { id, answers: { sub_birthplace: 'Xã Khác' } });
  await locked('1');
  await vi.waitFor(() => expect(document.body.textContent).toContain('Câu trả lời vừa được'));
  expect([isChosen('Ký tay trên màn hình'), app.unsaved.what]).toEqual([false, []]);
  await choose('Ký tay trên màn hình');
  expect(strokes()).toBe(0);
});

test("the witnesses' names come back after a lock, to nobody else", async () => {
  await choose('Có hai người làm chứng');
  await write('Họ và tên', 'Phạm Văn Sáu');
  await locked('b');
  expect(isChosen('Có hai người làm chứng')).toBe(false);
  await choose('Có hai người làm chứng');
  expect(value('Họ và tên')).toBe('');
  await locked('1');
  expect([isChosen('Có hai người làm chứng'), value('Họ và tên')]).toEqual([true, 'Phạm Văn Sáu']);
});

test('who wrote comes back after a lock, to nobody else; noted, it is not asked about', async () => {
  await choose('Tình nguyện viên');
  await fireEvent.click(screen.getByRole('checkbox', { name: 'Có người phiên dịch' }));
  await write('Họ tên người phiên dịch', 'Thạch Thị Na');
  await write('Dịch từ tiếng nào', 'tiếng Khmer');
  await locked('b');
  expect([isChosen('Tình nguyện viên'), screen.queryByLabelText('Dịch từ tiếng nào')]).toEqual([false, null]);
  await locked('1');
  expect([isChosen('Tình nguyện viên'), value('Họ tên người phiên dịch')]).toEqual([true, 'Thạch Thị Na']);
  expect(app.unsaved.what).toEqual(['Ai viết, ai ký']);
  expect(document.body.textContent).toContain(KEPT);
  await fireEvent.click(screen.getAllByRole('button', { name: 'Ghi nhận' })[0] as HTMLElement);
  await vi.waitFor(() => expect(document.body.textContent).toContain('Đã ghi.'));
  expect(app.unsaved.what).toEqual([]);
  await write('Dịch từ tiếng nào', 'tiếng Hoa');
  expect(app.unsaved.what).toEqual(['Ai viết, ai ký']);
  expect(document.body.textContent).not.toContain(KEPT);
});
