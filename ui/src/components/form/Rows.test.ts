import { fireEvent, render, screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { createRawSnippet } from 'svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { FieldView } from '$lib/backend/commands';
import { rowsOf, type Row } from '$lib/form/table';
import { faultsOf } from '../../test/axe';
import Rows from './Rows.svelte';

const plain = {
  group: 'relatives',
  required: false,
  required_sometimes: false,
  derived: false,
  sensitive: false,
  mark: 'R' as const,
  choices: [],
};
const columns: FieldView[] = [
  { ...plain, key: 'name', label: 'Họ và tên', type: 'upper', required: true },
  { ...plain, key: 'dead', label: 'Đã chết', type: 'bool' },
  { ...plain, key: 'died', label: 'Chết lúc', type: 'datetime' },
  { ...plain, key: 'income', label: 'Thu nhập', type: 'money' },
];
const field: FieldView = {
  ...plain,
  key: 'relatives',
  label: 'Thân nhân',
  hint: 'Mỗi người một dòng.',
  type: 'table',
  columns,
  max_rows: 3,
};
const two: Row[] = [
  { row: 'a', name: 'LÊ THỊ VÍ DỤ', income: 540_000 },
  { row: 'b', name: 'LÊ VĂN THỬ', dead: true },
];

beforeEach(() => room(false));
afterEach(() => vi.unstubAllGlobals());

/** The rows, saved as they are committed. */
async function shown(begin: Row[] = two, given: Record<string, unknown> = {}) {
  const commits: [string, unknown, string | undefined][] = [];
  const onreject = vi.fn();
  let rows = begin;
  const view = render(Rows, {
    props: {
      field,
      rows,
      refused: () => undefined,
      asks: () => true,
      remarks: () => [],
      ontyping: vi.fn(),
      onleave: vi.fn(),
      onreject,
      oncommit: (row: string, value: unknown, cell?: string) => {
        commits.push([row, value, cell]);
        rows = rowsOf('relatives', rows, { [row]: value });
        void view.rerender({ rows });
      },
      ...given,
    },
  });
  const cards = () => screen.queryAllByRole('group', { name: /^Dòng/ });
  return { ...view, commits, onreject, cards, rows: () => rows, user: userEvent.setup() };
}

/** Whether the tablet lies, and has room. */
function room(matches: boolean) {
  const query = { matches, addEventListener: vi.fn(), removeEventListener: vi.fn() };
  vi.stubGlobal('matchMedia', () => query);
}

test('a row is a card with labels above, and one cell changes the whole row under its own name', async () => {
  const { cards, commits } = await shown();
  expect(cards().map((card) => card.querySelector('legend')?.textContent)).toEqual([
    'Dòng 1: LÊ THỊ VÍ DỤ',
    'Dòng 2: LÊ VĂN THỬ',
  ]);
  const income = within(cards()[0] as HTMLElement).getByLabelText<HTMLInputElement>(/Thu nhập/);
  expect(income.value).toBe('540.000');
  await fireEvent.input(income, { target: { value: '1.200.000 đồng' } });
  await fireEvent.blur(income);
  expect(commits).toEqual([
    ['relatives/a', { row: 'a', name: 'LÊ THỊ VÍ DỤ', income: 1_200_000 }, 'relatives/a/income'],
  ]);
});

test('an amount that is none is refused under the name of its cell', async () => {
  const { cards, onreject, commits } = await shown();
  const income = within(cards()[0] as HTMLElement).getByLabelText(/Thu nhập/);
  await fireEvent.input(income, { target: { value: 'nhiều' } });
  await fireEvent.blur(income);
  expect(onreject).toHaveBeenCalledWith('relatives/a/income', 'money_unreadable', 'nhiều');
  expect(commits).toEqual([]);
});

test('a card that is scanned into a cell is none of its answers', async () => {
  const { cards, onreject, commits } = await shown();
  const card = '087167001234|301234567|Trần Thị Bình|15081967|Nữ|Khóm 2|20072021';
  const name = within(cards()[0] as HTMLElement).getByLabelText(/Họ và tên/);
  await fireEvent.input(name, { target: { value: card } });
  await fireEvent.blur(name);
  expect(onreject).toHaveBeenCalledWith('relatives/a/name', 'card_typed', card);
  expect(commits).toEqual([]);
});

test('date and time are two fields with labels of their own', async () => {
  const { cards, rows } = await shown([{ row: 'a' }]);
  const card = within(cards()[0] as HTMLElement);
  const group = within(card.getByRole('group', { name: /Chết lúc/ }));
  await fireEvent.input(group.getByLabelText('Ngày'), { target: { value: '21/5/2026' } });
  await fireEvent.blur(group.getByLabelText('Ngày'));
  expect(rows()).toEqual([{ row: 'a', died: '2026-05-21' }]);
  await fireEvent.input(group.getByLabelText('Giờ'), { target: { value: '14h30' } });
  await fireEvent.blur(group.getByLabelText('Giờ'));
  expect(rows()).toEqual([{ row: 'a', died: '2026-05-21T14:30' }]);
});

test('a row is added at the end, with the cursor in it, until there are as many as may be', async () => {
  const { user, cards, rows } = await shown();
  await user.click(screen.getByRole('button', { name: /^Thêm dòng.*Thân nhân/ }));
  expect(rows()).toHaveLength(3);
  const added = cards()[2] as HTMLElement;
  await vi.waitFor(() => expect(document.activeElement).toBe(within(added).getByLabelText('Họ và tên')));
  expect(screen.queryByRole('button', { name: /Thêm dòng/ })).toBeNull();
  expect(screen.getByText('Đã đủ 3 dòng.')).toBeTruthy();
});

test('a row that was taken out is put back where it stood, all by keyboard', async () => {
  const { user, rows } = await shown();
  screen.getByRole('button', { name: /^Bỏ dòng.*Dòng 1: LÊ THỊ VÍ DỤ/ }).focus();
  await user.keyboard('{Enter}');
  expect(rows().map(({ row }) => row)).toEqual(['b']);
  expect(screen.getByRole('status').textContent).toContain('Đã bỏ Dòng 1: LÊ THỊ VÍ DỤ.');
  const undo = screen.getByRole('button', { name: 'Lấy lại' });
  await vi.waitFor(() => expect(document.activeElement).toBe(undo));
  await user.keyboard('{Enter}');
  expect(rows()).toEqual(two);
  expect(screen.queryByRole('button', { name: 'Lấy lại' })).toBeNull();
});

test('a finding of a cell stands at its cell, one of a row or of the table at theirs', async () => {
  const remarks = (name: string) => {
    const texts: Record<string, string> = {
      relatives: 'Thiếu dòng.',
      'relatives/a': 'Dòng lạ.',
      'relatives/b/name': 'Chỗ này cần trả lời.',
    };
    return texts[name] ? [{ text: texts[name], severity: 'error' as const }] : [];
  };
  const { cards } = await shown(two, { remarks });
  const name = within(cards()[1] as HTMLElement).getByLabelText('Họ và tên');
  expect(name.getAttribute('aria-invalid')).toBe('true');
  expect(document.getElementById('field-relatives/b/name-remarks')?.textContent).toContain('cần trả lời');
  expect(cards()[0]?.textContent).toContain('Dòng lạ.');
  expect(screen.getByText(/Thiếu dòng/)).toBeTruthy();
});

test('a cell that is not asked is not shown, and nothing is changed in what was submitted', async () => {
  const { cards } = await shown(two, { asks: (_: string, cell: string) => !cell.endsWith('income') });
  expect(within(cards()[0] as HTMLElement).queryByLabelText(/Thu nhập/)).toBeNull();
  const { container } = await shown(two, { disabled: true });
  expect(within(container).queryByRole('button')).toBeNull();
  for (const input of container.querySelectorAll('input')) expect(input.disabled).toBe(true);
});

test('where there is room the rows are a table whose columns name the cells', async () => {
  room(true);
  const { container, commits } = await shown(two, {
    asks: (row: string, cell: string) => row === 'a' || !cell.endsWith('income'),
  });
  const table = screen.getByRole('table', { name: 'Thân nhân (không bắt buộc)' });
  const heads = within(table).getAllByRole('columnheader');
  expect(heads.map((head) => head.textContent)).toEqual(['TT', ...columns.map(({ label }) => label)]);
  expect(within(table).getByText('không hỏi')).toBeTruthy();
  const [first] = within(table).getAllByLabelText('Họ và tên');
  await fireEvent.input(first as HTMLElement, { target: { value: 'LÊ THỊ KHÁC' } });
  await fireEvent.blur(first as HTMLElement);
  expect(commits.map(([row]) => row)).toEqual(['relatives/a']);
  expect(await faultsOf(container)).toEqual([]);
});

test('the cards, empty and with a row taken out, have no fault that axe finds', async () => {
  const { container, user, unmount } = await shown();
  expect(await faultsOf(container)).toEqual([]);
  await user.click(screen.getByRole('button', { name: /^Bỏ dòng.*Dòng 2/ }));
  expect(await faultsOf(container)).toEqual([]);
  unmount();
  const none = await shown([]);
  expect(none.container.textContent).toContain('Chưa có dòng nào.');
  expect(await faultsOf(none.container)).toEqual([]);
});

test('a card is offered for each row and for one that it would make', async () => {
  const offered: string[] = [];
  const fill = createRawSnippet((row: () => string, who: () => string) => ({
    render: () => {
      offered.push(`${row()} ${who()}`);
      return '<span></span>';
    },
  }));
  const { unmount } = await shown(two.slice(0, 1), { fill });
  expect(offered).toHaveLength(2);
  expect(offered[0]).toMatch(/^relatives\/a .*LÊ THỊ VÍ DỤ/);
  expect(offered[1]).toMatch(/^relatives\/[0-9a-f-]{36} người mới$/);
  unmount();
  await shown(two, { fill, disabled: true });
  expect(offered).toHaveLength(2);
});
