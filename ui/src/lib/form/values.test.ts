import { expect, test } from 'vitest';
import type { FieldView } from '$lib/backend/commands';
import { answerOf, asking, readTyped, shown, typedText } from './values';

const field = (type: string, choices: FieldView['choices'] = []): FieldView => ({
  key: 'f',
  label: 'F',
  type,
  group: 'f',
  required: false,
  required_sometimes: false,
  derived: false,
  sensitive: false,
  choices,
  mark: 'V',
});
const read = (type: string, typed: string, before?: unknown) => readTyped(field(type), typed, before);

test('text is committed composed and without space at its ends', () => {
  expect(read('upper', ' Nguyễn Thị Ví Dụ '.normalize('NFD'))).toEqual({
    ok: true,
    value: 'Nguyễn Thị Ví Dụ',
  });
});

test('an emptied field takes its answer back', () => {
  for (const type of ['text', 'pdate', 'int', 'addr'])
    expect(read(type, '  ')).toEqual({ ok: true, value: null });
});

test('dates are stored as far as they are known; one that cannot be read is kept as typed', () => {
  expect(read('pdate', '6/1942')).toEqual({ ok: true, value: '1942-06' });
  expect(read('date', '17/6/1942')).toEqual({ ok: true, value: '1942-06-17' });
  expect(read('pdate', 'khoảng 1942')).toEqual({ ok: true, value: 'khoảng 1942' });
});

test('numbers are read grouped or not; what is none does not go out', () => {
  expect(read('int', '1.234')).toEqual({ ok: true, value: 1234 });
  expect(read('int', 'hai')).toEqual({ ok: false, code: 'int_unreadable' });
});

test('an address keeps its other parts', () => {
  const before = { text: 'Khóm 2', unit: '29869' };
  expect(read('addr', 'Khóm 3', before)).toEqual({ ok: true, value: { text: 'Khóm 3', unit: '29869' } });
  expect(typedText(field('addr'), before)).toBe('Khóm 2');
});

test('few choices are seen at a glance, many are searched', () => {
  const choices = (count: number) =>
    Array.from({ length: count }, (_, n) => ({ value: `${n}`, label: `Mục ${n}` }));
  expect(asking(field('enum', choices(4)))).toBe('choice');
  expect(asking(field('enum', choices(54)))).toBe('search');
});

test('answers are shown in words', () => {
  expect(shown(field('sex'), 'female')).toBe('Nữ');
  expect(shown(field('bool'), false)).toBe('Không');
  expect(shown(field('pdate'), '1942-06')).toBe('06/1942');
  expect(shown(field('int'), 1234)).toBe('1.234');
  const choices = [
    { value: '1', label: 'Cấp thẻ' },
    { value: '2', label: 'Xác nhận số' },
  ];
  expect(shown(field('multi', choices), ['1', '2'])).toBe('Cấp thẻ; Xác nhận số');
  expect(answerOf(field('bool'), 'true')).toBe(true);
});
