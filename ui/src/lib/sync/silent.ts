import type { Device } from '$lib/backend/backend';
import { dayOf, todayText } from '$lib/text/day';

/** Whether the ward has not heard from a device today. */
export const isSilent = ({ last_contact_at: at }: Device): boolean =>
  at === null || dayOf(at) !== todayText();
