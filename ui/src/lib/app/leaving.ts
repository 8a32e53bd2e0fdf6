/** Before the window closes or a person locks it: everything is saved, or they say what may be lost. */
import { sayFailure, t } from '$lib/words/words.svelte';
import type { App, Unsettled } from './app.svelte';
import type { Trouble } from './question.svelte';

/** Saving that takes longer is said, so that nobody takes the window for dead. */
const SLOW_MS = 2_000;

export async function mayClose(app: App): Promise<boolean> {
  for (;;) {
    const saving = app.leaveFields();
    const unsettled = await Promise.race([saving, slow()]);
    const troubles = unsettled
      ? [...unsettled.map(troubleOf), ...formsOf(app), ...keptOf(app)]
      : [{ what: t('unsaved.saving') }];
    if (troubles.length === 0) return true;
    const again = unsettled === undefined || unsettled.length > 0;
    const asking = app.question.ask('close', troubles, { again });
    if (!unsettled) againWhenSaved(app, saving);
    const answer = await asking;
    if (answer !== 'again') return answer === 'go';
  }
}

/** What is not saved is said first; locked, it is kept for the person who wrote it. */
export async function lockNow(app: App): Promise<void> {
  for (;;) {
    const unsettled = await app.leaveFields();
    const troubles = [...unsettled.map(troubleOf), ...formsOf(app)];
    if (troubles.length === 0) return app.lock();
    const answer = await app.question.ask('lock', troubles, { again: unsettled.length > 0 });
    if (answer === 'go') return app.lock();
    if (answer === 'stay') return;
  }
}

const slow = () => new Promise<undefined>((resolve) => setTimeout(resolve, SLOW_MS));

/** An answer that is not saved, and where it stands. */
function troubleOf({ open, failure }: Unsettled): Trouble {
  const { dossier, form, citizen, autosave } = open;
  const answers = { ...autosave.pending, ...autosave.rejected };
  const here = (key: string) => key in answers || autosave.typing.has(key);
  const section = form.sections.find(({ fields }) => fields.some(({ key }) => here(key)));
  return {
    what: [form.name, citizen?.full_name].filter(Boolean).join(' · '),
    why: failure ? sayFailure(failure) : t('saved.not_yet'),
    href: `#/dossiers/${dossier.id}${section ? `/sections/${section.key}` : ''}`,
  };
}

/** Forms on the screen that are saved by a button. */
const formsOf = (app: App): Trouble[] => app.unsaved.what.map((what) => ({ what }));

/** What lies by for people who have not come back. */
const keptOf = (app: App): Trouble[] =>
  app.unsaved.kept.map(({ handle, what }) => ({ what: t('unsaved.of', { handle, what }) }));

function againWhenSaved(app: App, saving: Promise<unknown>): void {
  const { asked } = app.question;
  const again = () => app.question.asked === asked && app.question.answer('again');
  void saving.then(again, again);
}
