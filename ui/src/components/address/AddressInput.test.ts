import { fireEvent, render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { App, contextOf } from '$lib/app/app.svelte';
import { CAO_LANH, DIVIDED, HOA_THUAN } from '$lib/backend/fixtures/units';
import type { FieldView } from '$lib/backend/commands';
import { MemoryBackend } from '$lib/backend/memory';
import { faultsOf } from '../../test/axe';
import Question from '../form/Question.svelte';

const PAPER = 'Khóm 2, Phường Hòa Thuận, Thành phố Cao Lãnh, Đồng Tháp';

/** The field as a form has it: what is committed is its answer from then on. */
function field(answer: unknown = null, asks: '2025' | 'any' = '2025') {
  const asked: FieldView = {
    ...{ key: 'addr', label: 'Nơi cư trú', type: 'addr', group: 'addr', mark: 'V', choices: [] },
    ...{ required: true, required_sometimes: false, derived: false, sensitive: false },
    ...(asks === 'any' ? {} : { unit_set: asks }),
  };
  const oncommit = vi.fn((answer: unknown) => void view.rerender({ answer }));
  const callbacks = { oncommit, onreject: vi.fn(), ontyping: vi.fn(), onleave: vi.fn() };
  const context = contextOf(new App(new MemoryBackend()));
  const view = render(Question, { props: { field: asked, answer, ...callbacks }, context });
  const text = () => screen.getByLabelText<HTMLTextAreaElement>('Nơi cư trú');
  const last = () => oncommit.mock.calls.at(-1)?.[0] as unknown;
  return { view, text, oncommit, last };
}

async function search(words: string, option: string) {
  await userEvent.click(await screen.findByRole('button', { name: /Chọn xã, phường|Chọn lại/ }));
  await userEvent.type(screen.getByRole('combobox'), words);
  await userEvent.click(await screen.findByRole('option', { name: option }));
}

test('the unit is found without marks by keyboard, its count is said, and the text stays as on the paper', async () => {
  const { text, last } = field('Khóm 2, xã Mẫu');
  await userEvent.click(screen.getByRole('button', { name: 'Chọn xã, phường' }));
  const input = screen.getByRole('combobox');
  await vi.waitFor(() => expect(document.activeElement).toBe(input));
  await userEvent.type(input, 'phuong cao lanh dong thap');
  await vi.waitFor(() => expect(screen.getByRole('status').textContent).toBe('Tìm thấy 2 nơi.'));
  await userEvent.keyboard('{ArrowDown}{ArrowUp}{Home}');
  await vi.waitFor(() =>
    expect(document.querySelector('[data-highlighted]')?.textContent).toBe(CAO_LANH.path),
  );
  await userEvent.keyboard('{Enter}');
  await vi.waitFor(() => expect(last()).toEqual({ text: 'Khóm 2, xã Mẫu', unit: '29869', unit_set: '2025' }));
  await screen.findByText(CAO_LANH.path);
  expect(text().value).toBe('Khóm 2, xã Mẫu');
  await vi.waitFor(() => expect(document.activeElement).toBe(text()));
});

test('a search that is given up leaves everything as it was', async () => {
  const { oncommit } = field({ text: 'A', unit: '29869', unit_set: '2025' });
  await userEvent.click(await screen.findByRole('button', { name: 'Chọn lại' }));
  await userEvent.click(screen.getByRole('button', { name: 'Thôi' }));
  await screen.findByRole('button', { name: 'Bỏ xã, phường' });
  expect(document.activeElement?.id).toBe('field-addr-choose');
  expect(oncommit).not.toHaveBeenCalled();
});

test('a divided old unit asks, and not knowing keeps the text alone', async () => {
  const { view, oncommit, last } = field('xã Hòa Liên, huyện Hòa Vang');
  await search('hoa lien', `${DIVIDED.path} (cũ)`);
  await screen.findByText(/đã chia cho nhiều xã, phường mới\. Chọn nơi đang ở/);
  expect(oncommit).not.toHaveBeenCalled();
  expect(await faultsOf(view.container)).toEqual([]);
  await userEvent.click(screen.getByRole('button', { name: /^Không chắc/ }));
  expect(last()).toBe('xã Hòa Liên, huyện Hòa Vang');
  await search('hoa lien', `${DIVIDED.path} (cũ)`);
  await userEvent.click(await screen.findByRole('button', { name: 'Phường Hải Vân, Đà Nẵng' }));
  expect(last()).toEqual({ text: 'xã Hòa Liên, huyện Hòa Vang', unit: '20194', unit_set: '2025' });
});

test('a whole old unit says what it is part of now, and is taken only when somebody says so', async () => {
  const { oncommit, last } = field('Khóm 2');
  await search('hoa thuan', `${HOA_THUAN.path} (cũ)`);
  await screen.findByText(`${HOA_THUAN.path} nay thuộc ${CAO_LANH.path}.`);
  expect(oncommit).not.toHaveBeenCalled();
  await userEvent.click(screen.getByRole('button', { name: CAO_LANH.path }));
  expect(last()).toEqual({ text: 'Khóm 2', unit: '29869', unit_set: '2025' });
});

test('an old unit that stands there already is asked about, too', async () => {
  field({ text: PAPER, unit: '29892', unit_set: '2024' });
  await screen.findByRole('button', { name: CAO_LANH.path });
});

test('where somebody was born, an old unit is an answer; what it is today is only said', async () => {
  const { last } = field(PAPER, 'any');
  await search('hoa thuan', `${HOA_THUAN.path} (cũ)`);
  await vi.waitFor(() => expect(last()).toEqual({ text: PAPER, unit: '29892', unit_set: '2024' }));
  await screen.findByText(`${HOA_THUAN.path} nay thuộc ${CAO_LANH.path}.`);
  expect(screen.queryByRole('button', { name: CAO_LANH.path })).toBeNull();
});

test('what the text names is offered, never taken', async () => {
  const { oncommit, last } = field('Khóm 2, Phường Cao Lãnh, Đồng Tháp');
  await screen.findByText(`Địa chỉ này ở: ${CAO_LANH.path}?`);
  expect(oncommit).not.toHaveBeenCalled();
  await userEvent.click(screen.getByRole('button', { name: 'Đúng, chọn nơi này' }));
  await vi.waitFor(() => expect(last()).toMatchObject({ unit: '29869', unit_set: '2025' }));
});

test('picked before anything is written, a line is offered with house and hamlet', async () => {
  const { view, last } = field();
  await search('cao lanh', CAO_LANH.path);
  await userEvent.type(await screen.findByLabelText('Số nhà, đường'), 'Số 12');
  await userEvent.type(screen.getByLabelText('Khóm, ấp, thôn, tổ'), 'Khóm 2');
  expect(await faultsOf(view.container)).toEqual([]);
  await userEvent.click(screen.getByRole('button', { name: 'Ghi dòng này' }));
  const line = 'Số 12, Khóm 2, Phường Cao Lãnh, Đồng Tháp';
  expect(last()).toEqual({ text: line, unit: '29869', unit_set: '2025', hamlet: 'Khóm 2' });
});

test('a page that goes away takes with it what was typed for a line that is not written yet', async () => {
  const { view, last } = field({ text: '', unit: '29869', unit_set: '2025' });
  await userEvent.type(await screen.findByLabelText('Số nhà, đường'), 'Số 12');
  view.unmount();
  expect(last()).toEqual({ text: 'Số 12, Phường Cao Lãnh, Đồng Tháp', unit: '29869', unit_set: '2025' });
});

test('"Đã chết" is typed as any text, and a unit is taken out again', async () => {
  const { text, last } = field({ text: 'A', unit: '29869', unit_set: '2025' });
  await userEvent.click(await screen.findByRole('button', { name: 'Bỏ xã, phường' }));
  expect(last()).toBe('A');
  await fireEvent.input(text(), { target: { value: 'Đã chết' } });
  await fireEvent.blur(text());
  expect(last()).toBe('Đã chết');
});
