/** The one way from the screens to everything else. */
import type { Commands, Failure, Progress, SyncNews } from './commands';

export type {
  AlsoOpen,
  AskedBy,
  CalendarDay,
  ConflictField,
  Failure,
  FileView,
  Finding,
  Progress,
  Said,
  Source,
  SyncNews,
  TeamLoad,
  VisitDay,
  VisitMove,
  VisitOutcome,
} from './commands';
export type Name = keyof Commands;
export type Args<K extends Name> = Commands[K]['args'];
export type Result<K extends Name> = Commands[K]['result'];

export interface Backend {
  /** Carries out a command; a failure is thrown as a `Failure` and nothing else. */
  call<K extends Name>(name: K, args: Args<K>): Promise<Result<K>>;
  /** Tells of progress until the returned function is called. */
  onProgress(listener: (progress: Progress) => void): () => void;
  /** Tells of the beginning and the end of every pass, also of those that nobody asked for. */
  onSync(listener: (news: SyncNews) => void): () => void;
  /** The ward gave the person another role, other hamlets or another team; gives the way to stop hearing. */
  onPerson(listener: () => void): () => void;
  /** Asks the person in the system's own dialog where a new PDF is to be saved; nothing where they choose no place. */
  askPlace(title: string, name: string): Promise<string | undefined>;
  /** Asks whether the window may close, each time somebody closes it; an answer may take its time. */
  onClosing(ask: () => Promise<boolean>): () => void;
}

export type Identity = Extract<Result<'profile.status'>, { state: 'unlocked' }>;
export type Citizen = Result<'citizen.get'>;
export type Card = Result<'id.scan'>;
export type CitizenHit = Result<'citizen.search'>[number];
export type Procedure = Result<'procedure.list'>[number];
export type Form = Result<'procedure.form'>;
export type FormVersion = Result<'form.list'>[number];
export type DossierMove = Result<'dossier.move_preview'>;
export type Dossier = Result<'dossier.get'>;
export type Filled = Result<'dossier.fill'>;
export type Offer = Result<'dossier.known'>[number];
export type Person = NonNullable<Form['people']>[number];
export type Preview = Result<'dossier.preview'>;
export type DossierSummary = Result<'dossier.list'>[number];
export type Deadline = Result<'deadline.for'>;
export type Unit = Result<'unit.search'>[number];
export type UnitSet = Unit['set'];
export type Became = Result<'unit.successors'>;
export type Visit = Result<'visit.get'>;
export type Team = Result<'team.list'>[number];
export type Hamlet = Result<'hamlet.list'>[number];
export type WardSettings = Result<'ward.settings'>;
export type SyncStatus = Result<'sync.status'>;
export type SyncRecord = Result<'sync.records'>[number];
export type HeldChange = Result<'sync.waiting'>[number];
export type Device = Result<'sync.teams'>[number];
export type Conflict = Result<'conflict.list'>[number];
export type ConflictChoice = Args<'conflict.resolve'>['choices'][string];
export type ShelfItem = Result<'shelf.list'>[number];

/** What was thrown, as a failure; anything that is not one is a fault of this program. */
export function asFailure(thrown: unknown): Failure {
  if (typeof thrown === 'object' && thrown !== null && 'code' in thrown && typeof thrown.code === 'string') {
    const { code, message_key, params, findings, retryable } = thrown as Partial<Failure> & { code: string };
    return {
      code,
      message_key: message_key ?? `error.${code}`,
      params: params ?? {},
      retryable: retryable ?? false,
      ...(findings ? { findings } : {}),
    };
  }
  return { code: 'internal', message_key: 'error.internal', params: {}, retryable: false };
}
