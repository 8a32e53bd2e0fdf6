import { mount } from 'svelte';
import { apply } from '$lib/app/look.svelte';
import type { Backend } from '$lib/backend/backend';
import { words } from '$lib/words/words.svelte';
import App from './App.svelte';
import { GATES, ROUTES } from './routes/routes';
import './styles/font.css';
import './styles/base.css';

declare global {
  interface Window {
    /** Every page's address, for the end-to-end tests. */
    __routes: { routes: readonly string[]; gates: readonly string[] };
  }
}

/** The window's own backend; one in memory where the build allows it and the address asks for it. */
async function backend(): Promise<Backend> {
  const asked = new URLSearchParams(location.search);
  if (import.meta.env.MODE !== 'production' && asked.get('backend') === 'memory') {
    const { fromQuery } = await import('$lib/backend/memory/query');
    return fromQuery(asked);
  }
  return (await import('$lib/backend/tauri')).tauri;
}

window.__routes = { routes: ROUTES, gates: GATES };
document.documentElement.dataset['routes'] = ROUTES.join(' ');
document.documentElement.lang = words.language;
apply();
const target = document.getElementById('app');
if (target) mount(App, { target, props: { backend: await backend() } });
