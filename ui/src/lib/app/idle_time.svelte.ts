/** After how many minutes without use the app locks, on this device. */
export const MINUTES = [5, 10, 20] as const;
export type Minutes = (typeof MINUTES)[number];
const kept = 'tan-nha.idle';

const stored = (): Minutes =>
  MINUTES.find((minutes) => String(minutes) === globalThis.localStorage?.getItem(kept)) ?? 10;
let chosen = $state<Minutes>(stored());

export const idleTime = {
  get minutes(): Minutes {
    return chosen;
  },
  set minutes(minutes: Minutes) {
    chosen = minutes;
    globalThis.localStorage?.setItem(kept, String(minutes));
  },
};
