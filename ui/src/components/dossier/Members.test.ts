import { render, screen, within } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import { App, contextOf } from '$lib/app/app.svelte';
import { groupForm } from '$lib/backend/fixtures/group';
import { MemoryBackend } from '$lib/backend/memory';
import { groupwise, pageOf, servedBy } from '$lib/dossier/members';
import { OpenDossier } from '$lib/form/dossier.svelte';
import { Procedures } from '$lib/form/procedures.svelte';
import { faultsOf } from '../../test/axe';
import Review from '../form/Review.svelte';
import DossierList from './DossierList.svelte';
import Members from './Members.svelte';

async function group(card: boolean) {
  const backend = new MemoryBackend();
  backend.dossiers.clear();
  const app = new App(backend);
  const [citizen] = backend.citizens.keys();
  const { id } = await app.call('dossier.open', { procedure: 'linked_birth', citizen: citizen ?? '' });
  const { answers } = await app.call('procedure.sample', { procedure: 'linked_birth' });
  await app.call('dossier.set', { id, answers: { ...answers, id_card: card } });
  return { backend, app, id };
}

const lines = (container: HTMLElement) =>
  [...container.querySelectorAll('li')].map((line) => line.textContent?.replaceAll(/\s+/g, ' ').trim());

test('a group shows what it yields, each with its agency, its day and what decides it', async () => {
  const { app, id } = await group(false);
  const { members = [] } = await app.call('dossier.get', { id });
  const { container } = render(Members, { props: { members, form: groupForm }, context: contextOf(app) });
  expect(screen.getByRole('heading', { name: 'Một lần khai, 2 hồ sơ' })).toBeTruthy();
  const [birth, residence, card] = lines(container);
  expect(birth).toMatch(/^Đăng ký khai sinh UBND cấp xã Dự kiến \d\d\/\d\d\/\d{4} Chưa nộp$/);
  expect(residence).toContain('làm sau khi xong: Đăng ký khai sinh');
  expect(card).toContain('Có làm hay không là do câu: Đề nghị cấp thẻ căn cước');
  expect(card).toMatch(/Không đề nghị$/);
  expect(card).not.toContain('Dự kiến');
  expect(await faultsOf(container)).toEqual([]);
});

test('no day is invented for a member whose time nobody knows, nor for one that an agency has', async () => {
  const { app, id, backend } = await group(true);
  await app.call('dossier.submit', { id });
  const birth = [...backend.dossiers.values()].find(({ member }) => member === 'birth');
  Object.assign(birth ?? {}, { state: 'received', amended_since: true });
  const { members = [] } = await app.call('dossier.get', { id });
  const { container } = render(Members, { props: { members, form: groupForm }, context: contextOf(app) });
  const [first, , card] = lines(container);
  expect(first).toContain('Một cửa đã tiếp nhận');
  expect(first).toContain('Bản khai đã sửa sau khi nộp phần này');
  expect(first).not.toContain('Dự kiến');
  expect(card).toContain('Máy chưa có văn bản nào nêu thời hạn');
});

test('handing a group in shows its members where they stand, and a paper says whom it serves', async () => {
  const { app, id } = await group(true);
  const open = await OpenDossier.load(app, id);
  open.dossier = await app.call('dossier.submit', { id });
  const props = { open, sectionHref: (key: string) => `#/s/${key}`, papersHref: '#/papers', go: vi.fn() };
  const { container } = render(Review, { props, context: contextOf(app) });
  const section = screen.getByRole('region', { name: 'Một lần khai, 3 hồ sơ' });
  expect(within(section).getAllByText('Đã nộp, chờ một cửa')).toHaveLength(3);
  expect(servedBy(groupForm, 'birth_paper')).toEqual(['Đăng ký khai sinh', 'Đăng ký thường trú']);
  expect(servedBy(groupForm, 'head_consent')).toEqual([]);
  expect(await faultsOf(container)).toEqual([]);
});

test('a list has a group as one line with its members beneath, and a member alone leads to its group', async () => {
  const { app, id } = await group(true);
  await app.call('dossier.submit', { id });
  const all = await app.call('dossier.list', {});
  expect(all).toHaveLength(4);
  const procedures = new Procedures();
  await procedures.load(app);
  const props = { dossiers: groupwise(all), procedures };
  const { container } = render(DossierList, { props, context: contextOf(app) });
  expect(container.querySelectorAll('a')).toHaveLength(1);
  const beneath = screen.getByRole('list', { name: groupForm.name });
  expect(within(beneath).getAllByRole('listitem')).toHaveLength(3);
  expect(await faultsOf(container)).toEqual([]);
  const alone = all.filter(({ member }) => member === 'birth');
  expect(groupwise(alone).map(pageOf)).toEqual([`#/dossiers/${id}/review`]);
  const opened = await OpenDossier.load(app, alone[0]?.id ?? '');
  expect(opened.dossier.id).toBe(id);
});
