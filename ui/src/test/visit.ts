import type { Visit } from '$lib/backend/backend';

/** A visit for tests, with what a test says of it. */
export const visit = (given: Partial<Visit> = {}): Visit => ({
  id: 'v',
  citizen: 'c',
  purposes: [],
  state: 'scheduled',
  date: '2026-02-26',
  urgent: false,
  history: [],
  load: { team: null, used: 0, capacity: null },
  revision: 1,
  delivery: 'on_device',
  findings: [],
  ...given,
});
