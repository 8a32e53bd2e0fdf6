import { fireEvent, render, screen, within } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import { App, contextOf } from '$lib/app/app.svelte';
import { MemoryBackend } from '$lib/backend/memory';
import { faultsOf as axe } from '../../test/axe';
import { addSecond, enter } from '../../test/people';
import Consents from './Consents.svelte';

async function page() {
  const backend = new MemoryBackend();
  const app = new App(backend);
  await app.refresh();
  await addSecond(app);
  const [id = ''] = backend.citizens.keys();
  const props = async () => ({
    citizen: await app.call('citizen.get', { id }),
    text: await app.call('consent.text', {}),
    consents: await app.call('consent.list', { citizen: id }),
    onwriting: vi.fn(),
    onsaved: vi.fn(() => void props().then((fresh) => shown.rerender(fresh))),
  });
  const draw = async () => render(Consents, { props: await props(), context: contextOf(app) });
  let shown = await draw();
  const again = async () => {
    shown.unmount();
    shown = await draw();
  };
  /** Locks the app, lets somebody in, and opens the page again. */
  const locked = async (handle: '1' | 'b') => {
    await enter(app, handle);
    await again();
  };
  return { app, backend, id, container: document.body, locked, draw: again };
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

test.each([
  ['none is written', null],
  ['what is written is no date', 'khoảng 1950'],
])('whose birth cannot be read is asked how old they are: %s', async (_, born) => {
  const { backend, id, container, draw } = await page();
  Object.assign(backend.citizens.get(id) ?? {}, { born });
  await draw();
  expect(await axe(container)).toEqual([]);
  const choose = (name: string) => fireEvent.click(screen.getByRole('radio', { name }));
  const note = () => fireEvent.click(screen.getByRole('button', { name: 'Ghi nhận' }));
  const given = () => backend.calls.filter(({ name }) => name === 'consent.give').map(({ args }) => args);
  expect(container.textContent).toContain('Chưa ghi ngày sinh, hoặc ngày sinh chưa đọc được');
  await fireEvent.click(screen.getByRole('checkbox', { name: 'Danh bạ điện thoại' }));
  await choose('Ký trên giấy');
  await note();
  expect(await screen.findByText('Xin chọn người này bao nhiêu tuổi.')).toBeTruthy();
  await choose('Từ 7 đến dưới 16 tuổi');
  await choose('Trẻ đồng ý');
  await note();
  expect(given()).toEqual([]);
  await choose('Dưới 7 tuổi');
  expect(screen.queryByRole('radio', { name: 'Trẻ đồng ý' })).toBeNull();
  for (const [label, value] of [
    [/^Họ tên người đại diện/, 'Trần Thị Mai'],
    [/^Quan hệ với trẻ/, 'mẹ'],
  ] as const)
    await fireEvent.input(screen.getByLabelText(label), { target: { value } });
  await note();
  await vi.waitFor(() => expect(given()).toHaveLength(1));
  expect(given()[0]).toMatchObject({ age: 'small', representative: { name: 'Trần Thị Mai' } });
  expect(given()[0]).not.toHaveProperty('child_agrees');
  await vi.waitFor(() => expect(container.textContent).toContain('Đã ghi.'));
  await choose('Ký trên giấy');
  await choose('Đã đủ 16 tuổi');
  expect(screen.queryByLabelText(/^Họ tên người đại diện/)).toBeNull();
  await fireEvent.click(screen.getByRole('checkbox', { name: 'Danh bạ điện thoại' }));
  await note();
  await vi.waitFor(() => expect(given()).toHaveLength(2));
  expect(given()[1]).toMatchObject({ age: 'adult' });
  expect(given()[1]).not.toHaveProperty('representative');
});

test('where the core cannot read the date of birth the age is asked after all', async () => {
  const { backend } = await page();
  const failure = { code: 'consent_incomplete', message_key: 'error.consent_incomplete', retryable: false };
  backend.failures.set('consent.give', { ...failure, params: { missing: 'age' } });
  expect(screen.queryByRole('radio', { name: 'Dưới 7 tuổi' })).toBeNull();
  await fireEvent.click(screen.getByRole('checkbox', { name: 'Danh bạ điện thoại' }));
  await fireEvent.click(screen.getByRole('radio', { name: 'Ký trên giấy' }));
  await fireEvent.click(screen.getByRole('button', { name: 'Ghi nhận' }));
  expect(await screen.findByRole('radio', { name: 'Dưới 7 tuổi' })).toBeTruthy();
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

test('a child may say no without anybody who speaks for them, and yes only with one', async () => {
  const { backend } = await page();
  const given = () => backend.calls.filter(({ name }) => name === 'consent.give');
  await fireEvent.click(screen.getByRole('checkbox', { name: 'Trẻ em dưới 16 tuổi' }));
  await fireEvent.click(screen.getByRole('radio', { name: 'Ký trên giấy' }));
  await fireEvent.click(screen.getByRole('checkbox', { name: 'Danh bạ điện thoại' }));
  await fireEvent.click(screen.getByRole('button', { name: 'Ghi nhận' }));
  expect(given()).toEqual([]);
  await fireEvent.click(screen.getByRole('checkbox', { name: 'Danh bạ điện thoại' }));
  await fireEvent.click(screen.getByRole('button', { name: 'Ghi nhận: không đồng ý việc nào' }));
  await vi.waitFor(() => expect(given()).toHaveLength(1));
  expect(given()[0]?.args).not.toHaveProperty('representative');
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

test('a record by which something was only taken back says that and no more', async () => {
  const { backend, id, container, draw } = await page();
  const said = { at: '2026-09-17T02:05:00Z', how: 'in_app', by: 'Lê Thị Hường' } as const;
  const taken = { id: 'c1', text: '2026-11.1', purposes: [], ...said, withdrawn: { phone_list: said } };
  backend.consents.set(id, [taken]);
  await draw();
  const history = container.querySelector('.history')?.textContent ?? '';
  expect(history).toContain('rút lại Danh bạ điện thoại');
  expect(history).not.toContain('không đồng ý việc nào');
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

test('what was said and is not noted is asked about; after a lock it is there for who asked alone', async () => {
  const { app, locked } = await page();
  const box = () => screen.getByRole('checkbox', { name: 'Nhắc việc' });
  const witness = () => screen.queryByLabelText<HTMLInputElement>('Họ tên người chứng kiến')?.value;
  expect(app.unsaved.what).toEqual([]);
  await fireEvent.click(box());
  await fireEvent.click(screen.getByRole('radio', { name: 'Nói trước người chứng kiến' }));
  await fireEvent.input(screen.getByLabelText('Họ tên người chứng kiến'), { target: { value: 'Lê Thử' } });
  expect(app.unsaved.what).toHaveLength(1);
  await locked('b');
  expect([box(), witness()]).toEqual([expect.objectContaining({ checked: false }), undefined]);
  expect(app.unsaved.what).toEqual([]);
  await locked('1');
  expect([box(), witness()]).toEqual([expect.objectContaining({ checked: true }), 'Lê Thử']);
  expect(document.body.textContent).toContain('Phần ghi dở lúc máy khóa vẫn còn ở đây');
  await fireEvent.click(screen.getByRole('button', { name: 'Ghi nhận' }));
  await vi.waitFor(() => expect(app.unsaved.what).toEqual([]));
  await fireEvent.click(box());
  expect(app.unsaved.what).toHaveLength(1);
  expect(document.body.textContent).not.toContain('Phần ghi dở lúc máy khóa');
});

test('how somebody withdraws is told to who asked them when the dialog is opened again after a lock', async () => {
  const { app, backend, id, locked } = await page();
  const text = (await app.call('consent.text', {})).version;
  await app.call('consent.give', { citizen: id, text, purposes: ['reminders'], how: 'signature' });
  await locked('1');
  await fireEvent.click(screen.getByRole('button', { name: /Rút lại/ }));
  const way = within(screen.getByRole('dialog')).getByRole('radio', { name: 'Nói trước người chứng kiến' });
  await fireEvent.click(way);
  await locked('1');
  await fireEvent.click(screen.getByRole('button', { name: /Rút lại/ }));
  expect(screen.getByRole('dialog').textContent).toContain('lúc máy khóa, chưa lưu');
  expect(backend.citizens.get(id)?.agreed).toEqual(['reminders']);
});
