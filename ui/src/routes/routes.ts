/** Every page and its address. The router, the tests and the end-to-end tests read this one table. */
import { blockNavigation, createRouter } from 'sv-router';
import { tick } from 'svelte';
import type { App } from '$lib/app/app.svelte';
import BundlePage from './BundlePage.svelte';
import CalendarPage from './CalendarPage.svelte';
import CashPage from './CashPage.svelte';
import CitizenEditPage from './CitizenEditPage.svelte';
import CitizenNewPage from './CitizenNewPage.svelte';
import CitizenPage from './CitizenPage.svelte';
import CitizensPage from './CitizensPage.svelte';
import ConflictPage from './ConflictPage.svelte';
import ConflictsPage from './ConflictsPage.svelte';
import ConsentPage from './ConsentPage.svelte';
import DayEndPage from './DayEndPage.svelte';
import DossierFeePage from './DossierFeePage.svelte';
import DossierPage from './DossierPage.svelte';
import DossierReadPage from './DossierReadPage.svelte';
import DossierReviewPage from './DossierReviewPage.svelte';
import DossierSignPage from './DossierSignPage.svelte';
import DossiersPage from './DossiersPage.svelte';
import NotFoundPage from './NotFoundPage.svelte';
import SettingsCalendarPage from './SettingsCalendarPage.svelte';
import SettingsDevicePage from './SettingsDevicePage.svelte';
import SettingsFormsPage from './SettingsFormsPage.svelte';
import SettingsHamletsPage from './SettingsHamletsPage.svelte';
import SettingsPage from './SettingsPage.svelte';
import SettingsPinPage from './SettingsPinPage.svelte';
import SettingsTeamsPage from './SettingsTeamsPage.svelte';
import SettingsWardPage from './SettingsWardPage.svelte';
import SyncPage from './SyncPage.svelte';
import SyncSharePage from './SyncSharePage.svelte';
import TodayPage from './TodayPage.svelte';
import VisitPage from './VisitPage.svelte';

const pages = {
  '/': TodayPage,
  '/citizens': CitizensPage,
  '/citizens/new': CitizenNewPage,
  '/citizens/:id': CitizenPage,
  '/citizens/:id/consent': ConsentPage,
  '/citizens/:id/edit': CitizenEditPage,
  '/visits/:id': VisitPage,
  '/dossiers': DossiersPage,
  '/dossiers/:id': DossierPage,
  '/dossiers/:id/fee': DossierFeePage,
  '/dossiers/:id/papers': DossierPage,
  '/dossiers/:id/read': DossierReadPage,
  '/dossiers/:id/review': DossierReviewPage,
  '/dossiers/:id/sign': DossierSignPage,
  '/dossiers/:id/sections/:section': DossierPage,
  '/calendar': CalendarPage,
  '/cash': CashPage,
  '/day-end': DayEndPage,
  '/sync': SyncPage,
  '/sync/bundle': BundlePage,
  '/sync/conflicts': ConflictsPage,
  '/sync/conflicts/:id': ConflictPage,
  '/sync/:share': SyncSharePage,
  '/settings': SettingsPage,
  '/settings/pin': SettingsPinPage,
  '/settings/device': SettingsDevicePage,
  '/settings/forms': SettingsFormsPage,
  '/settings/ward': SettingsWardPage,
  '/settings/calendar': SettingsCalendarPage,
  '/settings/hamlets': SettingsHamletsPage,
  '/settings/teams': SettingsTeamsPage,
} as const;

/** The pages before anybody has unlocked: they have no address, because nothing is open then. */
export const GATES = ['start', 'unlock'] as const;
export const ROUTES: readonly string[] = Object.keys(pages);

const router = createRouter({ ...pages, '*': NotFoundPage });
export const { route } = router;

/** Goes to a page by its address. */
export function go(path: string): void {
  location.hash = path;
}

let begun = false;

/** Puts a page in the place of the one that is shown, without a way back to that. */
export async function show(path: string): Promise<void> {
  if (begun) await router.navigate(path as '/', { replace: true, search: location.search });
  else history.replaceState(history.state, '', `#${path}`);
}

/** Until the returned function is called, a page whose form holds what is not saved is not left unasked. */
export function guard(app: App): () => void {
  return blockNavigation(async () => {
    begun = true; // the router is there: this is its first page, or a later one
    await tick(); // a form that was just saved lets go of its words
    const troubles = app.unsaved.what.map((what) => ({ what }));
    if (troubles.length === 0) return true;
    const wanted = location.hash.slice(1);
    history.replaceState(history.state, '', `#${route.pathname}`); // the page that is still shown
    if ((await app.question.ask('leave', troubles)) === 'go') {
      app.unsaved.drop();
      go(wanted);
    }
    return false;
  });
}
