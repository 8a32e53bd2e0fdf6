import CalendarDays from '@lucide/svelte/icons/calendar-days';
import FileText from '@lucide/svelte/icons/file-text';
import House from '@lucide/svelte/icons/house';
import RefreshCw from '@lucide/svelte/icons/refresh-cw';
import Settings from '@lucide/svelte/icons/settings';
import Users from '@lucide/svelte/icons/users';
import type { Identity } from '$lib/backend/backend';
import type { Key } from '$lib/words/words.svelte';

export type Tab = { path: string; label: Key; icon: typeof House };

const TODAY: Tab = { path: '/', label: 'nav.today', icon: House };
const CITIZENS: Tab = { path: '/citizens', label: 'nav.citizens', icon: Users };
const DOSSIERS: Tab = { path: '/dossiers', label: 'nav.dossiers', icon: FileText };
const CALENDAR: Tab = { path: '/calendar', label: 'nav.calendar', icon: CalendarDays };
const SYNC: Tab = { path: '/sync', label: 'nav.sync', icon: RefreshCw };

/** Settings stand apart: at the end of the rail, in the head of the page in portrait. */
export const SETTINGS: Tab = { path: '/settings', label: 'nav.settings', icon: Settings };

/** What each role works with most, first. The desk and the reports join when they exist. */
const BY_ROLE: Record<Identity['role'], Tab[]> = {
  volunteer: [TODAY, CITIZENS, DOSSIERS, SYNC],
  leader: [TODAY, CALENDAR, CITIZENS, DOSSIERS, SYNC],
  clerk: [DOSSIERS, CITIZENS, CALENDAR, SYNC],
  admin: [TODAY, CALENDAR, CITIZENS, DOSSIERS, SYNC],
};

export const tabsOf = (role: Identity['role']): Tab[] => BY_ROLE[role];

/** Whether a tab's page, or one below it, is shown. */
export const isCurrent = (tab: Tab, pathname: string): boolean =>
  tab.path === '/'
    ? pathname === '/' || pathname === '/day-end' || pathname.startsWith('/visits/')
    : pathname === tab.path || pathname.startsWith(`${tab.path}/`);
