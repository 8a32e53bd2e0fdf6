/** Every page and its address. The router, the tests and the end-to-end tests read this one table. */
import { createRouter } from 'sv-router';
import CalendarPage from './CalendarPage.svelte';
import CitizenEditPage from './CitizenEditPage.svelte';
import CitizenNewPage from './CitizenNewPage.svelte';
import CitizenPage from './CitizenPage.svelte';
import CitizensPage from './CitizensPage.svelte';
import DossierPage from './DossierPage.svelte';
import DossierReviewPage from './DossierReviewPage.svelte';
import DossiersPage from './DossiersPage.svelte';
import NotFoundPage from './NotFoundPage.svelte';
import SettingsPage from './SettingsPage.svelte';
import SyncPage from './SyncPage.svelte';
import SyncSharePage from './SyncSharePage.svelte';
import TodayPage from './TodayPage.svelte';
import VisitPage from './VisitPage.svelte';

const pages = {
  '/': TodayPage,
  '/citizens': CitizensPage,
  '/citizens/new': CitizenNewPage,
  '/citizens/:id': CitizenPage,
  '/citizens/:id/edit': CitizenEditPage,
  '/visits/:id': VisitPage,
  '/dossiers': DossiersPage,
  '/dossiers/:id': DossierPage,
  '/dossiers/:id/review': DossierReviewPage,
  '/dossiers/:id/sections/:section': DossierPage,
  '/calendar': CalendarPage,
  '/sync': SyncPage,
  '/sync/:share': SyncSharePage,
  '/settings': SettingsPage,
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
