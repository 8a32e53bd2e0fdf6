import { render, screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import type { Visit } from '$lib/backend/backend';
import { visit } from '../../test/visit';
import HamletTable from './HamletTable.svelte';
import VisitChips from './VisitChips.svelte';
import VisitEnd from './VisitEnd.svelte';

const ended = (given: Partial<Visit>) => visit({ state: 'finished', ...given });

test('what was written when a visit ended is shown, with who wrote it and when', () => {
  const outcome_note = 'Nhà đi Cần Thơ, hẹn thứ Bảy';
  const finished = { finished_by: 'Lê Thị Hường', finished_at: '2026-02-26T02:05:00Z' };
  render(VisitEnd, { visit: ended({ outcome: 'absent', outcome_note, ...finished }) });
  expect(screen.getByText(outcome_note)).toBeTruthy();
  expect(screen.getByText('09:05 ngày 26/02/2026 · Lê Thị Hường')).toBeTruthy();
});

test('a home where nobody was met is never told as visited, nor in green', () => {
  const tones = (['done', 'partial', 'absent', 'refused', undefined] as const).map((outcome) => {
    const { container } = render(VisitChips, { visit: ended(outcome ? { outcome } : {}) });
    const chip = container.querySelector('.chip');
    return [chip?.textContent, chip?.className.match(/tone-(\w+)/)?.[1]];
  });
  expect(tones).toEqual([
    ['Đã làm xong', 'good'],
    ['Làm được một phần', 'good'],
    ['Không gặp', 'needs'],
    ['Người dân không làm', 'quiet'],
    ['Đã kết thúc', 'quiet'],
  ]);
});

test('how many wait is not told as none while it is not known', () => {
  const cells = (requests: [] | undefined) => {
    const { container } = render(HamletTable, { visits: [], requests, hamlets: ['Khóm 1'] });
    return [...container.querySelectorAll('td')].at(-1)?.textContent;
  };
  expect([cells(undefined), cells([])]).toEqual(['…', '0']);
});
