import { tick, untrack } from 'svelte';
import type { App } from '$lib/app/app.svelte';
import type { Held } from '$lib/app/unsaved.svelte';
import type { Args, Citizen, Dossier, Filled, Form, Offer, Result, Source } from '$lib/backend/backend';
import { PaperTray } from '$lib/papers/tray.svelte';
import { nowText } from '$lib/text/day';
import { Autosave, type Unkept } from './autosave.svelte';

/** What lies by of a dossier whose answers could not be saved before the app locked. */
type LaidBy = Unkept & { amending: boolean };

/** A dossier at work: its form, its answers as last saved, and what is still on its way. */
export class OpenDossier {
  form = $state.raw<Form>() as Form;
  readonly citizen: Citizen | undefined;
  readonly autosave: Autosave;
  readonly papers: PaperTray;
  dossier = $state.raw<Dossier>() as Dossier;
  /** Whether answers that were submitted may be changed: it takes the submit back. */
  amending = $state(false);

  #app: App;
  /** What had arrived when it was read. */
  #asOf: number;

  constructor(app: App, asOf: number, dossier: Dossier, form: Form, citizen: Citizen | undefined) {
    this.#app = app;
    this.#asOf = asOf;
    this.dossier = dossier;
    this.form = form;
    this.citizen = citizen;
    this.autosave = new Autosave({
      save: (answers) => app.write('dossier.set', { id: dossier.id, answers }),
      saved: (saved) => this.take(saved),
      now: nowText,
    });
    const { id } = dossier;
    this.papers = new PaperTray({
      attach: (slot, content, replaces) =>
        app.write('dossier.attach', { id, slot, content, ...(replaces ? { replaces } : {}) }),
      detach: ({ sha256, slot }) => app.write('dossier.detach', { id, file: sha256, slot }),
      back: ({ sha256, slot }, order) => app.write('dossier.paper_back', { id, slot, file: sha256, order }),
      arrange: (slot, files) => app.write('dossier.paper_order', { id, slot, files }),
      seen: (slot, seen) => app.write('dossier.original_seen', { id, slot, seen }),
      absent: (slot, why) => app.write('dossier.paper_absent', { id, slot, why }),
      refresh: () => this.refresh(),
      take: (dossier) => this.take(dossier),
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
    const asOf = app.sync.arrived;
    const dossier = await app.call('dossier.get', { id });
    // A member has its answers in its group.
    if (dossier.group) return OpenDossier.load(app, dossier.group);
    const [form, citizen] = await Promise.all([
      app.call('procedure.form', { procedure: dossier.procedure, version: dossier.form_version }),
      dossier.citizen ? app.call('citizen.get', { id: dossier.citizen }).catch(() => undefined) : undefined,
    ]);
    const open = new OpenDossier(app, asOf, dossier, form, citizen);
    app.atWork.set(id, open);
    const laidBy = app.draft<LaidBy>(open.held.key);
    if (laidBy) open.#takeUp(laidBy);
    return open;
  }

  /** In an effect: reads it again after every pass that moved something, which may be its receipt. */
  hear(): void {
    if (this.#app.sync.arrived !== this.#asOf) void untrack(() => this.refresh()).catch(() => undefined);
  }

  async refresh(): Promise<void> {
    const before = this.dossier;
    this.#asOf = this.#app.sync.arrived;
    const dossier = await this.#app.call('dossier.get', { id: before.id });
    await this.#followForm(dossier);
    if (this.dossier === before) this.dossier = dossier;
    else this.take(dossier); // something was saved meanwhile, perhaps after this was read
  }

  /** Lets the draft go on with the form of today; what is still being typed is saved first. */
  async move(): Promise<void> {
    await this.autosave.settle();
    const { dossier } = await this.#app.write('dossier.move', { id: this.dossier.id });
    await this.#followForm(dossier);
    this.take(dossier);
  }

  /** Fills a person of the form from a card; what is still being typed is saved first, and counts as typed. */
  async fill(person: string, card: Args<'id.scan'>): Promise<Filled> {
    await this.autosave.settle();
    const done = await this.#app.write('dossier.fill', { id: this.dossier.id, person, ...card });
    this.#filled(done);
    return done;
  }

  /** Fills a person of the form from a record that knows them. */
  async takeOffer({ person, record }: Offer): Promise<Result<'dossier.take'>> {
    await this.autosave.settle();
    const done = await this.#app.write('dossier.take', { id: this.dossier.id, person, record });
    this.#filled(done);
    return done;
  }

  /** Says which value of a field is right. */
  async decide(field: string, value: unknown): Promise<void> {
    await this.autosave.settle();
    this.take(await this.#app.write('dossier.decide', { id: this.dossier.id, field, value }));
    this.autosave.forgive(field);
  }

  /** Puts away what other sources say of these questions and nobody took; of one source all of it. */
  async putAway(fields: string[], source?: Source): Promise<void> {
    await this.autosave.settle();
    const which = source === undefined ? { fields } : { fields, source };
    this.take(await this.#app.write('dossier.put_away', { id: this.dossier.id, ...which }));
  }

  #filled({ dossier, filled, agrees }: Result<'dossier.take'>): void {
    this.take(dossier);
    this.autosave.forgive(...filled, ...agrees);
  }

  /** What the ward knows of the people of the form; nothing where it cannot be told. */
  known(): Promise<Offer[]> {
    return this.#app.call('dossier.known', { id: this.dossier.id }).catch(() => []);
  }

  /** The draft may have gone on with a newer form, here or on another device. */
  async #followForm({ procedure, form_version }: Dossier): Promise<void> {
    if (form_version === this.form.version) return;
    this.form = await this.#app.call('procedure.form', { procedure, version: form_version });
  }

  /** What the core says the dossier is now; an answer that comes late never stands over a newer one. */
  take(dossier: Dossier): void {
    if (dossier.revision >= this.dossier.revision) this.dossier = dossier;
  }

  /** What is not saved, for laying it by. */
  get held(): Held {
    const draft = (): LaidBy => ({ ...this.autosave.unkept, amending: this.amending });
    return { what: this.form.name, key: `dossier/${this.dossier.id}`, draft };
  }

  #takeUp({ pending, rejected, amending }: LaidBy): void {
    this.amending = amending && this.amendable;
    if (this.editable) return this.autosave.takeUp({ pending, rejected });
    // It was submitted meanwhile: answers stay to be seen, and take nothing back by themselves.
    const failure = { code: 'not_in_state', message_key: 'error.not_in_state', params: {}, retryable: false };
    const late = Object.entries(pending).map(([field, answer]) => [field, { answer, failure }]);
    this.autosave.takeUp({ pending: {}, rejected: { ...rejected, ...Object.fromEntries(late) } });
  }

  /** The answer as it stands on the screen: what is on its way, or was refused, counts before what is saved. */
  answer(field: string): unknown {
    const { pending, rejected } = this.autosave;
    if (field in pending) return pending[field];
    return rejected[field] ? rejected[field].answer : this.dossier.answers[field];
  }

  get editable(): boolean {
    return this.dossier.state === 'draft' || this.amending;
  }

  /** The states from which a person may take a submit back and change answers. */
  get amendable(): boolean {
    return ['queued', 'sent_back'].includes(this.dossier.state);
  }
}
