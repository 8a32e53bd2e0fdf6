import { fireEvent, render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { App, contextOf } from '$lib/app/app.svelte';
import { MemoryBackend } from '$lib/backend/memory';
import CitizenForm from './CitizenForm.svelte';

async function edited() {
  const backend = new MemoryBackend();
  const app = new App(backend);
  await app.refresh();
  const [id = ''] = backend.citizens.keys();
  const draw = async () => {
    const citizen = await app.call('citizen.get', { id });
    return render(CitizenForm, {
      props: { citizen, procedures: [], onsaved: vi.fn() },
      context: contextOf(app),
    });
  };
  const control = (key: string) => document.getElementById(`citizen-${key}-control`) as HTMLInputElement;
  const type = (key: string, value: string) => fireEvent.input(control(key), { target: { value } });
  return { app, backend, id, draw, control, type };
}

test('changed, it is not left unasked; as it was, or saved, it is', async () => {
  const { app, draw, control, type } = await edited();
  await draw();
  const before = control('address').value;
  expect(app.unsaved.what).toEqual([]);
  await type('address', 'Số 9');
  expect(app.unsaved.what).toEqual(['Sửa thông tin công dân']);
  await type('address', before);
  expect(app.unsaved.what).toEqual([]);
  await type('address', 'Số 9');
  await fireEvent.submit(control('full_name').form as HTMLFormElement);
  await vi.waitFor(() => expect(app.unsaved.what).toEqual([]));
});

test('after an idle lock only what was typed comes back, over what others changed meanwhile', async () => {
  const { app, id, draw, control, type } = await edited();
  const view = await draw();
  await type('address', 'Số 9');
  app.unsaved.keep('1');
  view.unmount();
  await app.call('citizen.save', { id, phone: '0901234567' });
  await draw();
  expect(control('address').value).toBe('Số 9');
  expect(control('phone').value).toBe('0901234567');
  expect(document.body.textContent).toContain('chưa lưu');
  expect(app.unsaved.kept).toEqual([]);
});

test("the line of a citizen's address is written to its end with a commune that is found, and only then", async () => {
  const { draw, control, type } = await edited();
  await draw();
  await type('address', 'Số 9 đường Bằng Lăng');
  await type('hamlet', 'Khóm 2');
  await userEvent.click(screen.getByRole('button', { name: 'Chọn xã, phường' }));
  await userEvent.type(screen.getByRole('combobox'), 'hoa thuan');
  await userEvent.click(await screen.findByRole('option', { name: /Hòa Thuận/ }));
  await userEvent.click(await screen.findByRole('button', { name: 'Phường Cao Lãnh, Đồng Tháp' }));
  expect(control('address').value).toBe('Số 9 đường Bằng Lăng');
  await userEvent.click(screen.getByRole('button', { name: 'Ghi dòng này' }));
  expect(control('address').value).toBe('Số 9 đường Bằng Lăng, Khóm 2, Phường Cao Lãnh, Đồng Tháp');
});

test('the line that is being written with a commune comes back after an idle lock', async () => {
  const { app, draw } = await edited();
  const view = await draw();
  await userEvent.click(screen.getByRole('button', { name: 'Chọn xã, phường' }));
  await userEvent.type(screen.getByRole('combobox'), 'hoa thuan');
  await userEvent.click(await screen.findByRole('option', { name: /Hòa Thuận/ }));
  await userEvent.click(await screen.findByRole('button', { name: 'Phường Cao Lãnh, Đồng Tháp' }));
  const house = () => document.getElementById('citizen-address-house') as HTMLInputElement;
  await fireEvent.input(house(), { target: { value: 'Số 9' } });
  expect(app.unsaved.what).toEqual(['Ghi địa chỉ theo xã, phường đã chọn']);
  app.unsaved.keep('1');
  view.unmount();
  await draw();
  expect(house().value).toBe('Số 9');
  expect(screen.getByRole('group', { name: /^Ghi địa chỉ/ }).textContent).toContain('Cao Lãnh');
});
