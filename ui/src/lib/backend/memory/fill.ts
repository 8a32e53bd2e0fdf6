/** Filling as the core does it, as far as the screens need: by the keys of two forms, and no rules of doubt but one. */
import type { Dossier, Form, Person, Said, Source } from '../backend';
import { scanned } from './card';
import { failure, type Handlers, type World } from './world';

const PEOPLE: [key: string, role: string][] = [
  ['req', 'requester'],
  ['sub', 'subject'],
  ['app', 'subject'],
  ['mother', 'mother'],
  ['father', 'father'],
];
const PARTS = ['name', 'dob', 'birth', 'sex', 'id', 'addr', 'nationality'];

/** The people whom the keys of a form speak of. */
export function withPeople(form: Form): Form {
  const keys = form.sections.flatMap(({ fields }) => fields.map(({ key }) => key));
  const people = PEOPLE.map(([key, role]): Person => {
    const fields = keys.filter((field) => PARTS.some((part) => field === `${key}_${part}`));
    return { key, role, name: `${key}_name`, fields };
  }).filter(({ fields }) => fields.length > 0);
  return { ...form, people };
}

type Tools = {
  own: (dossier: Dossier) => Dossier;
  formOf: (procedure: string) => Form;
  changed: (dossier: Dossier) => Dossier;
};

export function fill(world: World, { own, formOf, changed }: Tools): Handlers {
  function put(dossier: Dossier, person: string, says: Record<string, string | null>, source: Source) {
    const known = formOf(dossier.procedure).people?.find(({ key }) => key === person);
    if (!known) throw failure('bad_argument');
    const done = {
      filled: [] as string[],
      agrees: [] as string[],
      differs: [] as string[],
      also: [] as string[],
    };
    for (const field of known.fields) {
      const value = says[field.slice(person.length + 1)];
      if (!value) continue;
      const here = dossier.answers[field];
      if (here === undefined) {
        dossier.answers[field] = value;
        dossier.provenance[field] = source;
        done.filled.push(field);
      } else if (String(here).toLowerCase() === value.toLowerCase()) done.agrees.push(field);
      else {
        dossier.said = { ...dossier.said, [field]: [{ source, value }] };
        done.differs.push(field);
      }
    }
    return { ...done, dossier: changed(dossier) };
  }
  return {
    'dossier.fill': ({ id, person, text }) => {
      const card = scanned(text ?? '');
      const { number, full_name, born, sex, address } = card;
      const says = { name: full_name, dob: born, birth: born, sex, id: number, addr: address };
      return { ...put(own(world.dossier(id)), person, says, 'scan'), card };
    },
    'dossier.known': ({ id }) => {
      const { answers, procedure } = world.dossier(id);
      return (formOf(procedure).people ?? []).flatMap((person) => {
        const number = answers[`${person.key}_id`];
        const citizen = [...world.citizens.values()].find(
          ({ id_number }) => id_number && id_number === number,
        );
        const name = `${person.key}_name`;
        if (!citizen || answers[name] !== undefined || !person.fields.includes(name)) return [];
        const offered = { person: person.key, record: citizen.id, name: citizen.full_name };
        return [{ ...offered, source: 'record' as const, answers: { [name]: citizen.full_name } }];
      });
    },
    'dossier.take': ({ id, person, record }) => {
      const { full_name, born } = world.citizen(record);
      return put(own(world.dossier(id)), person, { name: full_name, dob: born ?? null }, 'record');
    },
    'dossier.put_away': ({ id, fields, source }) => {
      const dossier = own(world.dossier(id));
      const stays = ({ source: whose, taken }: Said) =>
        source === undefined ? taken !== undefined : whose !== source || taken === true;
      const said = Object.entries(dossier.said ?? {})
        .map(([field, all]) => [field, fields.includes(field) ? all.filter(stays) : all] as const)
        .filter(([, all]) => all.length > 0);
      dossier.said = Object.fromEntries(said);
      return changed(dossier);
    },
    'dossier.decide': ({ id, field, value }) => {
      const dossier = own(world.dossier(id));
      dossier.answers[field] = value;
      dossier.provenance[field] = 'spoken';
      const said = (dossier.said?.[field] ?? []).map((said) => ({ ...said, taken: said.value === value }));
      dossier.said = { ...dossier.said, [field]: said };
      return changed(dossier);
    },
  };
}
