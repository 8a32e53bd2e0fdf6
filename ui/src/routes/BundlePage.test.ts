import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { App, contextOf } from '$lib/app/app.svelte';
import { MemoryBackend, type MemoryOptions } from '$lib/backend/memory';
import { faultsOf } from '../test/axe';
import BundlePage from './BundlePage.svelte';

async function page(options: MemoryOptions = {}) {
  const backend = new MemoryBackend(options);
  const app = new App(backend);
  await app.refresh();
  await backend.call('citizen.save', { full_name: 'Trần Thị Bình' });
  const { container } = render(BundlePage, { context: contextOf(app) });
  const user = userEvent.setup();
  const pick = (label: string, name: string, content = 'sealed') =>
    user.upload(screen.getByLabelText(label, { selector: 'input' }), new File([content], name));
  return { backend, container, user, pick, text: () => container.textContent ?? '' };
}

test('a bundle that was written is named with what it carries, and nothing is called received by it', async () => {
  const { backend, user, text, container } = await page();
  await user.click(screen.getByRole('button', { name: 'Ghi gói bàn giao' }));
  await expect.poll(text).toMatch(/Đã ghi gói ban-giao-[\w-]+\.tnb \(1 KB\).*: 1 thay đổi, 0 tệp\./);
  expect(text()).toContain('Phường chưa nhận cho tới khi máy này đọc tệp biên nhận.');
  expect(text()).not.toContain('Phường đã nhận');
  expect(text()).not.toContain('/home');
  expect((await backend.call('sync.status', {})).receipted).toBe(0);
  expect(await faultsOf(container)).toEqual([]);
});

test('the receipts that are picked are handed over whole, and told of by what they say', async () => {
  const { backend, pick, text } = await page();
  await pick('Chọn tệp biên nhận', 'a.tnr');
  await expect.poll(text).toContain('Phường đã nhận 1 thay đổi và 0 tệp của gói.');
  expect(backend.calls.findLast(({ name }) => name === 'sync.bundle_read')?.args).toEqual({
    content: btoa('sealed'),
  });
});

test('receipts of others are said to be so, and to have changed nothing', async () => {
  const { backend, pick, text } = await page();
  const code = 'receipts_of_others';
  backend.failures.set('sync.bundle_read', {
    code,
    message_key: `error.${code}`,
    params: {},
    retryable: false,
  });
  await pick('Chọn tệp biên nhận', 'a.tnr');
  await expect.poll(text).toContain('Biên nhận này là của người khác hoặc máy khác. Không có gì thay đổi.');
});

test("a colleague's bundle is carried where there is a network, and its receipts are to be brought back", async () => {
  const { backend, pick, text } = await page({ role: 'leader' });
  backend.wardUp = false;
  await pick('Chọn gói để gửi hộ', 'a.tnb');
  await expect.poll(text).toContain('Chưa nối được với máy chủ của phường');
  backend.wardUp = true;
  await pick('Chọn gói để gửi hộ', 'a.tnb');
  await expect.poll(text).toMatch(/tệp biên nhận bien-nhan-[\w-]+\.tnr/);
  expect(text()).toContain('đưa tệp này lại cho người đã ghi gói');
  expect(text()).not.toContain('Chưa nối được');
});

test('what is too large for a window is not even read', async () => {
  const { backend, user, text } = await page();
  const large = new File(['x'], 'a.tnb');
  Object.defineProperty(large, 'size', { value: 200 * 1024 * 1024 });
  await user.upload(screen.getByLabelText('Chọn gói để gửi hộ', { selector: 'input' }), large);
  await expect.poll(text).toContain('lớn hơn 128 MB');
  expect(backend.calls.some(({ name }) => name === 'sync.bundle_carry')).toBe(false);
});

test('a practice ward hands nothing over', async () => {
  const { text } = await page({ practice: true });
  expect(text()).toContain('Phường thực hành không gửi đi đâu.');
  expect(screen.queryAllByRole('button')).toEqual([]);
});
