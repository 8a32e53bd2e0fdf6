import { tick } from 'svelte';
import type { App } from '$lib/app/app.svelte';
import type { Citizen, Dossier, Form } from '$lib/backend/backend';
import { nowText } from '$lib/text/day';
import { Autosave } from './autosave.svelte';

/** A dossier at work: its form, its answers as last saved, and what is still on its way. */
export class OpenDossier {
  readonly form: Form;
  readonly citizen: Citizen | undefined;
  readonly autosave: Autosave;
  dossier = $state.raw<Dossier>() as Dossier;
  /** Whether answers that were submitted may be changed: it takes the submit back. */
  amending = $state(false);

  constructor(app: App, dossier: Dossier, form: Form, citizen: Citizen | undefined) {
    this.dossier = dossier;
    this.form = form;
    this.citizen = citizen;
    this.autosave = new Autosave({
      save: (answers) => app.write('dossier.set', { id: dossier.id, answers }),
      saved: (saved) => (this.dossier = saved),
      now: nowText,
    });
  }

  /**
   * Opens a dossier after what was typed before is saved. One that holds answers which could not be saved
   * comes back as it was left: leaving a page loses nothing.
   */
  static async load(app: App, id: string): Promise<OpenDossier> {
    await tick(); // the page that is being left commits what stands in its fields
    await app.settle();
    for (const [other, { autosave }] of app.atWork) {
      if (autosave.state.is !== 'failed') app.atWork.delete(other);
    }
    const left = app.atWork.get(id);
    if (left) return left;
    const dossier = await app.call('dossier.get', { id });
    const [form, citizen] = await Promise.all([
      app.call('procedure.form', { procedure: dossier.procedure, version: dossier.form_version }),
      dossier.citizen ? app.call('citizen.get', { id: dossier.citizen }).catch(() => undefined) : undefined,
    ]);
    const open = new OpenDossier(app, dossier, form, citizen);
    app.atWork.set(id, open);
    return open;
  }

  /** The answer as it stands on the screen: what is on its way counts before what is saved. */
  answer(field: string): unknown {
    const { pending } = this.autosave;
    return field in pending ? pending[field] : this.dossier.answers[field];
  }

  get editable(): boolean {
    return this.dossier.state === 'draft' || this.amending;
  }

  /** The states from which a person may take a submit back and change answers. */
  get amendable(): boolean {
    return ['queued', 'sent_back'].includes(this.dossier.state);
  }
}
