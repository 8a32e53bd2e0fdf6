// Written from the command table in crates/app; do not edit. To write it anew:
// UPDATE=1 cargo test -p tan-nha-app reference

/** One thing that a check found; `code` is also the key of its text. */
export type Finding = { code: string, field: string, severity: "error" | "warning", params: Record<string, unknown> };

/** Where an answer came from; another one is of a later version. */
export type Source = "spoken" | "record" | "ward" | "scan" | { earlier: { dossier: string, day: string } };

/** Why a command failed. */
export type Failure = { code: string, message_key: string, params: Record<string, unknown>, findings?: Finding[], retryable: boolean };

export type AlsoOpen = {
  id: string,
  /** Who has it open; absent until the ward has said so. */
  by?: string,
  state: string,
  /** What it is called, where it is not of the same procedure but one of them yields the other. */
  procedure?: string,
};

export type AskedBy = "phone" | "hamlet_head" | "list" | "visit" | "other";

export type AttestsView = {
  writing?: WritingView,
  reading?: ReadingView,
  /** What is read aloud, in this order: fields, and of a table its rows, `<table>/<row>`. */
  aloud: Array<string>,
  /** Those of them that were not yet said to be right as they stand. */
  left: Array<string>,
  /** Those of them that were said to be wrong and are as they were. */
  wrong: Array<string>,
  /** Whether the citizen is known not to read. */
  reader_needed: boolean,
  /** Everybody who is to sign. */
  signers: Array<SignerState>,
};

export type CalendarDay = {
  date: string,
  kind: "off" | "work",
  name: string,
  status: "announced" | "statutory" | "certain" | "computed" | "provisional",
  /** Whether the ward entered it; the others come with the app. */
  by_ward: boolean,
};

export type CalendarDayToSave = {
  date: string,
  kind: "off" | "work",
  name: string,
  status?: "announced" | "statutory" | "certain" | "computed" | "provisional",
};

export type CalendarYear = {
  year: number,
  /** `unknown`: more days will be off than those listed. */
  status: "announced" | "provisional" | "unknown",
};

export type Carrier = {
  user: string,
  name: string,
  /** Whether it is who is signed in. */
  mine: boolean,
  /** In whole đồng. */
  amount: number,
  /** The oldest first. */
  days: Array<CashDay>,
};

export type CashDay = {
  date: string,
  amount: number,
  payments: Array<CashPayment>,
};

export type CashPayment = {
  dossier: string,
  amount: number,
  receipt?: string,
  at: string,
  /** Whether somebody else changed the same note: it is handed in when that is decided. */
  contested: boolean,
  /** Its own name, or that of the citizen it is about. */
  name?: string,
  /** The citizen it is about, where it is not one itself. */
  citizen?: string,
  procedure?: string,
  /** Of the member of a group, what its group's form calls it. */
  member_name?: string,
  /** The day of a visit, or of the calendar. */
  date?: string,
  state?: string,
};

export type CheckSaid = {
  of: "document" | "number" | "born" | "expires" | "whole",
  agrees: boolean,
};

export type ChecklistView = {
  /** The originals that somebody has seen. */
  originals: Record<string, {
    by: string,
    at: string
  }>,
  /** The papers that the citizen does not have. */
  absent: Record<string, {
    why: string,
    by: string,
    at: string
  }>,
};

export type ChoiceView = {
  value: string,
  label: string,
};

export type ConflictField = {
  /** An answer's key, a field of another record, or `state`. */
  field: string,
  /** As the form has it. */
  label: string | null,
  before: unknown,
  mine: unknown,
  theirs: unknown,
  mine_by: string,
  mine_at: string,
  /** Empty where nobody's change wrote it. */
  theirs_by: string,
  theirs_at: string | null,
  /** Not so for an act that can no longer be done. */
  mine_possible: boolean,
};

export type ConsentView = {
  id: string,
  text: string,
  purposes: string[],
  how: string,
  witness?: string,
  read_by?: string,
  age?: "adult" | "minor" | "small",
  representative?: {
    name: string,
    relation: string
  },
  child_agrees?: boolean,
  by: string,
  at: string,
  withdrawn?: Record<string, {
    at: string,
    how: string,
    by: string
  }>
};

export type DeadlineMember = {
  key: string,
  /** Whether it is done only where the dossier asks for it. */
  choice: boolean,
  /** The result that it waits for. */
  after?: string,
  longest?: LongestDeadline,
  count: number,
  unit: "hour" | "working_day" | "calendar_day",
  source: string,
  mark: "V" | "S" | "R",
  /** Null where no text that was read says it. */
  due: string | null,
  /** Where hours are counted. */
  due_at?: string,
};

export type DoerArgs = {
  who: "citizen" | "relative" | "volunteer" | "official",
  name?: string,
};

export type DossierMove = {
  from: string,
  /** The same where there is no newer form. */
  to: string,
  /** In the order of the newer form, and then what it does not ask for any more. */
  fields: Array<FieldMove>,
  /** Papers that were attached and that the newer form does not ask for; they stay. */
  papers: Array<string>,
};

export type DossierView = {
  /** Whether who is signed in sees it for nothing but the cash that they carry: they note payments and nothing else. */
  cash_only?: boolean,
  /** A table is the list of its rows, each with its id `row`. */
  answers: Record<string, unknown>,
  derived: Record<string, unknown>,
  /** The fields that are asked, in form order; behind a table the cells, `<table>/<row>/<column>`. */
  visible: Array<string>,
  /** The slots of the papers that these answers ask for. */
  papers: Array<string>,
  /** What it costs by these answers, null where they do not tell it; absent where the form has only words for it. */
  fee?: {
    amount: number | null,
    lines: Array<{
      label: string,
      amount: number
    }>,
    exempt: string | null,
    why: string | null
  },
  /** What is noted of it; absent for the member of a group, whose fee is the group's. */
  payment?: PaymentView,
  /** Who signs. */
  signers?: Array<string>,
  /** When a member of a group is due, were the group received now; absent once an agency has it. */
  deadline?: MemberDeadline,
  /** Of each answer, and of each row of a table (`<table>/<row>`). */
  provenance: Record<string, Source>,
  /** What other sources say of an answer otherwise, and of what is not answered yet, by field. */
  said?: {
    [key in string]: Array<Said>
  },
  /** SHA-256 that names the answers as they stand and the version of their form; what is read back or signed names it. */
  answers_hash: string,
  attests: AttestsView,
  findings: Finding[],
  /** Its papers, in the order in which they were attached, or the one that was given to a slot's pages. */
  files: Array<FileView>,
  checklist: ChecklistView,
  /** What was printed of it, by kind; empty when nothing was. */
  prints: Array<PrintView>,
  /** The version of the form for today, where it is newer than that of this draft. */
  newer_form?: string,
  /** What its form does not ask for any more. */
  earlier?: Array<EarlierAnswer>,
  id: string,
  procedure: string,
  form_version: string,
  state: string,
  /** Grows with every change of this record on this device. */
  revision: number,
  /** Where its last change stands: `on_device`, `in_transit`, `receipted` or `set_aside`. */
  delivery: string,
  citizen?: string,
  /** The citizen's; absent when their record is not on this device. */
  full_name?: string,
  visit?: string,
  updated_at: string,
  paper_counts: PaperCounts,
  /** Dossiers of the same procedure that others have open for the same citizen. */
  also_open: Array<AlsoOpen>,
  /** The group that it is a member of. */
  group?: string,
  /** Which member it is. */
  member?: string,
  /** As the group's form has it; absent where the group is not on this device. */
  name?: string,
  authority?: string,
  /** Whether the group's answers are no longer those that it was handed in with. */
  amended_since?: boolean,
  /** The members of a group: in a list those that were made, otherwise all that its form has. */
  members?: Array<MemberDossier>,
};

export type EarlierAnswer = {
  /** The version; absent where it came from somebody who did not know yet that the draft was moved. */
  version?: string,
  field: string,
  label: string,
  value: unknown,
};

export type ExemptView = {
  who: string,
  why?: string,
  /** Whether the answers tell it; otherwise a person is asked. */
  told: boolean,
  mark: "V" | "S" | "R",
};

export type FeeView = {
  text: string,
  exempt: Array<ExemptView>,
  mark: "V" | "S" | "R",
};

export type FieldMove = {
  field: string,
  label: string,
  /** What it was called, where it is called otherwise now. */
  was?: string,
  outcome: "kept" | "moved" | "filled" | "needs_answer" | "no_longer_asked",
  /** What was answered, where nothing asks for it any more. */
  value?: unknown,
};

export type FieldView = {
  key: string,
  label: string,
  hint?: string,
  type: string,
  /** The unit of merge: fields of one group are changed together. */
  group: string,
  required: boolean,
  /** Whether it may become required by other answers. */
  required_sometimes: boolean,
  /** Whether it is computed where nobody answers. */
  derived: boolean,
  sensitive: boolean,
  /** Of an address: the units that it is to name; absent where those of any time will do. */
  unit_set?: "2024" | "2025",
  /** The columns of a table; a row has their cells and its id, `row`. */
  columns?: Array<FieldView>,
  /** Whether each row is a person, whom a card can fill. */
  rows_are_people?: boolean,
  min_rows?: number,
  max_rows?: number,
  choices: Array<ChoiceView>,
  /** What a fixed field says. */
  text?: string,
  mark: "V" | "S" | "R",
};

export type FileState = "on_device" | "in_transit" | "received" | "missing" | "elsewhere";

export type FileView = {
  sha256: string,
  slot: string,
  bytes: number,
  media: "image/jpeg" | "application/pdf" | "image/svg+xml",
  pages?: number,
  state: FileState,
};

export type FlagView = {
  /** `gap`: a change has not come although later ones of the device have, for three days; `cloned`: two tablets send as one; or a code of a later ward. */
  code: string,
  since: string,
};

export type FormStanding = "in_use" | "coming" | "past" | "unreadable";

export type HandedInView = {
  by: string,
  at: string,
};

export type InterpreterArgs = {
  name: string,
  language: string,
};

export type KeptFile = {
  sha256: string,
  bytes: number,
  media: "image/jpeg" | "application/pdf" | "image/svg+xml",
  pages?: number,
};

export type LongestDeadline = {
  /** In which case. */
  when: "verification" | "change_or_correction" | "old_books",
  /** Null where no text that was read says it. */
  due: string | null,
  /** Where hours are counted. */
  due_at?: string,
};

export type MemberDeadline = {
  /** The day, `2026-11-27`. */
  due: string,
  /** The moment, where hours are counted. */
  due_at?: string,
  /** At the latest, in a case that may take longer. */
  longest?: LongestDeadline,
};

export type MemberDossier = {
  key: string,
  name: string,
  authority: string,
  /** The slots of the group's papers that serve it. */
  papers: Array<string>,
  /** The member that has to be done before it. */
  after?: string,
  /** Whether the answers ask for it; absent in lists. */
  asked?: boolean,
  /** Its dossier, where a submit has made it. */
  id?: string,
  state?: string,
  /** Where its last change stands. */
  delivery?: string,
  /** Whether the group's answers are no longer those that it was handed in with. */
  amended_since?: boolean,
  /** When it is due, were the group received now; absent once an agency has it, and where no text says it. */
  deadline?: MemberDeadline,
};

export type MemberView = {
  key: string,
  name: string,
  procedure?: string,
  authority: string,
  deadline?: {
    count: number,
    unit: string,
    extra?: string,
    mark: "V" | "S" | "R"
  },
  /** The member that has to be done before it. */
  after?: string,
  /** The slots of the papers that serve it. */
  papers: Array<string>,
  /** Whether the answers decide whether it is asked for. */
  sometimes: boolean,
  /** The fields whose answers decide it. */
  decided_by?: Array<string>,
  mark: "V" | "S" | "R",
};

export type Mend = "send_again" | "attach_again" | "ask_leader" | "update_app" | "enrol_again" | "take_in_another";

export type PaidView = {
  key: string,
  amount: number,
  how: "cash" | "desk" | "transfer",
  receipt?: string,
  received_by?: string,
  by: string,
  at: string,
  /** Whether somebody carries its cash. */
  carried: boolean,
  /** Whether who is signed in may change the note. */
  mine: boolean,
  /** Whether the note may be changed but not taken away, nor the amount made less: it is cash, and who is signed in does not take it in. */
  stays: boolean,
  /** That the desk has it. */
  handed_in?: HandedInView,
};

export type PaperCounts = {
  /** Those of which this device knows that the ward has them. */
  received: number,
  all: number,
};

export type PaperView = {
  slot: string,
  label: string,
  required: boolean,
  /** Whether some dossiers need it, by their answers. */
  required_sometimes: boolean,
  /** How many are handed in. */
  copies: number,
  /** Whether the original has to be shown beside it. */
  original_to_show: boolean,
  /** Whether it is filled in here; the others are the citizen's own. */
  is_form: boolean,
  note?: string,
  /** Whether its picture is sensitive personal data. */
  sensitive: boolean,
  mark: "V" | "S" | "R",
};

export type PaymentView = {
  /** Whole đồng, 0 for who is free of it; null where neither the answers nor a person say it. */
  due: number | null,
  said?: SaidView,
  /** Every payment, the oldest first. */
  paid?: Array<PaidView>,
};

export type PersonNews = Record<symbol, never>;

export type PersonView = {
  key: string,
  /** Who they are: `subject`, `requester`, `mother`, … */
  role: string,
  /** The field with their name. */
  name?: string,
  /** The fields that can be filled, in form order. */
  fields: Array<string>,
};

export type PossibleDuplicate = {
  id: string,
  reasons: string[],
};

export type PrintView = {
  kind: string,
  /** By everybody. */
  count: number,
  /** The last time. */
  at: string,
  /** Whether the answers have changed since: the paper says something else. */
  stale: boolean,
};

export type Progress = {
  /** What is going on: `push`, `pull`. */
  job: string,
  /** How much is done. */
  done: number,
  /** Of how much, where that is known. */
  total: number | null,
  /** Of what: `change`, `record`. */
  unit: string,
};

export type ReadingView = {
  /** To whom, where it was not the citizen. */
  to?: string,
  /** Whether all of it was read and said to be right. */
  confirmed: boolean,
  /** Whether it is confirmed and of the answers as they stand. */
  fits: boolean,
  noted_by: string,
  at: string,
  who: "citizen" | "relative" | "volunteer" | "official",
  name?: string,
};

export type RepresentativeArgs = {
  name: string,
  relation: string,
};

export type RuleView = {
  code: string,
  field: string,
  what_to_do: string,
  source?: string,
};

export type Said = {
  source: Source,
  value: unknown,
  /** Whether a person took it; absent while nobody has decided. */
  taken?: boolean,
};

export type SaidView = {
  amount: number,
  reason: string,
  by: string,
  at: string,
  /** Whether it is of what the answers tell now; otherwise it was said of another case. */
  counts: boolean,
};

export type Scanned = {
  source: "qr" | "mrz",
  /** Which card; null where that cannot be told, as from an MRZ. */
  card: "cccd_2021" | "can_cuoc_2024" | null,
  number: string,
  old_number?: string,
  /** From an MRZ in capitals without marks. */
  full_name: string,
  born: string | null,
  sex: "male" | "female" | null,
  address: string | null,
  issued: string | null,
  issuer: string | null,
  /** Said by an MRZ alone. */
  expires?: string,
  /** The MRZ has 31/12/99, which is said to stand for a card without expiry. */
  no_expiry?: boolean,
  /** Of an MRZ: its check digits. */
  checks?: Array<CheckSaid>,
  /** What the QR code holds beyond the fields that are known here. */
  more?: Array<string>,
  /** Always false: nothing on a card that is read here is signed. It helps typing and proves nothing. */
  proof: boolean,
  findings: Finding[],
};

export type SectionView = {
  key: string,
  label: string,
  /** The slot of the paper it is printed on; absent where it is only asked. */
  paper?: string,
  mark: "V" | "S" | "R",
  fields: Array<FieldView>,
};

export type Share = "on_device" | "in_transit" | "receipted" | "set_aside";

export type SignerState = {
  /** As the form calls them. */
  who: string,
  note?: string,
  /** Whether it is the two witnesses. */
  witnesses: boolean,
  signed?: SigningView,
};

export type SignerView = {
  who: string,
  note?: string,
  /** Where it is the two witnesses: the table that names them. */
  witnesses?: string,
  /** Whether it hangs on the answers. */
  sometimes: boolean,
  mark: "V" | "S" | "R",
};

export type SigningView = {
  mode: "signature" | "fingerprint_on_paper" | "paper" | "witnesses" | "not_needed",
  /** The drawn signature among the dossier's files. */
  file?: string,
  /** The names of the two witnesses. */
  witnesses?: Array<string>,
  /** The official before whom it was done. */
  official?: string,
  fits: boolean,
  noted_by: string,
  at: string,
};

export type SyncNews = {
  /** Whether one runs. */
  running: boolean,
  /** Why the one that ended failed; null while one runs and after one that did not fail. */
  failure: Failure | null,
};

export type TeamLoad = {
  /** None: the visits that have no team yet. */
  team: string | null,
  used: number,
  /** None when nobody counts. */
  capacity: number | null,
};

export type UnitView = {
  /** `2025`: of today; `2024`: of before July 2025. */
  set: "2024" | "2025",
  code: string,
  kind: "province" | "city" | "urban_district" | "rural_district" | "town" | "ward" | "commune" | "township" | "special_zone",
  name: string,
  /** "Phường Cao Lãnh, Đồng Tháp". */
  path: string,
};

export type User = {
  handle: string,
  practice: boolean,
};

export type VisitDay = {
  /** By the rule. */
  date: string,
  /** What that day off is called. */
  holiday?: string,
  /** The day to use. */
  suggested: string,
  /** The visits of that day, as far as this device knows them. */
  loads: Array<TeamLoad>,
};

export type VisitMove = {
  at: string,
  /** The name that the ward gave them. */
  by?: string,
  /** None when it was scheduled. */
  from: string | null,
  to: string,
  reason?: string,
};

export type VisitOutcome = "done" | "absent" | "refused" | "partial";

export type WaitsFor = "record" | "change";

export type WritingView = {
  interpreter?: {
    name: string,
    language: string
  },
  noted_by: string,
  at: string,
  who: "citizen" | "relative" | "volunteer" | "official",
  name?: string,
};

/** Every command: its arguments and its result. */
export interface Commands {
  /** Whether the profile is empty, locked or unlocked, and who can unlock it. */
  "profile.status": {
    args: Record<symbol, never>;
    result: {
      "state": "empty",
      users: Array<User>,
    } | {
      "state": "locked",
      users: Array<User>,
    } | {
      "state": "unlocked",
      users: Array<User>,
      /** The name that the ward wrote in the invitation. */
      user: string,
      role: "volunteer" | "leader" | "clerk" | "admin",
      /** The ward's code. */
      ward: string,
      ward_name: string,
      handle: string,
      hamlets: Array<string>,
      team?: string,
      practice: boolean,
    };
  };
  /** Enrols a person on this device with the invitation that the ward printed. */
  "profile.enrol": {
    args: {
      invitation: string,
      pin: string,
      handle?: string,
    };
    result: {
      /** The name that the ward wrote in the invitation. */
      user: string,
      role: "volunteer" | "leader" | "clerk" | "admin",
      /** The ward's code. */
      ward: string,
      ward_name: string,
      handle: string,
      hamlets: Array<string>,
      team?: string,
      practice: boolean,
    };
  };
  /** Enrols this device again, with all its work: the cure of a tablet that was copied. */
  "profile.enrol_again": {
    args: {
      invitation: string,
    };
    result: {
      /** The name that the ward wrote in the invitation. */
      user: string,
      role: "volunteer" | "leader" | "clerk" | "admin",
      /** The ward's code. */
      ward: string,
      ward_name: string,
      handle: string,
      hamlets: Array<string>,
      team?: string,
      practice: boolean,
    };
  };
  /** Makes a local practice ward that never syncs. */
  "profile.practice": {
    args: {
      pin: string,
      role: "volunteer" | "leader" | "clerk" | "admin",
      people?: number,
      handle?: string,
    };
    result: {
      /** The name that the ward wrote in the invitation. */
      user: string,
      role: "volunteer" | "leader" | "clerk" | "admin",
      /** The ward's code. */
      ward: string,
      ward_name: string,
      handle: string,
      hamlets: Array<string>,
      team?: string,
      practice: boolean,
    };
  };
  /** Opens a person's file with their PIN. */
  "profile.unlock": {
    args: {
      pin: string,
      handle?: string,
    };
    result: {
      /** The name that the ward wrote in the invitation. */
      user: string,
      role: "volunteer" | "leader" | "clerk" | "admin",
      /** The ward's code. */
      ward: string,
      ward_name: string,
      handle: string,
      hamlets: Array<string>,
      team?: string,
      practice: boolean,
    };
  };
  /** Gives the person who has unlocked it another PIN; the old one is asked. */
  "profile.change_pin": {
    args: {
      pin: string,
      new_pin: string,
    };
    result: Record<symbol, never>;
  };
  /** Closes the open file. */
  "profile.lock": {
    args: Record<symbol, never>;
    result: Record<symbol, never>;
  };
  /** Makes or changes a citizen; absent fields stay, null clears. */
  "citizen.save": {
    args: {
      id?: string,
      full_name?: string,
      born?: string | null,
      sex?: "male" | "female" | null,
      id_number?: string | null,
      old_id_number?: string | null,
      phone?: string | null,
      phone_owner?: string | null,
      hamlet?: string | null,
      address?: string | null,
      mobility?: "normal" | "elderly" | "ill" | "disabled" | null,
      needs?: string[] | null,
      /** Whether they read what is written; so are the next three. */
      reads?: boolean | null,
      writes?: boolean | null,
      signs?: boolean | null,
      hears?: boolean | null,
      /** What they speak, where it is not Vietnamese. */
      language?: string | null,
    };
    result: {
      id: string,
      findings: Finding[],
      possible_duplicates: Array<PossibleDuplicate>,
    };
  };
  /** One citizen with what they need. */
  "citizen.get": {
    args: {
      id: string,
    };
    result: {
      id: string,
      full_name: string,
      born?: string,
      sex?: "male" | "female",
      id_number?: string,
      old_id_number?: string,
      phone?: string,
      phone_owner?: string,
      hamlet?: string,
      address?: string,
      mobility?: "normal" | "elderly" | "ill" | "disabled",
      reads?: boolean,
      writes?: boolean,
      signs?: boolean,
      hears?: boolean,
      language?: string,
      state: string,
      needs: string[],
      agreed: string[],
      delivery: string,
      findings: Finding[]
    };
  };
  /** Citizens by name, number, phone or address, best first. */
  "citizen.search": {
    args: {
      text: string,
      limit?: number,
      hamlet?: string,
      need?: string,
    };
    result: Array<{
      id: string,
      full_name: string,
      born: string | null,
      hamlet: string | null,
      address: string | null,
      id_number: string | null,
      phone: string | null,
    }>;
  };
  /** What an identity number says, and what speaks against it. */
  "id.check": {
    args: {
      number: string,
      sex?: "male" | "female",
      born?: string,
    };
    result: {
      kind: "personal" | "cmnd" | "unknown",
      province?: string,
      sex?: "male" | "female",
      birth_year?: number,
      findings: Finding[],
    };
  };
  /** Reads the QR code of an identity card, as text or in a picture, or the lines on its back; nothing is kept. */
  "id.scan": {
    args: {
      /** The text of the QR code, or the three lines on the back; this, `image_path` or `image`. */
      text?: string,
      /** Where a picture with the QR code is. */
      image_path?: string,
      /** The picture itself, in base64. */
      image?: string,
    };
    result: {
      source: "qr" | "mrz",
      /** Which card; null where that cannot be told, as from an MRZ. */
      card: "cccd_2021" | "can_cuoc_2024" | null,
      number: string,
      old_number?: string,
      /** From an MRZ in capitals without marks. */
      full_name: string,
      born: string | null,
      sex: "male" | "female" | null,
      address: string | null,
      issued: string | null,
      issuer: string | null,
      /** Said by an MRZ alone. */
      expires?: string,
      /** The MRZ has 31/12/99, which is said to stand for a card without expiry. */
      no_expiry?: boolean,
      /** Of an MRZ: its check digits. */
      checks?: Array<CheckSaid>,
      /** What the QR code holds beyond the fields that are known here. */
      more?: Array<string>,
      /** Always false: nothing on a card that is read here is signed. It helps typing and proves nothing. */
      proof: boolean,
      findings: Finding[],
    };
  };
  /** The procedures that have a definition. */
  "procedure.list": {
    args: Record<symbol, never>;
    result: Array<{
      key: string,
      name: string,
      portal_code: string,
      /** The area of administration that it is listed under; empty where its form names none. */
      area: string,
      authority: string,
      /** Absent where no text says it, and for a group, whose members have their own. */
      deadline?: {
        count?: number,
        unit: string,
        extra?: string,
        mark: "V" | "S" | "R"
      },
      fee: FeeView,
      papers: Array<PaperView>,
      version: string,
    }>;
  };
  /** A procedure's form: sections, fields and papers. */
  "procedure.form": {
    args: {
      procedure: string,
      version?: string,
    };
    result: {
      key: string,
      version: string,
      name: string,
      sections: Array<SectionView>,
      /** The people whose fields a card or a record can fill, in form order. */
      people?: Array<PersonView>,
      papers: Array<PaperView>,
      fee: FeeView,
      signers: Array<SignerView>,
      /** Whether an official has to be present when it is signed. */
      official_present: boolean,
      /** The dossiers that one filling yields. */
      members?: Array<MemberView>,
      rules: Array<RuleView>,
    };
  };
  /** Answers of an invented person that pass the check. */
  "procedure.sample": {
    args: {
      procedure: string,
    };
    result: {
      answers: Record<string, unknown>,
    };
  };
  /** Begins a dossier, prefilled with what is known. */
  "dossier.open": {
    args: {
      procedure: string,
      citizen?: string,
      visit?: string,
    };
    result: {
      /** Whether who is signed in sees it for nothing but the cash that they carry: they note payments and nothing else. */
      cash_only?: boolean,
      /** A table is the list of its rows, each with its id `row`. */
      answers: Record<string, unknown>,
      derived: Record<string, unknown>,
      /** The fields that are asked, in form order; behind a table the cells, `<table>/<row>/<column>`. */
      visible: Array<string>,
      /** The slots of the papers that these answers ask for. */
      papers: Array<string>,
      /** What it costs by these answers, null where they do not tell it; absent where the form has only words for it. */
      fee?: {
        amount: number | null,
        lines: Array<{
          label: string,
          amount: number
        }>,
        exempt: string | null,
        why: string | null
      },
      /** What is noted of it; absent for the member of a group, whose fee is the group's. */
      payment?: PaymentView,
      /** Who signs. */
      signers?: Array<string>,
      /** When a member of a group is due, were the group received now; absent once an agency has it. */
      deadline?: MemberDeadline,
      /** Of each answer, and of each row of a table (`<table>/<row>`). */
      provenance: Record<string, Source>,
      /** What other sources say of an answer otherwise, and of what is not answered yet, by field. */
      said?: {
        [key in string]: Array<Said>
      },
      /** SHA-256 that names the answers as they stand and the version of their form; what is read back or signed names it. */
      answers_hash: string,
      attests: AttestsView,
      findings: Finding[],
      /** Its papers, in the order in which they were attached, or the one that was given to a slot's pages. */
      files: Array<FileView>,
      checklist: ChecklistView,
      /** What was printed of it, by kind; empty when nothing was. */
      prints: Array<PrintView>,
      /** The version of the form for today, where it is newer than that of this draft. */
      newer_form?: string,
      /** What its form does not ask for any more. */
      earlier?: Array<EarlierAnswer>,
      id: string,
      procedure: string,
      form_version: string,
      state: string,
      /** Grows with every change of this record on this device. */
      revision: number,
      /** Where its last change stands: `on_device`, `in_transit`, `receipted` or `set_aside`. */
      delivery: string,
      citizen?: string,
      /** The citizen's; absent when their record is not on this device. */
      full_name?: string,
      visit?: string,
      updated_at: string,
      paper_counts: PaperCounts,
      /** Dossiers of the same procedure that others have open for the same citizen. */
      also_open: Array<AlsoOpen>,
      /** The group that it is a member of. */
      group?: string,
      /** Which member it is. */
      member?: string,
      /** As the group's form has it; absent where the group is not on this device. */
      name?: string,
      authority?: string,
      /** Whether the group's answers are no longer those that it was handed in with. */
      amended_since?: boolean,
      /** The members of a group: in a list those that were made, otherwise all that its form has. */
      members?: Array<MemberDossier>,
    };
  };
  /** Sets answers; durable when it returns. */
  "dossier.set": {
    args: {
      id: string,
      answers: Record<string, unknown>,
    };
    result: {
      /** Whether who is signed in sees it for nothing but the cash that they carry: they note payments and nothing else. */
      cash_only?: boolean,
      /** A table is the list of its rows, each with its id `row`. */
      answers: Record<string, unknown>,
      derived: Record<string, unknown>,
      /** The fields that are asked, in form order; behind a table the cells, `<table>/<row>/<column>`. */
      visible: Array<string>,
      /** The slots of the papers that these answers ask for. */
      papers: Array<string>,
      /** What it costs by these answers, null where they do not tell it; absent where the form has only words for it. */
      fee?: {
        amount: number | null,
        lines: Array<{
          label: string,
          amount: number
        }>,
        exempt: string | null,
        why: string | null
      },
      /** What is noted of it; absent for the member of a group, whose fee is the group's. */
      payment?: PaymentView,
      /** Who signs. */
      signers?: Array<string>,
      /** When a member of a group is due, were the group received now; absent once an agency has it. */
      deadline?: MemberDeadline,
      /** Of each answer, and of each row of a table (`<table>/<row>`). */
      provenance: Record<string, Source>,
      /** What other sources say of an answer otherwise, and of what is not answered yet, by field. */
      said?: {
        [key in string]: Array<Said>
      },
      /** SHA-256 that names the answers as they stand and the version of their form; what is read back or signed names it. */
      answers_hash: string,
      attests: AttestsView,
      findings: Finding[],
      /** Its papers, in the order in which they were attached, or the one that was given to a slot's pages. */
      files: Array<FileView>,
      checklist: ChecklistView,
      /** What was printed of it, by kind; empty when nothing was. */
      prints: Array<PrintView>,
      /** The version of the form for today, where it is newer than that of this draft. */
      newer_form?: string,
      /** What its form does not ask for any more. */
      earlier?: Array<EarlierAnswer>,
      id: string,
      procedure: string,
      form_version: string,
      state: string,
      /** Grows with every change of this record on this device. */
      revision: number,
      /** Where its last change stands: `on_device`, `in_transit`, `receipted` or `set_aside`. */
      delivery: string,
      citizen?: string,
      /** The citizen's; absent when their record is not on this device. */
      full_name?: string,
      visit?: string,
      updated_at: string,
      paper_counts: PaperCounts,
      /** Dossiers of the same procedure that others have open for the same citizen. */
      also_open: Array<AlsoOpen>,
      /** The group that it is a member of. */
      group?: string,
      /** Which member it is. */
      member?: string,
      /** As the group's form has it; absent where the group is not on this device. */
      name?: string,
      authority?: string,
      /** Whether the group's answers are no longer those that it was handed in with. */
      amended_since?: boolean,
      /** The members of a group: in a list those that were made, otherwise all that its form has. */
      members?: Array<MemberDossier>,
    };
  };
  /** Fills one of the people of a form from an identity card; nothing that is answered is taken away. */
  "dossier.fill": {
    args: {
      id: string,
      /** The key of one of the people of the form, or `<table>/<row>` where a row is a person; a row that is not there is made. */
      person: string,
      /** The text of the card's QR code, or the three lines on its back; this, `image_path` or `image`. */
      text?: string,
      /** Where a picture with the QR code is. */
      image_path?: string,
      /** The picture itself, in base64. */
      image?: string,
    };
    result: {
      dossier: DossierView,
      /** What was read on the card, with its findings. Of it only answers are kept, and what differs from answers. */
      card: Scanned,
      /** The fields that have an answer now. */
      filled: Array<string>,
      /** The fields that were answered as the source says. */
      agrees: Array<string>,
      /** The fields of which the source says something else, or what it is not sure of; it stands in the dossier's `said`, but for the cells of a row, which are only named. */
      differs: Array<string>,
      /** Why nothing was filled without asking: this person has another number or name in the form, must be of the other sex, or it is somebody else of the form. */
      doubt?: "other_number" | "other_name" | "other_sex" | "other_person",
      /** The keys of other people of the form who are the same person by number, or name and birth. */
      also: Array<string>,
    };
  };
  /** What records and earlier dossiers here know of the people of a dossier beyond its answers. */
  "dossier.known": {
    args: {
      id: string,
    };
    result: Array<{
      /** The person's key in the form. */
      person: string,
      /** The citizen or the dossier that knows them. */
      record: string,
      source: Source,
      /** As it is written there. */
      name: string,
      /** What would be filled, by field. */
      answers: Record<string, unknown>,
    }>;
  };
  /** Fills a person of a dossier from a record that knows them; nothing that is answered is taken away. */
  "dossier.take": {
    args: {
      id: string,
      person: string,
      /** The citizen or the dossier that was offered. */
      record: string,
    };
    result: {
      dossier: DossierView,
      /** The fields that have an answer now. */
      filled: Array<string>,
      /** The fields that were answered as the source says. */
      agrees: Array<string>,
      /** The fields of which the source says something else, or what it is not sure of; it stands in the dossier's `said`, but for the cells of a row, which are only named. */
      differs: Array<string>,
      /** Why nothing was filled without asking: this person has another number or name in the form, must be of the other sex, or it is somebody else of the form. */
      doubt?: "other_number" | "other_name" | "other_sex" | "other_person",
      /** The keys of other people of the form who are the same person by number, or name and birth. */
      also: Array<string>,
    };
  };
  /** Says which value is right where other sources say something else. */
  "dossier.decide": {
    args: {
      id: string,
      field: string,
      /** The answer that stands, or what one of the sources says. */
      value: unknown,
    };
    result: {
      /** Whether who is signed in sees it for nothing but the cash that they carry: they note payments and nothing else. */
      cash_only?: boolean,
      /** A table is the list of its rows, each with its id `row`. */
      answers: Record<string, unknown>,
      derived: Record<string, unknown>,
      /** The fields that are asked, in form order; behind a table the cells, `<table>/<row>/<column>`. */
      visible: Array<string>,
      /** The slots of the papers that these answers ask for. */
      papers: Array<string>,
      /** What it costs by these answers, null where they do not tell it; absent where the form has only words for it. */
      fee?: {
        amount: number | null,
        lines: Array<{
          label: string,
          amount: number
        }>,
        exempt: string | null,
        why: string | null
      },
      /** What is noted of it; absent for the member of a group, whose fee is the group's. */
      payment?: PaymentView,
      /** Who signs. */
      signers?: Array<string>,
      /** When a member of a group is due, were the group received now; absent once an agency has it. */
      deadline?: MemberDeadline,
      /** Of each answer, and of each row of a table (`<table>/<row>`). */
      provenance: Record<string, Source>,
      /** What other sources say of an answer otherwise, and of what is not answered yet, by field. */
      said?: {
        [key in string]: Array<Said>
      },
      /** SHA-256 that names the answers as they stand and the version of their form; what is read back or signed names it. */
      answers_hash: string,
      attests: AttestsView,
      findings: Finding[],
      /** Its papers, in the order in which they were attached, or the one that was given to a slot's pages. */
      files: Array<FileView>,
      checklist: ChecklistView,
      /** What was printed of it, by kind; empty when nothing was. */
      prints: Array<PrintView>,
      /** The version of the form for today, where it is newer than that of this draft. */
      newer_form?: string,
      /** What its form does not ask for any more. */
      earlier?: Array<EarlierAnswer>,
      id: string,
      procedure: string,
      form_version: string,
      state: string,
      /** Grows with every change of this record on this device. */
      revision: number,
      /** Where its last change stands: `on_device`, `in_transit`, `receipted` or `set_aside`. */
      delivery: string,
      citizen?: string,
      /** The citizen's; absent when their record is not on this device. */
      full_name?: string,
      visit?: string,
      updated_at: string,
      paper_counts: PaperCounts,
      /** Dossiers of the same procedure that others have open for the same citizen. */
      also_open: Array<AlsoOpen>,
      /** The group that it is a member of. */
      group?: string,
      /** Which member it is. */
      member?: string,
      /** As the group's form has it; absent where the group is not on this device. */
      name?: string,
      authority?: string,
      /** Whether the group's answers are no longer those that it was handed in with. */
      amended_since?: boolean,
      /** The members of a group: in a list those that were made, otherwise all that its form has. */
      members?: Array<MemberDossier>,
    };
  };
  /** Puts away what other sources say and nobody took; the answers stay. */
  "dossier.put_away": {
    args: {
      id: string,
      /** What is said of these; without a `source`, only what nobody has decided. */
      fields: Array<string>,
      /** Only what this one says, and all of it that nobody took: a card of somebody else. */
      source?: Source,
    };
    result: {
      /** Whether who is signed in sees it for nothing but the cash that they carry: they note payments and nothing else. */
      cash_only?: boolean,
      /** A table is the list of its rows, each with its id `row`. */
      answers: Record<string, unknown>,
      derived: Record<string, unknown>,
      /** The fields that are asked, in form order; behind a table the cells, `<table>/<row>/<column>`. */
      visible: Array<string>,
      /** The slots of the papers that these answers ask for. */
      papers: Array<string>,
      /** What it costs by these answers, null where they do not tell it; absent where the form has only words for it. */
      fee?: {
        amount: number | null,
        lines: Array<{
          label: string,
          amount: number
        }>,
        exempt: string | null,
        why: string | null
      },
      /** What is noted of it; absent for the member of a group, whose fee is the group's. */
      payment?: PaymentView,
      /** Who signs. */
      signers?: Array<string>,
      /** When a member of a group is due, were the group received now; absent once an agency has it. */
      deadline?: MemberDeadline,
      /** Of each answer, and of each row of a table (`<table>/<row>`). */
      provenance: Record<string, Source>,
      /** What other sources say of an answer otherwise, and of what is not answered yet, by field. */
      said?: {
        [key in string]: Array<Said>
      },
      /** SHA-256 that names the answers as they stand and the version of their form; what is read back or signed names it. */
      answers_hash: string,
      attests: AttestsView,
      findings: Finding[],
      /** Its papers, in the order in which they were attached, or the one that was given to a slot's pages. */
      files: Array<FileView>,
      checklist: ChecklistView,
      /** What was printed of it, by kind; empty when nothing was. */
      prints: Array<PrintView>,
      /** The version of the form for today, where it is newer than that of this draft. */
      newer_form?: string,
      /** What its form does not ask for any more. */
      earlier?: Array<EarlierAnswer>,
      id: string,
      procedure: string,
      form_version: string,
      state: string,
      /** Grows with every change of this record on this device. */
      revision: number,
      /** Where its last change stands: `on_device`, `in_transit`, `receipted` or `set_aside`. */
      delivery: string,
      citizen?: string,
      /** The citizen's; absent when their record is not on this device. */
      full_name?: string,
      visit?: string,
      updated_at: string,
      paper_counts: PaperCounts,
      /** Dossiers of the same procedure that others have open for the same citizen. */
      also_open: Array<AlsoOpen>,
      /** The group that it is a member of. */
      group?: string,
      /** Which member it is. */
      member?: string,
      /** As the group's form has it; absent where the group is not on this device. */
      name?: string,
      authority?: string,
      /** Whether the group's answers are no longer those that it was handed in with. */
      amended_since?: boolean,
      /** The members of a group: in a list those that were made, otherwise all that its form has. */
      members?: Array<MemberDossier>,
    };
  };
  /** Whether the answers are complete, and what is to be done. */
  "dossier.check": {
    args: {
      id: string,
    };
    result: {
      complete: boolean,
      findings: Finding[],
    };
  };
  /** Hands the dossier to the one-stop desk; it is sent with the next sync. */
  "dossier.submit": {
    args: {
      id: string,
    };
    result: {
      /** Whether who is signed in sees it for nothing but the cash that they carry: they note payments and nothing else. */
      cash_only?: boolean,
      /** A table is the list of its rows, each with its id `row`. */
      answers: Record<string, unknown>,
      derived: Record<string, unknown>,
      /** The fields that are asked, in form order; behind a table the cells, `<table>/<row>/<column>`. */
      visible: Array<string>,
      /** The slots of the papers that these answers ask for. */
      papers: Array<string>,
      /** What it costs by these answers, null where they do not tell it; absent where the form has only words for it. */
      fee?: {
        amount: number | null,
        lines: Array<{
          label: string,
          amount: number
        }>,
        exempt: string | null,
        why: string | null
      },
      /** What is noted of it; absent for the member of a group, whose fee is the group's. */
      payment?: PaymentView,
      /** Who signs. */
      signers?: Array<string>,
      /** When a member of a group is due, were the group received now; absent once an agency has it. */
      deadline?: MemberDeadline,
      /** Of each answer, and of each row of a table (`<table>/<row>`). */
      provenance: Record<string, Source>,
      /** What other sources say of an answer otherwise, and of what is not answered yet, by field. */
      said?: {
        [key in string]: Array<Said>
      },
      /** SHA-256 that names the answers as they stand and the version of their form; what is read back or signed names it. */
      answers_hash: string,
      attests: AttestsView,
      findings: Finding[],
      /** Its papers, in the order in which they were attached, or the one that was given to a slot's pages. */
      files: Array<FileView>,
      checklist: ChecklistView,
      /** What was printed of it, by kind; empty when nothing was. */
      prints: Array<PrintView>,
      /** The version of the form for today, where it is newer than that of this draft. */
      newer_form?: string,
      /** What its form does not ask for any more. */
      earlier?: Array<EarlierAnswer>,
      id: string,
      procedure: string,
      form_version: string,
      state: string,
      /** Grows with every change of this record on this device. */
      revision: number,
      /** Where its last change stands: `on_device`, `in_transit`, `receipted` or `set_aside`. */
      delivery: string,
      citizen?: string,
      /** The citizen's; absent when their record is not on this device. */
      full_name?: string,
      visit?: string,
      updated_at: string,
      paper_counts: PaperCounts,
      /** Dossiers of the same procedure that others have open for the same citizen. */
      also_open: Array<AlsoOpen>,
      /** The group that it is a member of. */
      group?: string,
      /** Which member it is. */
      member?: string,
      /** As the group's form has it; absent where the group is not on this device. */
      name?: string,
      authority?: string,
      /** Whether the group's answers are no longer those that it was handed in with. */
      amended_since?: boolean,
      /** The members of a group: in a list those that were made, otherwise all that its form has. */
      members?: Array<MemberDossier>,
    };
  };
  /** The citizen takes the request back; a group with its members that are not settled. */
  "dossier.withdraw": {
    args: {
      id: string,
      /** Why, in the citizen's words. */
      reason?: string,
    };
    result: {
      /** Whether who is signed in sees it for nothing but the cash that they carry: they note payments and nothing else. */
      cash_only?: boolean,
      /** A table is the list of its rows, each with its id `row`. */
      answers: Record<string, unknown>,
      derived: Record<string, unknown>,
      /** The fields that are asked, in form order; behind a table the cells, `<table>/<row>/<column>`. */
      visible: Array<string>,
      /** The slots of the papers that these answers ask for. */
      papers: Array<string>,
      /** What it costs by these answers, null where they do not tell it; absent where the form has only words for it. */
      fee?: {
        amount: number | null,
        lines: Array<{
          label: string,
          amount: number
        }>,
        exempt: string | null,
        why: string | null
      },
      /** What is noted of it; absent for the member of a group, whose fee is the group's. */
      payment?: PaymentView,
      /** Who signs. */
      signers?: Array<string>,
      /** When a member of a group is due, were the group received now; absent once an agency has it. */
      deadline?: MemberDeadline,
      /** Of each answer, and of each row of a table (`<table>/<row>`). */
      provenance: Record<string, Source>,
      /** What other sources say of an answer otherwise, and of what is not answered yet, by field. */
      said?: {
        [key in string]: Array<Said>
      },
      /** SHA-256 that names the answers as they stand and the version of their form; what is read back or signed names it. */
      answers_hash: string,
      attests: AttestsView,
      findings: Finding[],
      /** Its papers, in the order in which they were attached, or the one that was given to a slot's pages. */
      files: Array<FileView>,
      checklist: ChecklistView,
      /** What was printed of it, by kind; empty when nothing was. */
      prints: Array<PrintView>,
      /** The version of the form for today, where it is newer than that of this draft. */
      newer_form?: string,
      /** What its form does not ask for any more. */
      earlier?: Array<EarlierAnswer>,
      id: string,
      procedure: string,
      form_version: string,
      state: string,
      /** Grows with every change of this record on this device. */
      revision: number,
      /** Where its last change stands: `on_device`, `in_transit`, `receipted` or `set_aside`. */
      delivery: string,
      citizen?: string,
      /** The citizen's; absent when their record is not on this device. */
      full_name?: string,
      visit?: string,
      updated_at: string,
      paper_counts: PaperCounts,
      /** Dossiers of the same procedure that others have open for the same citizen. */
      also_open: Array<AlsoOpen>,
      /** The group that it is a member of. */
      group?: string,
      /** Which member it is. */
      member?: string,
      /** As the group's form has it; absent where the group is not on this device. */
      name?: string,
      authority?: string,
      /** Whether the group's answers are no longer those that it was handed in with. */
      amended_since?: boolean,
      /** The members of a group: in a list those that were made, otherwise all that its form has. */
      members?: Array<MemberDossier>,
    };
  };
  /** One dossier with its answers and findings. */
  "dossier.get": {
    args: {
      id: string,
    };
    result: {
      /** Whether who is signed in sees it for nothing but the cash that they carry: they note payments and nothing else. */
      cash_only?: boolean,
      /** A table is the list of its rows, each with its id `row`. */
      answers: Record<string, unknown>,
      derived: Record<string, unknown>,
      /** The fields that are asked, in form order; behind a table the cells, `<table>/<row>/<column>`. */
      visible: Array<string>,
      /** The slots of the papers that these answers ask for. */
      papers: Array<string>,
      /** What it costs by these answers, null where they do not tell it; absent where the form has only words for it. */
      fee?: {
        amount: number | null,
        lines: Array<{
          label: string,
          amount: number
        }>,
        exempt: string | null,
        why: string | null
      },
      /** What is noted of it; absent for the member of a group, whose fee is the group's. */
      payment?: PaymentView,
      /** Who signs. */
      signers?: Array<string>,
      /** When a member of a group is due, were the group received now; absent once an agency has it. */
      deadline?: MemberDeadline,
      /** Of each answer, and of each row of a table (`<table>/<row>`). */
      provenance: Record<string, Source>,
      /** What other sources say of an answer otherwise, and of what is not answered yet, by field. */
      said?: {
        [key in string]: Array<Said>
      },
      /** SHA-256 that names the answers as they stand and the version of their form; what is read back or signed names it. */
      answers_hash: string,
      attests: AttestsView,
      findings: Finding[],
      /** Its papers, in the order in which they were attached, or the one that was given to a slot's pages. */
      files: Array<FileView>,
      checklist: ChecklistView,
      /** What was printed of it, by kind; empty when nothing was. */
      prints: Array<PrintView>,
      /** The version of the form for today, where it is newer than that of this draft. */
      newer_form?: string,
      /** What its form does not ask for any more. */
      earlier?: Array<EarlierAnswer>,
      id: string,
      procedure: string,
      form_version: string,
      state: string,
      /** Grows with every change of this record on this device. */
      revision: number,
      /** Where its last change stands: `on_device`, `in_transit`, `receipted` or `set_aside`. */
      delivery: string,
      citizen?: string,
      /** The citizen's; absent when their record is not on this device. */
      full_name?: string,
      visit?: string,
      updated_at: string,
      paper_counts: PaperCounts,
      /** Dossiers of the same procedure that others have open for the same citizen. */
      also_open: Array<AlsoOpen>,
      /** The group that it is a member of. */
      group?: string,
      /** Which member it is. */
      member?: string,
      /** As the group's form has it; absent where the group is not on this device. */
      name?: string,
      authority?: string,
      /** Whether the group's answers are no longer those that it was handed in with. */
      amended_since?: boolean,
      /** The members of a group: in a list those that were made, otherwise all that its form has. */
      members?: Array<MemberDossier>,
    };
  };
  /** Dossiers without their answers, newest first. */
  "dossier.list": {
    args: {
      state?: string,
      procedure?: string,
      citizen?: string,
      limit?: number,
      /** Without them, the members of groups stand in their groups only. */
      members?: boolean,
    };
    result: Array<{
      id: string,
      procedure: string,
      form_version: string,
      state: string,
      /** Grows with every change of this record on this device. */
      revision: number,
      /** Where its last change stands: `on_device`, `in_transit`, `receipted` or `set_aside`. */
      delivery: string,
      citizen?: string,
      /** The citizen's; absent when their record is not on this device. */
      full_name?: string,
      visit?: string,
      updated_at: string,
      paper_counts: PaperCounts,
      /** Dossiers of the same procedure that others have open for the same citizen. */
      also_open: Array<AlsoOpen>,
      /** The group that it is a member of. */
      group?: string,
      /** Which member it is. */
      member?: string,
      /** As the group's form has it; absent where the group is not on this device. */
      name?: string,
      authority?: string,
      /** Whether the group's answers are no longer those that it was handed in with. */
      amended_since?: boolean,
      /** The members of a group: in a list those that were made, otherwise all that its form has. */
      members?: Array<MemberDossier>,
    }>;
  };
  /** Attaches a photo or a PDF to one of the papers that the form names. */
  "dossier.attach": {
    args: {
      id: string,
      slot: string,
      /** Where the file is; this or `content`. */
      path?: string,
      /** The file itself, in base64. */
      content?: string,
      /** The `sha256` of a file of the slot that it takes the place of. */
      replaces?: string,
    };
    result: {
      file: KeptFile,
    };
  };
  /** Takes a file out of a dossier; its content stays until retention ends it. */
  "dossier.detach": {
    args: {
      id: string,
      /** Its `sha256`. */
      file: string,
      /** From this slot; absent from every one that holds it. */
      slot?: string,
    };
    result: {
      /** What was taken out; absent when it was out already. */
      file?: KeptFile,
      /** Whether who is signed in sees it for nothing but the cash that they carry: they note payments and nothing else. */
      cash_only?: boolean,
      /** A table is the list of its rows, each with its id `row`. */
      answers: Record<string, unknown>,
      derived: Record<string, unknown>,
      /** The fields that are asked, in form order; behind a table the cells, `<table>/<row>/<column>`. */
      visible: Array<string>,
      /** The slots of the papers that these answers ask for. */
      papers: Array<string>,
      /** What it costs by these answers, null where they do not tell it; absent where the form has only words for it. */
      fee?: {
        amount: number | null,
        lines: Array<{
          label: string,
          amount: number
        }>,
        exempt: string | null,
        why: string | null
      },
      /** What is noted of it; absent for the member of a group, whose fee is the group's. */
      payment?: PaymentView,
      /** Who signs. */
      signers?: Array<string>,
      /** When a member of a group is due, were the group received now; absent once an agency has it. */
      deadline?: MemberDeadline,
      /** Of each answer, and of each row of a table (`<table>/<row>`). */
      provenance: Record<string, Source>,
      /** What other sources say of an answer otherwise, and of what is not answered yet, by field. */
      said?: {
        [key in string]: Array<Said>
      },
      /** SHA-256 that names the answers as they stand and the version of their form; what is read back or signed names it. */
      answers_hash: string,
      attests: AttestsView,
      findings: Finding[],
      /** Its papers, in the order in which they were attached, or the one that was given to a slot's pages. */
      files: Array<FileView>,
      checklist: ChecklistView,
      /** What was printed of it, by kind; empty when nothing was. */
      prints: Array<PrintView>,
      /** The version of the form for today, where it is newer than that of this draft. */
      newer_form?: string,
      /** What its form does not ask for any more. */
      earlier?: Array<EarlierAnswer>,
      id: string,
      procedure: string,
      form_version: string,
      state: string,
      /** Grows with every change of this record on this device. */
      revision: number,
      /** Where its last change stands: `on_device`, `in_transit`, `receipted` or `set_aside`. */
      delivery: string,
      citizen?: string,
      /** The citizen's; absent when their record is not on this device. */
      full_name?: string,
      visit?: string,
      updated_at: string,
      paper_counts: PaperCounts,
      /** Dossiers of the same procedure that others have open for the same citizen. */
      also_open: Array<AlsoOpen>,
      /** The group that it is a member of. */
      group?: string,
      /** Which member it is. */
      member?: string,
      /** As the group's form has it; absent where the group is not on this device. */
      name?: string,
      authority?: string,
      /** Whether the group's answers are no longer those that it was handed in with. */
      amended_since?: boolean,
      /** The members of a group: in a list those that were made, otherwise all that its form has. */
      members?: Array<MemberDossier>,
    };
  };
  /** The content of a file of a dossier, where this device has it. */
  "dossier.paper": {
    args: {
      id: string,
      /** Its `sha256`. */
      file: string,
    };
    result: {
      media: "image/jpeg" | "application/pdf" | "image/svg+xml",
      /** In base64. */
      content: string,
    };
  };
  /** Notes that somebody has seen the original of a paper, or takes it back. */
  "dossier.original_seen": {
    args: {
      id: string,
      slot: string,
      /** Whether it was; false takes the note back. */
      seen: boolean,
    };
    result: {
      /** Whether who is signed in sees it for nothing but the cash that they carry: they note payments and nothing else. */
      cash_only?: boolean,
      /** A table is the list of its rows, each with its id `row`. */
      answers: Record<string, unknown>,
      derived: Record<string, unknown>,
      /** The fields that are asked, in form order; behind a table the cells, `<table>/<row>/<column>`. */
      visible: Array<string>,
      /** The slots of the papers that these answers ask for. */
      papers: Array<string>,
      /** What it costs by these answers, null where they do not tell it; absent where the form has only words for it. */
      fee?: {
        amount: number | null,
        lines: Array<{
          label: string,
          amount: number
        }>,
        exempt: string | null,
        why: string | null
      },
      /** What is noted of it; absent for the member of a group, whose fee is the group's. */
      payment?: PaymentView,
      /** Who signs. */
      signers?: Array<string>,
      /** When a member of a group is due, were the group received now; absent once an agency has it. */
      deadline?: MemberDeadline,
      /** Of each answer, and of each row of a table (`<table>/<row>`). */
      provenance: Record<string, Source>,
      /** What other sources say of an answer otherwise, and of what is not answered yet, by field. */
      said?: {
        [key in string]: Array<Said>
      },
      /** SHA-256 that names the answers as they stand and the version of their form; what is read back or signed names it. */
      answers_hash: string,
      attests: AttestsView,
      findings: Finding[],
      /** Its papers, in the order in which they were attached, or the one that was given to a slot's pages. */
      files: Array<FileView>,
      checklist: ChecklistView,
      /** What was printed of it, by kind; empty when nothing was. */
      prints: Array<PrintView>,
      /** The version of the form for today, where it is newer than that of this draft. */
      newer_form?: string,
      /** What its form does not ask for any more. */
      earlier?: Array<EarlierAnswer>,
      id: string,
      procedure: string,
      form_version: string,
      state: string,
      /** Grows with every change of this record on this device. */
      revision: number,
      /** Where its last change stands: `on_device`, `in_transit`, `receipted` or `set_aside`. */
      delivery: string,
      citizen?: string,
      /** The citizen's; absent when their record is not on this device. */
      full_name?: string,
      visit?: string,
      updated_at: string,
      paper_counts: PaperCounts,
      /** Dossiers of the same procedure that others have open for the same citizen. */
      also_open: Array<AlsoOpen>,
      /** The group that it is a member of. */
      group?: string,
      /** Which member it is. */
      member?: string,
      /** As the group's form has it; absent where the group is not on this device. */
      name?: string,
      authority?: string,
      /** Whether the group's answers are no longer those that it was handed in with. */
      amended_since?: boolean,
      /** The members of a group: in a list those that were made, otherwise all that its form has. */
      members?: Array<MemberDossier>,
    };
  };
  /** Notes that the citizen does not have a paper, and why; null takes it back. */
  "dossier.paper_absent": {
    args: {
      id: string,
      slot: string,
      /** Why the citizen does not have it; null takes the note back. */
      why: string | null,
    };
    result: {
      /** Whether who is signed in sees it for nothing but the cash that they carry: they note payments and nothing else. */
      cash_only?: boolean,
      /** A table is the list of its rows, each with its id `row`. */
      answers: Record<string, unknown>,
      derived: Record<string, unknown>,
      /** The fields that are asked, in form order; behind a table the cells, `<table>/<row>/<column>`. */
      visible: Array<string>,
      /** The slots of the papers that these answers ask for. */
      papers: Array<string>,
      /** What it costs by these answers, null where they do not tell it; absent where the form has only words for it. */
      fee?: {
        amount: number | null,
        lines: Array<{
          label: string,
          amount: number
        }>,
        exempt: string | null,
        why: string | null
      },
      /** What is noted of it; absent for the member of a group, whose fee is the group's. */
      payment?: PaymentView,
      /** Who signs. */
      signers?: Array<string>,
      /** When a member of a group is due, were the group received now; absent once an agency has it. */
      deadline?: MemberDeadline,
      /** Of each answer, and of each row of a table (`<table>/<row>`). */
      provenance: Record<string, Source>,
      /** What other sources say of an answer otherwise, and of what is not answered yet, by field. */
      said?: {
        [key in string]: Array<Said>
      },
      /** SHA-256 that names the answers as they stand and the version of their form; what is read back or signed names it. */
      answers_hash: string,
      attests: AttestsView,
      findings: Finding[],
      /** Its papers, in the order in which they were attached, or the one that was given to a slot's pages. */
      files: Array<FileView>,
      checklist: ChecklistView,
      /** What was printed of it, by kind; empty when nothing was. */
      prints: Array<PrintView>,
      /** The version of the form for today, where it is newer than that of this draft. */
      newer_form?: string,
      /** What its form does not ask for any more. */
      earlier?: Array<EarlierAnswer>,
      id: string,
      procedure: string,
      form_version: string,
      state: string,
      /** Grows with every change of this record on this device. */
      revision: number,
      /** Where its last change stands: `on_device`, `in_transit`, `receipted` or `set_aside`. */
      delivery: string,
      citizen?: string,
      /** The citizen's; absent when their record is not on this device. */
      full_name?: string,
      visit?: string,
      updated_at: string,
      paper_counts: PaperCounts,
      /** Dossiers of the same procedure that others have open for the same citizen. */
      also_open: Array<AlsoOpen>,
      /** The group that it is a member of. */
      group?: string,
      /** Which member it is. */
      member?: string,
      /** As the group's form has it; absent where the group is not on this device. */
      name?: string,
      authority?: string,
      /** Whether the group's answers are no longer those that it was handed in with. */
      amended_since?: boolean,
      /** The members of a group: in a list those that were made, otherwise all that its form has. */
      members?: Array<MemberDossier>,
    };
  };
  /** Gives the pages of a paper their order. */
  "dossier.paper_order": {
    args: {
      id: string,
      slot: string,
      /** The `sha256` of its files, the first page first. */
      files: Array<string>,
    };
    result: {
      /** Whether who is signed in sees it for nothing but the cash that they carry: they note payments and nothing else. */
      cash_only?: boolean,
      /** A table is the list of its rows, each with its id `row`. */
      answers: Record<string, unknown>,
      derived: Record<string, unknown>,
      /** The fields that are asked, in form order; behind a table the cells, `<table>/<row>/<column>`. */
      visible: Array<string>,
      /** The slots of the papers that these answers ask for. */
      papers: Array<string>,
      /** What it costs by these answers, null where they do not tell it; absent where the form has only words for it. */
      fee?: {
        amount: number | null,
        lines: Array<{
          label: string,
          amount: number
        }>,
        exempt: string | null,
        why: string | null
      },
      /** What is noted of it; absent for the member of a group, whose fee is the group's. */
      payment?: PaymentView,
      /** Who signs. */
      signers?: Array<string>,
      /** When a member of a group is due, were the group received now; absent once an agency has it. */
      deadline?: MemberDeadline,
      /** Of each answer, and of each row of a table (`<table>/<row>`). */
      provenance: Record<string, Source>,
      /** What other sources say of an answer otherwise, and of what is not answered yet, by field. */
      said?: {
        [key in string]: Array<Said>
      },
      /** SHA-256 that names the answers as they stand and the version of their form; what is read back or signed names it. */
      answers_hash: string,
      attests: AttestsView,
      findings: Finding[],
      /** Its papers, in the order in which they were attached, or the one that was given to a slot's pages. */
      files: Array<FileView>,
      checklist: ChecklistView,
      /** What was printed of it, by kind; empty when nothing was. */
      prints: Array<PrintView>,
      /** The version of the form for today, where it is newer than that of this draft. */
      newer_form?: string,
      /** What its form does not ask for any more. */
      earlier?: Array<EarlierAnswer>,
      id: string,
      procedure: string,
      form_version: string,
      state: string,
      /** Grows with every change of this record on this device. */
      revision: number,
      /** Where its last change stands: `on_device`, `in_transit`, `receipted` or `set_aside`. */
      delivery: string,
      citizen?: string,
      /** The citizen's; absent when their record is not on this device. */
      full_name?: string,
      visit?: string,
      updated_at: string,
      paper_counts: PaperCounts,
      /** Dossiers of the same procedure that others have open for the same citizen. */
      also_open: Array<AlsoOpen>,
      /** The group that it is a member of. */
      group?: string,
      /** Which member it is. */
      member?: string,
      /** As the group's form has it; absent where the group is not on this device. */
      name?: string,
      authority?: string,
      /** Whether the group's answers are no longer those that it was handed in with. */
      amended_since?: boolean,
      /** The members of a group: in a list those that were made, otherwise all that its form has. */
      members?: Array<MemberDossier>,
    };
  };
  /** Puts a file back that was taken out of a paper. */
  "dossier.paper_back": {
    args: {
      id: string,
      slot: string,
      /** The `sha256` of what was taken out. */
      file: string,
      /** The order of the slot's files before it was. */
      order?: Array<string>,
    };
    result: {
      /** Whether who is signed in sees it for nothing but the cash that they carry: they note payments and nothing else. */
      cash_only?: boolean,
      /** A table is the list of its rows, each with its id `row`. */
      answers: Record<string, unknown>,
      derived: Record<string, unknown>,
      /** The fields that are asked, in form order; behind a table the cells, `<table>/<row>/<column>`. */
      visible: Array<string>,
      /** The slots of the papers that these answers ask for. */
      papers: Array<string>,
      /** What it costs by these answers, null where they do not tell it; absent where the form has only words for it. */
      fee?: {
        amount: number | null,
        lines: Array<{
          label: string,
          amount: number
        }>,
        exempt: string | null,
        why: string | null
      },
      /** What is noted of it; absent for the member of a group, whose fee is the group's. */
      payment?: PaymentView,
      /** Who signs. */
      signers?: Array<string>,
      /** When a member of a group is due, were the group received now; absent once an agency has it. */
      deadline?: MemberDeadline,
      /** Of each answer, and of each row of a table (`<table>/<row>`). */
      provenance: Record<string, Source>,
      /** What other sources say of an answer otherwise, and of what is not answered yet, by field. */
      said?: {
        [key in string]: Array<Said>
      },
      /** SHA-256 that names the answers as they stand and the version of their form; what is read back or signed names it. */
      answers_hash: string,
      attests: AttestsView,
      findings: Finding[],
      /** Its papers, in the order in which they were attached, or the one that was given to a slot's pages. */
      files: Array<FileView>,
      checklist: ChecklistView,
      /** What was printed of it, by kind; empty when nothing was. */
      prints: Array<PrintView>,
      /** The version of the form for today, where it is newer than that of this draft. */
      newer_form?: string,
      /** What its form does not ask for any more. */
      earlier?: Array<EarlierAnswer>,
      id: string,
      procedure: string,
      form_version: string,
      state: string,
      /** Grows with every change of this record on this device. */
      revision: number,
      /** Where its last change stands: `on_device`, `in_transit`, `receipted` or `set_aside`. */
      delivery: string,
      citizen?: string,
      /** The citizen's; absent when their record is not on this device. */
      full_name?: string,
      visit?: string,
      updated_at: string,
      paper_counts: PaperCounts,
      /** Dossiers of the same procedure that others have open for the same citizen. */
      also_open: Array<AlsoOpen>,
      /** The group that it is a member of. */
      group?: string,
      /** Which member it is. */
      member?: string,
      /** As the group's form has it; absent where the group is not on this device. */
      name?: string,
      authority?: string,
      /** Whether the group's answers are no longer those that it was handed in with. */
      amended_since?: boolean,
      /** The members of a group: in a list those that were made, otherwise all that its form has. */
      members?: Array<MemberDossier>,
    };
  };
  /** The room that is left on this device, and for how many photos it will do. */
  "device.space": {
    args: Record<symbol, never>;
    result: {
      /** Bytes that are left. */
      free?: number,
      /** For about how many photos they will do. */
      photos?: number,
      /** Whether it gets short. */
      short: boolean,
    };
  };
  /** What a print would look like, page by page; nothing is written. */
  "dossier.preview": {
    args: {
      id: string,
      /** `declaration`, `checklist`, `missing` or `collection_sheet`; without it the declarations or, where the form has none, the checklist. */
      kind?: string,
    };
    result: {
      kind: string,
      /** The kinds that this dossier has. */
      kinds: Array<string>,
      /** A picture of each page, as SVG. */
      pages: Array<string>,
      /** The labels of answers with letters that cannot be printed: they stand as empty boxes. */
      unprintable: Array<string>,
    };
  };
  /** Prints a dossier to a new PDF, and counts it. */
  "dossier.print": {
    args: {
      id: string,
      /** As for a preview. */
      kind?: string,
      /** A file that is not there yet; without one a new file in the person's documents. */
      path?: string | null,
    };
    result: {
      kind: string,
      path: string,
      pages: number,
      /** As in a preview. */
      unprintable: Array<string>,
      dossier: DossierView,
    };
  };
  /** Opens what was printed in the system's own viewer, and says whether it is still so. */
  "print.show": {
    args: {
      /** A file that was printed since the app was opened. */
      path: string,
    };
    result: {
      /** Whether it no longer says what would be printed now. */
      stale: boolean,
    };
  };
  /** Sends what was printed to the system's printer while it is still so, and counts it from the second time on. */
  "print.send": {
    args: {
      /** A file that was printed since the app was opened. */
      path: string,
    };
    result: {
      dossier: DossierView,
    };
  };
  /** Notes who wrote the answers down, and who interpreted. */
  "dossier.written_by": {
    args: {
      id: string,
      who: "citizen" | "relative" | "volunteer" | "official",
      /** Of a relative or an official; the volunteer is who is signed in. */
      name?: string,
      interpreter?: InterpreterArgs,
    };
    result: {
      /** Whether who is signed in sees it for nothing but the cash that they carry: they note payments and nothing else. */
      cash_only?: boolean,
      /** A table is the list of its rows, each with its id `row`. */
      answers: Record<string, unknown>,
      derived: Record<string, unknown>,
      /** The fields that are asked, in form order; behind a table the cells, `<table>/<row>/<column>`. */
      visible: Array<string>,
      /** The slots of the papers that these answers ask for. */
      papers: Array<string>,
      /** What it costs by these answers, null where they do not tell it; absent where the form has only words for it. */
      fee?: {
        amount: number | null,
        lines: Array<{
          label: string,
          amount: number
        }>,
        exempt: string | null,
        why: string | null
      },
      /** What is noted of it; absent for the member of a group, whose fee is the group's. */
      payment?: PaymentView,
      /** Who signs. */
      signers?: Array<string>,
      /** When a member of a group is due, were the group received now; absent once an agency has it. */
      deadline?: MemberDeadline,
      /** Of each answer, and of each row of a table (`<table>/<row>`). */
      provenance: Record<string, Source>,
      /** What other sources say of an answer otherwise, and of what is not answered yet, by field. */
      said?: {
        [key in string]: Array<Said>
      },
      /** SHA-256 that names the answers as they stand and the version of their form; what is read back or signed names it. */
      answers_hash: string,
      attests: AttestsView,
      findings: Finding[],
      /** Its papers, in the order in which they were attached, or the one that was given to a slot's pages. */
      files: Array<FileView>,
      checklist: ChecklistView,
      /** What was printed of it, by kind; empty when nothing was. */
      prints: Array<PrintView>,
      /** The version of the form for today, where it is newer than that of this draft. */
      newer_form?: string,
      /** What its form does not ask for any more. */
      earlier?: Array<EarlierAnswer>,
      id: string,
      procedure: string,
      form_version: string,
      state: string,
      /** Grows with every change of this record on this device. */
      revision: number,
      /** Where its last change stands: `on_device`, `in_transit`, `receipted` or `set_aside`. */
      delivery: string,
      citizen?: string,
      /** The citizen's; absent when their record is not on this device. */
      full_name?: string,
      visit?: string,
      updated_at: string,
      paper_counts: PaperCounts,
      /** Dossiers of the same procedure that others have open for the same citizen. */
      also_open: Array<AlsoOpen>,
      /** The group that it is a member of. */
      group?: string,
      /** Which member it is. */
      member?: string,
      /** As the group's form has it; absent where the group is not on this device. */
      name?: string,
      authority?: string,
      /** Whether the group's answers are no longer those that it was handed in with. */
      amended_since?: boolean,
      /** The members of a group: in a list those that were made, otherwise all that its form has. */
      members?: Array<MemberDossier>,
    };
  };
  /** Notes which answers were read aloud and said to be right or wrong; confirmed, it seals them. */
  "dossier.read_back": {
    args: {
      id: string,
      /** The dossier's `answers_hash` when it was read. */
      answers_hash: string,
      /** What was read and said to be right. */
      right?: Array<string>,
      /** What was read and said to be wrong. */
      wrong?: Array<string>,
      /** Whether all of it was read to its end, what is pledged too. */
      confirmed?: boolean,
      /** Who read; the volunteer where nothing is said. */
      read_by?: DoerArgs,
      /** To whom, where it was not the citizen. */
      to?: string,
    };
    result: {
      /** Whether who is signed in sees it for nothing but the cash that they carry: they note payments and nothing else. */
      cash_only?: boolean,
      /** A table is the list of its rows, each with its id `row`. */
      answers: Record<string, unknown>,
      derived: Record<string, unknown>,
      /** The fields that are asked, in form order; behind a table the cells, `<table>/<row>/<column>`. */
      visible: Array<string>,
      /** The slots of the papers that these answers ask for. */
      papers: Array<string>,
      /** What it costs by these answers, null where they do not tell it; absent where the form has only words for it. */
      fee?: {
        amount: number | null,
        lines: Array<{
          label: string,
          amount: number
        }>,
        exempt: string | null,
        why: string | null
      },
      /** What is noted of it; absent for the member of a group, whose fee is the group's. */
      payment?: PaymentView,
      /** Who signs. */
      signers?: Array<string>,
      /** When a member of a group is due, were the group received now; absent once an agency has it. */
      deadline?: MemberDeadline,
      /** Of each answer, and of each row of a table (`<table>/<row>`). */
      provenance: Record<string, Source>,
      /** What other sources say of an answer otherwise, and of what is not answered yet, by field. */
      said?: {
        [key in string]: Array<Said>
      },
      /** SHA-256 that names the answers as they stand and the version of their form; what is read back or signed names it. */
      answers_hash: string,
      attests: AttestsView,
      findings: Finding[],
      /** Its papers, in the order in which they were attached, or the one that was given to a slot's pages. */
      files: Array<FileView>,
      checklist: ChecklistView,
      /** What was printed of it, by kind; empty when nothing was. */
      prints: Array<PrintView>,
      /** The version of the form for today, where it is newer than that of this draft. */
      newer_form?: string,
      /** What its form does not ask for any more. */
      earlier?: Array<EarlierAnswer>,
      id: string,
      procedure: string,
      form_version: string,
      state: string,
      /** Grows with every change of this record on this device. */
      revision: number,
      /** Where its last change stands: `on_device`, `in_transit`, `receipted` or `set_aside`. */
      delivery: string,
      citizen?: string,
      /** The citizen's; absent when their record is not on this device. */
      full_name?: string,
      visit?: string,
      updated_at: string,
      paper_counts: PaperCounts,
      /** Dossiers of the same procedure that others have open for the same citizen. */
      also_open: Array<AlsoOpen>,
      /** The group that it is a member of. */
      group?: string,
      /** Which member it is. */
      member?: string,
      /** As the group's form has it; absent where the group is not on this device. */
      name?: string,
      authority?: string,
      /** Whether the group's answers are no longer those that it was handed in with. */
      amended_since?: boolean,
      /** The members of a group: in a list those that were made, otherwise all that its form has. */
      members?: Array<MemberDossier>,
    };
  };
  /** Notes how somebody signed the answers as they stand; a fingerprint is never taken. */
  "dossier.sign": {
    args: {
      id: string,
      /** The dossier's `answers_hash` as it was shown to who signs. */
      answers_hash: string,
      /** One of the dossier's `signers`. */
      signer: string,
      mode: "signature" | "fingerprint_on_paper" | "paper" | "witnesses" | "not_needed",
      /** The lines of a drawn signature, each a list of points `[x, y]` in a box of 1,000 by 400. */
      strokes?: Array<Array<[number, number]>>,
      /** The two of them, for `witnesses` alone. */
      witnesses?: Array<{
        name: string,
        id_number: string,
        born: string
      }>,
      /** The official before whom it was done. */
      official?: string,
    };
    result: {
      /** Whether who is signed in sees it for nothing but the cash that they carry: they note payments and nothing else. */
      cash_only?: boolean,
      /** A table is the list of its rows, each with its id `row`. */
      answers: Record<string, unknown>,
      derived: Record<string, unknown>,
      /** The fields that are asked, in form order; behind a table the cells, `<table>/<row>/<column>`. */
      visible: Array<string>,
      /** The slots of the papers that these answers ask for. */
      papers: Array<string>,
      /** What it costs by these answers, null where they do not tell it; absent where the form has only words for it. */
      fee?: {
        amount: number | null,
        lines: Array<{
          label: string,
          amount: number
        }>,
        exempt: string | null,
        why: string | null
      },
      /** What is noted of it; absent for the member of a group, whose fee is the group's. */
      payment?: PaymentView,
      /** Who signs. */
      signers?: Array<string>,
      /** When a member of a group is due, were the group received now; absent once an agency has it. */
      deadline?: MemberDeadline,
      /** Of each answer, and of each row of a table (`<table>/<row>`). */
      provenance: Record<string, Source>,
      /** What other sources say of an answer otherwise, and of what is not answered yet, by field. */
      said?: {
        [key in string]: Array<Said>
      },
      /** SHA-256 that names the answers as they stand and the version of their form; what is read back or signed names it. */
      answers_hash: string,
      attests: AttestsView,
      findings: Finding[],
      /** Its papers, in the order in which they were attached, or the one that was given to a slot's pages. */
      files: Array<FileView>,
      checklist: ChecklistView,
      /** What was printed of it, by kind; empty when nothing was. */
      prints: Array<PrintView>,
      /** The version of the form for today, where it is newer than that of this draft. */
      newer_form?: string,
      /** What its form does not ask for any more. */
      earlier?: Array<EarlierAnswer>,
      id: string,
      procedure: string,
      form_version: string,
      state: string,
      /** Grows with every change of this record on this device. */
      revision: number,
      /** Where its last change stands: `on_device`, `in_transit`, `receipted` or `set_aside`. */
      delivery: string,
      citizen?: string,
      /** The citizen's; absent when their record is not on this device. */
      full_name?: string,
      visit?: string,
      updated_at: string,
      paper_counts: PaperCounts,
      /** Dossiers of the same procedure that others have open for the same citizen. */
      also_open: Array<AlsoOpen>,
      /** The group that it is a member of. */
      group?: string,
      /** Which member it is. */
      member?: string,
      /** As the group's form has it; absent where the group is not on this device. */
      name?: string,
      authority?: string,
      /** Whether the group's answers are no longer those that it was handed in with. */
      amended_since?: boolean,
      /** The members of a group: in a list those that were made, otherwise all that its form has. */
      members?: Array<MemberDossier>,
    };
  };
  /** Notes what a dossier costs by a person's word, where its answers do not tell it, and why. */
  "dossier.fee_say": {
    args: {
      id: string,
      /** Whole đồng; 0 for who is free of it; null takes the word back. */
      amount: number | null,
      /** Why; it is not asked where the word is taken back. */
      reason?: string,
    };
    result: {
      /** Whether who is signed in sees it for nothing but the cash that they carry: they note payments and nothing else. */
      cash_only?: boolean,
      /** A table is the list of its rows, each with its id `row`. */
      answers: Record<string, unknown>,
      derived: Record<string, unknown>,
      /** The fields that are asked, in form order; behind a table the cells, `<table>/<row>/<column>`. */
      visible: Array<string>,
      /** The slots of the papers that these answers ask for. */
      papers: Array<string>,
      /** What it costs by these answers, null where they do not tell it; absent where the form has only words for it. */
      fee?: {
        amount: number | null,
        lines: Array<{
          label: string,
          amount: number
        }>,
        exempt: string | null,
        why: string | null
      },
      /** What is noted of it; absent for the member of a group, whose fee is the group's. */
      payment?: PaymentView,
      /** Who signs. */
      signers?: Array<string>,
      /** When a member of a group is due, were the group received now; absent once an agency has it. */
      deadline?: MemberDeadline,
      /** Of each answer, and of each row of a table (`<table>/<row>`). */
      provenance: Record<string, Source>,
      /** What other sources say of an answer otherwise, and of what is not answered yet, by field. */
      said?: {
        [key in string]: Array<Said>
      },
      /** SHA-256 that names the answers as they stand and the version of their form; what is read back or signed names it. */
      answers_hash: string,
      attests: AttestsView,
      findings: Finding[],
      /** Its papers, in the order in which they were attached, or the one that was given to a slot's pages. */
      files: Array<FileView>,
      checklist: ChecklistView,
      /** What was printed of it, by kind; empty when nothing was. */
      prints: Array<PrintView>,
      /** The version of the form for today, where it is newer than that of this draft. */
      newer_form?: string,
      /** What its form does not ask for any more. */
      earlier?: Array<EarlierAnswer>,
      id: string,
      procedure: string,
      form_version: string,
      state: string,
      /** Grows with every change of this record on this device. */
      revision: number,
      /** Where its last change stands: `on_device`, `in_transit`, `receipted` or `set_aside`. */
      delivery: string,
      citizen?: string,
      /** The citizen's; absent when their record is not on this device. */
      full_name?: string,
      visit?: string,
      updated_at: string,
      paper_counts: PaperCounts,
      /** Dossiers of the same procedure that others have open for the same citizen. */
      also_open: Array<AlsoOpen>,
      /** The group that it is a member of. */
      group?: string,
      /** Which member it is. */
      member?: string,
      /** As the group's form has it; absent where the group is not on this device. */
      name?: string,
      authority?: string,
      /** Whether the group's answers are no longer those that it was handed in with. */
      amended_since?: boolean,
      /** The members of a group: in a list those that were made, otherwise all that its form has. */
      members?: Array<MemberDossier>,
    };
  };
  /** Notes that a dossier's fee was paid: how much, how, to whom and by which receipt. */
  "dossier.fee_paid": {
    args: {
      id: string,
      how: "cash" | "desk" | "transfer",
      /** Whole đồng; where nothing is said, what is due beside the other payments. */
      amount?: number,
      /** The number of the receipt, or of the transfer. */
      receipt?: string,
      /** Who received it; cash is received by who is signed in. */
      received_by?: string,
      /** The key of the note that it takes the place of. */
      payment?: string,
      /** Names a payment besides those that are noted, so that it is noted once however often it is told: up to 64 letters, digits and hyphens, new for each. */
      another?: string,
    };
    result: {
      /** Whether who is signed in sees it for nothing but the cash that they carry: they note payments and nothing else. */
      cash_only?: boolean,
      /** A table is the list of its rows, each with its id `row`. */
      answers: Record<string, unknown>,
      derived: Record<string, unknown>,
      /** The fields that are asked, in form order; behind a table the cells, `<table>/<row>/<column>`. */
      visible: Array<string>,
      /** The slots of the papers that these answers ask for. */
      papers: Array<string>,
      /** What it costs by these answers, null where they do not tell it; absent where the form has only words for it. */
      fee?: {
        amount: number | null,
        lines: Array<{
          label: string,
          amount: number
        }>,
        exempt: string | null,
        why: string | null
      },
      /** What is noted of it; absent for the member of a group, whose fee is the group's. */
      payment?: PaymentView,
      /** Who signs. */
      signers?: Array<string>,
      /** When a member of a group is due, were the group received now; absent once an agency has it. */
      deadline?: MemberDeadline,
      /** Of each answer, and of each row of a table (`<table>/<row>`). */
      provenance: Record<string, Source>,
      /** What other sources say of an answer otherwise, and of what is not answered yet, by field. */
      said?: {
        [key in string]: Array<Said>
      },
      /** SHA-256 that names the answers as they stand and the version of their form; what is read back or signed names it. */
      answers_hash: string,
      attests: AttestsView,
      findings: Finding[],
      /** Its papers, in the order in which they were attached, or the one that was given to a slot's pages. */
      files: Array<FileView>,
      checklist: ChecklistView,
      /** What was printed of it, by kind; empty when nothing was. */
      prints: Array<PrintView>,
      /** The version of the form for today, where it is newer than that of this draft. */
      newer_form?: string,
      /** What its form does not ask for any more. */
      earlier?: Array<EarlierAnswer>,
      id: string,
      procedure: string,
      form_version: string,
      state: string,
      /** Grows with every change of this record on this device. */
      revision: number,
      /** Where its last change stands: `on_device`, `in_transit`, `receipted` or `set_aside`. */
      delivery: string,
      citizen?: string,
      /** The citizen's; absent when their record is not on this device. */
      full_name?: string,
      visit?: string,
      updated_at: string,
      paper_counts: PaperCounts,
      /** Dossiers of the same procedure that others have open for the same citizen. */
      also_open: Array<AlsoOpen>,
      /** The group that it is a member of. */
      group?: string,
      /** Which member it is. */
      member?: string,
      /** As the group's form has it; absent where the group is not on this device. */
      name?: string,
      authority?: string,
      /** Whether the group's answers are no longer those that it was handed in with. */
      amended_since?: boolean,
      /** The members of a group: in a list those that were made, otherwise all that its form has. */
      members?: Array<MemberDossier>,
    };
  };
  /** Takes the note of a payment back, while the desk does not have its cash. */
  "dossier.fee_unpaid": {
    args: {
      id: string,
      /** The key of its note. */
      payment: string,
    };
    result: {
      /** Whether who is signed in sees it for nothing but the cash that they carry: they note payments and nothing else. */
      cash_only?: boolean,
      /** A table is the list of its rows, each with its id `row`. */
      answers: Record<string, unknown>,
      derived: Record<string, unknown>,
      /** The fields that are asked, in form order; behind a table the cells, `<table>/<row>/<column>`. */
      visible: Array<string>,
      /** The slots of the papers that these answers ask for. */
      papers: Array<string>,
      /** What it costs by these answers, null where they do not tell it; absent where the form has only words for it. */
      fee?: {
        amount: number | null,
        lines: Array<{
          label: string,
          amount: number
        }>,
        exempt: string | null,
        why: string | null
      },
      /** What is noted of it; absent for the member of a group, whose fee is the group's. */
      payment?: PaymentView,
      /** Who signs. */
      signers?: Array<string>,
      /** When a member of a group is due, were the group received now; absent once an agency has it. */
      deadline?: MemberDeadline,
      /** Of each answer, and of each row of a table (`<table>/<row>`). */
      provenance: Record<string, Source>,
      /** What other sources say of an answer otherwise, and of what is not answered yet, by field. */
      said?: {
        [key in string]: Array<Said>
      },
      /** SHA-256 that names the answers as they stand and the version of their form; what is read back or signed names it. */
      answers_hash: string,
      attests: AttestsView,
      findings: Finding[],
      /** Its papers, in the order in which they were attached, or the one that was given to a slot's pages. */
      files: Array<FileView>,
      checklist: ChecklistView,
      /** What was printed of it, by kind; empty when nothing was. */
      prints: Array<PrintView>,
      /** The version of the form for today, where it is newer than that of this draft. */
      newer_form?: string,
      /** What its form does not ask for any more. */
      earlier?: Array<EarlierAnswer>,
      id: string,
      procedure: string,
      form_version: string,
      state: string,
      /** Grows with every change of this record on this device. */
      revision: number,
      /** Where its last change stands: `on_device`, `in_transit`, `receipted` or `set_aside`. */
      delivery: string,
      citizen?: string,
      /** The citizen's; absent when their record is not on this device. */
      full_name?: string,
      visit?: string,
      updated_at: string,
      paper_counts: PaperCounts,
      /** Dossiers of the same procedure that others have open for the same citizen. */
      also_open: Array<AlsoOpen>,
      /** The group that it is a member of. */
      group?: string,
      /** Which member it is. */
      member?: string,
      /** As the group's form has it; absent where the group is not on this device. */
      name?: string,
      authority?: string,
      /** Whether the group's answers are no longer those that it was handed in with. */
      amended_since?: boolean,
      /** The members of a group: in a list those that were made, otherwise all that its form has. */
      members?: Array<MemberDossier>,
    };
  };
  /** The cash that was taken and that the desk does not have yet, day by day: one's own, to staff everybody's. */
  "cash.list": {
    args: Record<symbol, never>;
    result: {
      carriers: Array<Carrier>,
    };
  };
  /** Notes that the desk has the cash of some payments, as it was counted. */
  "cash.hand_in": {
    args: {
      /** Who hands it in. */
      user: string,
      /** Whose payments are handed in, each whole. */
      dossiers: Array<string>,
      /** What was counted, in whole đồng. */
      amount: number,
    };
    result: {
      carriers: Array<Carrier>,
    };
  };
  /** Takes back that the desk has the cash of a payment, where it was noted by mistake. */
  "cash.hand_back": {
    args: {
      dossier: string,
      /** The key of its note. */
      payment: string,
    };
    result: {
      carriers: Array<Carrier>,
    };
  };
  /** The text by which consent is asked for; the newest where no version is named. */
  "consent.text": {
    args: {
      version?: string,
    };
    result: {
      version: string,
      mark: "V" | "S" | "R",
      opening: string,
      closing: string,
      purpose: Array<{
        key: string,
        label: string,
        text: string,
        sensitive: boolean
      }>
    };
  };
  /** Notes what a citizen agrees to, purpose by purpose; nothing at all is an answer too. */
  "consent.give": {
    args: {
      citizen: string,
      /** The version of the text that was read. */
      text: string,
      /** What is agreed to; none where the citizen agrees to nothing. */
      purposes: Array<string>,
      how: "signature" | "fingerprint_on_paper" | "said_before_witness" | "in_app",
      /** Who heard it, where it was said aloud. */
      witness?: string,
      /** Who read the text aloud. */
      read_by?: string,
      /** How old the citizen is, where no date of birth is known: 16 or older, from 7 to under 16, or under 7. */
      age?: "adult" | "minor" | "small",
      /** Who consents for a child. */
      representative?: RepresentativeArgs,
      /** What the child says, from 7 years on. */
      child_agrees?: boolean,
    };
    result: {
      agreed: Array<string>,
      consents: Array<ConsentView>,
    };
  };
  /** Notes that a citizen no longer agrees to some purposes. */
  "consent.withdraw": {
    args: {
      citizen: string,
      purposes: Array<string>,
      how: "signature" | "fingerprint_on_paper" | "said_before_witness" | "in_app",
    };
    result: {
      agreed: Array<string>,
      consents: Array<ConsentView>,
    };
  };
  /** What a citizen agreed to, and what of it stands. */
  "consent.list": {
    args: {
      citizen: string,
    };
    result: {
      agreed: Array<string>,
      consents: Array<ConsentView>,
    };
  };
  /** When the result of a procedure is due, for a dossier that is received then. */
  "deadline.for": {
    args: {
      procedure: string,
      /** The clock on the ward's wall, `2026-11-20T15:01`; absent, it is now. */
      received_at?: string,
      /** Which of the results it asks for that not every dossier has. */
      choices?: Array<string>,
    };
    result: {
      /** The working day that the reception counts as. */
      counts_as: string,
      /** The day after which counting begins. */
      counts_from: string,
      /** At the latest, in a case that may take longer. */
      longest?: LongestDeadline,
      /** What the teams promise; no law. */
      inner_due?: string,
      inner_due_at?: string,
      /** Whether an appointment slip is due. */
      slip: boolean,
      /** Why there is no day. */
      unknown?: "law_replaced" | "not_found",
      /** Of the whole; absent where only its results have times. */
      count?: number,
      unit?: "hour" | "working_day" | "calendar_day",
      /** What is received later counts as of the next working day; absent where no such rule was read. */
      cutoff?: string,
      /** Its results, where it has several with clocks of their own. */
      members: Array<DeadlineMember>,
      /** What stops the clock. */
      stops: ("citizen" | "vneid" | "tax" | "system_failure")[],
      /** The day on which papers for another office are passed on. */
      papers_moved: string,
      /** The texts that say so. */
      source: string,
      mark: "V" | "S" | "R",
      /** `provisional`, `unknown`: days may be off in between that the calendar does not know yet. */
      year_status: "announced" | "provisional" | "unknown",
      /** Whether moments follow the usual hours, as the ward has not said its own. */
      usual_hours: boolean,
      /** Null where no text that was read says it. */
      due: string | null,
      /** Where hours are counted. */
      due_at?: string,
    };
  };
  /** What becomes of each field when a draft goes on with the form of today. */
  "dossier.move_preview": {
    args: {
      id: string,
    };
    result: {
      from: string,
      /** The same where there is no newer form. */
      to: string,
      /** In the order of the newer form, and then what it does not ask for any more. */
      fields: Array<FieldMove>,
      /** Papers that were attached and that the newer form does not ask for; they stay. */
      papers: Array<string>,
    };
  };
  /** Lets a draft go on with the form of today; no answer is lost. */
  "dossier.move": {
    args: {
      id: string,
    };
    result: {
      dossier: DossierView,
      moved: DossierMove,
    };
  };
  /** The versions of all forms, what they are good for today, and the drafts on them. */
  "form.list": {
    args: Record<symbol, never>;
    result: Array<{
      procedure: string,
      /** The procedure's name; absent where the form is of a later version of this app, and cannot be read. */
      name?: string,
      version: string,
      standing: FormStanding,
      in_force_from?: string,
      in_force_until?: string,
      /** Whether it came as a package; the others are built into the app. */
      delivered: boolean,
      /** Where the package stands: `on_device`, `in_transit`, `receipted`, `set_aside`, or `untouched` where another device took it in. */
      delivery?: string,
      /** How many drafts on this device are on it. */
      drafts: number,
    }>;
  };
  /** Takes in a form as a folder of files, for every device of the ward. */
  "form.take_in": {
    args: {
      /** A folder with `form.toml`, `sample.json` and, where it is printed by a layout of its own, `paper.typ`. */
      path?: string,
      /** The text of `form.toml`, without a path. */
      definition?: string,
      /** The text of `sample.json`, without a path. */
      sample?: string,
      /** The text of `paper.typ`, without a path. */
      template?: string,
    };
    result: {
      procedure: string,
      /** The procedure's name; absent where the form is of a later version of this app, and cannot be read. */
      name?: string,
      version: string,
      standing: FormStanding,
      in_force_from?: string,
      in_force_until?: string,
      /** Whether it came as a package; the others are built into the app. */
      delivered: boolean,
      /** Where the package stands: `on_device`, `in_transit`, `receipted`, `set_aside`, or `untouched` where another device took it in. */
      delivery?: string,
      /** How many drafts on this device are on it. */
      drafts: number,
    };
  };
  /** Communes of today and of 2024 by what is typed of them, best first; the ward's own first among equals. */
  "unit.search": {
    args: {
      /** Words of a commune and of what it belongs to, as far as they are typed, with or without marks. */
      text: string,
      set?: "2024" | "2025",
      /** The code of a province of today: only what lies in it. */
      within?: string,
      limit?: number,
    };
    result: Array<{
      /** `2025`: of today; `2024`: of before July 2025. */
      set: "2024" | "2025",
      code: string,
      kind: "province" | "city" | "urban_district" | "rural_district" | "town" | "ward" | "commune" | "township" | "special_zone",
      name: string,
      /** "Phường Cao Lãnh, Đồng Tháp". */
      path: string,
    }>;
  };
  /** What became of a commune of 2024; of one that was divided, all that it may be. */
  "unit.successors": {
    args: {
      unit: string,
      unit_set: "2024" | "2025",
    };
    result: {
      unit: UnitView,
      became: "is_today" | "whole" | "parts" | "unsure",
      now: Array<UnitView>,
    };
  };
  /** The commune that an address on a paper names; several where they are equally good, none where it names none. */
  "unit.parse": {
    args: {
      /** An address as it stands on a paper. */
      text: string,
    };
    result: Array<{
      unit: UnitView,
      rest: string,
    }>;
  };
  /** The visit days of a month. */
  "visit.days": {
    args: {
      year: number,
      month: number,
      rule?: "third_thursday" | "thursday_of_third_week",
    };
    result: {
      regular: VisitDay,
      urgent: VisitDay,
      rule: "third_thursday" | "thursday_of_third_week",
      /** `unknown`: more days of this year will be off than the calendar knows. */
      year_status: "announced" | "provisional" | "unknown",
    };
  };
  /** Gives a citizen a visit; without a date on the first visit day that comes. */
  "visit.schedule": {
    args: {
      citizen: string,
      purposes: Array<string>,
      urgent?: boolean,
      date?: string,
      team?: string,
      note?: string,
      asked_by?: AskedBy,
      /** Why the citizen cannot come. */
      reason?: string,
    };
    result: {
      id: string,
      date: string,
      /** `scheduled` or `finished`. */
      state: string,
      citizen: string,
      /** Whose home; absent when their record is not on this device. */
      full_name?: string,
      phone?: string,
      phone_owner?: string,
      address?: string,
      mobility?: "normal" | "elderly" | "ill" | "disabled",
      hamlet?: string,
      purposes: Array<string>,
      urgent: boolean,
      team?: string,
      asked_by?: "phone" | "hamlet_head" | "list" | "visit" | "other",
      /** Why the citizen cannot come. */
      reason?: string,
      note?: string,
      /** Its place in the day's route, where people gave it one. */
      order?: number,
      /** Every day that it was given, oldest first. */
      history: Array<VisitMove>,
      outcome?: "done" | "absent" | "refused" | "partial",
      outcome_note?: string,
      finished_by?: string,
      finished_at?: string,
      /** How full its team's day is. */
      load: TeamLoad,
      /** Grows with every change of this record on this device. */
      revision: number,
      /** Where its last change stands: `on_device`, `in_transit`, `receipted` or `set_aside`. */
      delivery: string,
      findings: Finding[],
    };
  };
  /** One visit with its history and warnings. */
  "visit.get": {
    args: {
      id: string,
    };
    result: {
      id: string,
      date: string,
      /** `scheduled` or `finished`. */
      state: string,
      citizen: string,
      /** Whose home; absent when their record is not on this device. */
      full_name?: string,
      phone?: string,
      phone_owner?: string,
      address?: string,
      mobility?: "normal" | "elderly" | "ill" | "disabled",
      hamlet?: string,
      purposes: Array<string>,
      urgent: boolean,
      team?: string,
      asked_by?: "phone" | "hamlet_head" | "list" | "visit" | "other",
      /** Why the citizen cannot come. */
      reason?: string,
      note?: string,
      /** Its place in the day's route, where people gave it one. */
      order?: number,
      /** Every day that it was given, oldest first. */
      history: Array<VisitMove>,
      outcome?: "done" | "absent" | "refused" | "partial",
      outcome_note?: string,
      finished_by?: string,
      finished_at?: string,
      /** How full its team's day is. */
      load: TeamLoad,
      /** Grows with every change of this record on this device. */
      revision: number,
      /** Where its last change stands: `on_device`, `in_transit`, `receipted` or `set_aside`. */
      delivery: string,
      findings: Finding[],
    };
  };
  /** The visits of some days, in route order. */
  "visit.list": {
    args: {
      from: string,
      to: string,
      team?: string,
      hamlet?: string,
      state?: string,
      citizen?: string,
    };
    result: Array<{
      id: string,
      date: string,
      /** `scheduled` or `finished`. */
      state: string,
      citizen: string,
      /** Whose home; absent when their record is not on this device. */
      full_name?: string,
      phone?: string,
      phone_owner?: string,
      address?: string,
      mobility?: "normal" | "elderly" | "ill" | "disabled",
      hamlet?: string,
      purposes: Array<string>,
      urgent: boolean,
      team?: string,
      asked_by?: "phone" | "hamlet_head" | "list" | "visit" | "other",
      /** Why the citizen cannot come. */
      reason?: string,
      note?: string,
      /** Its place in the day's route, where people gave it one. */
      order?: number,
      /** Every day that it was given, oldest first. */
      history: Array<VisitMove>,
      outcome?: "done" | "absent" | "refused" | "partial",
      outcome_note?: string,
      finished_by?: string,
      finished_at?: string,
      /** How full its team's day is. */
      load: TeamLoad,
      /** Grows with every change of this record on this device. */
      revision: number,
      /** Where its last change stands: `on_device`, `in_transit`, `receipted` or `set_aside`. */
      delivery: string,
      findings: Finding[],
    }>;
  };
  /** Changes a visit's team, purposes or notes; absent fields stay, null clears. */
  "visit.save": {
    args: {
      id: string,
      purposes?: Array<string>,
      team?: string | null,
      note?: string | null,
      asked_by?: AskedBy | null,
      reason?: string | null,
    };
    result: {
      id: string,
      date: string,
      /** `scheduled` or `finished`. */
      state: string,
      citizen: string,
      /** Whose home; absent when their record is not on this device. */
      full_name?: string,
      phone?: string,
      phone_owner?: string,
      address?: string,
      mobility?: "normal" | "elderly" | "ill" | "disabled",
      hamlet?: string,
      purposes: Array<string>,
      urgent: boolean,
      team?: string,
      asked_by?: "phone" | "hamlet_head" | "list" | "visit" | "other",
      /** Why the citizen cannot come. */
      reason?: string,
      note?: string,
      /** Its place in the day's route, where people gave it one. */
      order?: number,
      /** Every day that it was given, oldest first. */
      history: Array<VisitMove>,
      outcome?: "done" | "absent" | "refused" | "partial",
      outcome_note?: string,
      finished_by?: string,
      finished_at?: string,
      /** How full its team's day is. */
      load: TeamLoad,
      /** Grows with every change of this record on this device. */
      revision: number,
      /** Where its last change stands: `on_device`, `in_transit`, `receipted` or `set_aside`. */
      delivery: string,
      findings: Finding[],
    };
  };
  /** Gives a visit another day. */
  "visit.reschedule": {
    args: {
      id: string,
      date: string,
      reason: string,
      /** Absent, it stays as urgent as it was. */
      urgent?: boolean,
    };
    result: {
      id: string,
      date: string,
      /** `scheduled` or `finished`. */
      state: string,
      citizen: string,
      /** Whose home; absent when their record is not on this device. */
      full_name?: string,
      phone?: string,
      phone_owner?: string,
      address?: string,
      mobility?: "normal" | "elderly" | "ill" | "disabled",
      hamlet?: string,
      purposes: Array<string>,
      urgent: boolean,
      team?: string,
      asked_by?: "phone" | "hamlet_head" | "list" | "visit" | "other",
      /** Why the citizen cannot come. */
      reason?: string,
      note?: string,
      /** Its place in the day's route, where people gave it one. */
      order?: number,
      /** Every day that it was given, oldest first. */
      history: Array<VisitMove>,
      outcome?: "done" | "absent" | "refused" | "partial",
      outcome_note?: string,
      finished_by?: string,
      finished_at?: string,
      /** How full its team's day is. */
      load: TeamLoad,
      /** Grows with every change of this record on this device. */
      revision: number,
      /** Where its last change stands: `on_device`, `in_transit`, `receipted` or `set_aside`. */
      delivery: string,
      findings: Finding[],
    };
  };
  /** Gives visits their places in a route. */
  "visit.arrange": {
    args: {
      /** Visits in the order in which the team goes; each gets its place. */
      ids: string[],
    };
    result: {
      arranged: number,
    };
  };
  /** Says how a visit ended. */
  "visit.finish": {
    args: {
      id: string,
      outcome: VisitOutcome,
      note?: string,
    };
    result: {
      id: string,
      date: string,
      /** `scheduled` or `finished`. */
      state: string,
      citizen: string,
      /** Whose home; absent when their record is not on this device. */
      full_name?: string,
      phone?: string,
      phone_owner?: string,
      address?: string,
      mobility?: "normal" | "elderly" | "ill" | "disabled",
      hamlet?: string,
      purposes: Array<string>,
      urgent: boolean,
      team?: string,
      asked_by?: "phone" | "hamlet_head" | "list" | "visit" | "other",
      /** Why the citizen cannot come. */
      reason?: string,
      note?: string,
      /** Its place in the day's route, where people gave it one. */
      order?: number,
      /** Every day that it was given, oldest first. */
      history: Array<VisitMove>,
      outcome?: "done" | "absent" | "refused" | "partial",
      outcome_note?: string,
      finished_by?: string,
      finished_at?: string,
      /** How full its team's day is. */
      load: TeamLoad,
      /** Grows with every change of this record on this device. */
      revision: number,
      /** Where its last change stands: `on_device`, `in_transit`, `receipted` or `set_aside`. */
      delivery: string,
      findings: Finding[],
    };
  };
  /** Days off and working Saturdays, and what is known of their years. */
  "calendar.list": {
    args: {
      from: string,
      to: string,
    };
    result: {
      /** Days that are not as their weekday says; Saturdays and Sundays are off without a row. */
      days: Array<CalendarDay>,
      /** What is known of each year. */
      years: Array<CalendarYear>,
    };
  };
  /** Makes days off or worked, against what the calendar says. */
  "calendar.save": {
    args: {
      /** Days that belong together, such as a day off and the Saturday that pays for it. */
      days: Array<CalendarDayToSave>,
    };
    result: {
      /** Days that are not as their weekday says; Saturdays and Sundays are off without a row. */
      days: Array<CalendarDay>,
      /** What is known of each year. */
      years: Array<CalendarYear>,
    };
  };
  /** What the ward decided for itself. */
  "ward.settings": {
    args: Record<symbol, never>;
    result: {
      /** How a zero in the tens is read. */
      zero: "linh" | "le",
      /** How a thousand is read. */
      thousand: "nghin" | "ngan",
      /** Which Thursday is the month's visit day. */
      visit_rule: "third_thursday" | "thursday_of_third_week",
      /** What to do when that is a day off. */
      when_day_off: "next_working_day" | "next_thursday" | "previous_thursday",
      /** How many homes a team can visit in a day; null when nobody counts. */
      team_capacity: number | null,
      /** When it works, `07:30-11:30` and so on; null when nobody said, and 07:30-11:30 and 13:30-17:00 are taken. */
      working_hours: string[] | null,
    };
  };
  /** Changes the ward's settings; absent fields stay, null clears. */
  "ward.settings_save": {
    args: {
      zero?: "linh" | "le",
      thousand?: "nghin" | "ngan",
      visit_rule?: "third_thursday" | "thursday_of_third_week",
      when_day_off?: "next_working_day" | "next_thursday" | "previous_thursday",
      team_capacity?: number | null,
      working_hours?: string[] | null,
    };
    result: {
      /** How a zero in the tens is read. */
      zero: "linh" | "le",
      /** How a thousand is read. */
      thousand: "nghin" | "ngan",
      /** Which Thursday is the month's visit day. */
      visit_rule: "third_thursday" | "thursday_of_third_week",
      /** What to do when that is a day off. */
      when_day_off: "next_working_day" | "next_thursday" | "previous_thursday",
      /** How many homes a team can visit in a day; null when nobody counts. */
      team_capacity: number | null,
      /** When it works, `07:30-11:30` and so on; null when nobody said, and 07:30-11:30 and 13:30-17:00 are taken. */
      working_hours: string[] | null,
    };
  };
  /** The ward's hamlets. */
  "hamlet.list": {
    args: Record<symbol, never>;
    result: Array<{
      id: string,
      name: string,
      retired: boolean,
    }>;
  };
  /** Makes or changes a hamlet. */
  "hamlet.save": {
    args: {
      /** To rename one; without it the hamlet of this name is changed, or made. */
      id?: string,
      name: string,
      /** Whether it is a name of the past. */
      retired?: boolean,
    };
    result: {
      id: string,
      name: string,
      retired: boolean,
    };
  };
  /** The ward's teams. */
  "team.list": {
    args: Record<symbol, never>;
    result: Array<{
      id: string,
      name: string,
      members: Array<string>,
      capacity: number | null,
      retired: boolean,
    }>;
  };
  /** Makes or changes a team. */
  "team.save": {
    args: {
      /** To rename one; without it the team of this name is changed, or made. */
      id?: string,
      name: string,
      members?: Array<string>,
      /** How many homes it can visit in a day; null: the ward's own number holds. */
      capacity?: number | null,
      /** Whether it is a name of the past. */
      retired?: boolean,
    };
    result: {
      id: string,
      name: string,
      members: Array<string>,
      capacity: number | null,
      retired: boolean,
    };
  };
  /** One pass to the ward and back, after one that runs; says what became of it. */
  "sync.now": {
    args: Record<symbol, never>;
    result: {
      bytes_waiting: number,
      conflicts: number,
      /** Changes that the ward holds until what they wait for has come. */
      held: number,
      /** How many of these it has held for longer than three days: the alert `held_long`. */
      held_long: number,
      /** Whether the person asked that no pass begins by itself. */
      paused: boolean,
      last_success_at: string | null,
      ward_time_offset_s: number | null,
      /** What a person should know: `custody_mismatch`, `clock_far_off`, `held_long`, `cloned`, … */
      alerts: Array<string>,
      created: number,
      on_device: number,
      in_transit: number,
      receipted: number,
      set_aside: number,
      files_waiting: number,
    };
  };
  /** The network came up: where the app syncs by itself, it begins at once. */
  "sync.network_up": {
    args: Record<symbol, never>;
    result: Record<symbol, never>;
  };
  /** Where everything that was made on this device stands. */
  "sync.status": {
    args: Record<symbol, never>;
    result: {
      bytes_waiting: number,
      conflicts: number,
      /** Changes that the ward holds until what they wait for has come. */
      held: number,
      /** How many of these it has held for longer than three days: the alert `held_long`. */
      held_long: number,
      /** Whether the person asked that no pass begins by itself. */
      paused: boolean,
      last_success_at: string | null,
      ward_time_offset_s: number | null,
      /** What a person should know: `custody_mismatch`, `clock_far_off`, `held_long`, `cloned`, … */
      alerts: Array<string>,
      created: number,
      on_device: number,
      in_transit: number,
      receipted: number,
      set_aside: number,
      files_waiting: number,
    };
  };
  /** The records behind one of the four numbers of `sync.status`, what was changed last first. */
  "sync.records": {
    args: {
      share: Share,
      limit?: number,
    };
    result: Array<{
      id: string,
      /** `citizen`, `need`, `visit`, `dossier`, `ward_settings`, `calendar_day`, `hamlet`, `team`, `form_package`, `consent`, or a kind of a later version. */
      kind: string,
      changed_at: string,
      /** Whether it is on this device still: what was moved out of the person's sight is only counted. */
      here: boolean,
      /** Why the ward set it aside: the code of an error. */
      reason?: string,
      /** Its own name, or that of the citizen it is about. */
      name?: string,
      /** The citizen it is about, where it is not one itself. */
      citizen?: string,
      procedure?: string,
      /** Of the member of a group, what its group's form calls it. */
      member_name?: string,
      /** The day of a visit, or of the calendar. */
      date?: string,
      state?: string,
    }>;
  };
  /** The changes that the ward holds until what they wait for has come. */
  "sync.waiting": {
    args: Record<symbol, never>;
    result: Array<{
      record: string,
      kind: string,
      since: string,
      /** For a record that has not come, or for an earlier change of the same record. */
      waits_for: WaitsFor,
      /** Its own name, or that of the citizen it is about. */
      name?: string,
      /** The citizen it is about, where it is not one itself. */
      citizen?: string,
      procedure?: string,
      /** Of the member of a group, what its group's form calls it. */
      member_name?: string,
      /** The day of a visit, or of the calendar. */
      date?: string,
      state?: string,
    }>;
  };
  /** Where the work of every device of the ward stands, by its own last words. */
  "sync.teams": {
    args: Record<symbol, never>;
    result: Array<{
      team: string | null,
      user_name: string,
      /** Null: it has said nothing yet. */
      last_contact_at: string | null,
      /** What the ward found odd about it, until it is settled. */
      flags: Array<FlagView>,
      created: number,
      on_device: number,
      in_transit: number,
      receipted: number,
      set_aside: number,
      files_waiting: number,
    }>;
  };
  /** Begins no pass by itself until it is taken back, or the person comes in again. */
  "sync.pause": {
    args: {
      paused: boolean,
    };
    result: {
      bytes_waiting: number,
      conflicts: number,
      /** Changes that the ward holds until what they wait for has come. */
      held: number,
      /** How many of these it has held for longer than three days: the alert `held_long`. */
      held_long: number,
      /** Whether the person asked that no pass begins by itself. */
      paused: boolean,
      last_success_at: string | null,
      ward_time_offset_s: number | null,
      /** What a person should know: `custody_mismatch`, `clock_far_off`, `held_long`, `cloned`, … */
      alerts: Array<string>,
      created: number,
      on_device: number,
      in_transit: number,
      receipted: number,
      set_aside: number,
      files_waiting: number,
    };
  };
  /** Gives up the pass that runs. */
  "sync.cancel": {
    args: Record<symbol, never>;
    result: Record<symbol, never>;
  };
  /** Writes all that waits into a new file that only the ward can open; it counts as under way. */
  "sync.bundle_write": {
    args: {
      /** A file that is not there yet; without one a new file in the person's documents. */
      path?: string | null,
    };
    result: {
      path: string,
      changes: number,
      files: number,
      bytes: number,
      /** Changes that wait and are not in it: they follow what was done before the device was enrolled again, and go when the ward has answered to that. */
      left_out: number,
    };
  };
  /** Takes in the receipts that the ward gave for a bundle of this person. */
  "sync.bundle_read": {
    args: {
      /** Where the receipts are; this or `content`. */
      path?: string,
      /** The receipts themselves, in base64. */
      content?: string,
    };
    result: {
      /** Changes that the ward has taken. */
      changes: number,
      /** Changes that it keeps and has not taken: on the shelf, or held until something else comes. */
      not_taken: number,
      /** Files that it holds whole. */
      files: number,
    };
  };
  /** Brings a colleague's bundle to the ward over the network, and writes its receipts into a new file. */
  "sync.bundle_carry": {
    args: {
      /** Where the bundle is; this or `content`. */
      path?: string,
      /** The bundle itself, in base64. */
      content?: string,
      /** A file for its receipts that is not there yet; without one it lies beside the bundle, or in the person's documents. */
      receipts?: string | null,
    };
    result: {
      /** Where its receipts are: to be brought back to the device that wrote it. */
      receipts: string,
    };
  };
  /** What two people wrote into the same, the oldest record first. */
  "conflict.list": {
    args: Record<symbol, never>;
    result: Array<{
      id: string,
      record: string,
      kind: string,
      /** When the change was made. */
      since: string,
      /** Its author's reason, where it had one. */
      reason?: string,
      fields: Array<ConflictField>,
      /** Where the form is to be decided that a draft is on: the answers that go with the choice. */
      with_form?: Array<ConflictField>,
      /** Its own name, or that of the citizen it is about. */
      name?: string,
      /** The citizen it is about, where it is not one itself. */
      citizen?: string,
      procedure?: string,
      /** Of the member of a group, what its group's form calls it. */
      member_name?: string,
      /** The day of a visit, or of the calendar. */
      date?: string,
      state?: string,
    }>;
  };
  /** Decides a conflict, every field of it; the choice is itself a change. */
  "conflict.resolve": {
    args: {
      id: string,
      /** One for each of its fields. */
      choices: Record<string, "mine" | "theirs" | {
        value: unknown
      }>,
      /** Why, in the person's words. */
      reason?: string,
    };
    result: {
      id: string,
      kind: string,
      body: Record<string, unknown>,
    };
  };
  /** What the ward did not take, each with its reason and its mend. */
  "shelf.list": {
    args: Record<symbol, never>;
    result: Array<{
      /** A change's id, or a file's SHA-256. */
      id: string,
      record: string,
      kind: string,
      /** The code of a refusal, or `file_unreadable`, `file_refused`, `file_out_of_step`. */
      reason: string,
      since: string,
      /** How many changes of the record are there. */
      changes: number,
      /** Whether the record is on this device still. */
      here: boolean,
      mend: Mend,
      /** Its own name, or that of the citizen it is about. */
      name?: string,
      /** The citizen it is about, where it is not one itself. */
      citizen?: string,
      procedure?: string,
      /** Of the member of a group, what its group's form calls it. */
      member_name?: string,
      /** The day of a visit, or of the calendar. */
      date?: string,
      state?: string,
    }>;
  };
  /** Sends what is on the shelf of one record again with the next pass. */
  "shelf.retry": {
    args: {
      id: string,
    };
    result: {
      bytes_waiting: number,
      conflicts: number,
      /** Changes that the ward holds until what they wait for has come. */
      held: number,
      /** How many of these it has held for longer than three days: the alert `held_long`. */
      held_long: number,
      /** Whether the person asked that no pass begins by itself. */
      paused: boolean,
      last_success_at: string | null,
      ward_time_offset_s: number | null,
      /** What a person should know: `custody_mismatch`, `clock_far_off`, `held_long`, `cloned`, … */
      alerts: Array<string>,
      created: number,
      on_device: number,
      in_transit: number,
      receipted: number,
      set_aside: number,
      files_waiting: number,
    };
  };
  /** Writes what is on the shelf of one record into a new file. */
  "shelf.export": {
    args: {
      id: string,
      /** A file that is not there yet; without one a new file in the person's documents. */
      path?: string | null,
    };
    result: {
      path: string,
      bytes: number,
    };
  };
}

/** What is told without being asked, by the name of its event. */
export interface News {
  progress: Progress;
  sync: SyncNews;
  person: PersonNews;
}
