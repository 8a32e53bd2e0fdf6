/** An address as it is answered: a text as on the paper, or that with the unit that it lies in beside it. */
import type { Unit, UnitSet } from '$lib/backend/backend';

type Parts = { text: string; unit?: unknown; unit_set?: unknown; hamlet?: unknown };
export type Address = string | Parts;
export type UnitName = { code: string; set: UnitSet };

const isParts = (answer: unknown): answer is Parts =>
  typeof answer === 'object' && answer !== null && 'text' in answer && typeof answer.text === 'string';

export const textOf = (answer: unknown): string =>
  typeof answer === 'string' ? answer : isParts(answer) ? answer.text : '';

/** The unit that it names, where it is said of which map. */
export function unitOf(answer: unknown): UnitName | undefined {
  if (!isParts(answer) || typeof answer.unit !== 'string') return undefined;
  const { unit: code, unit_set: set } = answer;
  return set === '2024' || set === '2025' ? { code, set } : undefined;
}

/** With another unit; its text is never touched. */
export function withUnit(answer: unknown, { code, set }: Unit): Address {
  const parts = isParts(answer) ? answer : {};
  return { ...parts, text: textOf(answer), unit: code, unit_set: set };
}

/** Without a unit: a text alone again, unless it says more. */
export function withoutUnit(answer: unknown): Address | null {
  const text = textOf(answer);
  if (!isParts(answer)) return text || null;
  const rest = without(answer, ['unit', 'unit_set']);
  return Object.keys(rest).length > 1 ? rest : text || null;
}

/** House and street, hamlet, commune and what it belongs to: as it is printed. */
export const composed = (house: string, hamlet: string, path: string): string =>
  [house, hamlet, path]
    .map((part) => part.normalize('NFC').trim())
    .filter(Boolean)
    .join(', ');

/** With a text that was made for it, and the hamlet in it. */
export function withLine(answer: unknown, text: string, hamlet: string): Address {
  const parts = isParts(answer) ? without(answer, ['hamlet']) : {};
  const said = hamlet.normalize('NFC').trim();
  return { ...parts, text, ...(said ? { hamlet: said } : {}) };
}

const without = (parts: Parts, names: string[]): Parts => ({
  ...Object.fromEntries(Object.entries(parts).filter(([name]) => !names.includes(name))),
  text: parts.text,
});
