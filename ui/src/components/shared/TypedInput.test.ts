import { fireEvent, render } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import TypedInput from './TypedInput.svelte';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function typed(given: { value?: string; pause?: number } = {}) {
  const [oncommit, ontyping, onleave] = [vi.fn(), vi.fn(), vi.fn()];
  const view = render(TypedInput, { id: 'f', value: '', pause: 500, oncommit, ontyping, onleave, ...given });
  const input = view.container.querySelector('input') as HTMLInputElement;
  return { view, input, oncommit, ontyping, onleave };
}

test('commits after a pause, once, and on leaving', async () => {
  const { input, oncommit, ontyping } = typed();
  await fireEvent.input(input, { target: { value: 'Ví' } });
  vi.advanceTimersByTime(300);
  await fireEvent.input(input, { target: { value: 'Ví Dụ' } });
  vi.advanceTimersByTime(499);
  expect(oncommit).not.toHaveBeenCalled();
  expect(ontyping).toHaveBeenCalledTimes(2);
  vi.advanceTimersByTime(1);
  expect(oncommit.mock.calls).toEqual([['Ví Dụ']]);
});

test('an input method is left alone until its composition ends; the commit is NFC', async () => {
  const { input, oncommit } = typed();
  await fireEvent.compositionStart(input);
  await fireEvent.input(input, { target: { value: 'Nguye' } });
  vi.advanceTimersByTime(5000);
  await fireEvent.input(input, { target: { value: 'Nguyễn'.normalize('NFD') } });
  vi.advanceTimersByTime(5000);
  expect(oncommit).not.toHaveBeenCalled();
  await fireEvent.compositionEnd(input);
  vi.advanceTimersByTime(500);
  expect(oncommit.mock.calls).toEqual([['Nguyễn'.normalize('NFC')]]);
});

test('leaving during a composition commits when it ends', async () => {
  const { input, oncommit } = typed();
  await fireEvent.compositionStart(input);
  await fireEvent.input(input, { target: { value: 'Thủy' } });
  await fireEvent.blur(input);
  expect(oncommit).not.toHaveBeenCalled();
  await fireEvent.compositionEnd(input);
  expect(oncommit.mock.calls).toEqual([['Thủy']]);
});

test('an answer that comes back does not touch what is being typed', async () => {
  const { view, input } = typed();
  await fireEvent.input(input, { target: { value: 'Ví Dụ th' } });
  await view.rerender({ value: 'Ví Dụ' });
  expect(input.value).toBe('Ví Dụ th');
});

test('a field left as it was commits nothing', async () => {
  const { input, oncommit, onleave } = typed({ value: 'A' });
  await fireEvent.input(input, { target: { value: 'AB' } });
  await fireEvent.input(input, { target: { value: 'A' } });
  await fireEvent.blur(input);
  expect(oncommit).not.toHaveBeenCalled();
  expect(onleave).toHaveBeenCalled();
});

test('a page that goes away takes what was typed with it', async () => {
  const { view, input, oncommit } = typed();
  await fireEvent.input(input, { target: { value: 'A' } });
  view.unmount();
  expect(oncommit.mock.calls).toEqual([['A']]);
});
