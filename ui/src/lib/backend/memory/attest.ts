/** What is noted beside the answers, and consents. */
import { addDays, nowText, todayText } from '$lib/text/day';
import { readPartialDate } from '$lib/text/partial_date';
import type { Dossier, Finding, Result } from '../backend';
import { failure, finding, type Handlers, type World } from './world';

type Attests = Dossier['attests'];

/** Not the real hash: another text for other answers. */
export const hashOf = (answers: Dossier['answers']): string => JSON.stringify(Object.entries(answers).sort());

export const noAttests = (): Attests => ({
  aloud: [],
  left: [],
  wrong: [],
  reader_needed: false,
  signers: [],
});

/** What was said of which value, by dossier. */
const said = new WeakMap<Dossier, Map<string, { value: string; right: boolean }>>();

/** Brings the attests of a dossier to its answers as they stand. */
export function attested(dossier: Dossier, signers: string[], readerNeeded: boolean): Finding[] {
  const of = (key: string) => JSON.stringify(dossier.answers[key] ?? dossier.derived[key]);
  const before = dossier.attests;
  const notes = said.get(dossier);
  const aloud = dossier.visible.filter((key) => of(key) !== undefined);
  const stands = (key: string, right: boolean) => {
    const note = notes?.get(key);
    return note?.value === of(key) && note.right === right;
  };
  const changed = dossier.answers_hash !== hashOf(dossier.answers);
  dossier.answers_hash = hashOf(dossier.answers);
  dossier.attests = {
    ...before,
    aloud,
    left: aloud.filter((key) => !stands(key, true)),
    wrong: aloud.filter((key) => stands(key, false)),
    reader_needed: readerNeeded,
    ...(before.reading ? { reading: { ...before.reading, fits: before.reading.fits && !changed } } : {}),
    signers: signers.map((who) => {
      const signed = before.signers.find((known) => known.who === who)?.signed;
      return {
        who,
        witnesses: false,
        ...(signed ? { signed: { ...signed, fits: signed.fits && !changed } } : {}),
      };
    }),
  };
  return findings(dossier.attests);
}

function findings({ writing, reading, reader_needed, signers }: Attests): Finding[] {
  const warning = (code: string, params = {}) => finding(code, '', 'warning', params);
  return [
    ...(writing ? [] : [warning('writer_unknown')]),
    ...(reading?.confirmed && !reading.fits ? [warning('reading_stale')] : []),
    ...(!reading?.confirmed && reader_needed ? [warning('reading_missing')] : []),
    ...signers
      .filter(({ signed }) => !signed?.fits)
      .map(({ who, signed }) => warning(signed ? 'signing_stale' : 'signature_missing', { who })),
  ];
}

type Ways = { own: (dossier: Dossier) => Dossier; changed: (dossier: Dossier) => Dossier };

export function attest(world: World, { own, changed }: Ways): Handlers {
  const noted = () => ({ noted_by: world.open?.identity.user ?? '', at: nowText() });
  const still = (dossier: Dossier, seen: string) => {
    if (dossier.answers_hash !== seen) throw failure('answers_changed');
  };
  return {
    'dossier.written_by': ({ id, who, name, interpreter }) => {
      const dossier = own(world.dossier(id));
      const called = who === 'volunteer' ? world.open?.identity.user : name;
      dossier.attests.writing = {
        who,
        ...(called ? { name: called } : {}),
        ...(interpreter ? { interpreter } : {}),
        ...noted(),
      };
      return changed(dossier);
    },
    'dossier.read_back': ({ id, answers_hash, right = [], wrong = [], confirmed = false, read_by }) => {
      const dossier = own(world.dossier(id));
      still(dossier, answers_hash);
      const notes = said.get(dossier) ?? new Map<string, { value: string; right: boolean }>();
      said.set(dossier, notes);
      for (const key of [...right, ...wrong]) {
        const value = JSON.stringify(dossier.answers[key] ?? dossier.derived[key]);
        notes.set(key, { value, right: right.includes(key) });
      }
      changed(dossier);
      const { left } = dossier.attests;
      if (confirmed && left.length > 0) throw failure('reading_incomplete', { left: left.length });
      const by = read_by ?? { who: 'volunteer' as const };
      dossier.attests.reading = { ...by, confirmed, fits: confirmed, ...noted() };
      return changed(dossier);
    },
    'dossier.sign': ({ id, answers_hash, signer, mode, strokes, witnesses, official }) => {
      const dossier = own(world.dossier(id));
      still(dossier, answers_hash);
      const state = dossier.attests.signers.find(({ who }) => who === signer);
      if (!state || (mode === 'signature') !== (strokes !== undefined)) throw failure('bad_argument');
      if (mode === 'fingerprint_on_paper' && !dossier.attests.reading?.fits) throw failure('reading_first');
      if (witnesses && new Set(witnesses.map(({ id_number }) => id_number)).size < 2)
        throw failure('bad_witness', { reason: 'same' });
      state.signed = {
        mode,
        ...(witnesses ? { witnesses: witnesses.map(({ name }) => name) } : {}),
        ...(official ? { official } : {}),
        fits: true,
        ...noted(),
      };
      return changed(dossier);
    },
    ...consent(world),
  };
}

const PURPOSES: [string, string, string, boolean][] = [
  ['phone_list', 'Danh bạ điện thoại', 'Ghi họ tên và số điện thoại vào danh bạ của tổ.', false],
  ['reminders', 'Nhắc việc', 'Gọi nhắc khi giấy tờ sắp hết hạn.', false],
  ['card_picture', 'Ảnh thẻ căn cước', 'Giữ ảnh thẻ. Ảnh thẻ là dữ liệu cá nhân nhạy cảm.', true],
];

function consent(world: World): Handlers {
  const listed = (citizen: string): Result<'consent.list'> => {
    const consents = world.consents.get(citizen) ?? [];
    const agreed = new Set(
      consents.flatMap(({ purposes, withdrawn }) => purposes.filter((key) => !withdrawn?.[key])),
    );
    world.citizen(citizen).agreed = [...agreed].sort();
    return { agreed: [...agreed].sort(), consents: [...consents].reverse() };
  };
  return {
    'consent.text': () => ({
      version: '2026-11.1',
      mark: 'S',
      opening: 'Phường xin phép dùng thông tin của ông, bà vào những việc sau.',
      closing: 'Ông, bà đổi ý lúc nào cũng được.',
      purpose: PURPOSES.map(([key, label, text, sensitive]) => ({ key, label, text, sensitive })),
    }),
    'consent.give': ({ citizen, text, purposes, how, age, child_agrees, representative }) => {
      const { born } = world.citizen(citizen);
      const known = born && readPartialDate(born);
      const young = known ? known > addDays(todayText(), -16 * 365) : age && age !== 'adult';
      if (young && purposes.length > 0 && !representative)
        throw failure('consent_incomplete', { missing: 'representative' });
      const by = world.open?.identity.user ?? '';
      const given = { id: world.id(), text, purposes, how, by, at: nowText() };
      const told = {
        ...(age ? { age } : {}),
        ...(representative ? { representative } : {}),
        ...(child_agrees === undefined ? {} : { child_agrees }),
      };
      world.consents.set(citizen, [...(world.consents.get(citizen) ?? []), { ...given, ...told }]);
      return listed(citizen);
    },
    'consent.withdraw': ({ citizen, purposes, how }) => {
      const by = world.open?.identity.user ?? '';
      for (const given of world.consents.get(citizen) ?? []) {
        for (const key of purposes.filter((purpose) => given.purposes.includes(purpose))) {
          given.withdrawn = { ...given.withdrawn, [key]: { at: nowText(), how, by } };
        }
      }
      return listed(citizen);
    },
    'consent.list': ({ citizen }) => listed(citizen),
  };
}
