import { expect, test, vi } from 'vitest';
import { App } from '$lib/app/app.svelte';
import { MemoryBackend } from '$lib/backend/memory';
import { addDays, addMonths, monthOf } from '$lib/text/day';
import { Planning } from './planning.svelte';

async function planning() {
  const backend = new MemoryBackend({ role: 'leader' });
  const plan = new Planning(new App(backend));
  await plan.refresh();
  const visit = [...backend.visits.values()][0];
  if (!visit) throw new Error('no visit');
  const sent = (name: string) => backend.calls.filter((call) => call.name === name).map(({ args }) => args);
  return { backend, plan, visit, sent };
}

test('a day is never shown with the visits of another month: it would look free', async () => {
  const { plan } = await planning();
  const next = addMonths(monthOf(plan.today), 1);
  await plan.turn(next);
  expect(monthOf(plan.day)).toEqual(next);
  expect(plan.day).toBe(plan.data.value?.days.regular.suggested);
  await plan.choose(plan.today);
  expect([plan.day, plan.data.value?.month]).toEqual([plan.today, monthOf(plan.today)]);
});

test('a month that cannot be loaded leaves the day as it was', async () => {
  const { backend, plan } = await planning();
  backend.failures.set('visit.list', { code: 'io', message_key: 'error.io', params: {}, retryable: false });
  await plan.turn(addMonths(monthOf(plan.today), 1));
  expect([plan.day, plan.data.failure?.code]).toEqual([plan.today, 'io']);
});

test('a drop on another day asks first; on another team of the same day it is done and said', async () => {
  const { plan, visit, sent } = await planning();
  plan.drop({ visit: visit.id }, { day: addDays(visit.date, 1) });
  expect([plan.moving, sent('visit.reschedule')]).toEqual([true, []]);
  plan.drop({ visit: visit.id }, { day: visit.date, team: 'Tổ 3', before: undefined });
  await vi.waitFor(() => expect(plan.said.done?.team).toBe('Tổ 3'));
});

test('a drop onto a visit that was changed meanwhile changes nothing and says so', async () => {
  const { backend, plan, visit, sent } = await planning();
  await backend.call('visit.reschedule', { id: visit.id, date: addDays(visit.date, 1), reason: 'Khác' });
  plan.drop({ visit: visit.id }, { day: visit.date, team: 'Tổ 3', before: undefined });
  await vi.waitFor(() => expect(plan.said.meanwhile?.id).toBe(visit.id));
  expect(sent('visit.save')).toEqual([]);
});

test('a missed visit is moved, never planned a second time', async () => {
  const { backend, plan, visit } = await planning();
  const date = addDays(plan.today, -7);
  await backend.call('visit.reschedule', { id: visit.id, date, reason: 'Thử' });
  await plan.refresh();
  const request = plan.waiting.value?.find(({ missed }) => missed?.id === visit.id);
  if (request) plan.settle(request);
  expect([plan.moving, plan.scheduling, plan.moved?.id]).toEqual([true, false, visit.id]);
});
