import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Idle, RETRY_MS, SIGNS, WARN_MS } from './idle';

const AFTER = 10 * 60_000;
let stop: () => void = () => undefined;

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  stop();
  vi.useRealTimers();
});

function watched(given: { busy?: () => boolean; lock?: () => Promise<boolean> } = {}) {
  const target = new EventTarget();
  const warn = vi.fn();
  const lock = vi.fn(given.lock ?? (() => Promise.resolve(true)));
  const idle = new Idle({ after: () => AFTER, busy: given.busy ?? (() => false), warn, lock });
  stop = idle.start(target);
  return { idle, warn, lock, sign: (name: string) => target.dispatchEvent(new Event(name)) };
}

test('locks once after the time without use, and says so a minute before', async () => {
  const { warn, lock } = watched();
  await vi.advanceTimersByTimeAsync(AFTER - WARN_MS - 1);
  expect(warn).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(warn.mock.calls).toEqual([[true]]);
  await vi.advanceTimersByTimeAsync(WARN_MS - 1);
  expect(lock).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1 + AFTER);
  expect(lock).toHaveBeenCalledTimes(1);
});

test.each(SIGNS)('%s begins the time anew and takes the notice away', async (name) => {
  const { warn, lock, sign } = watched();
  await vi.advanceTimersByTimeAsync(AFTER - 1);
  sign(name);
  expect(warn.mock.calls).toEqual([[true], [false]]);
  await vi.advanceTimersByTimeAsync(AFTER - 1);
  expect(lock).not.toHaveBeenCalled();
});

test('the hand that wakes a sleeping tablet finds it locked, not the time begun anew', async () => {
  const { lock, sign } = watched();
  vi.setSystemTime(Date.now() + 2 * AFTER); // asleep: the clock goes on, the timers do not
  sign('pointerdown');
  sign('pointerdown');
  await vi.advanceTimersByTimeAsync(0);
  expect(lock).toHaveBeenCalledTimes(1);
});

test('a clock that was set back does not keep it open', async () => {
  const { lock } = watched();
  vi.setSystemTime(Date.now() - 100 * AFTER);
  await vi.advanceTimersByTimeAsync(2 * AFTER);
  expect(lock).toHaveBeenCalled();
});

test('a running sync is let end first; whoever is there meanwhile goes on', async () => {
  let busy = true;
  const { lock, sign } = watched({ busy: () => busy });
  await vi.advanceTimersByTimeAsync(AFTER + 60_000);
  expect(lock).not.toHaveBeenCalled();
  sign('keydown');
  busy = false;
  await vi.advanceTimersByTimeAsync(AFTER - 1);
  expect(lock).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(lock).toHaveBeenCalledTimes(1);
});

test('what cannot be locked is tried again until it can', async () => {
  let able = false;
  const { lock } = watched({ lock: () => Promise.resolve(able) });
  await vi.advanceTimersByTimeAsync(AFTER + 2 * RETRY_MS);
  expect(lock).toHaveBeenCalledTimes(3);
  able = true;
  await vi.advanceTimersByTimeAsync(RETRY_MS);
  expect(lock).toHaveBeenCalledTimes(4);
  await vi.advanceTimersByTimeAsync(10 * RETRY_MS);
  expect(lock).toHaveBeenCalledTimes(4);
});

test('after a lock that failed, whoever woke it goes on and is left alone', async () => {
  let able = false;
  const { lock, sign, warn } = watched({ lock: () => Promise.resolve(able) });
  vi.setSystemTime(Date.now() + 2 * AFTER);
  sign('pointerdown');
  await vi.advanceTimersByTimeAsync(0);
  expect(lock).toHaveBeenCalledTimes(1);
  sign('pointerdown');
  expect(warn).not.toHaveBeenLastCalledWith(true);
  await vi.advanceTimersByTimeAsync(AFTER - 1);
  expect(lock).toHaveBeenCalledTimes(1);
  able = true;
  await vi.advanceTimersByTimeAsync(1);
  expect(lock).toHaveBeenCalledTimes(2);
});
