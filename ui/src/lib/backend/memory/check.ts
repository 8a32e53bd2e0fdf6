import { isWholeDate } from '$lib/text/partial_date';
import type { Finding, Form } from '../backend';
import { derivedOfGroup, HIDDEN_IN_GROUP } from './linked_birth';
import { finding } from './world';

/** What the forms' expressions would say, for the few fields that the screens are tried with. */
const HIDDEN: Record<string, (answers: Record<string, unknown>) => boolean> = {
  req_addr: ({ req_id }) => /\b\d{12}\b/.test(String(req_id ?? '')),
  copies_count: ({ copies }) => copies !== true,
  request_addr: ({ request_post }) => request_post !== true,
  request_phone: ({ request_post }) => request_post !== true,
  spouse_name: ({ marital }) => ['single', 'divorced', 'widowed'].includes(String(marital)),
  spouse_nationality: ({ marital }) => ['single', 'divorced', 'widowed'].includes(String(marital)),
  spouse_id: ({ marital }) => ['single', 'divorced', 'widowed'].includes(String(marital)),
  ...HIDDEN_IN_GROUP,
};
/** The papers that every dossier of a procedure is asked for. */
const ASKED: Record<string, string[]> = {
  birth_rereg: ['identity_paper', 'residence_paper'],
};
const TAKEN_OVER: Record<string, string> = {
  full_name: 'app_name',
  dob: 'app_dob',
  sex: 'app_sex',
  id_no: 'app_id',
};

export function check(form: Form, answers: Record<string, unknown>) {
  const fields = form.sections.flatMap((section) => section.fields);
  const seen = fields.filter(({ key }) => !HIDDEN[key]?.(answers));
  const derived: Record<string, unknown> = {};
  for (const { key } of seen) {
    const source = TAKEN_OVER[key];
    if (source && answers[source] !== undefined) derived[key] = answers[source];
  }
  if (typeof answers['sub_dob'] === 'string')
    derived['sub_dob_words'] = `Năm ${answers['sub_dob'].slice(0, 4)}`;
  Object.assign(derived, derivedOfGroup(answers));
  const findings: Finding[] = [];
  for (const { key, type, required } of seen) {
    const answer = answers[key];
    if (answer === undefined) {
      if (required && derived[key] === undefined) findings.push(finding('required', key, 'error'));
    } else if (typeof answer === 'string') {
      findings.push(...textFindings(key, type, answer));
    }
  }
  if (
    typeof answers['sub_dob'] === 'string' &&
    !isWholeDate(answers['sub_dob']) &&
    isDate(answers['sub_dob'])
  ) {
    findings.push(finding('birth_date_partial', 'sub_dob', 'warning'));
  }
  return { derived, findings, visible: seen.map(({ key }) => key), papers: ASKED[form.key] ?? [] };
}

export const isDate = (text: string): boolean => /^\d{4}(-\d{2}){0,2}$/.test(text);

function textFindings(key: string, type: string, text: string): Finding[] {
  if (type === 'date' || type === 'pdate')
    return isDate(text) ? [] : [finding('date_unreadable', key, 'error')];
  return type === 'id12' ? numberFindings(key, text) : [];
}

export function numberFindings(key: string, text: string): Finding[] {
  const digits = text.replace(/[\s.-]/g, '');
  if (!/^\d*$/.test(digits)) return [finding('id_number_digits', key, 'error')];
  return digits.length === 12 ? [] : [finding('id_number_length', key, 'error', { digits: digits.length })];
}
