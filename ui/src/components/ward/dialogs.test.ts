import { fireEvent, render } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import { App, contextOf } from '$lib/app/app.svelte';
import { MemoryBackend } from '$lib/backend/memory';
import DayDialog, { type DayTask } from './DayDialog.svelte';
import HamletDialog from './HamletDialog.svelte';
import TeamDialog from './TeamDialog.svelte';

async function admin() {
  const backend = new MemoryBackend({ role: 'admin' });
  const app = new App(backend);
  await app.refresh();
  const saves = () => backend.calls.filter(({ name }) => name.endsWith('.save')).map(({ args }) => args);
  return { backend, app, saves, context: contextOf(app) };
}

const control = (id: string) => document.getElementById(`${id}-control`) as HTMLInputElement;
const type = (id: string, value: string) => fireEvent.input(control(id), { target: { value } });
const submit = () => fireEvent.submit(document.querySelector('[role="dialog"] form') as HTMLFormElement);
const remarks = (id: string) => document.getElementById(`${id}-remarks`)?.textContent ?? '';

test('a name that another has is said at its field and changes nothing', async () => {
  const { app, backend, saves, context } = await admin();
  const hamlets = await app.call('hamlet.list', {});
  const props = { open: true, hamlets, hamlet: undefined, onsaved: vi.fn() };
  render(HamletDialog, { props, context });
  await type('hamlet-name', ' khóm 2');
  await submit();
  expect(remarks('hamlet-name')).toContain('Tên này đã có');
  expect(document.activeElement).toBe(control('hamlet-name'));
  expect(saves()).toEqual([]);
  // Another admin was first, and this device learns it from the core.
  backend.failures.set('hamlet.save', {
    code: 'name_taken',
    message_key: 'error.name_taken',
    params: {},
    retryable: false,
  });
  await type('hamlet-name', 'Khóm 9');
  await submit();
  await vi.waitFor(() => expect(remarks('hamlet-name')).toContain('Tên này đã có'));
  expect(props.onsaved).not.toHaveBeenCalled();
});

test('a team goes with its members and its number; without one the ward’s holds', async () => {
  const { app, saves, context } = await admin();
  const teams = await app.call('team.list', {});
  const onsaved = vi.fn();
  render(TeamDialog, { props: { open: true, teams, team: teams[2], onsaved }, context });
  await type('team-members', 'Lê Thị Hường\n Trần Văn Mẫu \n'.normalize('NFD'));
  await type('team-capacity', '');
  await submit();
  await vi.waitFor(() => expect(onsaved).toHaveBeenCalled());
  const members = ['Lê Thị Hường', 'Trần Văn Mẫu'];
  expect(saves()).toEqual([{ id: teams[2]?.id, name: 'Tổ 3', members, capacity: null, retired: false }]);
});

async function dayDialog(task: DayTask) {
  const all = await admin();
  const { days } = await all.app.call('calendar.list', { from: '2026-01-01', to: '2026-12-31' });
  const onsaved = vi.fn();
  render(DayDialog, { props: { open: true, task, days, onsaved }, context: all.context });
  return { ...all, days, onsaved };
}

test('a day off and the Saturday that pays for it are saved together', async () => {
  const { saves, onsaved } = await dayDialog({ do: 'add' });
  await type('day-date', '31/12/2026');
  await type('day-name', 'Nghỉ hoán đổi');
  await type('day-pair', '19/12/2026');
  await submit();
  await vi.waitFor(() => expect(onsaved).toHaveBeenCalledWith('2026-12-31'));
  const days = [
    { date: '2026-12-31', kind: 'off', name: 'Nghỉ hoán đổi', status: 'announced' },
    { date: '2026-12-19', kind: 'work', name: 'Làm bù cho ngày 31/12/2026', status: 'announced' },
  ];
  expect(saves()).toEqual([{ days }]);
});

test('a day that is there already is said; a date that is none is not sent', async () => {
  const { saves } = await dayDialog({ do: 'add' });
  await type('day-date', '02/09/2026');
  expect(remarks('day-date')).toContain('Quốc khánh');
  await type('day-date', '31/02/2026');
  await type('day-name', 'Nghỉ');
  await submit();
  await vi.waitFor(() => expect(document.activeElement).toBe(control('day-date')));
  expect(saves()).toEqual([]);
});

test('a day taken back is what its weekday would be, by the ward', async () => {
  const day = { date: '2026-01-02', kind: 'off', name: 'Nghỉ', status: 'announced', by_ward: false } as const;
  const { app, onsaved } = await dayDialog({ do: 'back', day });
  await submit();
  await vi.waitFor(() => expect(onsaved).toHaveBeenCalled());
  const { days } = await app.call('calendar.list', { from: '2026-01-02', to: '2026-01-02' });
  expect(days).toMatchObject([{ kind: 'work', name: 'Làm việc bình thường', by_ward: true }]);
});
