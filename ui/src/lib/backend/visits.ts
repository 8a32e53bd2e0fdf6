/** The commands of visits: to be taken from `commands.ts` as soon as they stand there. */

export type VisitDay = {
  /** The day by the ward's rule. */
  date: string;
  /** Why it is off, if it is. */
  holiday?: string | null;
  /** The day to use when it is off; otherwise the same day. */
  suggested: string;
};

export type VisitMove = { from: string; to: string; reason: string; at: string; by?: string };

export type Visit = {
  id: string;
  citizen: string;
  purposes: string[];
  state: string;
  date: string;
  urgent: boolean;
  team?: string | null;
  hamlet?: string | null;
  note?: string | null;
  outcome?: Outcome | null;
  moves?: VisitMove[];
};

export const OUTCOMES = ['done', 'partial', 'absent', 'refused'] as const;
export type Outcome = (typeof OUTCOMES)[number];

export interface VisitCommands {
  'visit.days': {
    args: { year: number; month: number; rule?: 'third_thursday' | 'thursday_of_third_week' };
    result: { regular: VisitDay; urgent: VisitDay };
  };
  'visit.schedule': {
    args: {
      citizen: string;
      purposes: string[];
      urgent?: boolean;
      date?: string;
      team?: string;
      note?: string;
    };
    result: Visit;
  };
  'visit.list': {
    args: { from: string; to: string; team?: string; hamlet?: string; state?: string };
    result: Visit[];
  };
  'visit.reschedule': { args: { id: string; date: string; reason: string }; result: Visit };
  'visit.finish': { args: { id: string; outcome: Outcome; note?: string }; result: Visit };
}
