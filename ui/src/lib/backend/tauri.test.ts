import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { tauri } from './tauri';

const { invoke, heard } = vi.hoisted(() => ({
  invoke: vi.fn((..._: unknown[]): Promise<unknown> => Promise.resolve()),
  heard: new Map<string, () => Promise<void>>(),
}));
vi.mock('@tauri-apps/api/core', () => ({ invoke }));
vi.mock('@tauri-apps/api/event', () => ({
  listen: (name: string, handler: (event: { payload: null }) => Promise<void>) => {
    heard.set(name, () => handler({ payload: null }));
    return Promise.resolve(() => heard.delete(name));
  },
}));

beforeEach(() => {
  vi.useFakeTimers();
  invoke.mockClear();
});
afterEach(() => vi.useRealTimers());

test.each([
  ['/media/usb/to-khai.pdf', '/media/usb/to-khai.pdf'],
  ['/media/usb/Tờ khai', '/media/usb/Tờ khai.pdf'],
  [null, undefined],
])('the place %s that somebody chose is told as %s', async (chosen, told) => {
  invoke.mockResolvedValueOnce(chosen);
  expect(await tauri.askPlace('Lưu vào đâu', 'to-khai.pdf')).toBe(told);
  expect(invoke).toHaveBeenCalledWith('plugin:dialog|save', {
    options: {
      title: 'Lưu vào đâu',
      defaultPath: 'to-khai.pdf',
      filters: [{ name: 'PDF', extensions: ['pdf'] }],
    },
  });
});

const answers = () => invoke.mock.calls.map(([name]) => name);

test.each([
  [true, 'ready_to_close'],
  [false, 'stay_open'],
])('the page’s answer %s is told as %s, once', async (may, told) => {
  tauri.onClosing(() => Promise.resolve(may));
  await heard.get('closing')?.();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(answers()).toEqual([told]);
});

test('a person who thinks longer than the shell waits keeps the window, and may still close it', async () => {
  let answer: (may: boolean) => void = () => undefined;
  tauri.onClosing(() => new Promise((resolve) => (answer = resolve)));
  const closing = heard.get('closing')?.();
  await vi.advanceTimersByTimeAsync(3_999);
  expect(answers()).toEqual(['stay_open']);
  answer(true);
  await closing;
  expect(answers()).toEqual(['stay_open', 'ready_to_close']);
});
