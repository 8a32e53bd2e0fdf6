import { expect, test } from 'vitest';
import type { Dossier, Finding, Form } from '$lib/backend/backend';
import linkedBirth from '$lib/backend/fixtures/linked_birth.json';
import { findQuestions, needsOf, nextNeed } from './find';

const form = linkedBirth as unknown as Form;
const visible = form.sections.flatMap((section) => section.fields.map(({ key }) => key));
const need = (field: string, code = 'required'): Finding => ({ code, field, severity: 'error', params: {} });
const filled = (
  given: {
    answers?: Record<string, unknown>;
    findings?: Finding[];
    visible?: string[];
    said?: NonNullable<Dossier['said']>;
  } = {},
) => ({
  answers: {},
  derived: {},
  visible,
  findings: [],
  ...given,
});
const keys = (text: string, given?: Parameters<typeof filled>[0]) =>
  findQuestions(form, filled(given), text).map(({ field }) => field.key);

test.each([
  ['quoc tich', ['nationality', 'mother_nationality', 'father_nationality']],
  ['QUỐC TỊCH', ['nationality', 'mother_nationality', 'father_nationality']],
  ['quoc tich me', ['mother_nationality']],
  ['thẻ   bảo hiểm', ['result_form_insurance', 'result_form_insurance_addr']],
])('%s is found by label, with marks or without, and by its section', (text, expected) => {
  expect(keys(text).slice(0, expected.length)).toEqual(expected);
});

test('what was answered is found by its words, after those whose label has them', () => {
  const answers = { clinic: 'Trạm y tế phường Mẫu', birth_paper_issuer: 'Bệnh viện Mẫu', sex: 'female' };
  expect(keys('benh vien', { answers })).toContain('birth_paper_issuer');
  expect(keys('tram y te', { answers })).toEqual(['clinic']);
  expect(keys('nu', { answers })[0]).toBe('sex');
  expect(keys('noi sinh', { answers })[0]).toBe('birthplace');
});

test('a hint is found too, and a question that is not asked is not', () => {
  expect(keys('giay chung sinh truoc')).toEqual(['birth_evidence']);
  expect(keys('vneid', { visible: ['req_name'] })).toEqual([]);
  expect(keys('loi cam doan')).toEqual([]);
});

test('without a word stands what is missing, in the order of the form', () => {
  expect(keys(' ', { findings: [need('clinic'), need('req_name'), need('req_name', 'x')] })).toEqual([
    'req_name',
    'clinic',
  ]);
  expect(keys('', { findings: [{ ...need('clinic'), severity: 'warning' }] })).toEqual([]);
});

const findings = [need('clinic'), need('birth_support_children/b/name'), need('req_phone'), need('req_name')];
const next = (section: string, name?: string) => nextNeed(form, filled({ findings }), { section, name });

test('the next need is behind the cursor, and behind the last one again the first', () => {
  expect(next('requester')).toBe('req_name');
  expect(next('requester', 'req_name')).toBe('req_phone');
  expect(next('requester', 'req_dob')).toBe('req_phone');
  expect(next('mother')).toBe('clinic');
  expect(next('insurance', 'clinic')).toBe('birth_support_children/b/name');
  expect(next('birth_support', 'birth_support_children/b/name')).toBe('req_name');
  expect(next('pledge')).toBe('req_name');
});

test('where nothing is missing nothing is next, nor a need of what is not on the screen', () => {
  expect(nextNeed(form, filled(), { section: 'mother' })).toBeUndefined();
  expect(nextNeed(form, filled({ findings: [need('')] }), { section: 'mother' })).toBeUndefined();
});

test('what two sources say differently is a need until it is decided, and one with what is found there', () => {
  const one = { source: 'scan' as const, value: '1967' };
  const said = { mother_dob: [one], father_dob: [{ ...one, taken: false }], clinic: [one] };
  const given = { said, findings: [need('clinic')] };
  expect(keys('', given)).toEqual(['mother_dob', 'clinic']);
  expect(needsOf(filled(given))).toBe(2);
  expect(nextNeed(form, filled(given), { section: 'requester' })).toBe('mother_dob');
  expect(needsOf(filled({ said, visible: [] }))).toBe(0);
});
