/**
 * A backend without a device, for component tests and for looking at the screens. Its people are
 * invented, its two forms are the real ones as the core gives them, and it keeps the door's promises:
 * codes, states and numbers behave as the core's, though it knows only a few of the rules.
 */
import { addDays, addMonths, firstDay, monthOf, nowText, todayText, weekday } from '$lib/text/day';
import { fold } from '$lib/text/normal';
import { isWholeDate } from '$lib/text/partial_date';
import type {
  Args,
  Backend,
  Citizen,
  Dossier,
  Failure,
  Finding,
  Form,
  Identity,
  Name,
  Procedure,
  Result,
  SyncStatus,
} from './backend';
import birthForm from './fixtures/birth_rereg.json';
import cardForm from './fixtures/id_card_14plus.json';
import procedures from './fixtures/procedures.json';
import samples from './fixtures/samples.json';
import { people } from './fixtures/people';
import { MemoryNews, recordsOf } from './memory_sync';
import type { Visit, VisitDay } from './visits';

type Role = Identity['role'];
type Account = { identity: Identity; pin: string };
/** The core's other commands are not played here. */
type Handlers = { [K in Name]?: (args: Args<K>) => Result<K> };
export type MemoryOptions = {
  role?: Role;
  unlocked?: boolean;
  empty?: boolean;
  practice?: boolean;
  people?: number;
};

const FORMS: Record<string, Form> = {
  birth_rereg: birthForm as unknown as Form,
  id_card_14plus: cardForm as unknown as Form,
};
const SAMPLES: Record<string, Record<string, unknown>> = samples;
const CAPACITY = 6;
const WARD = { ward: '29869', ward_name: 'Phường Mẫu' };

function failure(code: string, params: Failure['params'] = {}, findings?: Finding[]): Failure {
  const retryable = code.startsWith('ward_');
  return { code, message_key: `error.${code}`, params, retryable, ...(findings ? { findings } : {}) };
}

const finding = (code: string, field: string, severity: Finding['severity'], params = {}): Finding => ({
  code,
  field,
  severity,
  params,
});

export class MemoryBackend implements Backend {
  /** What the next call of a command fails with, until it is taken away. */
  readonly failures = new Map<Name, Failure>();
  readonly calls: { name: Name; args: unknown }[] = [];
  /** Whether the ward can be reached. */
  wardUp = true;
  readonly citizens = new Map<string, Citizen>();
  readonly dossiers = new Map<string, Dossier>();
  readonly visits = new Map<string, Visit>();
  #accounts: Account[] = [];
  #open: Account | undefined;
  #ids = 0;
  #wrongPins = 0;
  #lastSuccess: string | null = null;
  #delivery = new Map<string, 'on_device' | 'receipted' | 'set_aside'>();
  readonly news = new MemoryNews();

  constructor({
    role = 'volunteer',
    unlocked = true,
    empty = false,
    practice = false,
    people: count = 12,
  }: MemoryOptions = {}) {
    if (empty) return;
    this.#admit('Lê Thị Hường', role, '123456', practice);
    if (!unlocked) this.#open = undefined;
    this.#fill(count);
  }

  async call<K extends Name>(name: K, args: Args<K>): Promise<Result<K>> {
    this.calls.push({ name, args });
    await Promise.resolve();
    const planned = this.failures.get(name);
    if (planned) throw planned;
    if (!name.startsWith('profile.') && !this.#open) throw failure('locked');
    const handler = this.#handlers[name];
    if (!handler) throw failure('unknown_command');
    return structuredClone(handler(structuredClone(args)));
  }

  onProgress: Backend['onProgress'] = (listener) => this.news.on('progress', listener);
  onSync: Backend['onSync'] = (listener) => this.news.on('sync', listener);

  /** As if the ward had sent a receipt for everything that waits. */
  receiveAll(): void {
    let done = 0;
    for (const [id, delivery] of this.#delivery) {
      if (delivery === 'on_device') this.#delivery.set(id, 'receipted');
      this.news.tell('progress', { job: 'push', done: ++done, total: null, unit: 'change' });
    }
    this.#lastSuccess = nowText();
  }

  /** As if the ward had refused a record's change. */
  setAside(id: string): void {
    this.#delivery.set(id, 'set_aside');
  }

  #handlers: Handlers = {
    'profile.status': () => {
      const users = this.#accounts.map(({ identity: { handle, practice } }) => ({ handle, practice }));
      if (this.#open) return { ...this.#open.identity, state: 'unlocked', users };
      return { state: users.length > 0 ? 'locked' : 'empty', users };
    },
    'profile.enrol': ({ invitation, pin, handle }) => {
      if (!invitation.trim().startsWith('TN1.')) throw failure('invitation_unreadable');
      if (!this.wardUp) throw failure('ward_unreachable');
      return this.#admit('Lê Thị Hường', 'volunteer', pin, false, handle);
    },
    'profile.practice': ({ role, pin, handle, people: count }) => {
      const identity = this.#admit('Người thực hành', role, pin, true, handle);
      this.#fill(count ?? 0);
      return identity;
    },
    'profile.unlock': ({ pin, handle }) => {
      const account = this.#accounts.find(({ identity }) => !handle || identity.handle === handle);
      if (!account) throw failure('handle_unknown');
      if (account.pin !== pin) {
        this.#wrongPins += 1;
        throw failure('wrong_pin', { wait_s: this.#wrongPins < 3 ? 0 : 30 });
      }
      this.#wrongPins = 0;
      this.#open = account;
      return account.identity;
    },
    'profile.lock': () => {
      this.#open = undefined;
      return {};
    },
    'citizen.save': ({ id, needs, ...given }) => {
      const before = id ? this.#citizen(id) : undefined;
      const citizen = {
        ...(before ?? { id: this.#id(), full_name: '', state: 'live', needs: [] }),
      } as Citizen;
      for (const [key, value] of Object.entries(given)) {
        if (value === null || value === '') delete citizen[key as keyof Citizen];
        else Object.assign(citizen, { [key]: value });
      }
      if (needs) citizen.needs = [...needs].sort();
      citizen.findings = citizenFindings(citizen);
      this.citizens.set(citizen.id, citizen);
      this.#touch(citizen.id);
      const possible_duplicates = [...this.citizens.values()].flatMap((other) => {
        const reasons = reasonsToBe(citizen, other);
        return other.id !== citizen.id && reasons.length > 0 ? [{ id: other.id, reasons }] : [];
      });
      return { id: citizen.id, findings: citizen.findings, possible_duplicates };
    },
    'citizen.get': ({ id }) => ({ ...this.#citizen(id), delivery: this.#deliveryOf(id) }),
    'citizen.search': ({ text, limit, hamlet, need }) => {
      const wanted = fold(text).split(' ').filter(Boolean);
      const hits = [...this.citizens.values()].filter((citizen) => {
        const { full_name, id_number, phone, address } = citizen;
        const folded = fold([full_name, id_number, phone, address].join(' '));
        const fits = (!hamlet || citizen.hamlet === hamlet) && (!need || citizen.needs.includes(need));
        return fits && wanted.every((word) => folded.includes(word));
      });
      return hits.slice(0, limit ?? 50).map((citizen) => ({
        id: citizen.id,
        full_name: citizen.full_name,
        born: citizen.born ?? null,
        hamlet: citizen.hamlet ?? null,
        address: citizen.address ?? null,
        id_number: citizen.id_number ?? null,
        phone: citizen.phone ?? null,
      }));
    },
    'id.check': ({ number }) => {
      const digits = number.replace(/[\s.-]/g, '');
      const kind = digits.length === 12 ? 'personal' : digits.length === 9 ? 'cmnd' : 'unknown';
      return { kind, findings: numberFindings('number', number) };
    },
    'procedure.list': () => procedures as Procedure[],
    'procedure.form': ({ procedure }) => this.#form(procedure),
    'procedure.sample': ({ procedure }) => ({ answers: SAMPLES[procedure] ?? {} }),
    'dossier.open': ({ procedure, citizen, visit }) => {
      const form = this.#form(procedure);
      const known = citizen ? this.#citizen(citizen) : undefined;
      const { answers, provenance } = prefilled(form, known);
      const dossier: Dossier = {
        id: this.#id(),
        procedure,
        form_version: form.version,
        state: 'draft',
        revision: 0,
        delivery: 'on_device',
        ...(citizen ? { citizen } : {}),
        ...(visit ? { visit } : {}),
        updated_at: nowText(),
        answers,
        provenance,
        derived: {},
        visible: [],
        papers: [],
        findings: [],
        files: [],
      };
      this.dossiers.set(dossier.id, dossier);
      return this.#changed(dossier);
    },
    'dossier.set': ({ id, answers }) => {
      const dossier = this.#dossier(id);
      const keys = new Set(
        this.#form(dossier.procedure).sections.flatMap(({ fields }) => fields.map(({ key }) => key)),
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
      return this.#changed(dossier);
    },
    'dossier.check': ({ id }) => {
      const { findings } = this.#checked(this.#dossier(id));
      return { complete: !findings.some(({ severity }) => severity === 'error'), findings };
    },
    'dossier.submit': ({ id }) => {
      const dossier = this.#checked(this.#dossier(id));
      if (dossier.state === 'queued') return dossier;
      if (dossier.findings.some(({ severity }) => severity === 'error')) {
        throw failure('incomplete', {}, dossier.findings);
      }
      dossier.state = 'queued';
      return this.#changed(dossier);
    },
    'dossier.get': ({ id }) => ({ ...this.#checked(this.#dossier(id)), delivery: this.#deliveryOf(id) }),
    'dossier.list': ({ state, procedure, citizen, limit }) =>
      [...this.dossiers.values()]
        .filter(
          (dossier) => (!state || dossier.state === state) && (!procedure || dossier.procedure === procedure),
        )
        .filter((dossier) => !citizen || dossier.citizen === citizen)
        .sort((a, b) => b.updated_at.localeCompare(a.updated_at))
        .slice(0, limit ?? 1000)
        .map(({ answers, derived, visible, papers, provenance, findings, files, ...summary }) => {
          void [answers, derived, visible, papers, provenance, findings, files];
          return { ...summary, delivery: this.#deliveryOf(summary.id) };
        }),
    'sync.status': () => this.#status(),
    'sync.now': () => {
      if (this.#open?.identity.practice) throw failure('practice_never_syncs');
      if (!this.wardUp) throw failure('ward_unreachable');
      this.receiveAll();
      this.news.tell('sync', { running: false, failure: null });
      return this.#status();
    },
    'sync.network_up': () => ({}),
    'sync.records': ({ share, limit }) => recordsOf(this, this.#delivery, share, limit),
    'visit.days': ({ year, month, rule = 'third_thursday' }) => ({
      ...visitDays(year, month, rule),
      rule,
      year_status: 'announced',
    }),
    'visit.schedule': ({ citizen, purposes, urgent = false, date, ...given }) =>
      this.#plan(citizen, date ?? nextDay(urgent), { purposes, urgent, ...given }),
    'visit.get': ({ id }) => this.#loaded(this.#visit(id)),
    'visit.list': ({ from, to, team, hamlet, state }) =>
      [...this.visits.values()]
        .filter(({ date }) => from <= date && date <= to)
        .filter((visit) => (!team || visit.team === team) && (!hamlet || visit.hamlet === hamlet))
        .filter((visit) => !state || visit.state === state)
        .sort((a, b) => a.date.localeCompare(b.date))
        .map((visit) => this.#loaded(visit)),
    'visit.reschedule': ({ id, date, reason }) => {
      const visit = this.#visit(id);
      const history = [...visit.history, { from: visit.date, to: date, reason, at: nowText() }];
      return this.#keep({ ...visit, date, history });
    },
    'visit.finish': ({ id, outcome, note }) => {
      const visit = this.#visit(id);
      if (visit.state !== 'scheduled') throw failure('not_in_state', { state: visit.state });
      return this.#keep({ ...visit, state: 'finished', outcome, ...(note ? { outcome_note: note } : {}) });
    },
    'calendar.list': ({ from, to }) => {
      const year = from.slice(0, 4);
      const days = Object.entries(DAYS_OFF).map(([day, name]) => ({ date: `${year}-${day}`, name }));
      return {
        days: days
          .filter(({ date }) => from <= date && date <= to)
          .map((day) => ({ ...day, kind: 'off' as const, status: 'statutory' as const, by_ward: false })),
        years: [],
      };
    },
  };

  #id(): string {
    this.#ids += 1;
    return `01900000-0000-7000-8000-${String(this.#ids).padStart(12, '0')}`;
  }

  #admit(user: string, role: Role, pin: string, practice: boolean, asked?: string): Identity {
    if (pin.length < 6) throw failure('pin_too_short');
    const handle = asked?.trim() || String(this.#accounts.length + 1);
    if (this.#accounts.some(({ identity }) => identity.handle === handle)) throw failure('handle_taken');
    const ward = practice ? { ward: 'practice-1', ward_name: 'Phường Thực Hành' } : WARD;
    const users = [...this.#accounts.map(({ identity }) => identity), { handle, practice }];
    const identity: Identity = {
      state: 'unlocked',
      users,
      user,
      role,
      ...ward,
      handle,
      hamlets: [],
      practice,
    };
    this.#open = { identity, pin };
    this.#accounts.push(this.#open);
    return identity;
  }

  #fill(count: number): void {
    const day = todayText();
    for (const [index, person] of people(count).entries()) {
      const citizen = { ...person, id: this.#id() };
      citizen.findings = citizenFindings(citizen);
      this.citizens.set(citizen.id, citizen);
      if (index >= 6) continue;
      const visit = this.#plan(citizen.id, index < 3 ? day : nextDay(index === 5), {
        purposes: index % 3 === 0 ? ['birth_rereg', 'id_card_14plus'] : ['id_card_14plus'],
        urgent: index === 5,
        team: index % 2 === 0 ? 'Tổ 1' : 'Tổ 2',
        ...(index === 0 ? { note: 'Nhà sau chùa, gọi trước khi tới.' } : {}),
      });
      this.#delivery.delete(visit.id); // it came from the ward
    }
  }

  #form(procedure: string): Form {
    const form = FORMS[procedure];
    if (!form) throw failure('procedure_unknown');
    return form;
  }

  #citizen(id: string): Citizen {
    const citizen = this.citizens.get(id);
    if (!citizen) throw failure('record_not_found');
    return citizen;
  }

  #dossier(id: string): Dossier {
    const dossier = this.dossiers.get(id);
    if (!dossier) throw failure('record_not_found');
    return dossier;
  }

  #visit(id: string): Visit {
    const visit = this.visits.get(id);
    if (!visit) throw failure('record_not_found');
    return visit;
  }

  #plan(id: string, date: string, given: Pick<Visit, 'purposes' | 'urgent'> & Partial<Visit>): Visit {
    const { full_name, phone, phone_owner, address, mobility, hamlet } = this.#citizen(id);
    const home = { full_name, phone, phone_owner, address, mobility, hamlet };
    const known = Object.fromEntries(Object.entries(home).filter(([, value]) => value !== undefined));
    return this.#keep({
      ...known,
      ...given,
      id: this.#id(),
      citizen: id,
      state: 'scheduled',
      date,
      history: [{ from: null, to: date, at: nowText() }],
      load: { team: null, used: 0, capacity: null },
      revision: 0,
      delivery: 'on_device',
      findings: [],
    });
  }

  #keep(visit: Visit): Visit {
    this.visits.set(visit.id, { ...visit, revision: visit.revision + 1 });
    this.#touch(visit.id);
    return this.#loaded(visit);
  }

  /** With how full its team's day is. */
  #loaded(visit: Visit): Visit {
    const used = [...this.visits.values()].filter(
      ({ date, team }) => date === visit.date && team === visit.team,
    ).length;
    const load = { team: visit.team ?? null, used, capacity: CAPACITY };
    return { ...visit, load, delivery: this.#deliveryOf(visit.id) };
  }

  #touch(id: string): void {
    this.#delivery.set(id, 'on_device');
  }

  #changed(dossier: Dossier): Dossier {
    dossier.revision += 1;
    dossier.updated_at = nowText();
    dossier.delivery = 'on_device';
    this.#touch(dossier.id);
    return this.#checked(dossier);
  }

  #checked(dossier: Dossier): Dossier {
    return Object.assign(dossier, check(this.#form(dossier.procedure), dossier.answers));
  }

  #deliveryOf(id: string): string {
    return this.#delivery.get(id) ?? 'receipted';
  }

  #status(): SyncStatus {
    const count = (wanted: string) => [...this.#delivery.values()].filter((is) => is === wanted).length;
    return {
      created: this.#delivery.size,
      on_device: count('on_device'),
      in_transit: 0,
      receipted: count('receipted'),
      set_aside: count('set_aside'),
      files_waiting: 0,
      bytes_waiting: 700 * count('on_device'),
      conflicts: 0,
      last_success_at: this.#lastSuccess,
      ward_time_offset_s: this.#lastSuccess ? 0 : null,
      alerts: [],
    };
  }
}

/** What the forms' expressions would say, for the few fields that the screens are tried with. */
const HIDDEN: Record<string, (answers: Record<string, unknown>) => boolean> = {
  req_addr: ({ req_id }) => /\b\d{12}\b/.test(String(req_id ?? '')),
  copies_count: ({ copies }) => copies !== true,
  request_addr: ({ request_post }) => request_post !== true,
  request_phone: ({ request_post }) => request_post !== true,
  spouse_name: ({ marital }) => ['single', 'divorced', 'widowed'].includes(String(marital)),
  spouse_nationality: ({ marital }) => ['single', 'divorced', 'widowed'].includes(String(marital)),
  spouse_id: ({ marital }) => ['single', 'divorced', 'widowed'].includes(String(marital)),
};
const TAKEN_OVER: Record<string, string> = {
  full_name: 'app_name',
  dob: 'app_dob',
  sex: 'app_sex',
  id_no: 'app_id',
};

function check(form: Form, answers: Record<string, unknown>) {
  const fields = form.sections.flatMap((section) => section.fields);
  const seen = fields.filter(({ key }) => !HIDDEN[key]?.(answers));
  const derived: Record<string, unknown> = {};
  for (const { key } of seen) {
    const source = TAKEN_OVER[key];
    if (source && answers[source] !== undefined) derived[key] = answers[source];
  }
  if (typeof answers['sub_dob'] === 'string')
    derived['sub_dob_words'] = `Năm ${answers['sub_dob'].slice(0, 4)}`;
  const findings: Finding[] = [];
  for (const { key, type, required } of seen) {
    const answer = answers[key];
    if (answer === undefined) {
      if (required && derived[key] === undefined) findings.push(finding('required', key, 'error'));
    } else if (typeof answer === 'string') {
      findings.push(...textFindings(key, type, answer));
    }
  }
  if (
    typeof answers['sub_dob'] === 'string' &&
    !isWholeDate(answers['sub_dob']) &&
    isDate(answers['sub_dob'])
  ) {
    findings.push(finding('birth_date_partial', 'sub_dob', 'warning'));
  }
  return { derived, findings, visible: seen.map(({ key }) => key), papers: [] };
}

const isDate = (text: string): boolean => /^\d{4}(-\d{2}){0,2}$/.test(text);

function textFindings(key: string, type: string, text: string): Finding[] {
  if (type === 'date' || type === 'pdate')
    return isDate(text) ? [] : [finding('date_unreadable', key, 'error')];
  return type === 'id12' ? numberFindings(key, text) : [];
}

function numberFindings(key: string, text: string): Finding[] {
  const digits = text.replace(/[\s.-]/g, '');
  if (!/^\d*$/.test(digits)) return [finding('id_number_digits', key, 'error')];
  return digits.length === 12 ? [] : [finding('id_number_length', key, 'error', { digits: digits.length })];
}

function citizenFindings(citizen: Citizen): Finding[] {
  const findings: Finding[] = [];
  if (!citizen.full_name) findings.push(finding('required', 'full_name', 'error'));
  if (citizen.born && !isDate(citizen.born)) findings.push(finding('date_unreadable', 'born', 'error'));
  if (citizen.id_number) findings.push(...numberFindings('id_number', citizen.id_number));
  const digits = citizen.phone?.replace(/\D/g, '').length;
  if (digits && digits !== 10) findings.push(finding('phone_length', 'phone', 'warning', { digits }));
  return findings;
}

function reasonsToBe(citizen: Citizen, other: Citizen): string[] {
  const reasons: string[] = [];
  if (citizen.id_number && citizen.id_number === other.id_number) reasons.push('same_id_number');
  if (fold(citizen.full_name) === fold(other.full_name) && citizen.born === other.born) {
    reasons.push('same_name_and_birth');
  }
  return reasons;
}

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

function prefilled(form: Form, citizen: Citizen | undefined): Pick<Dossier, 'answers' | 'provenance'> {
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

/** The days off that the screens are tried with; the core has the whole calendar. */
const DAYS_OFF: Record<string, string> = {
  '01-01': 'Tết Dương lịch',
  '04-30': 'Ngày Chiến thắng',
  '05-01': 'Quốc tế Lao động',
  '09-02': 'Quốc khánh',
  '11-24': 'Ngày Văn hóa Việt Nam',
};

function visitDays(year: number, month: number, rule = 'third_thursday') {
  const start = firstDay({ year, month });
  const firstThursday = addDays(start, (3 - weekday(start) + 7) % 7);
  const rowThree = addDays(start, 14 - weekday(start) + 3);
  const thursday = rule === 'third_thursday' ? addDays(firstThursday, 14) : rowThree;
  return { regular: visitDay(thursday), urgent: visitDay(addDays(thursday, 1)) };
}

function visitDay(date: string): VisitDay {
  const holiday = DAYS_OFF[date.slice(5)];
  const suggested = holiday ? addDays(date, weekday(date) === 4 ? 3 : 1) : date;
  return { date, suggested, loads: [], ...(holiday ? { holiday } : {}) };
}

function nextDay(urgent: boolean): string {
  const now = monthOf(todayText());
  for (const ahead of [0, 1]) {
    const { year, month } = addMonths(now, ahead);
    const { suggested } = visitDays(year, month)[urgent ? 'urgent' : 'regular'];
    if (suggested >= todayText()) return suggested;
  }
  return todayText();
}
