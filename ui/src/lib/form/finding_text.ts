/** What a finding says: by the form's own rule where it comes from one, by our texts otherwise. */
import type { Finding, Form } from '$lib/backend/backend';
import { showPartialDate } from '$lib/text/partial_date';
import { number, say, t } from '$lib/words/words.svelte';
import { ruleField } from './table';

export function findingText(finding: Finding, form?: Form): string {
  const field = ruleField(finding.field);
  const rule = form?.rules.find((rule) => rule.code === finding.code && rule.field === field);
  if (rule) return rule.what_to_do;
  const params = Object.fromEntries(
    Object.entries(finding.params).map(([name, value]) => [name, readable(value)]),
  );
  return say('finding', finding.code, params);
}

/** A year is not grouped like an amount; a sex is a word. */
function readable(value: unknown): unknown {
  if (value === 'male' || value === 'female') return t(`sex.${value}`);
  if (typeof value === 'number') return value < 10_000 ? String(value) : number(value);
  return typeof value === 'string' ? showPartialDate(value) : value;
}
