import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { visit } from '../../test/visit';
import TeamColumn from './TeamColumn.svelte';

const home = (id: string) => visit({ id, full_name: id.toUpperCase(), team: 'Tổ 1' });

function column(ids: string[], given: { used?: number; capacity?: number | null } = {}) {
  const props = {
    id: 'team-0',
    column: { team: 'Tổ 1', visits: ids.map(home), used: ids.length, capacity: 6, ...given },
    onmove: vi.fn(),
    ondropped: vi.fn(),
    onarrange: vi.fn(async (ids: string[]) => {
      await view.rerender({ column: { ...props.column, visits: ids.map(home) } });
    }),
  };
  const view = render(TeamColumn, props);
  return { ...props, view, user: userEvent.setup() };
}

test('another place sends the whole order of the team, not the two that changed', async () => {
  const { user, onarrange } = column(['a', 'b', 'c', 'd']);
  await user.click(screen.getByRole('button', { name: 'Cho C đi trước' }));
  expect(onarrange.mock.calls).toEqual([[['a', 'c', 'b', 'd']]]);
});

test('by keyboard alone a home goes to the front: the focus stays with it, and its place is said', async () => {
  const { user, onarrange } = column(['a', 'b', 'c']);
  screen.getByRole('button', { name: 'Cho C đi trước' }).focus();
  await user.keyboard('{Enter}');
  await vi.waitFor(() => expect(screen.getByRole('status').textContent).toContain('C: nhà thứ 2 trong 3'));
  await user.keyboard('{Enter}');
  await vi.waitFor(() => expect(screen.getByRole('status').textContent).toContain('C: nhà thứ 1 trong 3'));
  expect(onarrange).toHaveBeenLastCalledWith(['c', 'a', 'b']);
  expect(document.activeElement?.getAttribute('aria-label')).toBe('Cho C đi sau');
});

test('more homes than a team can visit is said in words', () => {
  column(['a', 'b', 'c'], { capacity: 2 });
  expect(screen.getByText('3/2 nhà')).toBeTruthy();
  expect(screen.getByText('Quá 1 nhà')).toBeTruthy();
});
