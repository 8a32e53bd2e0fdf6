import { render } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { App } from '$lib/app/app.svelte';
import type { SyncRecord } from '$lib/backend/backend';
import { MemoryBackend } from '$lib/backend/memory';
import { Procedures } from '$lib/form/procedures.svelte';
import { SHARES } from '$lib/sync/status_line';
import RecordList from './RecordList.svelte';

async function shown(records: SyncRecord[], backend = new MemoryBackend()) {
  const procedures = new Procedures();
  await procedures.load(new App(backend));
  const { container } = render(RecordList, { records, procedures });
  const items = [...container.querySelectorAll('li')];
  return items.map((item) => ({
    href: item.querySelector('a')?.getAttribute('href') ?? undefined,
    text: item.textContent?.replace(/\s+/g, ' ').trim() ?? '',
  }));
}

const of = (kind: string, given: Partial<SyncRecord> = {}): SyncRecord => ({
  id: 'r1',
  kind,
  changed_at: '2026-05-21T07:03:00Z',
  here: true,
  ...given,
});

test('every kind is named as a person knows it and leads to its page where it has one', async () => {
  const home = { citizen: 'c1', name: 'Trần Thị Bình' };
  const items = await shown([
    of('dossier', { id: 'd1', ...home, procedure: 'birth_rereg', state: 'draft' }),
    of('dossier', { id: 'd2', ...home, procedure: 'birth_rereg', state: 'queued' }),
    of('visit', { id: 'v1', ...home, date: '2027-03-18' }),
    of('need', { id: 'n1', ...home, procedure: 'birth_rereg' }),
    of('citizen', { id: 'c1', name: 'Trần Thị Bình' }),
    of('hamlet', { id: 'h1', name: 'Khóm 2' }),
    of('ward_settings', { id: 's1' }),
    of('from_the_future', { id: 'f1' }),
  ]);
  expect(items.map(({ href }) => href)).toEqual([
    '#/dossiers/d1',
    '#/dossiers/d2/review',
    '#/visits/v1',
    '#/citizens/c1',
    '#/citizens/c1',
    undefined,
    undefined,
    undefined,
  ]);
  expect(items[0]?.text).toMatch(/^Trần Thị Bình Hồ sơ · .*khai sinh/);
  expect(items[2]?.text).toContain('Lượt thăm · 18/03/2027');
  expect(items[5]?.text).toContain('Khóm 2');
  expect(items[7]?.text).toContain('from_the_future');
});

test('what was set aside says why, and what has left this device says so and leads nowhere', async () => {
  const [aside, gone] = await shown([
    of('citizen', { name: 'Trần Thị Bình', reason: 'not_permitted' }),
    of('citizen', { id: 'r2', here: false }),
  ]);
  expect(aside?.text).toContain('Phường không cho phép thay đổi này');
  expect(gone).toEqual({ href: undefined, text: expect.stringContaining('Không còn trên máy này') });
});

test('the lists agree with the numbers', async () => {
  const backend = new MemoryBackend();
  const { id } = await backend.call('citizen.save', { full_name: 'Trần Văn Mẫu' });
  await backend.call('sync.now', {});
  await backend.call('dossier.open', { procedure: 'birth_rereg', citizen: id });
  backend.setAside(id);
  const status = await backend.call('sync.status', {});
  for (const share of SHARES) {
    const records = await backend.call('sync.records', { share });
    expect([share, (await shown(records, backend)).length]).toEqual([share, status[share]]);
  }
});
