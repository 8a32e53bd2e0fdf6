import { render, screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { App, contextOf } from '$lib/app/app.svelte';
import { MemoryBackend } from '$lib/backend/memory';
import { OpenDossier } from '$lib/form/dossier.svelte';
import { faultsOf } from '../../test/axe';
import Review from './Review.svelte';

async function review(newer = true) {
  const backend = new MemoryBackend();
  const app = new App(backend);
  await app.refresh();
  const [citizen] = backend.citizens.keys();
  const { id } = await app.call('dossier.open', { procedure: 'birth_rereg', citizen: citizen ?? '' });
  await app.call('dossier.set', { id, answers: { prev_office: 'UBND xã Mẫu', req_name: 'Trần Thị Bình' } });
  if (newer) backend.world.newerForms.set('birth_rereg', { version: '2027-03.1', gone: 'prev_office' });
  const open = await OpenDossier.load(app, id);
  const props = { open, sectionHref: (key: string) => `#/s/${key}`, papersHref: '#/papers', go: vi.fn() };
  const { container } = render(Review, { props, context: contextOf(app) });
  return { backend, open, id, container, user: userEvent.setup(), text: () => container.textContent ?? '' };
}

test('a draft of an older form shows what becomes of each answer before anything is changed', async () => {
  const { backend, user, container, id } = await review();
  expect(container.querySelector('.tone-needs')?.textContent).toContain('Có mẫu mới: phiên bản 2027-03.1');
  await user.click(screen.getByRole('button', { name: 'Xem thay đổi' }));
  const dialog = await screen.findByRole('dialog', { name: 'Chuyển hồ sơ sang mẫu mới?' });
  const told = [...dialog.querySelectorAll('li')].map((item) =>
    item.textContent?.replace(/\s+/g, ' ').trim(),
  );
  expect(told).toContainEqual(expect.stringMatching(/UBND xã Mẫu.*Không còn hỏi; vẫn giữ trong hồ sơ/));
  expect(told).toContainEqual(expect.stringMatching(/Giữ nguyên/));
  expect(await faultsOf(dialog)).toEqual([]);
  await user.click(within(dialog).getByRole('button', { name: 'Để sau' }));
  expect(backend.dossiers.get(id)?.form_version).toBe('2024-06.1');
});

test('after the move the page has the newer form, and what it does not ask for can be read', async () => {
  const { open, user, container, text } = await review();
  await user.click(screen.getByRole('button', { name: 'Xem thay đổi' }));
  await user.click(await screen.findByRole('button', { name: 'Chuyển sang mẫu mới' }));
  await expect.poll(text).toContain('Hồ sơ đã chuyển sang mẫu 2027-03.1. Không câu trả lời nào bị mất.');
  expect(open.form.version).toBe('2027-03.1');
  const earlier = screen.getByRole('region', { name: 'Câu trả lời theo mẫu khác' });
  expect(earlier.textContent).toContain('UBND xã Mẫu');
  expect(earlier.textContent).toContain('Mẫu 2024-06.1');
  expect(await faultsOf(container)).toEqual([]);
});

test('a move that fails leaves the draft as it is and says why', async () => {
  const { backend, open, user, text } = await review();
  const failure = { code: 'disk_full', message_key: 'error.disk_full', params: {}, retryable: false };
  backend.failures.set('dossier.move', failure);
  await user.click(screen.getByRole('button', { name: 'Xem thay đổi' }));
  await user.click(await screen.findByRole('button', { name: 'Chuyển sang mẫu mới' }));
  const dialog = screen.getByRole('dialog');
  await expect.poll(() => within(dialog).queryByRole('alert')).not.toBeNull();
  expect(open.form.version).toBe('2024-06.1');
  expect(text()).toContain('Có mẫu mới');
});

test('nothing is said of a newer form where there is none', async () => {
  const { text } = await review(false);
  expect(text()).not.toContain('mẫu mới');
});
