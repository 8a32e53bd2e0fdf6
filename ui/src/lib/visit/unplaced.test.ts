import { expect, test } from 'vitest';
import type { CitizenHit, VisitOutcome } from '$lib/backend/backend';
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

test('the last visit decides who waits, and for what', () => {
  const [before, after] = ['2026-10-15', '2026-11-19'];
  const ended = (date: string, outcome: VisitOutcome, purposes = ['card']) => ({
    citizen: 'x',
    date,
    state: 'finished',
    outcome,
    purposes,
  });
  const missed = { citizen: 'x', date: before, purposes: ['card'] };
  /** Needs noted, visits, and what the home then waits for. */
  const table: [string, string[], Parameters<typeof visit>[0][], string[]][] = [
    ['nobody was met, no need noted', [], [ended(before, 'absent')], ['card']],
    ['done in part, no need noted', [], [ended(before, 'partial')], ['card']],
    ['done, the need still noted', ['card'], [ended(before, 'done')], []],
    ['not wanted, the need still noted', ['card'], [ended(before, 'refused')], []],
    ['done, and another need', ['card', 'birth'], [ended(before, 'done')], ['birth']],
    ['not wanted, and another need', ['birth'], [ended(before, 'refused')], ['birth']],
    ['not met, then done', ['card'], [ended(before, 'absent'), ended(after, 'done')], []],
    ['done, then not met', [], [ended(before, 'done'), ended(after, 'absent')], ['card']],
    [
      'not met for two, then one of them done',
      [],
      [ended(before, 'absent', ['birth', 'card']), ended(after, 'done')],
      ['birth'],
    ],
    ['missed, then done on another day', [], [missed, ended(after, 'done')], []],
    ['missed, nothing since', [], [missed], ['card']],
    [
      'ended in a way that this version does not know',
      [],
      [ended(before, 'later' as VisitOutcome)],
      ['card'],
    ],
    ['a day still to come', ['card'], [ended(before, 'absent'), { ...missed, date: TODAY }], []],
  ];
  for (const [name, noted, visits, waits] of table) {
    const inNeed = noted.map((need) => ({ need, citizens: [hit('x')] }));
    const requests = unplaced(
      inNeed,
      visits.map((given) => visit(given)),
      TODAY,
    );
    expect([name, requests.flatMap(({ needs }) => needs)]).toEqual([name, waits]);
  }
});

test('who goes next is told how the last visit ended', () => {
  const note = 'Nhà đi Cần Thơ, hẹn thứ Bảy';
  const gone = { citizen: 'x', date: '2026-11-19', state: 'finished', outcome: 'absent' as const };
  expect(waiting([], [{ ...gone, outcome_note: note }])[0]?.last?.outcome_note).toBe(note);
});

test('a visit that was missed is not moved for something else that was noted since', () => {
  const visits = [
    { citizen: 'x', date: '2026-10-15', purposes: ['birth'] },
    { citizen: 'x', date: '2026-11-19', state: 'finished', outcome: 'done' as const, purposes: ['birth'] },
  ];
  expect(waiting([hit('x')], visits)).toMatchObject([{ needs: ['card'], missed: undefined }]);
});
