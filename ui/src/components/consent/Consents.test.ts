import { fireEvent, render, screen, within } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import { App, contextOf } from '$lib/app/app.svelte';
import { MemoryBackend } from '$lib/backend/memory';
import { faultsOf as axe } from '../../test/axe';
import Consents from './Consents.svelte';

async function page() {
  const backend = new MemoryBackend();
  const app = new App(backend);
  const [id = ''] = backend.citizens.keys();
  const props = async () => ({
    citizen: await app.call('citizen.get', { id }),
    text: await app.call('consent.text', {}),
    consents: await app.call('consent.list', { citizen: id }),
    onwriting: vi.fn(),
    onsaved: vi.fn(() => void props().then((fresh) => shown.rerender(fresh))),
  });
  const shown = render(Consents, { props: await props(), context: contextOf(app) });
  return { backend, id, container: shown.container };
}

test('nothing is chosen beforehand, each purpose stands by itself, and a withdrawal holds at once', async () => {
  const { backend, id, container } = await page();
  expect(container.textContent).toContain('Chưa hỏi người này');
  expect(screen.getAllByRole('checkbox').every((box) => !(box as HTMLInputElement).checked)).toBe(true);
  expect(await axe(container)).toEqual([]);
  await fireEvent.click(screen.getByRole('checkbox', { name: 'Danh bạ điện thoại' }));
  await fireEvent.click(screen.getByRole('radio', { name: 'Ký trên giấy' }));
  await fireEvent.click(screen.getByRole('button', { name: 'Ghi nhận' }));
  await vi.waitFor(() =>
    expect(container.querySelector('li strong')?.textContent).toBe('Danh bạ điện thoại'),
  );
  expect(backend.citizens.get(id)?.agreed).toEqual(['phone_list']);
  await fireEvent.click(screen.getByRole('button', { name: /Rút lại/ }));
  expect(await axe(document.body)).toEqual([]);
  const dialog = within(screen.getByRole('dialog'));
  expect(dialog.getByRole('button', { name: 'Rút lại' })).toHaveProperty('disabled', true);
  expect(dialog.getByRole('button', { name: 'Thôi' })).toBeTruthy();
  await fireEvent.click(dialog.getByRole('radio', { name: 'Nói trước người chứng kiến' }));
  await fireEvent.click(dialog.getByRole('button', { name: 'Rút lại' }));
  await vi.waitFor(() => expect(container.textContent).toContain('Hiện không đồng ý việc nào'));
  expect(backend.citizens.get(id)?.agreed).toEqual([]);
});

test('no is an answer that is kept, and what was said aloud has a witness', async () => {
  const { backend, container } = await page();
  await fireEvent.click(screen.getByRole('radio', { name: 'Nói trước người chứng kiến' }));
  await fireEvent.click(screen.getByRole('button', { name: 'Ghi nhận: không đồng ý việc nào' }));
  expect(backend.calls.some(({ name }) => name === 'consent.give')).toBe(false);
  await fireEvent.input(screen.getByLabelText('Họ tên người chứng kiến'), {
    target: { value: 'Phạm Văn Sáu' },
  });
  await fireEvent.click(screen.getByRole('button', { name: 'Ghi nhận: không đồng ý việc nào' }));
  await vi.waitFor(() => expect(container.textContent).toContain('Hiện không đồng ý việc nào'));
  const call = backend.calls.findLast(({ name }) => name === 'consent.give');
  expect(call?.args).toMatchObject({ purposes: [], how: 'said_before_witness', witness: 'Phạm Văn Sáu' });
});

test('what was agreed to and is not chosen again is withdrawn with the answer', async () => {
  const { backend, id, container } = await page();
  const choose = (role: 'checkbox' | 'radio', name: string) =>
    fireEvent.click(screen.getByRole(role, { name }));
  await choose('checkbox', 'Danh bạ điện thoại');
  await choose('checkbox', 'Nhắc việc');
  await choose('radio', 'Nói trước người chứng kiến');
  await fireEvent.input(screen.getByLabelText('Họ tên người chứng kiến'), {
    target: { value: 'Phạm Văn Sáu' },
  });
  await fireEvent.input(screen.getByLabelText(/^Người đọc cho nghe/), { target: { value: 'Lê Thị Hường' } });
  await choose('radio', 'Ký trên giấy');
  await fireEvent.click(screen.getByRole('button', { name: 'Ghi nhận' }));
  await vi.waitFor(() =>
    expect(container.textContent).toContain('được rút lại luôn: Danh bạ điện thoại; Nhắc việc.'),
  );
  const given = backend.calls.findLast(({ name }) => name === 'consent.give');
  expect(given?.args).not.toHaveProperty('witness');
  expect(screen.getByLabelText(/^Người đọc cho nghe/)).toHaveProperty('value', '');

  await choose('checkbox', 'Nhắc việc');
  await choose('radio', 'Ký trên giấy');
  expect(container.textContent).toContain('được rút lại luôn: Danh bạ điện thoại.');
  await fireEvent.click(screen.getByRole('button', { name: 'Ghi nhận' }));
  await vi.waitFor(() => expect(backend.citizens.get(id)?.agreed).toEqual(['reminders']));
  const written = backend.calls
    .map(({ name }) => name)
    .filter((name) => /^consent\.(give|withdraw)$/.test(name));
  expect(written).toEqual(['consent.give', 'consent.give', 'consent.withdraw']);
});

test('what could not be withdrawn is said to hold still', async () => {
  const { backend, id, container } = await page();
  await fireEvent.click(screen.getByRole('checkbox', { name: 'Nhắc việc' }));
  await fireEvent.click(screen.getByRole('radio', { name: 'Ký trên giấy' }));
  await fireEvent.click(screen.getByRole('button', { name: 'Ghi nhận' }));
  await vi.waitFor(() => expect(container.textContent).toContain('Đã ghi.'));
  const call = backend.call.bind(backend);
  backend.call = ((name, args) =>
    name === 'consent.withdraw' ? Promise.reject(new Error(name)) : call(name, args)) as typeof backend.call;
  await fireEvent.click(screen.getByRole('radio', { name: 'Ký trên giấy' }));
  await fireEvent.click(screen.getByRole('button', { name: 'Ghi nhận: không đồng ý việc nào' }));
  await vi.waitFor(() => expect(container.textContent).toContain('chưa rút lại được: Nhắc việc'));
  expect(container.textContent).not.toContain('Đã ghi.');
  expect(backend.citizens.get(id)?.agreed).toEqual(['reminders']);
});
