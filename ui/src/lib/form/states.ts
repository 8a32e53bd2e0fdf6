import type { DossierSummary } from '$lib/backend/backend';

/** What needs a person first, what is over last. States that this version does not know come after. */
const ORDER = ['sent_back', 'draft', 'queued', 'received', 'settled', 'handed_over', 'withdrawn'];

export function byState(dossiers: DossierSummary[]): { state: string; dossiers: DossierSummary[] }[] {
  const place = (state: string) => (ORDER.includes(state) ? ORDER.indexOf(state) : ORDER.length);
  const states = [...new Set(dossiers.map((dossier) => dossier.state))].sort((a, b) => place(a) - place(b));
  return states.map((state) => ({ state, dossiers: dossiers.filter((dossier) => dossier.state === state) }));
}
