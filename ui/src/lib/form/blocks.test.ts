import { expect, test } from 'vitest';
import type { Form } from '$lib/backend/backend';
import linkedBirth from '$lib/backend/fixtures/linked_birth.json';
import samples from '$lib/backend/fixtures/samples.json';
import { blocksOf, inOneLine, isWhole } from './blocks';

const sections = linkedBirth.sections as unknown as Form['sections'];
const fieldsOf = (key: string) => sections.find((section) => section.key === key)?.fields ?? [];
const answers: Record<string, unknown> = samples.linked_birth;
const derived = { child_dob_words: 'Ngày năm tháng mười' };
const filled = { answers, derived, findings: [], said: {} };

test('the questions about one person stand together, all others alone, and the order stays', () => {
  const blocks = blocksOf(fieldsOf('requester'));
  expect(blocks.map(({ key, person, fields }) => [key, person, fields.length])).toEqual([
    ['offices', false, 1],
    ['req_name', true, 5],
    ['req_phone', false, 1],
    ['req_phone_owner', false, 1],
    ['req_email', false, 1],
  ]);
  for (const { fields } of sections)
    expect(blocksOf(fields).flatMap((block) => block.fields)).toEqual(fields);
});

test('a bank account begins with no name: it is no person', () => {
  expect(blocksOf(fieldsOf('birth_support')).some(({ person }) => person)).toBe(false);
});

test('a person is whole when every question is answered, also by what follows, and nothing is found', () => {
  const [child] = blocksOf(fieldsOf('child'));
  if (!child) throw new Error('no child');
  expect(isWhole(child, filled)).toBe(true);
  expect(isWhole(child, { ...filled, derived: {} })).toBe(false);
  expect(isWhole(child, { ...filled, answers: { ...answers, home_town: '' } })).toBe(false);
  const warning = { code: 'x', field: 'child_dob', severity: 'warning' as const, params: {} };
  expect(isWhole(child, { ...filled, findings: [warning] })).toBe(false);
  expect(isWhole(child, { ...filled, findings: [{ ...warning, field: 'birth_paper_no' }] })).toBe(true);
  const card = { source: 'scan' as const, value: 'Khóm 5' };
  expect(isWhole(child, { ...filled, said: { home_town: [card] } })).toBe(false);
  expect(isWhole(child, { ...filled, said: { home_town: [{ ...card, taken: false }] } })).toBe(true);
});

test('the line says who it is, and everything else that was answered in the words of people', () => {
  const [mother] = blocksOf(fieldsOf('mother'));
  if (!mother) throw new Error('no mother');
  expect(inOneLine(mother, filled)).toEqual({
    name: 'NGUYỄN THỊ VÍ DỤ',
    others: '087301000123 · 09/04/2001 · Kinh · Việt Nam · Khóm 2, phường Cao Lãnh, tỉnh Đồng Tháp',
  });
});
