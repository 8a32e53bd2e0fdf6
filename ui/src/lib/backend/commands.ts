// Written from the command table in crates/app; do not edit. To write it anew:
// UPDATE=1 cargo test -p tan-nha-app reference

/** One thing that a check found; `code` is also the key of its text. */
export type Finding = { code: string, field: string, severity: "error" | "warning", params: Record<string, unknown> };

/** Why a command failed. */
export type Failure = { code: string, message_key: string, params: Record<string, unknown>, findings?: Finding[], retryable: boolean };

export type ChoiceView = {
  value: string,
  label: string,
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
  choices: Array<ChoiceView>,
  /** What a fixed field says. */
  text?: string,
  mark: "V" | "S" | "R",
};

export type PaperView = {
  slot: string,
  label: string,
  required: boolean,
  note?: string,
  mark: "V" | "S" | "R",
};

export type PossibleDuplicate = {
  id: string,
  reasons: string[],
};

export type RuleView = {
  code: string,
  field: string,
  what_to_do: string,
  source?: string,
};

export type SectionView = {
  key: string,
  label: string,
  /** The slot of the paper it is printed on. */
  paper: string,
  mark: "V" | "S" | "R",
  fields: Array<FieldView>,
};

export type User = {
  handle: string,
  practice: boolean,
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
      state: string,
      needs: string[],
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
  /** The procedures that have a definition. */
  "procedure.list": {
    args: Record<symbol, never>;
    result: Array<{
      key: string,
      name: string,
      portal_code: string,
      authority: string,
      deadline: {
        count: number,
        unit: string,
        extra?: string,
        mark: "V" | "S" | "R"
      },
      fee: {
        text: string,
        mark: "V" | "S" | "R"
      },
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
      papers: Array<PaperView>,
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
      answers: Record<string, unknown>,
      derived: Record<string, unknown>,
      visible: Array<string>,
      /** The slots of the papers that these answers ask for. */
      papers: Array<string>,
      provenance: Record<string, "spoken" | "record" | "ward">,
      findings: Finding[],
      /** Papers and photos; none can be attached yet. */
      files: unknown[],
      id: string,
      procedure: string,
      form_version: string,
      state: string,
      /** Grows with every change of this record on this device. */
      revision: number,
      /** Where its last change stands: `on_device`, `in_transit`, `receipted` or `set_aside`. */
      delivery: string,
      citizen?: string,
      visit?: string,
      updated_at: string,
    };
  };
  /** Sets answers; durable when it returns. */
  "dossier.set": {
    args: {
      id: string,
      answers: Record<string, unknown>,
    };
    result: {
      answers: Record<string, unknown>,
      derived: Record<string, unknown>,
      visible: Array<string>,
      /** The slots of the papers that these answers ask for. */
      papers: Array<string>,
      provenance: Record<string, "spoken" | "record" | "ward">,
      findings: Finding[],
      /** Papers and photos; none can be attached yet. */
      files: unknown[],
      id: string,
      procedure: string,
      form_version: string,
      state: string,
      /** Grows with every change of this record on this device. */
      revision: number,
      /** Where its last change stands: `on_device`, `in_transit`, `receipted` or `set_aside`. */
      delivery: string,
      citizen?: string,
      visit?: string,
      updated_at: string,
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
      answers: Record<string, unknown>,
      derived: Record<string, unknown>,
      visible: Array<string>,
      /** The slots of the papers that these answers ask for. */
      papers: Array<string>,
      provenance: Record<string, "spoken" | "record" | "ward">,
      findings: Finding[],
      /** Papers and photos; none can be attached yet. */
      files: unknown[],
      id: string,
      procedure: string,
      form_version: string,
      state: string,
      /** Grows with every change of this record on this device. */
      revision: number,
      /** Where its last change stands: `on_device`, `in_transit`, `receipted` or `set_aside`. */
      delivery: string,
      citizen?: string,
      visit?: string,
      updated_at: string,
    };
  };
  /** One dossier with its answers and findings. */
  "dossier.get": {
    args: {
      id: string,
    };
    result: {
      answers: Record<string, unknown>,
      derived: Record<string, unknown>,
      visible: Array<string>,
      /** The slots of the papers that these answers ask for. */
      papers: Array<string>,
      provenance: Record<string, "spoken" | "record" | "ward">,
      findings: Finding[],
      /** Papers and photos; none can be attached yet. */
      files: unknown[],
      id: string,
      procedure: string,
      form_version: string,
      state: string,
      /** Grows with every change of this record on this device. */
      revision: number,
      /** Where its last change stands: `on_device`, `in_transit`, `receipted` or `set_aside`. */
      delivery: string,
      citizen?: string,
      visit?: string,
      updated_at: string,
    };
  };
  /** Dossiers without their answers, newest first. */
  "dossier.list": {
    args: {
      state?: string,
      procedure?: string,
      citizen?: string,
      limit?: number,
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
      visit?: string,
      updated_at: string,
    }>;
  };
  /** One pass to the ward and back; says what became of it. */
  "sync.now": {
    args: Record<symbol, never>;
    result: {
      created: number,
      on_device: number,
      in_transit: number,
      receipted: number,
      set_aside: number,
      files_waiting: number,
      bytes_waiting: number,
      conflicts: number,
      last_success_at: string | null,
      ward_time_offset_s: number | null,
      /** What a person should know: `custody_mismatch`, `clock_far_off`, … */
      alerts: Array<string>,
    };
  };
  /** Where everything that was made on this device stands. */
  "sync.status": {
    args: Record<symbol, never>;
    result: {
      created: number,
      on_device: number,
      in_transit: number,
      receipted: number,
      set_aside: number,
      files_waiting: number,
      bytes_waiting: number,
      conflicts: number,
      last_success_at: string | null,
      ward_time_offset_s: number | null,
      /** What a person should know: `custody_mismatch`, `clock_far_off`, … */
      alerts: Array<string>,
    };
  };
}
