/** The members of groups: dossiers that one filling yields. */
import type { DossierSummary, Form } from '$lib/backend/backend';
import type { MemberDossier } from '$lib/backend/commands';
import { showDay } from '$lib/text/day';
import { t, type Key } from '$lib/words/words.svelte';

/** What a person reads of a day that may be later. */
export function dayText({ deadline, asked, state }: MemberDossier): string | undefined {
  if (!deadline) return asked && isAwaited(state) ? t('members.due_unknown') : undefined;
  const { due, longest } = deadline;
  const day = t('members.due', { day: showDay(due) });
  if (!longest?.due) return day;
  return `${day}; ${t(`deadline.longest.${longest.when}` as Key, { day: showDay(longest.due) })}`;
}

/** Whether no agency has it yet. */
const isAwaited = (state: string | undefined): boolean =>
  state === undefined || ['draft', 'queued', 'sent_back'].includes(state);

/** What the form calls the questions whose answers switch a member on or off. */
export function askedBy(form: Form, key: string): string[] {
  const fields = form.sections.flatMap((section) => section.fields);
  const decided = form.members?.find((member) => member.key === key)?.decided_by ?? [];
  return decided.map((field) => fields.find((known) => known.key === field)?.label ?? field);
}

/** The members that a paper serves, where it serves more than one. */
export function servedBy(form: Form, slot: string): string[] {
  const served = (form.members ?? []).filter(({ papers }) => papers.includes(slot)).map(({ name }) => name);
  return served.length > 1 ? served : [];
}

/** A list in which each member stands in its group, once: alone only where its group is not among them. */
export function groupwise(dossiers: DossierSummary[]): DossierSummary[] {
  const ids = new Set(dossiers.map(({ id }) => id));
  return dossiers.filter(({ group }) => !group || !ids.has(group));
}

/** Where a dossier is looked at: a member in its group, which has its answers. */
export const pageOf = ({ id, state, group }: Pick<DossierSummary, 'id' | 'state' | 'group'>): string => {
  if (group) return `#/dossiers/${group}/review`;
  return state === 'draft' ? `#/dossiers/${id}` : `#/dossiers/${id}/review`;
};
