/** Who waits for a visit: something is open that no visit has settled, and no day is still to come. */
import type { CitizenHit, Visit } from '$lib/backend/backend';
import { byGivenName, inOrder } from '$lib/text/order';

export type Request = {
  /** The citizen. */
  id: string;
  full_name: string;
  hamlet: string | undefined;
  address: string | undefined;
  /** The procedures. */
  needs: string[];
  urgent: boolean;
  /** A visit whose day passed and that nobody finished: it gets another day. */
  missed: Visit | undefined;
  /** How the last visit ended: what was written then is for whoever goes next. */
  last: Visit | undefined;
};

/** On one day the visit that was ended last is the last one. */
const newestFirst = (a: Visit, b: Visit) =>
  b.date.localeCompare(a.date) || (b.finished_at ?? '').localeCompare(a.finished_at ?? '');

/** What was done, or is not wanted, does not wait. Whoever was not met waits, and in doubt nobody is forgotten. */
const settles = ({ state, outcome }: Visit) =>
  state === 'finished' && (outcome === 'done' || outcome === 'refused');

/**
 * What a home still waits for: for each purpose its last visit decides, and a need that no visit was for waits.
 * That somebody noted the same need once more after a visit settled it cannot be seen: no day comes with a need.
 */
function waitsFor(own: Visit[], noted: string[]): string[] {
  const deciding = new Map<string, Visit>();
  for (const visit of own) {
    for (const purpose of visit.purposes) {
      if (!deciding.has(purpose)) deciding.set(purpose, visit);
    }
  }
  const unsettled = [...deciding].filter(([, visit]) => !settles(visit)).map(([purpose]) => purpose);
  return [...noted.filter((need) => !deciding.has(need)), ...unsettled];
}

/** Urgent ones first, then those whose day passed, then by hamlet and name. */
export function unplaced(
  inNeed: { need: string; citizens: CitizenHit[] }[],
  visits: Visit[],
  today: string,
): Request[] {
  type Home = Pick<Request, 'full_name' | 'hamlet' | 'address'> & { noted: string[]; own: Visit[] };
  const homes = new Map<string, Home>();
  const home = (id: string, known: Pick<Request, 'full_name' | 'hamlet' | 'address'>): Home => {
    const there = homes.get(id) ?? { ...known, noted: [], own: [] };
    homes.set(id, there);
    return there;
  };
  for (const { need, citizens } of inNeed) {
    for (const { id, full_name, hamlet, address } of citizens) {
      const known = { full_name, hamlet: hamlet ?? undefined, address: address ?? undefined };
      home(id, known).noted.push(need);
    }
  }
  for (const visit of visits.toSorted(newestFirst)) {
    const { citizen, full_name = '', hamlet, address } = visit;
    home(citizen, { full_name, hamlet, address }).own.push(visit);
  }

  const requests: Request[] = [];
  for (const [id, { noted, own, ...known }] of homes) {
    if (own.some(({ state, date }) => state === 'scheduled' && date >= today)) continue;
    const needs = waitsFor(own, noted);
    const [newest] = own;
    // A visit that names no purpose is still a home to go to.
    const isOpen = newest !== undefined && !settles(newest);
    if (needs.length === 0 && !(isOpen && newest.purposes.length === 0)) continue;
    const missed = own.find(
      ({ state, purposes }) =>
        state === 'scheduled' && (purposes.length === 0 || purposes.some((one) => needs.includes(one))),
    );
    // What was urgent and is not settled is still urgent.
    const urgent = missed?.urgent ?? (isOpen && newest.urgent);
    const last = own.find(({ state }) => state === 'finished');
    requests.push({ id, ...known, needs, urgent, missed, last });
  }
  return requests.sort(
    (a, b) =>
      Number(b.urgent) - Number(a.urgent) ||
      Number(b.missed !== undefined) - Number(a.missed !== undefined) ||
      inOrder(a.hamlet ?? '\uffff', b.hamlet ?? '\uffff') ||
      byGivenName(a.full_name, b.full_name),
  );
}
