import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { App, contextOf } from '$lib/app/app.svelte';
import type { Args, ConflictField } from '$lib/backend/backend';
import { ANSWERS, LATE_STEP, difference } from '$lib/backend/fixtures/conflicts';
import { MemoryBackend } from '$lib/backend/memory';
import { loadConflict } from '$lib/conflict/load';
import { Procedures } from '$lib/form/procedures.svelte';
import { faultsOf } from '../../test/axe';
import Decide from './Decide.svelte';

async function shown(fields: ConflictField[] = ANSWERS, withForm?: ConflictField[]) {
  const backend = new MemoryBackend();
  const app = new App(backend);
  await app.refresh();
  const [citizen = ''] = backend.citizens.keys();
  const { id } = await app.call('dossier.open', { procedure: 'birth_rereg', citizen });
  const conflict = backend.disagree(id, fields);
  if (withForm) conflict.with_form = withForm;
  const { terms, others } = await loadConflict(app, new Procedures(), conflict.id);
  if (!terms) throw new Error('no conflict');
  const ongone = vi.fn();
  const { container } = render(Decide, { props: { terms, others, ongone }, context: contextOf(app) });
  const resolved = () =>
    backend.calls
      .filter(({ name }) => name === 'conflict.resolve')
      .map(({ args }) => args as Args<'conflict.resolve'>);
  const group = (name: string | RegExp) => screen.getByRole('group', { name });
  const decide = () => user.click(screen.getByRole('button', { name: 'Ghi lựa chọn này' }));
  const user = userEvent.setup();
  return { app, backend, id, conflict, ongone, container, resolved, group, decide, user };
}

const NAME = 'Họ, chữ đệm, tên';
const BORN = 'Ngày, tháng, năm sinh';

test('each field says what stood there, both versions, and who wrote them when', async () => {
  const { group, container } = await shown();
  const born = group(BORN).textContent ?? '';
  for (const text of ['1942', '06/1942', '17/06/1942', 'Lê Thị Hường', 'Trần Minh Khoa', '10:40'])
    expect(born).toContain(text);
  expect(group('Giới tính').textContent).toContain('(trống)');
  expect(group('Giới tính').textContent).toContain('Nữ');
  expect(await faultsOf(container)).toEqual([]);
});

test('a version is offered and nothing is written until a person confirms it', async () => {
  const { resolved, decide, backend, id, container } = await shown();
  const checked = [...container.querySelectorAll<HTMLInputElement>('input:checked')];
  expect(checked).toHaveLength(ANSWERS.length);
  expect(container.textContent).toContain('Máy đề nghị: ghi sau');
  expect(resolved()).toEqual([]);
  await decide();
  await screen.findByText(/Đã ghi lựa chọn/);
  expect(resolved()[0]?.choices).toEqual({ sub_name: 'mine', sub_dob: 'theirs', sub_sex: 'theirs' });
  expect(backend.dossiers.get(id)?.answers).toMatchObject({
    sub_name: 'NGUYỄN THỊ VÍ DỤ',
    sub_dob: '1942-06-17',
    sub_sex: 'female',
  });
});

test('what was decided is said in the words of the form, with the reason sent along', async () => {
  const { user, decide, resolved, group, container } = await shown();
  const [mine] = [...group(BORN).querySelectorAll('input')];
  if (mine) await user.click(mine);
  await user.type(screen.getByLabelText(/^Lý do chọn/), 'Theo sổ hộ khẩu');
  await decide();
  await screen.findByText(`${BORN}: 06/1942`);
  expect(screen.getByText(`${NAME}: NGUYỄN THỊ VÍ DỤ`)).toBeTruthy();
  expect(resolved()[0]).toMatchObject({ reason: 'Theo sổ hộ khẩu', choices: { sub_dob: 'mine' } });
  expect(await faultsOf(container)).toEqual([]);
});

test('another value is asked for before it is sent, and sent as the form keeps it', async () => {
  const { user, decide, resolved, group } = await shown();
  await user.click([...group(BORN).querySelectorAll('input')].at(-1) as HTMLInputElement);
  await decide();
  expect(resolved()).toEqual([]);
  const other = screen.getByLabelText(`Ghi khác cho mục: ${BORN}`);
  expect(document.activeElement).toBe(other);
  expect(other.getAttribute('aria-invalid')).toBe('true');
  await user.type(other, '18/6/1942');
  await decide();
  await screen.findByText(`${BORN}: 18/06/1942`);
  expect(resolved()[0]?.choices['sub_dob']).toEqual({ value: '1942-06-18' });
});

test('a step that can no longer be done is told and cannot be chosen', async () => {
  const { group, container, decide, resolved } = await shown(LATE_STEP);
  const [mine, theirs] = [...group('Bước xử lý').querySelectorAll('input')];
  expect([mine?.disabled, theirs?.checked]).toEqual([true, true]);
  expect(container.textContent).toContain('Trần Minh Khoa đã làm xong bước "Một cửa đã tiếp nhận"');
  expect(container.textContent).toContain('Câu trả lời trong hồ sơ không mất');
  await decide();
  await screen.findByText('Bước xử lý: Một cửa đã tiếp nhận');
  expect(resolved()[0]?.choices).toEqual({ state: 'theirs' });
});

test('of payments is said truly why the own version cannot be chosen, and each is told from the others', async () => {
  const noted = { amount: 30_000, how: 'cash', by: 'Võ Thị Mai', at: '2026-05-21T02:00:00.000Z' };
  const handed_in = { by: 'Lê Văn An', at: '2026-05-21T09:00:00.000Z' };
  const [less, others] = [
    { ...noted, amount: 20_000 },
    { ...noted, by: 'Trần Minh Khoa' },
  ];
  const given = { mine_possible: false };
  const { group, container, decide } = await shown([
    difference('fee.paid/a', [noted, less, { ...noted, handed_in }], given),
    difference('fee.paid/b', [others, less, { ...others, amount: 40_000 }], given),
  ]);
  const desk = 'Một cửa đã nhận hoặc đã sửa khoản này';
  const carried = 'chỉ người đó, tổ trưởng hoặc một cửa sửa được';
  const has = group(/^Lệ phí đã nộp \(Võ Thị Mai ghi/).textContent;
  expect(has).toContain(`${desk}, nên anh/chị không chọn được bản này.`);
  expect(has).toContain('Máy đề nghị: một cửa đã nhận hoặc đã sửa khoản này');
  expect(has).not.toContain(carried);
  const hands = group(/^Lệ phí đã nộp \(Trần Minh Khoa ghi/).textContent;
  expect(hands).toContain(carried);
  expect(hands).not.toMatch(/một cửa đã nhận/i);
  expect(container.textContent).not.toContain('hồ sơ đã sang bước khác');
  expect(await faultsOf(container)).toEqual([]);
  await decide();
  expect(await screen.findAllByText(/^Lệ phí đã nộp/)).toHaveLength(2);
});

test('two steps that both can be done are told as what happened', async () => {
  const { container } = await shown([difference('state', ['draft', 'queued', 'withdrawn'])]);
  expect(container.textContent).toContain('Một hồ sơ chỉ ở một bước');
  expect(container.querySelectorAll('input:disabled')).toHaveLength(0);
});

test('what somebody else decided meanwhile is told of and no longer held', async () => {
  const { app, backend, ongone, decide, user } = await shown();
  await user.type(screen.getByLabelText(/^Lý do chọn/), 'x');
  expect(app.unsaved.what).toEqual(['Chỗ hai người ghi khác nhau']);
  backend.world.conflicts.length = 0;
  await decide();
  await vi.waitFor(() => expect(ongone).toHaveBeenCalledOnce());
  expect(app.unsaved.what).toEqual([]);
});

test('a failure leaves everything that was chosen on the screen', async () => {
  const { backend, decide, user, container } = await shown();
  const reason = screen.getByLabelText(/^Lý do chọn/);
  await user.type(reason, 'Theo sổ');
  const failure = { code: 'disk_full', message_key: 'error.disk_full', params: {}, retryable: false };
  backend.failures.set('conflict.resolve', failure);
  await decide();
  await vi.waitFor(() => expect(container.textContent).toContain('hết chỗ'));
  expect(reason).toHaveProperty('value', 'Theo sổ');
});

test('of the form that a draft is on both sides show their answers, and nothing else can be written for it', async () => {
  const fields = [difference('form_version', ['2026-10.1', '2027-03.1', '2026-10.1'])];
  const answers = [difference('guests', [40, null, 60], { label: 'Số khách' })];
  const { container, decide, resolved, user, group } = await shown(fields, answers);
  expect(screen.getByRole('listitem').textContent).toMatch(/Số khách\s+máy này: \(trống\); người khác: 60/);
  const form = group('Mẫu của hồ sơ');
  expect(form.querySelectorAll('input')).toHaveLength(2);
  await user.click(form.querySelectorAll('input')[1] as HTMLInputElement);
  await decide();
  await screen.findByText(/Đã ghi lựa chọn/);
  expect(resolved()[0]?.choices).toEqual({ form_version: 'theirs' });
  expect(await faultsOf(container)).toEqual([]);
});
