import { fireEvent, render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import SearchChoice from './SearchChoice.svelte';

afterEach(() => vi.useRealTimers());

const choices = ['Kinh', 'Hoa', 'Hoa Kiều', 'Khmer'].map((label) => ({ value: label, label }));

function search(value = '') {
  const [onchoose, ontyping, onleave] = [vi.fn(), vi.fn(), vi.fn()];
  const given = { id: 'f', label: 'Dân tộc', choices, value, pause: 500, onchoose, ontyping, onleave };
  const view = render(SearchChoice, given);
  const input = screen.getByRole<HTMLInputElement>('combobox');
  const type = (text: string) => fireEvent.input(input, { target: { value: text } });
  return { view, input, type, onchoose, ontyping, onleave };
}

test('tapping the choice that is saved already keeps it', async () => {
  const { input, onchoose, onleave } = search('Kinh');
  await userEvent.clear(input);
  await userEvent.type(input, 'kinh');
  await userEvent.click(await screen.findByRole('option', { name: 'Kinh' }));
  await fireEvent.blur(input);
  expect(onchoose).not.toHaveBeenCalled();
  expect(onleave).toHaveBeenCalled();
  await vi.waitFor(() => expect(input.value).toBe('Kinh'));
});

test('Enter on the choice that is saved already keeps it', async () => {
  const { input, onchoose, onleave } = search('Kinh');
  await userEvent.clear(input);
  await userEvent.type(input, 'kinh');
  await vi.waitFor(() => expect(document.querySelector('[data-highlighted]')?.textContent).toBe('Kinh'));
  await userEvent.keyboard('{Enter}');
  await vi.waitFor(() => expect(onleave).toHaveBeenCalled());
  expect(onchoose).not.toHaveBeenCalled();
});

test('a page that goes away takes what was typed with it', async () => {
  const { view, type, onchoose } = search();
  await type('kinh');
  view.unmount();
  expect(onchoose.mock.calls).toEqual([['Kinh']]);
});

test('after a pause only what names a choice is kept; typing goes on', async () => {
  vi.useFakeTimers();
  const { input, type, onchoose } = search();
  await type('kin');
  await vi.advanceTimersByTimeAsync(5000);
  expect(onchoose).not.toHaveBeenCalled();
  await type('hoa');
  await vi.advanceTimersByTimeAsync(500);
  expect(onchoose.mock.calls).toEqual([['Hoa']]);
  expect(input.value).toBe('hoa');
});

test('never in the middle of a composition', async () => {
  vi.useFakeTimers();
  const { input, type, onchoose } = search();
  await fireEvent.compositionStart(input);
  await type('hoa');
  await vi.advanceTimersByTimeAsync(5000);
  expect(onchoose).not.toHaveBeenCalled();
  await fireEvent.compositionEnd(input);
  await vi.advanceTimersByTimeAsync(500);
  expect(onchoose.mock.calls).toEqual([['Hoa']]);
});
