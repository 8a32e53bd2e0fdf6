/** The versions of forms, and drafts that go on with a newer one. */
import type { Dossier, DossierMove, Form, FormVersion } from '../backend';
import { failure, type Handlers, type World } from './world';

type Formed = { formOf: (procedure: string) => Form; changed: (dossier: Dossier) => Dossier };

export const form = (world: World, { formOf, changed }: Formed): Handlers => {
  const taken: FormVersion[] = [];
  const plan = (dossier: Dossier): DossierMove => {
    const newer = world.newerForms.get(dossier.procedure);
    const from = dossier.form_version;
    if (!newer || newer.version === from) return { from, to: from, fields: [], papers: [] };
    if (dossier.state !== 'draft') throw failure('not_in_state', { state: dossier.state });
    const fields = formOf(dossier.procedure).sections.flatMap((section) => section.fields);
    const answered = fields.filter(({ key }) => key in dossier.answers);
    const kept = answered.filter(({ key }) => key !== newer.gone);
    const gone = answered.filter(({ key }) => key === newer.gone);
    return {
      from,
      to: newer.version,
      fields: [
        ...kept.map(({ key, label }) => ({ field: key, label, outcome: 'kept' as const })),
        ...gone.map(({ key, label }) => {
          const value = dossier.answers[key];
          return { field: key, label, outcome: 'no_longer_asked' as const, value };
        }),
      ],
      papers: [],
    };
  };
  return {
    'form.list': () => [...builtIn(world, formOf), ...taken],
    'form.take_in': ({ definition = '', sample }) => {
      if (world.open?.identity.role !== 'admin') throw failure('not_allowed');
      const said = (key: string) => new RegExp(`^${key} = "(.*)"$`, 'm').exec(definition)?.[1];
      const [procedure, name, version] = ['key', 'name', 'version'].map(said);
      if (!procedure || !name || !version || sample === undefined) {
        throw failure('form_package_broken', { file: 'form.toml', line: 1, message: 'missing field `key`' });
      }
      const known = taken.find((form) => form.procedure === procedure && form.version === version);
      if (known) return known;
      const delivery = 'on_device';
      const fresh = {
        procedure,
        name,
        version,
        standing: 'in_use',
        delivered: true,
        delivery,
        drafts: 0,
      } as const;
      taken.push(fresh);
      world.touch(`form/${procedure}/${version}`);
      return fresh;
    },
    'dossier.move_preview': ({ id }) => plan(world.dossier(id)),
    'dossier.move': ({ id }) => {
      const dossier = world.dossier(id);
      const moved = plan(dossier);
      if (moved.to === moved.from) return { dossier, moved };
      const gone = moved.fields.filter(({ outcome }) => outcome === 'no_longer_asked');
      for (const { field, label, value } of gone) {
        dossier.earlier = [...(dossier.earlier ?? []), { version: moved.from, field, label, value }];
        delete dossier.answers[field];
      }
      dossier.form_version = moved.to;
      delete dossier.newer_form;
      return { dossier: changed(dossier), moved };
    },
  };
};

function builtIn(world: World, formOf: (procedure: string) => Form): FormVersion[] {
  return ['birth_rereg', 'id_card_14plus'].map((procedure) => {
    const { name, version } = formOf(procedure);
    const isHere = (dossier: Dossier) => dossier.procedure === procedure && dossier.state === 'draft';
    const drafts = [...world.dossiers.values()].filter(isHere).length;
    return { procedure, name, version, standing: 'in_use', delivered: false, drafts };
  });
}
