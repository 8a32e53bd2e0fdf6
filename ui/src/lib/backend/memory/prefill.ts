import type { Citizen, Dossier, Form } from '../backend';

/** What the definitions prefill, by the core's own results. */
const PREFILL: Record<string, keyof Citizen> = {
  req_name: 'full_name',
  req_dob: 'born',
  req_id: 'id_number',
  req_addr: 'address',
  sub_name: 'full_name',
  sub_dob: 'born',
  sub_sex: 'sex',
  app_name: 'full_name',
  app_dob: 'born',
  app_sex: 'sex',
  app_id: 'id_number',
  app_addr: 'address',
  cur_addr: 'address',
};

export function prefilled(form: Form, citizen: Citizen | undefined): Pick<Dossier, 'answers' | 'provenance'> {
  const office = form.key === 'id_card_14plus' ? 'Công an phường Mẫu' : 'Ủy ban nhân dân phường Mẫu';
  const answers: Record<string, unknown> = { to_office: office };
  const provenance: Dossier['provenance'] = { to_office: 'ward' };
  const keys = form.sections.flatMap((section) => section.fields.map(({ key }) => key));
  for (const key of keys) {
    const source = PREFILL[key];
    const value = source && citizen?.[source];
    if (!value) continue;
    answers[key] = value;
    provenance[key] = 'record';
  }
  return { answers, provenance };
}
