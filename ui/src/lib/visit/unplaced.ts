/** Who waits for a visit: an open need and no day still to come, or a day that passed without one. */
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
};

const newestFirst = (a: Visit, b: Visit) => b.date.localeCompare(a.date);

/** Urgent ones first, then those whose day passed, then by hamlet and name. */
export function unplaced(
  inNeed: { need: string; citizens: CitizenHit[] }[],
  visits: Visit[],
  today: string,
): Request[] {
  const visitsOf = new Map<string, Visit[]>();
  for (const visit of visits.toSorted(newestFirst)) {
    visitsOf.set(visit.citizen, [...(visitsOf.get(visit.citizen) ?? []), visit]);
  }
  const requests = new Map<string, Request>();
  const begin = (id: string, known: Pick<Request, 'full_name' | 'hamlet' | 'address'>) => {
    const own = visitsOf.get(id) ?? [];
    const [last] = own;
    const missed = own.find(({ state }) => state === 'scheduled');
    // What was urgent and is not done is still urgent.
    const urgent = missed?.urgent ?? (last?.urgent === true && last.outcome !== 'done');
    const request: Request = { id, ...known, needs: [], urgent, missed };
    requests.set(id, request);
    return request;
  };
  const isPlaced = (id: string) =>
    visitsOf.get(id)?.some(({ state, date }) => state === 'scheduled' && date >= today) ?? false;

  for (const { need, citizens } of inNeed) {
    for (const { id, full_name, hamlet, address } of citizens) {
      if (isPlaced(id)) continue;
      const known = { full_name, hamlet: hamlet ?? undefined, address: address ?? undefined };
      (requests.get(id) ?? begin(id, known)).needs.push(need);
    }
  }
  for (const { citizen, state, full_name = '', hamlet, address, purposes } of visits) {
    if (state !== 'scheduled' || isPlaced(citizen) || requests.has(citizen)) continue;
    begin(citizen, { full_name, hamlet, address }).needs.push(...purposes);
  }
  return [...requests.values()].sort(
    (a, b) =>
      Number(b.urgent) - Number(a.urgent) ||
      Number(b.missed !== undefined) - Number(a.missed !== undefined) ||
      inOrder(a.hamlet ?? '\uffff', b.hamlet ?? '\uffff') ||
      byGivenName(a.full_name, b.full_name),
  );
}
