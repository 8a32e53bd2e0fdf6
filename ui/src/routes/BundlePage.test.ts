import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { App, contextOf } from '$lib/app/app.svelte';
import type { Name } from '$lib/backend/backend';
import { MemoryBackend, type MemoryOptions } from '$lib/backend/memory';
import { faultsOf } from '../test/axe';
import BundlePage from './BundlePage.svelte';

async function page(options: MemoryOptions = {}, waits = true) {
  const backend = new MemoryBackend(options);
  const app = new App(backend);
  await app.refresh();
  if (waits) await backend.call('citizen.save', { full_name: 'Trần Thị Bình' });
  await app.sync.refresh();
  const { container } = render(BundlePage, { context: contextOf(app) });
  const user = userEvent.setup();
  const pick = (label: string, name: string, content = 'sealed') =>
    user.upload(screen.getByLabelText(label, { selector: 'input' }), new File([content], name));
  const fail = (command: Name, code: string, retryable = false) =>
    backend.failures.set(command, { code, message_key: `error.${code}`, params: {}, retryable });
  return { backend, app, container, user, pick, fail, text: () => container.textContent ?? '' };
}

test('a bundle that was written is named with what it carries, and nothing is called received by it', async () => {
  const { backend, user, text, container } = await page();
  await user.click(screen.getByRole('button', { name: 'Tạo gói bàn giao' }));
  await expect.poll(text).toMatch(/Đã tạo gói ban-giao-[\w-]+\.tnb \(1 KB\): 1 thay đổi, 0 tệp\./);
  expect(text()).toContain('Máy này chỉ báo "Phường đã nhận" khi đã đọc tệp biên nhận');
  expect(text()).toMatch(/Chép tệp ban-giao-[\w-]+\.tnb trong thư mục Tài liệu vào USB/);
  expect(document.activeElement?.id).toBe('bundle-write-control');
  expect(text()).not.toContain('/home');
  expect(text()).not.toContain('chưa có trong gói');
  expect((await backend.call('sync.status', {})).receipted).toBe(0);
  expect(await faultsOf(container)).toEqual([]);
});

test('a bundle that cannot hold all that waits says how much is left out', async () => {
  const { backend, user, text, container } = await page();
  const call = backend.call.bind(backend);
  backend.call = async (name, args) => {
    const answer = await call(name, args);
    return name === 'sync.bundle_write' ? { ...answer, left_out: 2 } : answer;
  };
  await user.click(screen.getByRole('button', { name: 'Tạo gói bàn giao' }));
  await expect.poll(text).toContain('2 thay đổi chưa có trong gói này.');
  expect(container.querySelector('.tone-needs')?.textContent).toContain('Đã tạo gói');
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
  const { fail, pick, text } = await page();
  fail('sync.bundle_read', 'receipts_of_others');
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
  expect(text()).toContain('đưa tệp này lại cho người đã tạo gói');
  expect(text()).not.toContain('Chưa nối được');
});

test('what is too large is not even read, and told of as what it should have been', async () => {
  const { backend, user, text } = await page();
  const large = (name: string) =>
    Object.defineProperty(new File(['x'], name), 'size', { value: 200 * 1024 * 1024 });
  const upload = (label: string, name: string) =>
    user.upload(screen.getByLabelText(label, { selector: 'input' }), large(name));
  await upload('Chọn gói để gửi hộ', 'a.tnb');
  await expect.poll(text).toContain('lớn hơn 128 MB');
  await upload('Chọn tệp biên nhận', 'a.tnr');
  await expect.poll(text).toContain('Tệp này không phải tệp biên nhận.');
  expect(backend.calls.some(({ name }) => /bundle_(carry|read)/.test(name))).toBe(false);
});

test('where nothing waits, no bundle is offered', async () => {
  const { backend, text, app } = await page({}, false);
  expect(text()).toContain('Không có gì chờ gửi; không cần mang gói.');
  expect(screen.queryByRole('button', { name: 'Tạo gói bàn giao' })).toBeNull();
  await backend.call('citizen.save', { full_name: 'Trần Thị Bình' });
  await app.sync.refresh();
  expect(await screen.findByRole('button', { name: 'Tạo gói bàn giao' })).toBeTruthy();
  expect(text()).not.toContain('không cần mang gói');
});

test('a bundle in which nothing is need not be brought anywhere', async () => {
  const { backend, user, text } = await page();
  await backend.call('sync.now', {}); // the page has not heard of it yet
  await user.click(screen.getByRole('button', { name: 'Tạo gói bàn giao' }));
  await expect.poll(text).toContain('Không có gì chờ gửi; không cần mang gói.');
  expect(text()).not.toContain('USB');
  await expect.poll(() => screen.queryByRole('button', { name: 'Tạo gói bàn giao' })).toBeNull();
});

test('while a step is being done, that is said', async () => {
  const { backend, pick, text } = await page({ role: 'leader' });
  const call = backend.call.bind(backend);
  let answer = () => {};
  const held = new Promise<void>((resolve) => (answer = resolve));
  backend.call = async (name, args) => {
    if (name === 'sync.bundle_carry') await held;
    return call(name, args);
  };
  await pick('Chọn gói để gửi hộ', 'a.tnb');
  const saying = () => screen.getAllByRole('status').map(({ textContent }) => textContent?.trim());
  await expect.poll(saying).toContain('Đang chuyển gói tới phường, xin đừng tắt máy…');
  answer();
  await expect.poll(text).toContain('Phường đã xử lý gói.');
  expect(text()).not.toContain('xin đừng tắt máy');
});

test("a colleague's bundle that broke off on its way is whole, and nothing is said of the own work", async () => {
  const { fail, pick, text } = await page({ role: 'leader' });
  for (const [code, own] of [
    ['ward_cut', 'Mất mạng giữa chừng. Chưa có biên nhận của phường.'],
    ['ward_silent', 'Máy chủ của phường không trả lời. Chưa có biên nhận của phường.'],
  ] as const) {
    fail('sync.bundle_carry', code, true);
    await pick('Chọn gói để gửi hộ', 'a.tnb');
    await expect.poll(text).toContain(own);
    expect(text()).toContain('Gói vẫn còn nguyên; xin gửi hộ lại từ đầu khi có mạng.');
    expect(text()).not.toContain('Dữ liệu vẫn an toàn trên máy này');
  }
  fail('sync.bundle_carry', 'not_a_bundle');
  await pick('Chọn gói để gửi hộ', 'a.tnb');
  await expect.poll(text).toContain('Tệp này không phải gói bàn giao.');
  expect(text()).not.toContain('gửi hộ lại từ đầu');
});

test('a device without a place for documents does not ask where to put the file: nobody could say it here', async () => {
  const { fail, user, text } = await page();
  fail('sync.bundle_write', 'path_missing');
  await user.click(screen.getByRole('button', { name: 'Tạo gói bàn giao' }));
  await expect.poll(text).toContain('Máy này chưa có thư mục Tài liệu nên chưa ghi được tệp.');
  expect(text()).not.toContain('chọn nơi để tệp');
});

test('changes that the ward has not taken need a look, and lead to where it is said why', async () => {
  const { backend, pick, text, container } = await page();
  const call = backend.call.bind(backend);
  backend.call = async (name, args) => {
    const answer = await call(name, args);
    return name === 'sync.bundle_read' ? { ...answer, not_taken: 2 } : answer;
  };
  await pick('Chọn tệp biên nhận', 'a.tnr');
  await expect.poll(text).toContain('Phường đang giữ nhưng chưa nhận 2 thay đổi.');
  expect(container.querySelector('.tone-needs')?.textContent).toContain('chưa nhận 2 thay đổi');
  const onward = screen.getByRole('link', { name: 'Mở trang Đồng bộ' });
  expect(onward.getAttribute('href')).toBe('#/sync');
});

test('a practice ward hands nothing over', async () => {
  const { text } = await page({ practice: true });
  expect(text()).toContain('Phường thực hành không gửi đi đâu.');
  expect(screen.queryAllByRole('button')).toEqual([]);
});
