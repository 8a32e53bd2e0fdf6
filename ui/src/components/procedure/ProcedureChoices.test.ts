import { fireEvent, render, screen } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import { faultsOf } from '../../test/axe';
import ProcedureChoices from './ProcedureChoices.svelte';

const procedures = [
  { key: 'birth_reg', name: 'Đăng ký khai sinh', area: 'Hộ tịch' },
  { key: 'marriage', name: 'Đăng ký kết hôn', area: 'Hộ tịch' },
  { key: 'bhyt_card', name: 'Cấp thẻ BHYT', area: 'Bảo hiểm y tế' },
];

function drawn(chosen: string[]) {
  const onchoose = vi.fn();
  const view = render(ProcedureChoices, { props: { id: 'needs', procedures, chosen, onchoose } });
  const names = () =>
    screen.queryAllByRole('checkbox').map((box) => box.closest('label')?.textContent?.trim());
  return { ...view, onchoose, names };
}

test('only what is chosen stands there until the list is asked for, and a form that is not known is kept', async () => {
  const { names, onchoose, rerender } = drawn(['marriage', 'passport']);
  expect(names()).toEqual(['Đăng ký kết hôn', 'passport']);
  await fireEvent.click(screen.getByRole('button', { name: 'Thêm hoặc bỏ thủ tục' }));
  expect(names()).toEqual(['Cấp thẻ BHYT', 'Đăng ký kết hôn', 'Đăng ký khai sinh', 'passport']);
  expect(screen.getByRole('group', { name: 'Hộ tịch' }).textContent).toContain('Đăng ký kết hôn');
  await fireEvent.click(screen.getByRole('checkbox', { name: 'Cấp thẻ BHYT' }));
  expect(onchoose).toHaveBeenLastCalledWith(['marriage', 'passport', 'bhyt_card']);
  await fireEvent.click(screen.getByRole('checkbox', { name: 'passport' }));
  expect(onchoose).toHaveBeenLastCalledWith(['marriage']);
  await rerender({ chosen: ['marriage'] });
  await fireEvent.click(screen.getByRole('button', { name: 'Xong, đã chọn 1' }));
  expect(names()).toEqual(['Đăng ký kết hôn']);
});

test('what is chosen stays chosen while the list is narrowed, and Enter saves nothing', async () => {
  const { names, onchoose } = drawn(['marriage']);
  await fireEvent.click(screen.getByRole('button'));
  const search = screen.getByRole('searchbox');
  expect(document.activeElement).toBe(search);
  await fireEvent.input(search, { target: { value: 'bao hiem' } });
  expect(names()).toEqual(['Cấp thẻ BHYT']);
  expect(screen.getByRole('status').textContent).toContain('1 thủ tục');
  await fireEvent.click(screen.getByRole('checkbox'));
  expect(onchoose).toHaveBeenLastCalledWith(['marriage', 'bhyt_card']);
  expect(await fireEvent.keyDown(search, { key: 'Enter' })).toBe(false);
  await fireEvent.input(search, { target: { value: 'hộ chiếu' } });
  expect(screen.getByRole('status').textContent).toContain('Không thấy');
});

test('closed and open, it has no fault that axe finds', async () => {
  const { container } = drawn(['marriage']);
  expect(await faultsOf(container)).toEqual([]);
  await fireEvent.click(screen.getByRole('button'));
  expect(await faultsOf(container)).toEqual([]);
});
