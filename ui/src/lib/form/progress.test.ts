import { expect, test } from 'vitest';
import type { Form } from '$lib/backend/backend';
import birth from '$lib/backend/fixtures/birth_rereg.json';
import { byNeed, progressOf, sectionOf, shareDone } from './progress';

const form = birth as unknown as Form;
const visible = form.sections.flatMap((section) => section.fields.map((field) => field.key));
const required = (field: string) => ({ code: 'required', field, severity: 'error' as const, params: {} });
const stateOf = (
  given: { answers?: Record<string, unknown>; findings?: ReturnType<typeof required>[] },
  key: string,
) =>
  progressOf(form, { answers: {}, derived: {}, visible, findings: [], ...given }).find(
    ({ section }) => section.key === key,
  )?.state;

test('a section is empty, in work, done, or needs something', () => {
  expect(stateOf({ findings: [required('prev_office')] }, 'previous')).toBe('empty');
  expect(stateOf({ answers: { prev_date: '1978' }, findings: [required('prev_office')] }, 'previous')).toBe(
    'working',
  );
  expect(stateOf({ answers: { prev_office: 'UBND xã Mẫu' } }, 'previous')).toBe('done');
  const wrong = { ...required('prev_date'), code: 'registered_before_birth' };
  expect(stateOf({ answers: { prev_office: 'UBND xã Mẫu' }, findings: [wrong] }, 'previous')).toBe('needs');
});

test('what follows from other answers counts as answered', () => {
  const [, subject] = progressOf(form, {
    answers: {},
    derived: { sub_dob_words: 'Năm …' },
    visible,
    findings: [],
  });
  expect(subject?.answered).toBe(1);
});

test('fields that are not asked do not count', () => {
  const seen = visible.filter((key) => !key.startsWith('mother_'));
  const sections = progressOf(form, { answers: {}, derived: {}, visible: seen, findings: [] });
  expect(sections.map(({ section }) => section.key)).not.toContain('mother');
});

test('the share done counts what is answered against what is missing', () => {
  const given = {
    derived: {},
    visible,
    answers: { prev_office: 'UBND xã Mẫu' },
    findings: [required('sub_name')],
  };
  expect(shareDone(progressOf(form, given))).toBe(0.5);
});

test('missing comes first, warnings last', () => {
  const warning = { ...required('sub_dob'), code: 'birth_date_partial', severity: 'warning' as const };
  const { missing, warnings } = byNeed([warning, required('sub_name')]);
  expect([missing.length, warnings.length]).toEqual([1, 1]);
  expect(sectionOf(form, 'sub_dob')?.key).toBe('subject');
});
