/** A section's questions as they stand on the screen: those about one person together. */
import type { Dossier } from '$lib/backend/backend';
import type { FieldView } from '$lib/backend/commands';
import { isQuestion, valueOf } from './progress';
import { undecided } from './source';
import { nameOf } from './table';
import { isAnswered, shown } from './values';

export type Block = {
  /** Of its first field. */
  key: string;
  fields: FieldView[];
  /** Whether they are one person, who can be said in one line once they are whole. */
  person: boolean;
};

/** A person's name is one of so many questions about them; fewer are no longer than their line. */
const A_PERSON = 3;

/** The fields in their order. A person is a unit of merge that begins with a name in capitals. */
export function blocksOf(fields: FieldView[]): Block[] {
  const units: FieldView[][] = [];
  for (const field of fields) {
    const last = units.at(-1);
    if (last?.[0]?.group === field.group) last.push(field);
    else units.push([field]);
  }
  return units.flatMap((unit): Block[] => {
    const [first] = unit;
    if (first?.type === 'upper' && unit.length >= A_PERSON)
      return [{ key: first.key, fields: unit, person: true }];
    return unit.map((field) => ({ key: field.key, fields: [field], person: false }));
  });
}

type Filled = Pick<Dossier, 'answers' | 'derived' | 'findings' | 'said'>;

/** Whether every question is answered, and nothing is found or said otherwise about any: a line hides nothing that needs somebody. */
export function isWhole({ fields }: Block, dossier: Filled): boolean {
  const keys = new Set(fields.map(({ key }) => key));
  return (
    fields.filter(isQuestion).every(({ key }) => isAnswered(valueOf(dossier, key))) &&
    fields.every(({ key }) => undecided(dossier, key).length === 0) &&
    !dossier.findings.some((finding) => keys.has(nameOf(finding.field).field))
  );
}

/** The name, and the other answers in one line. */
export function inOneLine({ fields }: Block, dossier: Filled): { name: string; others: string } {
  const [name = '', ...others] = fields
    .filter(isQuestion)
    .map((field) => shown(field, valueOf(dossier, field.key)));
  return { name, others: others.filter((text) => text !== '').join(' · ') };
}
