/** How an answer is written in its field, read from it, and shown. Nothing here knows a procedure. */
import type { FieldView } from '$lib/backend/commands';
import { tidy } from '$lib/text/normal';
import { showDateTime } from '$lib/text/date_time';
import { readPartialDate, showPartialDate } from '$lib/text/partial_date';
import { number, t } from '$lib/words/words.svelte';
import { rowsIn, type Row } from './table';

export type Answer = unknown;
/** What goes to the core, or that it cannot go as it stands. */
export type Unreadable = 'int_unreadable' | 'money_unreadable';
export type Reading = { ok: true; value: Answer } | { ok: false; code: Unreadable };

/** How a field is asked. */
export type Asking =
  'line' | 'address' | 'choice' | 'search' | 'several' | 'datetime' | 'table' | 'text' | 'sign';

/** So many choices are still seen at one glance; more are searched. */
const AT_A_GLANCE = 9;

export function asking(field: FieldView): Asking {
  switch (field.type) {
    case 'sex':
    case 'bool':
      return 'choice';
    case 'enum':
      return field.choices.length <= AT_A_GLANCE ? 'choice' : 'search';
    case 'multi':
      return 'several';
    case 'addr':
      return 'address';
    case 'datetime':
    case 'table':
      return field.type;
    case 'fixed':
      return 'text';
    case 'sign':
      return 'sign';
    default:
      return 'line';
  }
}

/** The keyboard that a tablet shows. */
export function keyboard(field: FieldView): 'text' | 'numeric' | 'tel' | 'email' {
  if (field.type === 'phone') return 'tel';
  if (field.type === 'email') return 'email';
  return ['id12', 'id9or12', 'int', 'money'].includes(field.type) ? 'numeric' : 'text';
}

type Address = { text?: unknown };
const isAddress = (answer: Answer): answer is Address =>
  typeof answer === 'object' && answer !== null && 'text' in answer;

/** What stands in the field. */
export function typedText(field: FieldView, answer: Answer): string {
  if (answer === null || answer === undefined) return '';
  if (isAddress(answer)) return typeof answer.text === 'string' ? answer.text : '';
  if (typeof answer === 'number') return field.type === 'money' ? grouped(answer) : String(answer);
  if (typeof answer !== 'string') return '';
  if (field.type === 'datetime') return showDateTime(answer);
  return field.type === 'date' || field.type === 'pdate' ? showPartialDate(answer) : answer;
}

/** Thousands as Vietnamese papers part them, in whichever language the screen is. */
const grouped = (dong: number): string => String(dong).replace(/\B(?=(\d{3})+$)/g, '.');

/**
 * Reads a typed field. A text that makes no sense still goes to the core, which keeps it and says what
 * is wrong: nothing typed is lost. Only a number has to be one, because its JSON is.
 */
export function readTyped(field: FieldView, typed: string, before: Answer): Reading {
  const text = tidy(typed.replace(/\s*\n\s*/g, ' '));
  if (text === '') return { ok: true, value: null };
  if (field.type === 'int') {
    const digits = text.replace(/[.\s]/g, '');
    return /^\d{1,9}$/.test(digits)
      ? { ok: true, value: Number(digits) }
      : { ok: false, code: 'int_unreadable' };
  }
  if (field.type === 'money') {
    const digits = text.replace(/(?:đồng|đ|vnđ)$/i, '').replace(/[.,\s]/g, '');
    return /^\d{1,12}$/.test(digits)
      ? { ok: true, value: Number(digits) }
      : { ok: false, code: 'money_unreadable' };
  }
  if (field.type === 'date' || field.type === 'pdate')
    return { ok: true, value: readPartialDate(text) ?? text };
  if (field.type === 'addr' && isAddress(before)) return { ok: true, value: { ...before, text } };
  return { ok: true, value: text };
}

export type Choice = { value: string; label: string };

/** The choices of a field that is answered by choosing. */
export function choicesOf(field: FieldView): Choice[] {
  if (field.type === 'sex') {
    return [
      { value: 'male', label: t('sex.male') },
      { value: 'female', label: t('sex.female') },
    ];
  }
  if (field.type === 'bool') {
    return [
      { value: 'true', label: t('bool.yes') },
      { value: 'false', label: t('bool.no') },
    ];
  }
  return field.choices;
}

/** The value of the choice that an answer stands for. */
export const chosen = (answer: Answer): string =>
  typeof answer === 'boolean' ? String(answer) : typeof answer === 'string' ? answer : '';

/** The answer that a choice stands for; an empty choice takes the answer back. */
export function answerOf(field: FieldView, choice: string): Answer {
  if (choice === '') return null;
  return field.type === 'bool' ? choice === 'true' : choice;
}

/** An answer in words, for reading it again; empty when there is none. */
export function shown(field: FieldView, answer: Answer): string {
  if (field.type === 'table') return rowsShown(field, answer).join('; ');
  const label = (value: string) => choicesOf(field).find((choice) => choice.value === value)?.label ?? value;
  if (Array.isArray(answer)) return answer.map((value) => label(String(value))).join('; ');
  if (field.type === 'money' && typeof answer === 'number')
    return t('money.dong', { amount: grouped(answer) });
  if (typeof answer === 'number') return number(answer);
  if (['choice', 'search'].includes(asking(field))) return label(chosen(answer));
  return typedText(field, answer);
}

/** Each row in words; also of one row alone. */
export function rowsShown(field: FieldView, answer: Answer): string[] {
  const rows = rowsIn(Array.isArray(answer) ? answer : [answer]);
  const cell = (row: Row) => (column: FieldView) =>
    isAnswered(row[column.key]) ? [`${column.label}: ${shown(column, row[column.key])}`] : [];
  return rows.map((row) => (field.columns ?? []).flatMap(cell(row)).join('; '));
}

export const isAnswered = (answer: Answer): boolean =>
  answer !== null && answer !== undefined && answer !== '' && !(Array.isArray(answer) && answer.length === 0);
