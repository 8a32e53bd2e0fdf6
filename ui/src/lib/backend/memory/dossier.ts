import { nowText } from '$lib/text/day';
import type { Dossier, Form, Procedure } from '../backend';
import birthForm from '../fixtures/birth_rereg.json';
import cardForm from '../fixtures/id_card_14plus.json';
import { groupForm, groupProcedure } from '../fixtures/group';
import procedures from '../fixtures/procedures.json';
import samples from '../fixtures/samples.json';
import { attest, attested } from './attest';
import { blank } from './blank';
import { check } from './check';
import { charged, fee } from './fee';
import { form } from './form';
import { fill, withPeople } from './fill';
import { follow, membersOf } from './group';
import { missingPapers, paper } from './paper';
import { prefilled } from './prefill';
import { print } from './print';
import { failure, finding, type Handlers, type World } from './world';

const signedBy = (who: string) => ({
  signers: [{ who, sometimes: false, mark: 'S' }],
  official_present: false,
});
const feeOf = (key: string) => ({
  exempt: [],
  ...(procedures as Procedure[]).find((known) => known.key === key)?.fee,
});
const FORMS: Record<string, Form> = {
  birth_rereg: withPeople({
    ...birthForm,
    ...signedBy('Người yêu cầu'),
    fee: feeOf('birth_rereg'),
  } as unknown as Form),
  id_card_14plus: withPeople({
    ...cardForm,
    ...signedBy('Người đề nghị'),
    fee: feeOf('id_card_14plus'),
  } as unknown as Form),
  linked_birth: groupForm,
};
const SAMPLES: Record<string, Record<string, unknown>> = samples;

function formOf(procedure: string): Form {
  const form = FORMS[procedure];
  if (!form) throw failure('procedure_unknown');
  return form;
}

export function dossier(world: World): Handlers {
  const checked = (dossier: Dossier): Dossier => {
    if (dossier.group) {
      const { answers, answers_hash, attests } = world.dossier(dossier.group);
      return Object.assign(dossier, { answers, answers_hash, attests });
    }
    const form = formOf(dossier.procedure);
    const found = check(form, dossier.answers);
    Object.assign(dossier, found);
    const citizen = world.citizens.get(dossier.citizen ?? '');
    const signers = form.signers.filter(({ sometimes }) => !sometimes).map(({ who }) => who);
    const missing = missingPapers(found.papers, dossier);
    const asked =
      citizen && !world.consents.has(citizen.id) ? [finding('consent_missing', '', 'warning')] : [];
    const noted = attested(dossier, signers, citizen?.reads === false);
    const findings = [...found.findings, ...noted, ...asked, ...charged(world, dossier), ...missing];
    const members = form.members ? { members: membersOf(world, dossier, form) } : {};
    return Object.assign(dossier, { findings }, members);
  };
  /** That a dossier has answers of its own. */
  const own = (dossier: Dossier): Dossier => {
    if (dossier.group) throw failure('member_of_group', { group: dossier.group });
    return dossier;
  };
  const changed = (dossier: Dossier): Dossier => {
    dossier.revision += 1;
    dossier.updated_at = nowText();
    dossier.delivery = 'on_device';
    world.touch(dossier.id);
    return checked(dossier);
  };
  return {
    ...paper(world, { formOf, changed }),
    ...form(world, { formOf, changed }),
    ...print(world, { formOf, changed }),
    ...attest(world, { own, changed }),
    ...fill(world, { own, formOf, changed }),
    ...fee(world, { own, changed }),
    'procedure.list': () => [...(procedures as Procedure[]), groupProcedure],
    'procedure.form': ({ procedure, version }) => ({ ...formOf(procedure), ...(version ? { version } : {}) }),
    'procedure.sample': ({ procedure }) => ({ answers: SAMPLES[procedure] ?? {} }),
    'dossier.open': ({ procedure, citizen, visit }) => {
      const form = formOf(procedure);
      const { answers, provenance } = prefilled(form, citizen ? world.citizen(citizen) : undefined);
      const dossier: Dossier = {
        id: world.id(),
        procedure,
        form_version: form.version,
        state: 'draft',
        revision: 0,
        delivery: 'on_device',
        ...(citizen ? { citizen } : {}),
        ...(visit ? { visit } : {}),
        updated_at: nowText(),
        provenance,
        ...blank(answers),
      };
      world.dossiers.set(dossier.id, dossier);
      return changed(dossier);
    },
    'dossier.set': ({ id, answers }) => {
      const dossier = own(world.dossier(id));
      const keys = new Set(
        formOf(dossier.procedure).sections.flatMap(({ fields }) => fields.map(({ key }) => key)),
      );
      const unknown = Object.keys(answers).find((key) => !keys.has(key));
      if (unknown) throw failure('bad_answer', { field: unknown, reason: 'unknown_field' });
      for (const [key, value] of Object.entries(answers)) {
        if (value === null) {
          delete dossier.answers[key];
          delete dossier.provenance[key];
        } else {
          dossier.answers[key] = value;
          dossier.provenance[key] = 'spoken';
        }
      }
      dossier.state = 'draft';
      dossier.prints = dossier.prints.map((print) => ({ ...print, stale: true }));
      follow(world, dossier, formOf(dossier.procedure));
      return changed(dossier);
    },
    'dossier.check': ({ id }) => {
      const { findings } = checked(world.dossier(id));
      return { complete: !findings.some(({ severity }) => severity === 'error'), findings };
    },
    'dossier.submit': ({ id }) => {
      const dossier = checked(own(world.dossier(id)));
      if (dossier.state === 'queued') return dossier;
      if (dossier.findings.some(({ severity }) => severity === 'error')) {
        throw failure('incomplete', {}, dossier.findings);
      }
      dossier.state = 'queued';
      follow(world, dossier, formOf(dossier.procedure));
      return changed(dossier);
    },
    'dossier.withdraw': ({ id }) => {
      const dossier = checked(own(world.dossier(id)));
      if (dossier.state === 'withdrawn') return dossier;
      if (!['draft', 'queued', 'sent_back', 'received'].includes(dossier.state))
        throw failure('not_in_state', { state: dossier.state });
      dossier.state = 'withdrawn';
      follow(world, dossier, formOf(dossier.procedure));
      return changed(dossier);
    },
    'dossier.get': ({ id }) => {
      const dossier = checked(world.dossier(id));
      const newer = world.newerForms.get(dossier.procedure)?.version;
      const offered = dossier.state === 'draft' && newer !== undefined && newer !== dossier.form_version;
      return { ...dossier, delivery: world.deliveryOf(id), ...(offered ? { newer_form: newer } : {}) };
    },
    'dossier.list': ({ state, procedure, citizen, limit, members }) =>
      [...world.dossiers.values()]
        .filter(
          (dossier) => (!state || dossier.state === state) && (!procedure || dossier.procedure === procedure),
        )
        .filter(
          (dossier) => (!citizen || dossier.citizen === citizen) && (members !== false || !dossier.group),
        )
        .map((dossier) => checked(dossier))
        .sort((a, b) => b.updated_at.localeCompare(a.updated_at))
        .slice(0, limit ?? 1000)
        .map(
          ({
            answers,
            derived,
            visible,
            papers,
            provenance,
            answers_hash,
            attests,
            findings,
            files,
            prints,
            ...summary
          }) => {
            void [answers, derived, visible, papers, provenance, answers_hash, attests];
            void [findings, prints];
            const received = files.filter((file) => file.state === 'received').length;
            const { full_name } = world.citizens.get(summary.citizen ?? '') ?? {};
            const delivery = world.deliveryOf(summary.id);
            return {
              ...summary,
              ...(full_name ? { full_name } : {}),
              delivery,
              paper_counts: { received, all: files.length },
            };
          },
        ),
  };
}
