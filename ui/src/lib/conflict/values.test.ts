import { expect, test } from 'vitest';
import type { Form } from '$lib/backend/backend';
import { conflictOf, difference } from '$lib/backend/fixtures/conflicts';
import birth from '$lib/backend/fixtures/birth_rereg.json';
import { Procedures } from '$lib/form/procedures.svelte';
import { isText, labelText, readOther, valueText, type Terms } from './values';

const dossier = { id: 'd', procedure: 'birth_rereg', citizen: 'c' };
const procedures = new Procedures();
const ofForm: Terms = {
  conflict: conflictOf(dossier, 'x', []),
  form: birth as unknown as Form,
  procedures,
};
const ofCitizen: Terms = { conflict: { ...conflictOf(dossier, 'x', []), kind: 'citizen' }, procedures };
const field = (key: string) => difference(key, [null, null, null]);

test.each([
  ['sub_sex', 'female', 'Nữ'],
  ['sub_dob', '1942-06-17', '17/06/1942'],
  ['sub_dob', '1942', '1942'],
  ['sub_birthplace', { text: 'Sa Đéc', unit: '1' }, 'Sa Đéc'],
  ['sub_birthplace', { text: 'Sa Đéc', unit: '29892', unit_set: '2024' }, 'Sa Đéc (mã xã, phường cũ 29892)'],
  ['copies', true, 'Có'],
  ['sub_name', null, '(trống)'],
  ['sub_name', '', '(trống)'],
  ['state', 'queued', 'Đã nộp, chờ một cửa'],
])('a dossier’s %s is written as its form writes it: %o', (key, value, text) => {
  expect(valueText(ofForm, field(key), value)).toBe(text);
});

test.each([
  ['born', '1942-06', '06/1942'],
  ['sex', 'male', 'Nam'],
  ['mobility', 'ill', expect.not.stringContaining('ill')],
  ['phone', '0999000001', '0999000001'],
  ['from_the_future', [{ row: 'r1', name: 'An', born: '2001-02-03' }], 'An, 03/02/2001'],
  ['needs', [], '(trống)'],
])('without a form %s is still in words', (key, value, text) => {
  expect(valueText(ofCitizen, field(key), value)).toEqual(text);
});

test('a field is named by the core, else by its form, else by our own words', () => {
  expect(labelText(ofForm, { ...field('sub_dob'), label: 'Sinh ngày' })).toBe('Sinh ngày');
  expect(labelText(ofForm, { ...field('sub_dob'), label: null })).toBe('Ngày, tháng, năm sinh');
  expect(labelText(ofCitizen, field('phone'))).toBe('Điện thoại');
  expect(labelText(ofCitizen, field('from_the_future'))).toContain('from_the_future');
});

test('something else can be written in place of text and of nothing else', () => {
  const can = (terms: Terms, key: string, value: unknown = null) =>
    isText(terms, difference(key, [value, value, value]));
  expect([can(ofForm, 'sub_name'), can(ofForm, 'sub_birthplace')]).toEqual([true, true]);
  expect([can(ofForm, 'sub_sex'), can(ofForm, 'state'), can(ofForm, 'sub_ethnicity')]).toEqual([
    false,
    false,
    false,
  ]);
  expect([can(ofCitizen, 'phone', '0'), can(ofCitizen, 'needs', ['a']), can(ofCitizen, 'sex')]).toEqual([
    true,
    false,
    false,
  ]);
});

test('a date that is written in its place is kept as dates are kept', () => {
  expect(readOther(ofForm, field('sub_dob'), '18/6/1942')).toEqual({ ok: true, value: '1942-06-18' });
  expect(readOther(ofCitizen, field('born'), '6/1942')).toEqual({ ok: true, value: '1942-06' });
  expect(readOther(ofCitizen, field('note'), ' nhà sau chùa ')).toEqual({ ok: true, value: 'nhà sau chùa' });
});

test('a payment and a note of a paper are written in words, and nothing else is written in their place', () => {
  const [by, at] = ['Võ Thị Mai', '2026-05-21T02:00:00.000Z'];
  const paid = { amount: 30_000, how: 'cash', receipt: 'BL 0012', by, at };
  const text = valueText(ofForm, field('fee.paid'), paid);
  for (const part of ['30.000 đồng', 'Tiền mặt', 'BL 0012', by]) expect(text).toContain(part);
  expect(labelText(ofForm, field('fee.paid'))).toBe('Lệ phí đã nộp');
  expect(isText(ofForm, difference('fee.paid', [null, paid, null]))).toBe(false);
  const named = (...note: [unknown, unknown, unknown]) => labelText(ofForm, difference('fee.paid/a', note));
  expect(named(paid, null, null)).toMatch(/^Lệ phí đã nộp \(Võ Thị Mai ghi, .*21\/05/);
  expect(named({ ...paid, by: 'Lê Văn An' }, paid, paid)).toContain('Lê Văn An');
  const handed = { ...paid, handed_in: { by: 'Lê Văn An', at: '2026-05-21T09:00:00.000Z' } };
  expect(valueText(ofForm, field('fee.paid'), handed)).toMatch(/BL 0012.*Phường đã nhận tiền này: Lê Văn An/);
  expect(text).not.toContain('Phường đã nhận');
  const absent = { why: 'con trai giữ', by, at };
  expect(valueText(ofForm, field('checklist.absent/residence_paper'), absent)).toContain('con trai giữ');
  expect(labelText(ofForm, field('checklist.absent/residence_paper'))).toBe(
    'Chưa có giấy: Giấy tờ về nơi cư trú',
  );
});
