import { fireEvent, render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import type { FieldView } from '$lib/backend/commands';
import birth from '$lib/backend/fixtures/birth_rereg.json';
import card from '$lib/backend/fixtures/id_card_14plus.json';
import { App, contextOf } from '$lib/app/app.svelte';
import { MemoryBackend } from '$lib/backend/memory';
import Question from './Question.svelte';

const fields = [birth, card].flatMap((form) =>
  form.sections.flatMap((section) => section.fields),
) as unknown as FieldView[];
const context = contextOf(new App(new MemoryBackend()));
const fieldOf = (key: string) => fields.find((field) => field.key === key) as FieldView;

function ask(key: string, given: Record<string, unknown> = {}) {
  const [oncommit, onreject] = [vi.fn(), vi.fn()];
  const callbacks = { oncommit, onreject, ontyping: vi.fn(), onleave: vi.fn() };
  const props = { field: fieldOf(key), answer: undefined, ...callbacks, ...given };
  const view = render(Question, { props, context });
  return { ...callbacks, view };
}

test.each(fields.map((field) => [field.key, field] as const))('%s is drawn with its label', (_, field) => {
  const callbacks = { oncommit: vi.fn(), onreject: vi.fn(), ontyping: vi.fn(), onleave: vi.fn() };
  const { container } = render(Question, { props: { field, answer: undefined, ...callbacks }, context });
  expect(container.textContent).toContain(field.label);
});

test('a partial date is typed as people write it and committed as it is stored', async () => {
  const { oncommit } = ask('sub_dob');
  const input = screen.getByLabelText('Ngày, tháng, năm sinh');
  await fireEvent.input(input, { target: { value: '6/1942' } });
  await fireEvent.blur(input);
  expect(oncommit).toHaveBeenCalledWith('1942-06');
});

test('a stored date is shown with the day first', () => {
  ask('sub_dob', { answer: '1942-06-17' });
  expect(screen.getByLabelText<HTMLInputElement>('Ngày, tháng, năm sinh').value).toBe('17/06/1942');
});

test('sex and yes or no are two large choices, and can be taken back', async () => {
  const { oncommit, view } = ask('sub_sex');
  await userEvent.click(screen.getByLabelText('Nữ'));
  expect(oncommit).toHaveBeenCalledWith('female');
  view.unmount();
  const yes = ask('copies', { answer: true });
  await userEvent.click(screen.getByLabelText('Không'));
  expect(yes.oncommit).toHaveBeenCalledWith(false);
  await userEvent.click(screen.getByText('Bỏ chọn'));
  expect(yes.oncommit).toHaveBeenLastCalledWith(null);
});

test('several choices keep the order of the form', async () => {
  const { oncommit } = ask('req_kind', { answer: ['2'] });
  await userEvent.click(screen.getByLabelText(/^1\. Cấp/));
  expect(oncommit).toHaveBeenCalledWith(['1', '2']);
});

test('a number is JSON; a text in its place is refused and stays to be seen, also on coming back', async () => {
  const { oncommit, onreject, view } = ask('copies_count');
  const input = screen.getByLabelText<HTMLInputElement>('Số lượng bản sao');
  await fireEvent.input(input, { target: { value: '2' } });
  await fireEvent.blur(input);
  expect(oncommit).toHaveBeenCalledWith(2);
  await fireEvent.input(input, { target: { value: 'hai' } });
  await fireEvent.blur(input);
  expect(onreject).toHaveBeenCalledWith('int_unreadable', 'hai');
  await view.rerender({ answer: 'hai' });
  await vi.waitFor(() => expect(input.value).toBe('hai'));
});

test('a long list is searched without marks, and what was typed counts as the choice that it names', async () => {
  const { oncommit } = ask('sub_ethnicity');
  const input = screen.getByRole('combobox');
  await fireEvent.input(input, { target: { value: 'kinh' } });
  await fireEvent.blur(input);
  expect(oncommit).toHaveBeenCalledWith('Kinh');
});

test('what follows from other answers stands in the field and says so', () => {
  ask('sub_dob_words', { follows: 'Năm một nghìn chín trăm bốn mươi hai', source: 'derived' });
  expect(screen.getByLabelText<HTMLInputElement>('Ghi bằng chữ').value).toContain('bốn mươi hai');
  expect(screen.getByText('máy tự ghi')).toBeTruthy();
});

test('a finding is tied to its field and not by colour alone', () => {
  ask('sub_name', { remarks: [{ text: 'Chỗ này cần trả lời.', severity: 'error' }] });
  const input = screen.getByLabelText('Họ, chữ đệm, tên');
  expect(input.getAttribute('aria-invalid')).toBe('true');
  const described = input.getAttribute('aria-describedby')?.split(' ') ?? [];
  const texts = described.map((id) => document.getElementById(id)?.textContent);
  expect(texts.join(' ')).toContain('Cần sửa: Chỗ này cần trả lời.');
});

test('a text of the form and a signature are shown, not asked', () => {
  const { view } = ask('pledge');
  expect(view.container.textContent).toContain('Tôi cam đoan');
  expect(view.container.querySelector('input, textarea')).toBeNull();
  view.unmount();
  const { view: sign } = ask('sign');
  expect(sign.container.querySelector('input, textarea')).toBeNull();
});
