import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { App, contextOf } from '$lib/app/app.svelte';
import type { Visit } from '$lib/backend/backend';
import { MemoryBackend } from '$lib/backend/memory';
import { todayText } from '$lib/text/day';
import { visit } from '../test/visit';
import TodayPage from './TodayPage.svelte';

const FAILURE = { code: 'io', message_key: 'error.io', params: {}, retryable: false };

async function page(given: { visits?: Partial<Visit>[]; fails?: 'dossier.list'; team?: string } = {}) {
  const backend = new MemoryBackend();
  backend.dossiers.clear();
  backend.visits.clear();
  for (const [index, one] of (given.visits ?? []).entries()) {
    const id = `v${index}`;
    backend.visits.set(id, visit({ id, date: todayText(), full_name: id, ...one }));
  }
  if (given.fails) backend.failures.set(given.fails, FAILURE);
  const app = new App(backend);
  await app.refresh();
  if (app.profile?.state === 'unlocked') app.profile = { ...app.profile, team: given.team ?? 'Tổ 1' };
  render(TodayPage, { context: contextOf(app) });
  return { app, backend, user: userEvent.setup() };
}

test('that nothing needs anybody is said only when it is known', async () => {
  const { backend, user } = await page({ fails: 'dossier.list' });
  expect(screen.queryByText('Không có gì.')).toBeNull();
  const again = await screen.findByRole('button', { name: 'Thử lại' });
  expect(screen.queryByText('Không có gì.')).toBeNull();
  backend.failures.clear();
  await user.click(again);
  expect(await screen.findByText('Không có gì.')).toBeTruthy();
});

test('another team’s home is never the next one: it stands under the other teams, with its team', async () => {
  await page({ visits: [{ team: 'Tổ 1', state: 'finished', outcome: 'done' }, { team: 'Tổ 2' }] });
  expect(await screen.findByText('Đã đi đủ 1 nhà hôm nay.')).toBeTruthy();
  expect(screen.queryByText(/^Nhà tiếp theo/)).toBeNull();
  expect(screen.getByRole('list', { name: 'Tổ khác (1)' }).textContent).toContain('Tổ 2');
});

test('a home that no team has comes next, and no own home is not told as no home', async () => {
  await page({ visits: [{ team: 'Tổ 2' }, {}] });
  expect((await screen.findByRole('region', { name: /^Nhà tiếp theo/ })).textContent).toContain('v1');
});

test('where only others have homes, it says so', async () => {
  await page({ visits: [{ team: 'Tổ 2' }] });
  expect(await screen.findByText('Hôm nay tổ mình chưa có nhà nào.')).toBeTruthy();
});
