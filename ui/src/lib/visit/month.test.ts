import { expect, test } from 'vitest';
import type { CalendarDay } from '$lib/backend/backend';
import { visit } from '../../test/visit';
import { byHamlet, dayKind } from './month';
import { offersOf } from './offers';

const days = {
  regular: { date: '2026-02-19', holiday: 'Tết Nguyên đán', suggested: '2026-02-26', loads: [] },
  urgent: { date: '2026-02-20', holiday: 'Tết Nguyên đán', suggested: '2026-02-27', loads: [] },
};
test('a visit day that is off is named, the suggested day takes its place', () => {
  expect(dayKind('2026-02-19', days)).toEqual({ kind: 'off', name: 'Tết Nguyên đán' });
  expect(dayKind('2026-02-26', days)).toEqual({ kind: 'regular' });
  expect(dayKind('2026-02-27', days)).toEqual({ kind: 'urgent' });
  expect(dayKind('2026-02-25', days)).toEqual({ kind: 'plain' });
  const saturday = { date: '2026-02-28', kind: 'work', name: 'Làm bù' } as CalendarDay;
  expect(dayKind('2026-02-28', days)).toEqual({ kind: 'weekend' });
  expect(dayKind('2026-02-28', days, [saturday])).toEqual({ kind: 'work', name: 'Làm bù' });
  const off = [{ date: '2026-02-18', kind: 'off' as const, name: 'Tết Nguyên đán' } as CalendarDay];
  expect(dayKind('2026-02-18', days, off)).toEqual({ kind: 'off', name: 'Tết Nguyên đán' });
});

test('hamlets are counted in the Vietnamese order; those without one last, those that wait too', () => {
  const visits = [
    visit({ hamlet: 'Khóm 10' }),
    visit({ hamlet: 'Khóm 2', urgent: true }),
    visit({}),
    visit({ hamlet: 'Khóm 10', state: 'finished', outcome: 'absent' }),
    visit({ hamlet: 'Khóm 2', state: 'finished', outcome: 'partial' }),
    visit({ hamlet: 'Khóm 2', state: 'finished', outcome: 'refused' }),
  ];
  const waits = {
    id: 'c',
    full_name: '',
    address: undefined,
    needs: [],
    urgent: true,
    missed: undefined,
    last: undefined,
  };
  const rows = byHamlet(visits, [{ ...waits, hamlet: 'Ấp Đông' }], ['Khóm 1'], 'chưa rõ');
  expect(rows.map(Object.values)).toEqual([
    ['Ấp Đông', 0, 0, 0, 0, 0, 1],
    ['Khóm 1', 0, 0, 0, 0, 0, 0],
    ['Khóm 2', 3, 1, 0, 1, 1, 0],
    ['Khóm 10', 2, 0, 1, 0, 0, 0],
    ['chưa rõ', 1, 0, 0, 0, 0, 0],
  ]);
});

test('what is offered is the suggested day, never the visit day that is off, and nothing that has passed', () => {
  const on = (today: string) => offersOf(days, today).map(({ day, urgent }) => [day, urgent]);
  expect(on('2026-02-01')).toEqual([
    ['2026-02-26', false],
    ['2026-02-27', true],
  ]);
  expect(on('2026-02-27')).toEqual([['2026-02-27', true]]);
});
