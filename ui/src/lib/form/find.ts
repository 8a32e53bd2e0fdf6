/** Finding a question of a form by some words, and the next one that still needs an answer. */
import type { Dossier, Finding, Form } from '$lib/backend/backend';
import type { FieldView, SectionView } from '$lib/backend/commands';
import { fold } from '$lib/text/normal';
import { isQuestion, progressOf, valueOf } from './progress';
import { undecidedFields } from './source';
import { nameOf } from './table';
import { shown } from './values';

export type Found = {
  field: FieldView;
  section: SectionView;
  /** In words; empty where nobody has answered. */
  answer: string;
  /** Whether it has to be answered, changed, or decided. */
  needs: boolean;
};
type Filled = Pick<Dossier, 'answers' | 'derived' | 'visible' | 'findings' | 'said'>;

const stops = ({ severity }: Finding): boolean => severity === 'error';

/** The fields, rows and cells that need somebody, each once. */
const needing = (dossier: Pick<Dossier, 'findings' | 'said' | 'visible'>): string[] => [
  ...new Set([...dossier.findings.filter(stops).map(({ field }) => field), ...undecidedFields(dossier)]),
];

function questionsOf(form: Form, dossier: Filled): Found[] {
  const fields = new Set(needing(dossier).map((name) => nameOf(name).field));
  return progressOf(form, dossier).flatMap(({ section, fields: asked }) =>
    asked.filter(isQuestion).map((field) => {
      const answer = shown(field, valueOf(dossier, field.key));
      return { field, section, answer, needs: fields.has(field.key) };
    }),
  );
}

/**
 * The questions in which every word occurs, with marks or without: those whose label has them all first, then by
 * section, answer or hint. Without a word, those that need an answer.
 */
export function findQuestions(form: Form, dossier: Filled, text: string): Found[] {
  const questions = questionsOf(form, dossier);
  const words = fold(text).split(' ').filter(Boolean);
  if (words.length === 0) return questions.filter(({ needs }) => needs);
  const has = (...texts: (string | undefined)[]) => {
    const said = fold(texts.join(' '));
    return words.every((word) => said.includes(word));
  };
  const rank = ({ field, section, answer }: Found) =>
    [
      has(field.label),
      has(section.label, field.label),
      has(section.label, field.label, answer),
      has(section.label, field.label, answer, field.hint, ...(field.columns ?? []).map(({ label }) => label)),
    ].indexOf(true);
  return questions
    .map((found) => ({ found, rank: rank(found) }))
    .filter(({ rank }) => rank >= 0)
    .sort((a, b) => a.rank - b.rank)
    .map(({ found }) => found);
}

/** How many places have to be filled, changed or decided. */
export const needsOf = (dossier: Pick<Dossier, 'findings' | 'said' | 'visible'>): number =>
  needing(dossier).length;

/** Where the cursor was last: in a section, and in it at a field, row or cell. */
export type Place = { section: string | undefined; name?: string | undefined };

/**
 * The field, row or cell behind a place that has to be filled, changed or decided, in the order of the screen, and behind the
 * last one again the first.
 */
export function nextNeed(form: Form, dossier: Filled, { section, name }: Place): string | undefined {
  const order = progressOf(form, dossier).flatMap(({ section, fields }) =>
    fields.map(({ key }) => ({ key, section: section.key })),
  );
  const place = (name: string) => order.findIndex(({ key }) => key === nameOf(name).field);
  const needs = needing(dossier)
    .filter((name) => place(name) >= 0)
    .sort((a, b) => place(a) - place(b));
  const at = name === undefined ? -1 : needs.indexOf(name);
  if (at >= 0) return needs[(at + 1) % needs.length];
  const here = name === undefined ? order.findIndex((known) => known.section === section) : place(name);
  return needs.find((need) => place(need) >= here) ?? needs[0];
}
