import { render } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import { App, contextOf } from '$lib/app/app.svelte';
import { MemoryBackend } from '$lib/backend/memory';
import StatusLine from './StatusLine.svelte';

async function line(backend: MemoryBackend) {
  const app = new App(backend);
  await app.refresh();
  const { container } = render(StatusLine, { context: contextOf(app) });
  return { app, text: () => container.textContent?.trim() ?? '' };
}

const save = (backend: MemoryBackend) => backend.call('citizen.save', { full_name: 'Trần Văn Mẫu' });

test('says what waits, then what the ward has receipted, and no more', async () => {
  const backend = new MemoryBackend();
  await save(backend);
  const { app, text } = await line(backend);
  expect(text()).toContain('1 mục đang ở máy này');
  backend.wardUp = false;
  await app.sync.run();
  await vi.waitFor(() => expect(text()).toContain('Chưa nối được với phường'));
  expect(text()).not.toContain('đã nhận đủ');
  backend.wardUp = true;
  await app.sync.run();
  await vi.waitFor(() => expect(text()).toMatch(/Phường đã nhận đủ lúc \d\d:\d\d/));
});

const unreachable = { code: 'ward_unreachable', message_key: '', params: {}, retryable: true };

test('a pass that nobody asked for shows, and what it came to', async () => {
  const backend = new MemoryBackend();
  await save(backend);
  const { app, text } = await line(backend);
  const tell = (running: boolean, failure: typeof unreachable | null = null) =>
    backend.news.tell('sync', { running, failure });
  tell(true);
  expect(text()).not.toContain('Đang nối'); // one that is over at once does not flicker
  await vi.waitFor(() => expect(text()).toContain('Đang nối với phường'));
  tell(false, unreachable);
  await vi.waitFor(() => expect(text()).toContain('Chưa nối được với phường'));
  expect(text()).toContain('1 mục đang ở máy này');
  tell(true);
  expect(text()).toContain('Chưa nối được với phường');

  backend.receiveAll();
  tell(false);
  await vi.waitFor(() => expect(text()).toContain('Phường đã nhận đủ'));
  expect(app.sync.failure).toBeUndefined();
});

test('the failure of a pass of who has left is not told to who came after', async () => {
  const backend = new MemoryBackend();
  const { app, text } = await line(backend);
  backend.wardUp = false;
  const asked = app.sync.run();
  app.sync.forget();
  await app.sync.refresh();
  await asked;
  await vi.waitFor(() => expect(text()).toContain('Chưa đồng bộ lần nào'));
  expect([app.sync.failure, app.sync.running]).toEqual([undefined, false]);
});

test('one refused change is enough to say nothing of "đã nhận đủ"', async () => {
  const backend = new MemoryBackend();
  const { id } = await save(backend);
  await backend.call('sync.now', {});
  backend.setAside(id);
  const { text } = await line(backend);
  expect(text()).toContain('1 mục phường chưa nhận được');
  expect(text()).not.toContain('đã nhận đủ');
});

test('a practice ward says that it is one', async () => {
  const { text } = await line(new MemoryBackend({ practice: true }));
  expect(text()).toContain('Thực hành');
});
