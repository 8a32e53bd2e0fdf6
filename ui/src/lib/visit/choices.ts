/** What can be said of a visit, in the order in which it is offered. */
import type { AskedBy, VisitOutcome } from '$lib/backend/backend';

export const OUTCOMES = ['done', 'partial', 'absent', 'refused'] as const satisfies VisitOutcome[];
export const ASKERS = ['phone', 'hamlet_head', 'list', 'visit', 'other'] as const satisfies AskedBy[];
