import { fireEvent, render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { App, contextOf } from '$lib/app/app.svelte';
import type { Card, Citizen } from '$lib/backend/backend';
import { MemoryBackend } from '$lib/backend/memory';
import { faultsOf } from '../../test/axe';
import { chosenAtFirst, linesOf } from './card';
import CitizenForm from './CitizenForm.svelte';
import { draftOf } from './draft';

const CARD = '087167001234|301234567|Trần Thị Bình|15081967|Nữ|Khóm 2, Phường Hòa Thuận, Đồng Tháp|20072021';

async function shown(citizen?: Partial<Citizen>) {
  const backend = new MemoryBackend();
  const app = new App(backend);
  await app.refresh();
  const onsaved = vi.fn();
  const given = citizen && {
    ...({
      id: 'c1',
      full_name: '',
      state: 'live',
      needs: [],
      agreed: [],
      delivery: 'receipted',
      findings: [],
    } as Citizen),
    ...citizen,
  };
  const { container } = render(CitizenForm, {
    props: { ...(given ? { citizen: given } : {}), procedures: [], onsaved },
    context: contextOf(app),
  });
  const user = userEvent.setup();
  const control = (id: string) => document.getElementById(`${id}-control`) as HTMLInputElement;
  const scan = async (text: string) => {
    (container.querySelector('details') as HTMLDetailsElement).open = true;
    control('card-scan').focus();
    await user.paste(text);
    await user.keyboard('{Enter}');
  };
  const box = (label: string) =>
    screen.getByRole<HTMLInputElement>('checkbox', { name: new RegExp(`^${label}`) });
  const take = () => screen.getByRole('button', { name: /^Lấy các mục/ });
  return { backend, container, control, scan, box, take, user, onsaved };
}

test('a hand scanner fills an empty form by keyboard alone, and nothing is saved by it', async () => {
  const { backend, container, control, scan, take, user, onsaved } = await shown();
  await scan(CARD);
  await expect.poll(() => document.activeElement?.textContent).toBe('Thẻ căn cước công dân (từ 2021)');
  expect(await faultsOf(container)).toEqual([]);
  expect(control('citizen-full_name').value).toBe('');
  take().focus();
  await user.keyboard('{Enter}');
  await expect.poll(() => control('citizen-full_name').value).toBe('Trần Thị Bình');
  expect(control('citizen-born').value).toBe('15/08/1967');
  expect(control('citizen-id_number').value).toBe('087167001234');
  expect(control('citizen-old_id_number').value).toBe('301234567');
  expect(control('citizen-address').value).toContain('Khóm 2');
  expect(screen.getByRole<HTMLInputElement>('radio', { name: 'Nữ' }).checked).toBe(true);
  expect(document.activeElement).toBe(control('citizen-full_name'));
  expect(container.textContent).toContain('Chưa lưu');
  expect(control('card-scan').value).toBe('');
  expect(onsaved).not.toHaveBeenCalled();
  expect(backend.calls.map(({ name }) => name)).not.toContain('citizen.save');
});

test('what stands there is overwritten only where the person says so', async () => {
  const { control, scan, box, take, user } = await shown({
    full_name: 'Trần Thị Bính',
    id_number: '087 167 001 234',
    address: 'Số 9',
  });
  await scan(CARD);
  await expect.poll(() => screen.queryAllByRole('checkbox').length).toBeGreaterThan(0);
  expect(box('Họ, chữ đệm, tên').checked).toBe(false);
  expect(box('Địa chỉ').checked).toBe(false);
  expect(box('Ngày, tháng, năm sinh').checked).toBe(true);
  expect(screen.queryByRole('checkbox', { name: /^Số định danh/ })).toBeNull();
  expect(document.body.textContent).toContain('Đang ghi: Trần Thị Bính');
  await user.click(box('Họ, chữ đệm, tên'));
  await user.click(take());
  expect(control('citizen-full_name').value).toBe('Trần Thị Bình');
  expect(control('citizen-address').value).toBe('Số 9');
  expect(control('citizen-id_number').value).toBe('087 167 001 234');
});

test('of a card with another number nothing is chosen at first, and it is said', async () => {
  const { container, scan, take } = await shown({ full_name: 'Lê Văn Mẫu', id_number: '087067004321' });
  await scan(CARD);
  await expect.poll(() => container.textContent).toContain('Có thể là thẻ của người khác');
  expect(screen.getAllByRole<HTMLInputElement>('checkbox').filter(({ checked }) => checked)).toEqual([]);
  expect(take()).toHaveProperty('disabled', true);
});

test('a picture of the card is read and said not to be kept', async () => {
  const { backend, container } = await shown();
  const input = container.querySelector('#card-scan-file') as HTMLInputElement;
  const ascii = '087167001234||TRAN THI BINH|15081967|Nam|Dong Thap|05092025||||';
  Object.defineProperty(input, 'files', { value: [new File([ascii], 'card.png')], configurable: true });
  await fireEvent.change(input);
  await expect.poll(() => container.textContent).toContain('Thẻ căn cước (từ 2024)');
  expect(container.textContent).toContain('không được lưu lại');
  expect(container.textContent).toContain('không chứng minh thẻ là thật');
  expect(backend.calls.map(({ name }) => name)).toContain('id.scan');
});

test('what is no card is said, and what was typed stays to be mended', async () => {
  const { container, control, scan } = await shown({ full_name: 'Trần Thị Bình' });
  await scan('xin chào');
  await expect.poll(() => container.textContent).toContain('Không có gì thay đổi');
  expect(control('card-scan').value).toBe('xin chào');
  expect(control('citizen-full_name').value).toBe('Trần Thị Bình');
  expect(await faultsOf(container)).toEqual([]);
});

test('what is doubtful is shown and not chosen at first', () => {
  const doubt = { code: 'card_typing_damaged', field: 'full_name', severity: 'warning' as const, params: {} };
  const card: Card = {
    source: 'qr',
    card: 'cccd_2021',
    number: '087167001234',
    full_name: 'Traanf Thij Binhf',
    born: '1967',
    sex: null,
    address: null,
    issued: null,
    issuer: null,
    proof: false,
    findings: [doubt],
  };
  const lines = linesOf(card, draftOf());
  expect(lines.map(({ field }) => field)).toEqual(['full_name', 'born', 'id_number']);
  expect(lines[0]?.findings).toEqual([doubt]);
  expect(chosenAtFirst(lines)).toEqual(['born', 'id_number']);
});
