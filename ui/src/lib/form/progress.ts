/** How far each section of a form is. */
import type { Dossier, Finding, Form } from '$lib/backend/backend';
import type { FieldView, SectionView } from '$lib/backend/commands';
import { t } from '$lib/words/words.svelte';
import { nameOf, rowsIn } from './table';
import { asking, isAnswered } from './values';

/** `needs`: something in it is wrong; `working`: something is still missing. */
export type SectionState = 'empty' | 'working' | 'done' | 'needs';
export type SectionProgress = {
  section: SectionView;
  fields: FieldView[];
  state: SectionState;
  answered: number;
  missing: number;
  wrong: number;
  warnings: number;
};
type Filled = Pick<Dossier, 'answers' | 'derived' | 'visible' | 'findings'>;

export const isQuestion = (field: FieldView): boolean => !['text', 'sign'].includes(asking(field));

/** What counts for a field: what somebody answered, or else what follows from other answers. */
export const valueOf = (dossier: Pick<Dossier, 'answers' | 'derived'>, key: string): unknown =>
  isAnswered(dossier.answers[key]) ? dossier.answers[key] : dossier.derived[key];

export function progressOf(form: Form, dossier: Filled): SectionProgress[] {
  const visible = new Set(dossier.visible);
  return form.sections.flatMap((section) => {
    const fields = section.fields.filter((field) => visible.has(field.key));
    return fields.length === 0 ? [] : [sectionProgress(section, fields, dossier)];
  });
}

function sectionProgress(section: SectionView, fields: FieldView[], dossier: Filled): SectionProgress {
  const keys = new Set(fields.map((field) => field.key));
  const here = dossier.findings.filter((finding) => keys.has(nameOf(finding.field).field));
  const missing = here.filter(isMissing).length;
  const wrong = here.filter((finding) => finding.severity === 'error' && !isMissing(finding)).length;
  const warnings = here.filter((finding) => finding.severity === 'warning').length;
  const questions = fields.filter(isQuestion);
  const answered = questions.filter((field) => isAnswered(valueOf(dossier, field.key))).length;
  const state = stateOf({ missing, wrong, answered, questions: questions.length });
  return { section, fields, state, answered, missing, wrong, warnings };
}

function stateOf(count: {
  missing: number;
  wrong: number;
  answered: number;
  questions: number;
}): SectionState {
  if (count.wrong > 0) return 'needs';
  if (count.questions > 0 && count.answered === 0) return 'empty';
  return count.missing > 0 ? 'working' : 'done';
}

export const isMissing = (finding: Finding): boolean =>
  finding.severity === 'error' && finding.code === 'required';

/** The share of what has to be answered that is answered, 0 to 1. */
export function shareDone(sections: SectionProgress[]): number {
  const missing = sum(sections, 'missing') + sum(sections, 'wrong');
  const answered = sum(sections, 'answered');
  return answered + missing === 0 ? 1 : answered / (answered + missing);
}

const sum = (sections: SectionProgress[], key: 'missing' | 'wrong' | 'answered'): number =>
  sections.reduce((total, section) => total + section[key], 0);

/** The findings in the order of their need: missing first, then wrong, then worth a look. */
export function byNeed(findings: Finding[]): { missing: Finding[]; wrong: Finding[]; warnings: Finding[] } {
  return {
    missing: findings.filter(isMissing),
    wrong: findings.filter((finding) => finding.severity === 'error' && !isMissing(finding)),
    warnings: findings.filter((finding) => finding.severity === 'warning'),
  };
}

/** The section that a field stands in, or the table of a row or cell. */
export const sectionOf = (form: Form, name: string): SectionView | undefined =>
  form.sections.find((section) => section.fields.some((candidate) => candidate.key === nameOf(name).field));

/** The field of that name: of a row its table, of a cell its column. */
export function fieldOf(form: Form, name: string): FieldView | undefined {
  const { field: key, column } = nameOf(name);
  const field = form.sections.flatMap((section) => section.fields).find((field) => field.key === key);
  return column === undefined ? field : field?.columns?.find((known) => known.key === column);
}

/** What people call it; a row by its number, and a cell by its row. */
export function labelOf(form: Form, answers: Dossier['answers'], name: string): string | undefined {
  const { field, row, column } = nameOf(name);
  const table = fieldOf(form, field)?.label;
  if (row === undefined || table === undefined) return table;
  const n = rowsIn(answers[field]).findIndex((known) => known.row === row) + 1;
  const label = t('table.row_of', { table, n });
  const cell = column === undefined ? undefined : fieldOf(form, name)?.label;
  return cell === undefined ? label : `${label}, ${cell}`;
}
