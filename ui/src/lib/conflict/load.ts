import type { App } from '$lib/app/app.svelte';
import type { Conflict, Form } from '$lib/backend/backend';
import type { Procedures } from '$lib/form/procedures.svelte';
import type { Terms } from './values';

/** One conflict with what its values are written by, and those that are left beside it. */
export type Loaded = { id: string; terms: Terms | undefined; others: Conflict[] };

export async function loadConflict(app: App, procedures: Procedures, id: string): Promise<Loaded> {
  const [list] = await Promise.all([app.call('conflict.list', {}), procedures.load(app)]);
  const conflict = list.find((open) => open.id === id);
  const others = list.filter((open) => open !== conflict);
  if (!conflict) return { id, terms: undefined, others };
  return { id, terms: { conflict, form: await formOf(app, conflict), procedures }, others };
}

/** The dossier's own version of its form; without it the values are still shown, in plainer words. */
async function formOf(app: App, { kind, record, procedure }: Conflict): Promise<Form | undefined> {
  if (kind !== 'dossier' || procedure === undefined) return undefined;
  try {
    const { form_version: version } = await app.call('dossier.get', { id: record });
    return await app.call('procedure.form', { procedure, version });
  } catch {
    return app.call('procedure.form', { procedure }).catch(() => undefined);
  }
}
