import { expect, test } from 'vitest';
import type { CalendarDay, Visit } from '$lib/backend/backend';
import { byHamlet, byTeam, dayKind } from './month';

const days = {
  regular: { date: '2026-02-19', holiday: 'Tết Nguyên đán', suggested: '2026-02-26', loads: [] },
  urgent: { date: '2026-02-20', holiday: 'Tết Nguyên đán', suggested: '2026-02-27', loads: [] },
};
const visit = (given: Partial<Visit>): Visit => ({
  id: 'v',
  citizen: 'c',
  purposes: [],
  state: 'scheduled',
  date: '2026-02-26',
  urgent: false,
  history: [],
  load: { team: null, used: 0, capacity: null },
  revision: 1,
  delivery: 'on_device',
  findings: [],
  ...given,
});

test('a visit day that is off is named, the suggested day takes its place', () => {
  expect(dayKind('2026-02-19', days)).toEqual({ kind: 'off', name: 'Tết Nguyên đán' });
  expect(dayKind('2026-02-26', days)).toEqual({ kind: 'regular' });
  expect(dayKind('2026-02-27', days)).toEqual({ kind: 'urgent' });
  expect(dayKind('2026-02-25', days)).toEqual({ kind: 'plain' });
  const off = [{ date: '2026-02-18', kind: 'off' as const, name: 'Tết Nguyên đán' } as CalendarDay];
  expect(dayKind('2026-02-18', days, off)).toEqual({ kind: 'off', name: 'Tết Nguyên đán' });
});

test('hamlets and teams are counted, those without one last', () => {
  const visits = [
    visit({ hamlet: 'Khóm 2', team: 'Tổ 1' }),
    visit({ hamlet: 'Khóm 1', urgent: true }),
    visit({ hamlet: 'Khóm 2', state: 'finished' }),
  ];
  expect(byHamlet(visits, 'không rõ')).toEqual([
    { hamlet: 'Khóm 1', listed: 1, finished: 0, urgent: 1 },
    { hamlet: 'Khóm 2', listed: 2, finished: 1, urgent: 0 },
  ]);
  expect(byTeam(visits, 'chưa có tổ').map(({ team, visits }) => [team, visits.length])).toEqual([
    ['Tổ 1', 1],
    ['chưa có tổ', 2],
  ]);
});
