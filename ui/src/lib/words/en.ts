import type { vi } from './vi';
import type { Text } from './words.svelte';
import { citizen } from './en/citizen';
import { errors } from './en/errors';
import { findings } from './en/findings';
import { form } from './en/form';
import { frame } from './en/frame';
import { profile } from './en/profile';
import { settings } from './en/settings';
import { sync } from './en/sync';
import { visit } from './en/visit';
import { ward } from './en/ward';

/** The second language. Every key of `vi.ts` and no other. */
export const en: Record<keyof typeof vi, Text> = {
  ...citizen,
  ...errors,
  ...findings,
  ...form,
  ...frame,
  ...profile,
  ...settings,
  ...sync,
  ...visit,
  ...ward,
};
