import type { App } from '$lib/app/app.svelte';
import type { Identity } from '$lib/backend/backend';

const PINS = { '1': '123456', b: '654321' };

/** Locks the app if somebody is in, and lets this one of the two in who share the tablet. */
export async function enter(app: App, handle: keyof typeof PINS): Promise<void> {
  if (app.person) await app.lock();
  await app.call('profile.unlock', { handle, pin: PINS[handle] });
  await app.enter();
}

/** Adds the second of the two; the first one is in again then. */
export async function addSecond(app: App, role: Identity['role'] = 'volunteer'): Promise<void> {
  await app.call('profile.practice', { role, pin: PINS.b, handle: 'b' });
  await app.enter();
  await enter(app, '1');
}
