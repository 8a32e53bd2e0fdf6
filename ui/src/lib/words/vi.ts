import { citizen } from './vi/citizen';
import { errors } from './vi/errors';
import { findings } from './vi/findings';
import { form } from './vi/form';
import { frame } from './vi/frame';
import { profile } from './vi/profile';
import { settings } from './vi/settings';
import { sync } from './vi/sync';
import { visit } from './vi/visit';
import { ward } from './vi/ward';

/** The texts, Vietnamese first. Short, polite, active; an error says what happened, what is safe, what to do. */
export const vi = {
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
} as const;
