/** What is said of a visit beside its day, while it is being written. */
import type { Args, AskedBy, Visit } from '$lib/backend/backend';
import { tidy } from '$lib/text/normal';

export type Draft = {
  purposes: string[];
  team: string;
  askedBy: AskedBy | undefined;
  reason: string;
  note: string;
};

export const newDraft = (purposes: string[] = [], team = ''): Draft => ({
  purposes: [...purposes],
  team,
  askedBy: undefined,
  reason: '',
  note: '',
});

export const draftOf = (visit: Visit): Draft => ({
  purposes: [...visit.purposes],
  team: visit.team ?? '',
  askedBy: visit.asked_by,
  reason: visit.reason ?? '',
  note: visit.note ?? '',
});

/** For a visit that is made: what is empty is not named. */
export function given({ purposes, team, askedBy, reason, note }: Draft) {
  const texts = { team: tidy(team), reason: tidy(reason), note: tidy(note) };
  return {
    purposes: [...purposes],
    ...(texts.team ? { team: texts.team } : {}),
    ...(texts.reason ? { reason: texts.reason } : {}),
    ...(texts.note ? { note: texts.note } : {}),
    ...(askedBy ? { asked_by: askedBy } : {}),
  };
}

/** For a visit that is changed: only what differs from what was shown, so that others' changes stay. */
export function changes(shown: Visit, draft: Draft): Omit<Args<'visit.save'>, 'id'> {
  const changed: Omit<Args<'visit.save'>, 'id'> = {};
  for (const key of ['team', 'reason', 'note'] as const) {
    const text = tidy(draft[key]);
    if (text !== (shown[key] ?? '')) changed[key] = text || null;
  }
  if (shown.purposes.toSorted().join() !== draft.purposes.toSorted().join()) {
    changed.purposes = [...draft.purposes];
  }
  if (draft.askedBy !== shown.asked_by) changed.asked_by = draft.askedBy ?? null;
  return changed;
}
