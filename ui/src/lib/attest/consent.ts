/** How consent is said, and what stands of it. */
import type { Args, Result } from '$lib/backend/backend';

export type ConsentText = Result<'consent.text'>;
export type Consents = Result<'consent.list'>;
export type Manner = Args<'consent.give'>['how'];

export const MANNERS: Manner[] = ['signature', 'fingerprint_on_paper', 'said_before_witness', 'in_app'];

/** What people call a purpose; its key where this text does not know it. */
export const purposeText = (text: ConsentText, key: string): string =>
  text.purpose.find((known) => known.key === key)?.label ?? key;
