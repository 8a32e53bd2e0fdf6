import { address } from './vi/address';
import { attest } from './vi/attest';
import { bundle } from './vi/bundle';
import { card } from './vi/card';
import { citizen } from './vi/citizen';
import { conflict } from './vi/conflict';
import { consent } from './vi/consent';
import { dayEnd } from './vi/day_end';
import { deadline } from './vi/deadline';
import { errors } from './vi/errors';
import { fill } from './vi/fill';
import { fee } from './vi/fee';
import { findings } from './vi/findings';
import { form } from './vi/form';
import { formVersions } from './vi/form_versions';
import { frame } from './vi/frame';
import { papers } from './vi/papers';
import { print } from './vi/print';
import { procedures } from './vi/procedures';
import { profile } from './vi/profile';
import { settings } from './vi/settings';
import { shelf } from './vi/shelf';
import { sync } from './vi/sync';
import { viewer } from './vi/viewer';
import { visit } from './vi/visit';
import { ward } from './vi/ward';

/** The texts, Vietnamese first. Short, polite, active; an error says what happened, what is safe, what to do. */
export const vi = {
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
} as const;
