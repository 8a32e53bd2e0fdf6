import { expect, test } from 'vitest';
import type { CitizenHit } from '$lib/backend/backend';
import { visit } from '../../test/visit';
import { unplaced } from './unplaced';

const TODAY = '2026-11-21';
const hit = (id: string, hamlet: string | null = null, full_name = id): CitizenHit => ({
  id,
  full_name,
  born: null,
  hamlet,
  address: null,
  id_number: null,
  phone: null,
});
const waiting = (hits: CitizenHit[], visits: Parameters<typeof visit>[0][] = []) =>
  unplaced(
    [{ need: 'card', citizens: hits }],
    visits.map((given) => visit(given)),
    TODAY,
  );
const ids = (...given: Parameters<typeof waiting>) => waiting(...given).map(({ id }) => id);

test('who has a day still to come does not wait; a day that has passed does not count', () => {
  const visits = [
    { citizen: 'today', date: TODAY },
    { citizen: 'passed', date: '2026-11-19' },
    { citizen: 'visited', date: '2026-11-19', state: 'finished', outcome: 'partial' as const },
  ];
  expect(ids([hit('today'), hit('passed'), hit('visited'), hit('never')], visits)).toEqual([
    'passed',
    'never',
    'visited',
  ]);
});

test('urgent ones first, then missed days, then by hamlet as people count and by given name', () => {
  const people = [
    hit('d', 'Khóm 10', 'Lê Văn An'),
    hit('c', 'Khóm 2', 'Đặng Văn Đức'),
    hit('b', 'Khóm 2', 'Phạm Văn Dũng'),
    hit('a', 'Khóm 9', 'Trần Văn Út'),
    hit('u', 'Khóm 9', 'Võ Văn Xuân'),
    hit('e', null, 'Bùi Văn Ba'),
  ];
  const visits = [
    { citizen: 'a', date: '2026-11-19' },
    { citizen: 'u', date: '2026-10-16', state: 'finished', outcome: 'absent' as const, urgent: true },
  ];
  expect(ids(people, visits)).toEqual(['u', 'a', 'b', 'c', 'd', 'e']);
});

test('what was urgent and is done is urgent no more', () => {
  const done = {
    citizen: 'x',
    date: '2026-10-16',
    state: 'finished',
    outcome: 'done' as const,
    urgent: true,
  };
  expect(waiting([hit('x')], [done])[0]?.urgent).toBe(false);
});

test('a home that nobody went to waits even where no need is noted, and is moved, not planned twice', () => {
  const [request] = waiting([], [{ id: 'v9', citizen: 'x', full_name: 'X', date: '2026-11-19' }]);
  expect(request?.missed?.id).toBe('v9');
});

test('a person with two needs waits once', () => {
  const both = [
    { need: 'birth', citizens: [hit('x')] },
    { need: 'card', citizens: [hit('x')] },
  ];
  expect(unplaced(both, [], TODAY).map(({ needs }) => needs)).toEqual([['birth', 'card']]);
});
