import type { vi } from './vi';
import type { Text } from './words.svelte';
import { address } from './en/address';
import { attest } from './en/attest';
import { bundle } from './en/bundle';
import { card } from './en/card';
import { citizen } from './en/citizen';
import { conflict } from './en/conflict';
import { consent } from './en/consent';
import { dayEnd } from './en/day_end';
import { deadline } from './en/deadline';
import { errors } from './en/errors';
import { fill } from './en/fill';
import { fee } from './en/fee';
import { findings } from './en/findings';
import { form } from './en/form';
import { formVersions } from './en/form_versions';
import { frame } from './en/frame';
import { papers } from './en/papers';
import { print } from './en/print';
import { procedures } from './en/procedures';
import { profile } from './en/profile';
import { settings } from './en/settings';
import { shelf } from './en/shelf';
import { sync } from './en/sync';
import { viewer } from './en/viewer';
import { visit } from './en/visit';
import { ward } from './en/ward';

/** The second language. Every key of `vi.ts` and no other. */
export const en: Record<keyof typeof vi, Text> = {
  ...address,
  ...attest,
  ...bundle,
  ...card,
  ...citizen,
  ...conflict,
  ...consent,
  ...dayEnd,
  ...deadline,
  ...errors,
  ...fill,
  ...fee,
  ...findings,
  ...form,
  ...formVersions,
  ...frame,
  ...papers,
  ...print,
  ...procedures,
  ...profile,
  ...settings,
  ...shelf,
  ...sync,
  ...viewer,
  ...visit,
  ...ward,
};
