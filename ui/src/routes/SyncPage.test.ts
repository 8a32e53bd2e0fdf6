import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { App, contextOf } from '$lib/app/app.svelte';
import { ANSWERS } from '$lib/backend/fixtures/conflicts';
import { MemoryBackend, type MemoryOptions } from '$lib/backend/memory';
import { faultsOf } from '../test/axe';
import SyncPage from './SyncPage.svelte';

async function page(options: MemoryOptions = {}, before: (backend: MemoryBackend) => unknown = () => null) {
  const backend = new MemoryBackend(options);
  await before(backend);
  const app = new App(backend);
  await app.refresh();
  const { container } = render(SyncPage, { context: contextOf(app) });
  await screen.findByRole('region', { name: 'Các mục đang ở đâu' });
  const called = (name: string) => backend.calls.filter((call) => call.name === name).map(({ args }) => args);
  return { backend, app, container, called, user: userEvent.setup() };
}

async function open(backend: MemoryBackend): Promise<string> {
  const [citizen = ''] = backend.citizens.keys();
  return (await backend.call('dossier.open', { procedure: 'birth_rereg', citizen })).id;
}

test('files that wait are told with their size', async () => {
  const { container } = await page({}, async (backend) => {
    const content = btoa('\xff\xd8' + 'x'.repeat(300_000));
    await backend.call('dossier.attach', { id: await open(backend), slot: 'identity_paper', content });
  });
  expect(container.textContent).toContain('1 mục và 1 tệp chờ biên nhận, khoảng 294 KB.');
});

test('a pause is said until it is taken back', async () => {
  const { user, called, container } = await page();
  await user.click(screen.getByRole('button', { name: 'Tạm dừng gửi' }));
  expect(await screen.findByText(/Đang tạm dừng: máy không tự gửi gì/)).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Tiếp tục gửi' }));
  await expect.poll(() => container.textContent).not.toContain('Đang tạm dừng');
  expect(called('sync.pause')).toEqual([{ paused: true }, { paused: false }]);
});

test('a pass can be stopped while it runs, and what that means is said', async () => {
  const { user, backend, called, container } = await page();
  expect(screen.queryByRole('button', { name: 'Dừng lượt này' })).toBeNull();
  backend.news.tell('sync', { running: true, failure: null });
  await user.click(await screen.findByRole('button', { name: 'Dừng lượt này' }));
  expect(called('sync.cancel')).toEqual([{}]);
  backend.news.tell('sync', { running: false, failure: null });
  await expect.poll(() => container.textContent).toContain('Đã dừng lượt này');
});

test('a device whose data another one uses too is told so, and led to the cure', async () => {
  const { container } = await page({}, (backend) => (backend.world.alerts = ['cloned']));
  expect(container.textContent).toContain('Không mất gì');
  const cure = screen.getByRole('link', { name: 'Ghi danh lại máy này' });
  expect(cure.getAttribute('href')).toBe('#/settings/device');
});

test('a device that the ward does not know any more is led to the same cure', async () => {
  const { app, container } = await page();
  const code = 'token_refused';
  app.sync.failure = { code, message_key: `error.${code}`, params: {}, retryable: false };
  const cure = await screen.findByRole('link', { name: 'Ghi danh lại máy này' });
  expect(cure.getAttribute('href')).toBe('#/settings/device');
  expect(container.textContent).toContain('Không mất gì trên máy này');
});

test('a pass that was stopped is not told as one that failed', async () => {
  const { user, backend, app, container } = await page();
  const gone = { code: 'ward_cut', message_key: 'error.ward_cut', params: {}, retryable: true };
  const tell = (running: boolean) => backend.news.tell('sync', { running, failure: running ? null : gone });
  tell(true);
  await user.click(await screen.findByRole('button', { name: 'Dừng lượt này' }));
  tell(false);
  await expect.poll(() => container.textContent).toContain('Đã dừng lượt này');
  expect(app.sync.failure).toBeUndefined();
  tell(true);
  tell(false); // the next one fails by itself
  await expect.poll(() => app.sync.failure?.code).toBe('ward_cut');
});

test('changes that wait for another one are named with what they wait for', async () => {
  const { container } = await page({}, (backend) =>
    backend.world.held.push({
      record: 'r',
      kind: 'visit',
      name: 'Trần Thị Bình',
      since: '2026-05-21T03:40:00Z',
      waits_for: 'record',
    }),
  );
  expect(await screen.findByRole('heading', { name: 'Thay đổi đang chờ (1)' })).toBeTruthy();
  expect(container.textContent).toContain('Chờ mục mà nó nhắc tới');
  expect(container.textContent).toContain('không phải làm gì');
});

test('changes that have waited for days are counted, and nobody is told to do nothing', async () => {
  const waits = { record: 'r', kind: 'visit', since: '2026-05-21T03:40:00Z', waits_for: 'record' } as const;
  const { container } = await page({}, (backend) => {
    backend.world.held.push(waits);
    backend.world.heldLong = 1;
  });
  await screen.findByRole('heading', { name: 'Thay đổi đang chờ (1)' });
  expect(container.textContent).toContain('1 thay đổi của anh/chị đã chờ quá ba ngày');
  expect(container.textContent).not.toContain('không phải làm gì');
});

test('conflicts lead to where they are decided', async () => {
  await page({}, async (backend) => backend.disagree(await open(backend), ANSWERS));
  expect(screen.getByRole('link', { name: 'Xem và chọn' }).getAttribute('href')).toBe('#/sync/conflicts');
});

test('a leader sees each device, the silent ones marked', async () => {
  const { container } = await page({ role: 'leader' });
  const table = await screen.findByRole('table', { name: 'Theo tổ' });
  const silent = [...table.querySelectorAll('[role=row]')].filter((row) =>
    row.textContent?.includes('im lặng hôm nay'),
  );
  expect(silent.map((row) => row.querySelector('strong')?.textContent)).toEqual([
    'Nguyễn Thị Sáu',
    'Phan Văn Tý',
  ]);
  expect(silent[1]?.textContent).toContain('Chưa lần nào');
  expect(await faultsOf(container)).toEqual([]);
});

test('a leader is told whose device has work that has not come, and what to do', async () => {
  const { container } = await page({ role: 'leader' }, (backend) => {
    const [first] = backend.world.devices;
    first?.flags.push(
      { code: 'cloned', since: '2026-05-21T03:40:00Z' },
      { code: 'of_a_later_ward', since: '2026-05-21T03:40:00Z' },
    );
  });
  const [first, second] = await screen.findAllByText(/^Cần xem: /);
  expect(first?.textContent).toMatch(/^Cần xem: Lê Thị Hường \(Tổ 1\), liên lạc cuối: \d/);
  expect(second?.textContent).toMatch(/^Cần xem: Nguyễn Thị Sáu \(Tổ 2\), liên lạc cuối: \d/);
  const marked = screen.getAllByRole('row').filter((row) => row.textContent?.includes('cần xem'));
  expect(marked.map((row) => row.querySelector('strong')?.textContent)).toEqual([
    'Lê Thị Hường',
    'Nguyễn Thị Sáu',
  ]);
  const told = [first, second].map((title) => title?.parentElement?.textContent);
  expect(told[0]).toContain('xin giữ cả hai máy');
  expect(told[0]).toContain('(of_a_later_ward)');
  expect(told[1]).toContain('chưa tới phường dù những thay đổi sau đó đã tới');
  expect(await faultsOf(container)).toEqual([]);
});

test('a volunteer’s device does not ask for the devices of others', async () => {
  const { called } = await page();
  await vi.waitFor(() => expect(called('shelf.list')).toHaveLength(1));
  expect(called('sync.teams')).toEqual([]);
});
