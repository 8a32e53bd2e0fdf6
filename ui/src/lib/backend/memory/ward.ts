/** What holds for the whole ward, and what its admins change. */
import { addDays } from '$lib/text/day';
import type { CalendarDay, Result } from '../backend';
import { failure, type Handlers, type World } from './world';

type Named = { id: string; name: string; retired: boolean };

export function ward(world: World): Handlers {
  const own = new Map<string, CalendarDay>();
  const admin = () => {
    if (world.open?.identity.role !== 'admin') throw failure('not_allowed');
  };
  const listed = (from: string, to: string): Result<'calendar.list'> => {
    const years: number[] = [];
    for (let year = Number(from.slice(0, 4)); year <= Number(to.slice(0, 4)); year++) years.push(year);
    const days = new Map([...years.flatMap(embedded).map((day) => [day.date, day] as const), ...own]);
    const all = [...days.values()].sort((a, b) => a.date.localeCompare(b.date));
    return {
      days: all.filter(({ date }) => from <= date && date <= to),
      years: years.map((year) => ({ year, status: statusOf(year, all) })),
    };
  };
  return {
    'team.list': () => world.teams,
    'hamlet.list': () => world.hamlets,
    'ward.settings': () => world.settings,
    'calendar.list': ({ from, to }) => listed(from, to),
    'calendar.save': ({ days }) => {
      admin();
      if (days.some(({ name }) => name.trim() === '')) throw failure('bad_argument');
      for (const day of days) {
        own.set(day.date, { ...day, status: day.status ?? 'announced', by_ward: true });
        world.touch(`day/${day.date}`);
      }
      const dates = days.map(({ date }) => date).sort();
      return listed(dates[0] ?? '', dates.at(-1) ?? '');
    },
    'ward.settings_save': (changes) => {
      admin();
      world.touch('settings');
      return Object.assign(world.settings, changes);
    },
    'hamlet.save': ({ id, name, retired }) => {
      admin();
      const hamlet = named(world, world.hamlets, id, name, { retired: false });
      world.touch(hamlet.id);
      return Object.assign(hamlet, { name: name.trim(), retired: retired ?? hamlet.retired });
    },
    'team.save': ({ id, name, ...given }) => {
      admin();
      const fresh = { members: [], capacity: null, retired: false };
      const team = named(world, world.teams, id, name, fresh);
      world.touch(team.id);
      const changes = Object.entries(given).filter(([, value]) => value !== undefined);
      return Object.assign(team, { name: name.trim() }, Object.fromEntries(changes));
    },
  };
}

/** The one of this id, or of this name, or a new one; no two have a name. */
function named<T extends Named>(
  world: World,
  list: T[],
  id: string | undefined,
  name: string,
  fresh: Omit<T, 'id' | 'name'>,
): T {
  if (name.trim() === '') throw failure('bad_argument');
  const ofName = list.find((item) => item.name === name.trim());
  if (id === undefined) {
    if (ofName) return ofName;
    const item = { ...fresh, id: world.id(), name: name.trim() } as T;
    list.push(item);
    return item;
  }
  const item = list.find((candidate) => candidate.id === id);
  if (!item) throw failure('record_not_found');
  if (ofName && ofName !== item) throw failure('name_taken');
  return item;
}

/** The years of which every day off is known. */
const YEARS = [2024, 2030] as const;

function statusOf(year: number, days: CalendarDay[]): 'announced' | 'provisional' | 'unknown' {
  if (year < YEARS[0] || year > YEARS[1]) return 'unknown';
  const unsure = days.some(
    ({ date, status }) => date.startsWith(String(year)) && ['computed', 'provisional'].includes(status),
  );
  return unsure ? 'provisional' : 'announced';
}

/** A few of the days that come with the core. */
function embedded(year: number): CalendarDay[] {
  const day = (
    date: string,
    name: string,
    status: CalendarDay['status'] = 'statutory',
    kind: CalendarDay['kind'] = 'off',
  ): CalendarDay => ({ date: `${year}-${date}`, kind, name, status, by_ward: false });
  const laws = [
    day('01-01', 'Tết Dương lịch'),
    day('04-30', 'Ngày Chiến thắng'),
    day('05-01', 'Ngày Quốc tế Lao động'),
    day('09-02', 'Quốc khánh'),
    ...(year >= 2026 ? [day('11-24', 'Ngày Văn hóa Việt Nam')] : []),
  ];
  if (year === 2026) {
    const swap = 'Nghỉ hoán đổi';
    laws.push(
      day('01-02', swap, 'announced'),
      day('01-10', 'Làm bù', 'announced', 'work'),
      day('08-22', 'Làm bù', 'announced', 'work'),
      day('08-31', swap, 'announced'),
      day('09-01', 'Quốc khánh', 'announced'),
    );
  } else if (year > 2026 && year <= YEARS[1]) {
    const before = addDays(`${year}-09-02`, 1).slice(5);
    laws.push(day(before, 'Quốc khánh (ngày thứ hai)', 'provisional'));
  }
  return laws;
}
