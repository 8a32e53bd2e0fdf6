import { expect, test } from 'vitest';
import { CAO_LANH } from '$lib/backend/fixtures/units';
import { composed, textOf, unitOf, withLine, withoutUnit, withUnit } from './address';

test('a unit stands beside the text, which stays as on the paper', () => {
  const answer = withUnit('Khóm 2, phường Hòa Thuận', CAO_LANH);
  expect(answer).toEqual({ text: 'Khóm 2, phường Hòa Thuận', unit: '29869', unit_set: '2025' });
  expect(unitOf(answer)).toEqual({ code: '29869', set: '2025' });
  expect(withUnit({ text: 'A', hamlet: 'Khóm 2', later: 1 }, CAO_LANH)).toEqual({
    text: 'A',
    hamlet: 'Khóm 2',
    later: 1,
    unit: '29869',
    unit_set: '2025',
  });
});

test('without its unit it is a text again, and what else it says is kept', () => {
  expect(withoutUnit({ text: 'A', unit: '29869', unit_set: '2025' })).toBe('A');
  expect(withoutUnit({ text: '', unit: '29869', unit_set: '2025' })).toBeNull();
  expect(withoutUnit({ text: 'A', unit: '29869', unit_set: '2025', hamlet: 'Khóm 2' })).toEqual({
    text: 'A',
    hamlet: 'Khóm 2',
  });
  expect(withoutUnit('A')).toBe('A');
});

test('a code without its set names no unit', () => {
  expect(unitOf({ text: 'A', unit: '20308' })).toBeUndefined();
  expect(unitOf('A')).toBeUndefined();
  expect(textOf(null)).toBe('');
});

test('a line is composed of what is known', () => {
  expect(composed(' 12/3 ', 'Khóm 2', CAO_LANH.path)).toBe('12/3, Khóm 2, Phường Cao Lãnh, Đồng Tháp');
  expect(composed('', '', CAO_LANH.path)).toBe('Phường Cao Lãnh, Đồng Tháp');
  const answer = withUnit('', CAO_LANH);
  expect(withLine(answer, 'B', 'Khóm 2')).toEqual({
    text: 'B',
    unit: '29869',
    unit_set: '2025',
    hamlet: 'Khóm 2',
  });
});
