/** What a person hears of a deadline before the dossier is handed in. */
import type { Deadline } from '$lib/backend/backend';
import { showDay } from '$lib/text/day';
import { t, type Key } from '$lib/words/words.svelte';

/** The day of the result if the dossier is handed in on the first day that still counts, in a line. */
export function expected(deadline: Deadline, today: string): string {
  const { due, counts_as, unknown } = deadline;
  if (due === null) return t(`deadline.unknown.${unknown ?? 'not_found'}` as Key);
  const sameDay = due === counts_as;
  const notes = notesOf(deadline).join('; ');
  const params = { day: showDay(due), notes };
  const result = sameDay
    ? t(notes ? 'deadline.same_day_noted' : 'deadline.same_day', params)
    : t(notes ? 'deadline.due_noted' : 'deadline.due', params);
  const sentence = ifHandedIn(deadline, today, result);
  return sameDay ? sentence : `${sentence} ${t('deadline.slip_counts')}`;
}

function ifHandedIn({ counts_as, cutoff }: Deadline, today: string, result: string): string {
  const params = { day: showDay(counts_as), time: cutoff, result };
  return counts_as === today
    ? t(cutoff ? 'deadline.today_before' : 'deadline.today', params)
    : t(cutoff ? 'deadline.day_before' : 'deadline.day', params);
}

/** What makes the day less sure, or another one. */
function notesOf({ longest, members, mark, year_status }: Deadline): string[] {
  const notes: string[] = [];
  if (longest?.due) notes.push(t(`deadline.longest.${longest.when}` as Key, { day: showDay(longest.due) }));
  if (members.some(({ choice }) => choice)) notes.push(t('deadline.without_choices'));
  if (mark !== 'V') notes.push(t(`deadline.mark.${mark}` as Key));
  if (year_status !== 'announced') notes.push(t(`deadline.year.${year_status}` as Key));
  return notes;
}
