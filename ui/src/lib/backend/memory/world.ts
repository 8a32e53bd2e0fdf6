/** What the commands in memory share: who works here, what is kept, and where it stands. */
import type {
  Args,
  Citizen,
  Conflict,
  Device,
  Dossier,
  Failure,
  Finding,
  Hamlet,
  HeldChange,
  Identity,
  Name,
  Result,
  Team,
  Visit,
  WardSettings,
} from '../backend';
import { hamlets, settings, teams } from '../fixtures/ward';
import { Listeners } from './news';

export type Role = Identity['role'];
export type Account = { identity: Identity; pin: string };
/** The core's other commands are not played here. */
export type Handlers = { [K in Name]?: (args: Args<K>) => Result<K> };
/** What is kept of a paper. */
export type Kept = {
  bytes: number;
  media: 'image/jpeg' | 'application/pdf' | 'image/svg+xml';
  pages?: number;
  content: string;
};
type Delivery = 'on_device' | 'receipted' | 'set_aside';

export function failure(code: string, params: Failure['params'] = {}, findings?: Finding[]): Failure {
  const retryable = code.startsWith('ward_');
  return { code, message_key: `error.${code}`, params, retryable, ...(findings ? { findings } : {}) };
}

export const finding = (
  code: string,
  field: string,
  severity: Finding['severity'],
  params = {},
): Finding => ({
  code,
  field,
  severity,
  params,
});

/** A newer version of a form, which does not ask for one of the fields any more. */
export type NewerForm = { version: string; gone: string };

export class World {
  /** Whether the ward can be reached. */
  wardUp = true;
  readonly citizens = new Map<string, Citizen>();
  readonly dossiers = new Map<string, Dossier>();
  readonly visits = new Map<string, Visit>();
  /** By citizen, the first first. */
  readonly consents = new Map<string, Result<'consent.list'>['consents']>();
  /** By its name; what others attached is not here. */
  readonly files = new Map<string, Kept>();
  /** Whether a printer is connected. */
  hasPrinter = false;
  /** The room on this device. */
  space: Result<'device.space'> = { free: 8_000_000_000, photos: 3_800, short: false };
  readonly conflicts: Conflict[] = [];
  readonly held: HeldChange[] = [];
  /** How many of these wait for days. */
  heldLong = 0;
  readonly devices: Device[] = [];
  /** Why the ward set a record's change aside. */
  readonly reasons = new Map<string, string>();
  paused = false;
  /** What the person must be told. */
  alerts: string[] = [];
  readonly teams: Team[] = teams();
  readonly hamlets: Hamlet[] = hamlets();
  readonly settings: WardSettings = settings();
  readonly accounts: Account[] = [];
  /** By procedure. */
  readonly newerForms = new Map<string, NewerForm>();
  open: Account | undefined;
  lastSuccess: string | null = null;
  readonly delivery = new Map<string, Delivery>();
  readonly news = new Listeners();
  #ids = 0;

  id(): string {
    this.#ids += 1;
    return `01900000-0000-7000-8000-${String(this.#ids).padStart(12, '0')}`;
  }

  /** Its change is on this device only, until it is sent. */
  touch(id: string): void {
    this.delivery.set(id, 'on_device');
  }

  deliveryOf(id: string): string {
    return this.delivery.get(id) ?? 'receipted';
  }

  citizen(id: string): Citizen {
    return found(this.citizens, id);
  }

  dossier(id: string): Dossier {
    return found(this.dossiers, id);
  }

  visit(id: string): Visit {
    return found(this.visits, id);
  }
}

function found<T>(records: Map<string, T>, id: string): T {
  const record = records.get(id);
  if (!record) throw failure('record_not_found');
  return record;
}
