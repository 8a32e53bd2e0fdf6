import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { App, contextOf } from '$lib/app/app.svelte';
import { MemoryBackend, type MemoryOptions } from '$lib/backend/memory';
import { faultsOf } from '../test/axe';
import SettingsFormsPage from './SettingsFormsPage.svelte';

async function page(options: MemoryOptions) {
  const backend = new MemoryBackend(options);
  const app = new App(backend);
  await app.refresh();
  const { container } = render(SettingsFormsPage, { context: contextOf(app) });
  const text = () => container.textContent ?? '';
  await expect.poll(text).toContain('Phiên bản 2024-06.1');
  const user = userEvent.setup();
  const pick = (files: Record<string, string>) => {
    const input = screen.getByLabelText('Chọn các tệp của mẫu', { selector: 'input' });
    return user.upload(
      input,
      Object.entries(files).map(([name, content]) => new File([content], name)),
    );
  };
  return { backend, container, pick, text };
}

const YARD = 'key = "yard_use"\nversion = "2026-10.1"\nname = "Mượn sân nhà văn hóa khóm"\n';

test('an admin picks the files of a form, which is then listed and not called received', async () => {
  const { backend, container, pick, text } = await page({ role: 'admin' });
  await pick({ 'form.toml': YARD, 'sample.json': '{}', 'paper.typ': '= Đơn' });
  await expect.poll(text).toContain('Đã nhận mẫu "Mượn sân nhà văn hóa khóm", phiên bản 2026-10.1.');
  expect(backend.calls.find(({ name }) => name === 'form.take_in')?.args).toEqual({
    definition: YARD,
    sample: '{}',
    template: '= Đơn',
  });
  await expect.poll(text).toContain('Chưa gửi phường');
  expect(text()).not.toContain('Phường đã đưa vào');
  expect(document.activeElement?.id).toBe('take-in-form');
  expect(await faultsOf(container)).toEqual([]);
});

test('what is wrong with a form is said with its file and line, and that nothing was changed', async () => {
  const { backend, container, pick, text } = await page({ role: 'admin' });
  const params = {
    file: 'sample.json',
    line: 5,
    message: 'the sample does not pass: `required` in `req_name`',
  };
  const message_key = 'error.form_package_broken';
  backend.failures.set('form.take_in', {
    code: 'form_package_broken',
    message_key,
    params,
    retryable: false,
  });
  await pick({ 'form.toml': YARD, 'sample.json': '{}' });
  await expect.poll(text).toContain('tệp sample.json, dòng 5: the sample does not pass');
  expect(text()).toContain('Không có gì thay đổi trên máy này');
  expect(await faultsOf(container)).toEqual([]);
});

test('half of the files are not handed over', async () => {
  const { backend, pick, text } = await page({ role: 'admin' });
  await pick({ 'form.toml': YARD });
  await expect.poll(text).toContain('Xin chọn cả hai tệp form.toml và sample.json');
  expect(backend.calls.some(({ name }) => name === 'form.take_in')).toBe(false);
});

test('whoever is no admin sees the forms and takes none in', async () => {
  const { container } = await page({ role: 'volunteer' });
  expect(screen.queryByRole('button', { name: 'Chọn các tệp của mẫu' })).toBeNull();
  expect(await faultsOf(container)).toEqual([]);
});
