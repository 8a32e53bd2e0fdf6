/** The commands of visits and of the calendar, as the core has them: `commands.ts` counts where it names them. */
import type { Finding } from './commands';

export type TeamLoad = { team: string | null; used: number; capacity: number | null };

export type VisitDay = {
  /** The day by the ward's rule. */
  date: string;
  /** Why it is off, if it is. */
  holiday?: string;
  /** The day to use when it is off; otherwise the same day. */
  suggested: string;
  loads: TeamLoad[];
};

/** `from` is null for the first day that it was given. */
export type VisitMove = { at: string; by?: string; from: string | null; to: string; reason?: string };

export const OUTCOMES = ['done', 'partial', 'absent', 'refused'] as const;
export type Outcome = (typeof OUTCOMES)[number];

export const ASKERS = ['phone', 'hamlet_head', 'list', 'visit', 'other'] as const;
export type AskedBy = (typeof ASKERS)[number];

export type Visit = {
  id: string;
  date: string;
  state: string;
  citizen: string;
  full_name?: string;
  phone?: string;
  phone_owner?: string;
  address?: string;
  mobility?: 'normal' | 'elderly' | 'ill' | 'disabled';
  hamlet?: string;
  purposes: string[];
  urgent: boolean;
  team?: string;
  asked_by?: AskedBy;
  /** Why the citizen cannot come. */
  reason?: string;
  note?: string;
  order?: number;
  history: VisitMove[];
  outcome?: Outcome;
  outcome_note?: string;
  finished_by?: string;
  finished_at?: string;
  load: TeamLoad;
  revision: number;
  delivery: string;
  findings: Finding[];
};

export type DayOff = { date: string; kind: 'off' | 'work'; name: string };

export interface VisitCommands {
  'visit.days': {
    args: { year: number; month: number; rule?: 'third_thursday' | 'thursday_of_third_week' };
    result: {
      regular: VisitDay;
      urgent: VisitDay;
      rule: 'third_thursday' | 'thursday_of_third_week';
      year_status: 'announced' | 'provisional' | 'unknown';
    };
  };
  'visit.schedule': {
    args: {
      citizen: string;
      purposes: string[];
      urgent?: boolean;
      date?: string;
      team?: string;
      note?: string;
      asked_by?: AskedBy;
      reason?: string;
    };
    result: Visit;
  };
  'visit.get': { args: { id: string }; result: Visit };
  'visit.list': {
    args: { from: string; to: string; team?: string; hamlet?: string; state?: string };
    result: Visit[];
  };
  'visit.reschedule': {
    args: { id: string; date: string; reason: string; urgent?: boolean };
    result: Visit;
  };
  'visit.finish': { args: { id: string; outcome: Outcome; note?: string }; result: Visit };
  'calendar.list': { args: { from: string; to: string }; result: { days: DayOff[]; years: unknown[] } };
}
