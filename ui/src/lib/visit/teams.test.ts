import { expect, test } from 'vitest';
import { visit } from '../../test/visit';
import { columns, forTeam, inRoute, placed, shifted } from './teams';

const team = (name: string, capacity: number | null = null, retired = false) => ({
  id: name,
  name,
  members: [],
  capacity,
  retired,
});

test('every team of the ward is a column, an unlisted one too; no team comes last', () => {
  const load = { team: 'Tổ 10', used: 3, capacity: 2 };
  const visits = [
    visit({ id: 'a' }),
    visit({ id: 'b', team: 'Tổ 10', load }),
    visit({ id: 'c', team: 'Lạ' }),
  ];
  const teams = [team('Tổ 10'), team('Tổ 2', 4), team('Cũ', null, true)];
  expect(columns(visits, teams, 6).map(({ team, used, capacity }) => [team, used, capacity])).toEqual([
    ['Lạ', 0, null],
    ['Tổ 2', 0, 4],
    ['Tổ 10', 3, 2],
    [undefined, 0, null],
  ]);
  expect(columns([], [team('Tổ 1')], 6)[0]?.capacity).toBe(6);
});

test('homes go in the order that people gave, the others after them as the core has them', () => {
  const visits = [
    visit({ id: 'x' }),
    visit({ id: 'b', order: 2 }),
    visit({ id: 'y' }),
    visit({ id: 'a', order: 1 }),
  ];
  expect(inRoute(visits).map(({ id }) => id)).toEqual(['a', 'b', 'x', 'y']);
});

test('a person is sent to the homes of their own team, then to those without one, never to another team’s', () => {
  const visits = [
    visit({ id: 'x', team: 'Tổ 2', order: 1 }),
    visit({ id: 'none', order: 1 }),
    visit({ id: 'y', team: 'Tổ 1', order: 2 }),
  ];
  const ids = (team: string | undefined) =>
    Object.values(forTeam(visits, team)).map((homes) => homes.map(({ id }: { id: string }) => id));
  expect(ids('Tổ 1')).toEqual([['y', 'none'], ['x']]);
  expect(ids(undefined)).toEqual([['x', 'none', 'y'], []]);
});

test('another place keeps everybody in the route', () => {
  expect(shifted(['a', 'b', 'c'], 'c', -1)).toEqual(['a', 'c', 'b']);
  expect(shifted(['a', 'b', 'c'], 'a', -1)).toEqual(['a', 'b', 'c']);
  expect(placed(['a', 'b', 'c'], 'c', 'a')).toEqual(['c', 'a', 'b']);
  expect(placed(['a', 'b', 'c'], 'a', 'c')).toEqual(['b', 'a', 'c']);
  expect(placed(['a', 'b'], 'new', undefined)).toEqual(['a', 'b', 'new']);
  expect(placed(['a', 'b'], 'b', 'b')).toEqual(['a', 'b']);
});
