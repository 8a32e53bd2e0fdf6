import { render } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import { App, contextOf } from '$lib/app/app.svelte';
import type { Deadline } from '$lib/backend/backend';
import { MemoryBackend } from '$lib/backend/memory';
import { expected } from '$lib/dossier/deadline';
import ExpectedDay from './ExpectedDay.svelte';

const deadline: Deadline = {
  counts_as: '2026-11-20',
  counts_from: '2026-11-20',
  due: '2026-11-26',
  slip: true,
  count: 3,
  unit: 'working_day',
  cutoff: '15:00',
  members: [],
  stops: ['citizen'],
  papers_moved: '2026-11-20',
  source: '',
  mark: 'V',
  year_status: 'announced',
  usual_hours: true,
};
const said = (given: Partial<Deadline> = {}) => expected({ ...deadline, ...given }, '2026-11-20');
const SLIP = 'Ngày trên giấy hẹn của bộ phận một cửa mới là căn cứ.';

test('the day is that of the reception which still counts, and the slip is what holds', () => {
  expect(said()).toBe(`Nếu nộp hôm nay trước 15:00: hẹn trả ngày 26/11/2026. ${SLIP}`);
  expect(said({ counts_as: '2026-11-23', due: '2026-11-27' })).toBe(
    `Nếu nộp ngày 23/11/2026 trước 15:00: hẹn trả ngày 27/11/2026. ${SLIP}`,
  );
  const { cutoff, ...without } = deadline;
  expect(cutoff).toBe('15:00');
  expect(expected(without, '2026-11-20')).toBe(`Nếu nộp hôm nay: hẹn trả ngày 26/11/2026. ${SLIP}`);
});

test('the same day needs no slip, also where today is too late', () => {
  const tomorrow = { counts_as: '2026-11-23', due: '2026-11-23' };
  expect(said(tomorrow)).toBe('Nếu nộp ngày 23/11/2026 trước 15:00: trả trong ngày, không cần giấy hẹn.');
});

test('what makes the day less sure stands beside it', () => {
  expect(said({ mark: 'S' })).toContain('26/11/2026 (thời hạn chưa đối chiếu với văn bản luật).');
  const longest = { due: '2026-11-30', when: 'verification' as const };
  expect(said({ longest, year_status: 'provisional' })).toContain(
    '(phải xác minh thì chậm nhất 30/11/2026; có ngày nghỉ mới là dự kiến)',
  );
});

test('no day is invented where none is known', () => {
  expect(said({ due: null, unknown: 'law_replaced', mark: 'R' })).toMatch(/văn bản mới.*hỏi bộ phận một cửa/);
  expect(said({ due: null, unknown: 'not_found', mark: 'R' })).not.toMatch(/\d\d\/\d\d/);
});

test('a deadline that cannot be had takes no room', async () => {
  const backend = new MemoryBackend();
  const props = { procedure: 'birth_rereg' };
  const shown = render(ExpectedDay, { props, context: contextOf(new App(backend)) });
  await vi.waitFor(() => expect(shown.container.textContent).toContain('hẹn trả ngày'));
  backend.failures.set('deadline.for', {
    code: 'procedure_unknown',
    message_key: 'error.procedure_unknown',
    params: {},
    retryable: false,
  });
  const failing = render(ExpectedDay, { props, context: contextOf(new App(backend)) });
  await vi.waitFor(() => expect(backend.calls).toHaveLength(2));
  expect(failing.container.textContent).toBe('');
});
