import { fireEvent, render, screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { App, contextOf } from '$lib/app/app.svelte';
import type { Filled } from '$lib/backend/backend';
import { MemoryBackend } from '$lib/backend/memory';
import { OpenDossier } from '$lib/form/dossier.svelte';
import { faultsOf } from '../../test/axe';
import FormAtWork from './FormAtWork.svelte';
import PersonFill from './PersonFill.svelte';

const CARD = '087167001234|301234567|Trần Thị Bình|15081967|Nữ|Khóm 2, Phường Hòa Thuận, Đồng Tháp|20072021';

async function mother(section = 'mother') {
  const backend = new MemoryBackend();
  const app = new App(backend);
  const [citizen] = backend.citizens.keys();
  const { id } = await app.call('dossier.open', { procedure: 'birth_rereg', citizen: citizen ?? '' });
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
  await expect.poll(() => document.activeElement?.tagName).toBe('H1');
  const user = userEvent.setup();
  const control = (field: string) => document.getElementById(`field-${field}-control`) as HTMLInputElement;
  const answers = () => backend.dossiers.get(id)?.answers ?? {};
  const commit = async (field: string, value: string) => {
    await fireEvent.input(control(field), { target: { value } });
    await fireEvent.blur(control(field));
    await open.autosave.flush();
  };
  const scan = async (text = CARD) => {
    screen.getByRole('button', { name: 'Quét thẻ: người mẹ' }).focus();
    await user.keyboard('{Enter}');
    await expect.poll(() => document.activeElement?.id).toBe('fill-mother-card-control');
    await user.paste(text);
    await user.keyboard('{Enter}');
    await expect.poll(() => document.activeElement?.id).toBe('fill-mother-done');
  };
  return { backend, open, go, view, user, control, answers, commit, scan, id };
}

test('a card is scanned inside the form by keyboard alone, and each answer says where it came from', async () => {
  const { view, control, answers, scan } = await mother();
  await scan();
  expect(control('mother_name').value).toBe('Trần Thị Bình');
  expect(answers()['mother_id']).toBe('087167001234');
  expect(screen.getAllByText('từ thẻ').length).toBe(4);
  expect(await faultsOf(view.container)).toEqual([]);
});

test('what was typed stays, and the two stand side by side until somebody chooses', async () => {
  const { view, user, control, answers, commit, scan, open } = await mother();
  await commit('mother_birth', '1966');
  await scan();
  expect(control('mother_birth').value).toBe('1966');
  const beside = screen.getByRole('region', { name: /Có nơi ghi khác Năm sinh/ });
  expect(beside.textContent).toContain('15/08/1967');
  expect(beside.textContent).toContain('1966');
  expect(await faultsOf(view.container)).toEqual([]);
  screen.getByRole('button', { name: /^Lấy\s*từ thẻ: 15\/08\/1967/ }).focus();
  await user.keyboard('{Enter}');
  await expect.poll(() => answers()['mother_birth']).toBe('1967-08-15');
  await expect.poll(() => screen.queryByRole('region', { name: /Có nơi ghi khác/ })).toBeNull();
  expect(open.dossier.provenance['mother_birth']).toBe('spoken');
});

test('a card that a scanner types into a question is no answer, and is offered to its person', async () => {
  const { user, control, answers, commit } = await mother();
  await commit('mother_name', 'LÊ THỊ ÁNH');
  await commit('mother_name', `LÊ THỊ ÁNH${CARD}`);
  expect(answers()['mother_name']).toBe('LÊ THỊ ÁNH');
  expect(control('mother_name').value).toBe('LÊ THỊ ÁNH');
  await user.click(screen.getByRole('button', { name: 'Điền cho người mẹ' }));
  await expect.poll(() => answers()['mother_id']).toBe('087167001234');
  expect(answers()['mother_name']).toBe('LÊ THỊ ÁNH');
  expect(screen.queryByText('Vừa quét một thẻ vào câu này')).toBeNull();
});

test('a card that broke off stays on the screen as what it is, and is never saved', async () => {
  const { open, control, answers, commit } = await mother();
  await commit('mother_name', CARD.slice(0, 40));
  expect(answers()['mother_name']).toBeUndefined();
  expect(open.autosave.state.is).toBe('failed');
  expect(control('mother_name').value).toBe(CARD.slice(0, 40));
  await commit('mother_name', CARD);
  expect(open.autosave.state.is).not.toBe('failed');
  open.autosave.stop();
});

test('a card is no address either, and the unit of the address stays', async () => {
  const { open, control, answers, commit, id, backend } = await mother();
  const parts = { text: 'Khóm 2', unit: '30001', unit_set: '2025' };
  await backend.call('dossier.set', { id, answers: { mother_addr: parts } });
  await open.refresh();
  await commit('mother_addr', `Khóm 2 ${CARD}`);
  expect(answers()['mother_addr']).toEqual(parts);
  await commit('mother_addr', CARD.slice(0, 40));
  expect(answers()['mother_addr']).toEqual(parts);
  expect(control('mother_addr').value).toBe(CARD.slice(0, 40));
  open.autosave.stop();
});

test('a card typed into a question about no person is refused and stays to be seen', async () => {
  const { open, control, answers, commit, view } = await mother('previous');
  await commit('prev_office', CARD);
  expect(answers()['prev_office']).toBeUndefined();
  expect(control('prev_office').value).toBe(CARD);
  expect(view.container.textContent).toContain('Đây là nội dung quét từ thẻ');
  open.autosave.stop();
});

test('what a card fills, or somebody decides, stands where text was refused', async () => {
  const { open, control, commit, scan, user } = await mother();
  await commit('mother_name', CARD.slice(0, 40));
  await scan();
  expect(control('mother_name').value).toBe('Trần Thị Bình');
  expect(open.autosave.state.is).not.toBe('failed');
  await user.click(screen.getByRole('button', { name: 'Đóng' }));
  await commit('mother_birth', '1966');
  await scan();
  await commit('mother_birth', CARD.slice(0, 40));
  expect(screen.getByRole('region', { name: /Có nơi ghi khác/ }).textContent).toContain('1966');
  await user.click(screen.getByRole('button', { name: /^Lấy\s*từ thẻ/ }));
  await expect.poll(() => control('mother_birth').value).toBe('15/08/1967');
});

test('a person at whom a scanned card waits is not folded before somebody has said what becomes of it', async () => {
  const { backend, open, control, commit, user, id } = await mother('requester');
  const answers = { req_name: 'LÊ THỊ ÁNH', req_dob: '1966', req_id: '301234567', req_addr: 'Khóm 2' };
  await backend.call('dossier.set', { id, answers: { ...answers, req_relation: null } });
  await open.refresh();
  await expect.poll(() => control('req_relation')).toBeTruthy();
  await commit('req_name', `LÊ THỊ ÁNH${CARD}`);
  control('req_relation').focus();
  await commit('req_relation', 'mẹ');
  control('to_office').focus();
  await new Promise((done) => setTimeout(done, 50));
  expect(screen.getByText('Vừa quét một thẻ vào câu này')).toBeTruthy();
  await user.click(screen.getByRole('button', { name: /^Không/ }));
  control('to_office').focus();
  await expect.poll(() => control('req_name')).toBeNull();
});

test('from the card that is asked for, the next that is missing is behind it', async () => {
  const { user, go } = await mother();
  await user.click(screen.getByRole('button', { name: 'Quét thẻ: người mẹ' }));
  await expect.poll(() => document.activeElement?.id).toBe('fill-mother-card-control');
  await user.keyboard('{F8}');
  expect(go).toHaveBeenCalledWith('/s/previous');
});

test('whom the ward knows is offered by one tap, and not filled before it', async () => {
  const { backend, user, answers, commit, view } = await mother();
  const known = [...backend.citizens.values()].find(({ id_number }) => id_number);
  await commit('mother_id', known?.id_number ?? '');
  const offer = await screen.findByText(new RegExp(`Phường đã biết ${known?.full_name ?? ''}`));
  expect(offer.textContent).toContain('từ hồ sơ công dân');
  expect(answers()['mother_name']).toBeUndefined();
  expect(await faultsOf(view.container)).toEqual([]);
  await user.click(screen.getByRole('button', { name: 'Điền 1 mục' }));
  await expect.poll(() => answers()['mother_name']).toBe(known?.full_name);
  await expect.poll(() => screen.queryByText(/Phường đã biết/)).toBeNull();
});

test('who scanned the card of somebody else is told so, and nothing is filled', async () => {
  const { backend, scan, view } = await mother();
  const { call } = backend;
  vi.spyOn(backend, 'call').mockImplementation(async (name, args) => {
    const result = await call.call(backend, name, args);
    if (name !== 'dossier.fill') return result as never;
    return { ...(result as object), doubt: 'other_person', filled: [], also: ['father'] } as never;
  });
  await scan();
  expect(view.container.textContent).toContain('thẻ này là của người khác trong hồ sơ');
  expect(view.container.textContent).toContain('cũng đang ghi ở: người cha');
});

test('a card of somebody else is taken in nothing: by one question, or all of it at once', async () => {
  const { open, commit, scan, user, answers, view } = await mother();
  await commit('mother_name', 'LÊ THỊ ÁNH');
  await commit('mother_birth', '1966');
  await commit('mother_addr', 'Ấp 1');
  await scan();
  const differing = () => screen.queryAllByRole('region', { name: /Có nơi ghi khác/ });
  expect(differing()).toHaveLength(3);
  const ofBirth = differing().find(({ textContent }) => textContent.includes('1966')) as HTMLElement;
  await user.click(within(ofBirth).getByRole('button', { name: /^Không lấy\s*:/ }));
  await expect.poll(differing).toHaveLength(2);
  expect(document.activeElement?.id).toBe('field-mother_birth-control');
  expect(await faultsOf(view.container)).toEqual([]);
  const [all] = screen.getAllByRole('button', { name: 'Không lấy những chỗ thẻ ghi khác' });
  const stays = 'Câu đã điền từ thẻ vẫn giữ, xin xem lại.';
  expect(answers()['mother_id']).toBe('087167001234');
  expect(screen.getAllByText(stays)).toHaveLength(2);
  const { provenance } = open.dossier;
  open.dossier = { ...open.dossier, provenance: {} };
  await expect.poll(() => screen.queryAllByText(stays)).toHaveLength(0);
  open.dossier = { ...open.dossier, provenance };
  await user.click(all as HTMLElement);
  await expect.poll(differing).toHaveLength(0);
  expect(answers()).toMatchObject({ mother_name: 'LÊ THỊ ÁNH', mother_birth: '1966', mother_addr: 'Ấp 1' });
  expect(open.dossier.said).toEqual({});
  expect(answers()['mother_id']).toBe('087167001234');
});

test('what became of a card stays where it made the last row that may be, and none is asked for any more', async () => {
  const { open, user, view } = await mother();
  const { form, dossier } = open;
  const [section, at] = [form.sections.find(({ key }) => key === 'mother'), 'members'];
  const [name] = section?.fields ?? [];
  if (!section || !name) throw new Error('no mother');
  const columns = [{ ...name, key: 'full_name', label: 'Họ tên' }];
  const table = { ...name, key: at, label: 'Những người khác', type: 'table' as const, columns };
  const fields = [{ ...table, max_rows: 1, rows_are_people: true }];
  open.form = { ...form, sections: form.sections.map((one) => (one === section ? { ...one, fields } : one)) };
  open.dossier = { ...dossier, visible: [...dossier.visible, at] };
  vi.spyOn(open, 'fill').mockImplementation((person) => {
    const row = person.slice(at.length + 1);
    const visible = [...open.dossier.visible, `${person}/full_name`];
    const answers = { ...open.dossier.answers, [at]: [{ row, full_name: 'LÊ THỊ MẪU' }] };
    open.dossier = { ...open.dossier, visible, answers };
    const done = {
      filled: [`${person}/full_name`],
      agrees: [],
      differs: [],
      also: [],
      card: { findings: [] },
    };
    return Promise.resolve(done as unknown as Filled);
  });
  await user.click(await screen.findByRole('button', { name: 'Quét thẻ: người mới' }));
  await expect.poll(() => document.activeElement?.id).toMatch(/-card-control$/);
  await user.paste(CARD);
  await user.keyboard('{Enter}');
  await screen.findByText('Đã đủ 1 dòng.');
  await expect.poll(() => document.activeElement?.id).toMatch(/-done$/);
  expect(document.activeElement?.textContent).toContain('Đã điền 1 mục từ thẻ.');
  expect(screen.queryByRole('button', { name: 'Quét thẻ: người mới' })).toBeNull();
  expect(await faultsOf(view.container)).toEqual([]);
});

test('of a row the cells of which the card says something else are named, and nothing is said to be asked below', async () => {
  const { open } = await mother();
  const done = { filled: [], agrees: [], differs: ['members/a/dob'], also: [], card: { findings: [] } };
  const fill = vi.spyOn(open, 'fill').mockResolvedValue(done as unknown as Filled);
  const row = { who: 'Người 1', label: () => 'Ngày sinh' };
  const person = { key: 'members/a', role: 'member', fields: [] };
  const props = { open, person, given: CARD, ongiven: vi.fn(), onopen: vi.fn(), row };
  const view = render(PersonFill, { props, context: contextOf(new App(new MemoryBackend())) });
  const own = within(view.container);
  own.getByRole('button', { name: 'Quét thẻ: Người 1' });
  await userEvent.setup().click(own.getByRole('button', { name: 'Điền cho Người 1' }));
  await own.findByText(/Thẻ ghi khác hoặc chưa chắc ở: Ngày sinh/);
  expect(fill).toHaveBeenCalledWith('members/a', { text: CARD });
  expect(view.container.textContent).not.toContain('dưới từng câu');
});
