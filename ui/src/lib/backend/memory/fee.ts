/** What is noted of fees, and the cash that is carried. */
import { takesIn } from '$lib/fee/cash';
import { sumOf } from '$lib/fee/payment';
import { nowText } from '$lib/text/day';
import type { Dossier, Finding, Result } from '../backend';
import type { PaidView } from '../commands';
import { failure, finding, type Handlers, type World } from './world';

/** What the core tells by the answers is not played here: of these dossiers by what was asked for in one of them. */
const told = ({ fee }: Dossier): number | null => fee?.amount ?? null;

const userOf = (world: World): string => world.open?.identity.user ?? '';
const cashier = (world: World): boolean => takesIn(world.open?.identity.role);

/** Whose hands a payment's cash is in. */
const carrierOf = ({ received_by, by }: PaidView): string => received_by ?? by;

/** Brings the fee of a dossier to its answers as they stand, and to who looks at it. */
export function charged(world: World, dossier: Dossier): Finding[] {
  const { said, paid = [] } = dossier.payment ?? {};
  const due = said?.counts ? said.amount : told(dossier);
  for (const payment of paid) {
    const { carried, handed_in } = payment;
    const own = !carried || carrierOf(payment) === userOf(world);
    payment.mine = !handed_in && (own || cashier(world));
    payment.stays = carried && !cashier(world);
  }
  dossier.payment = {
    due,
    ...(said ? { said } : {}),
    ...(paid.length > 0 ? { paid: paid.sort((a, b) => a.at.localeCompare(b.at)) } : {}),
  };
  const [n, amount] = [paid.length, sumOf(paid)];
  if (n > 1 && (due === null || amount > due))
    return [finding('fee_paid_twice', '', 'warning', { n, amount })];
  if (n === 0 || due === null || amount === due) return [];
  return [finding('fee_paid_differs', '', 'warning', { paid: amount, due })];
}

type Ways = { own: (dossier: Dossier) => Dossier; changed: (dossier: Dossier) => Dossier };

export function fee(world: World, { own, changed }: Ways): Handlers {
  const noted = () => ({ by: userOf(world), at: nowText() });
  const paymentOf = (dossier: Dossier) => (dossier.payment ??= { due: told(dossier) });
  const paidOf = (dossier: Dossier): PaidView[] => paymentOf(dossier).paid ?? [];
  /** One that who is signed in may change; nothing where it is not there. */
  const mineOf = (dossier: Dossier, key: string): PaidView | undefined => {
    charged(world, dossier);
    const found = paidOf(dossier).find((one) => one.key === key);
    if (found?.handed_in) throw failure('fee_handed_in');
    if (found && !found.mine) throw failure('not_allowed');
    return found;
  };
  return {
    'dossier.fee_say': ({ id, amount, reason }) => {
      const dossier = own(world.dossier(id));
      const payment = paymentOf(dossier);
      if (amount === null) delete payment.said;
      else if (!reason?.trim()) throw failure('bad_argument');
      else payment.said = { amount, reason, counts: true, ...noted() };
      return changed(dossier);
    },
    'dossier.fee_paid': ({ id, how, amount, receipt, received_by, payment, another }) => {
      const dossier = own(world.dossier(id));
      const all = paidOf(dossier);
      const name = another === undefined ? world.id() : `paid/${userOf(world)}/${another}`;
      if (all.some(({ key }) => key === name)) return changed(dossier);
      const beside = all.filter(({ key }) => (payment === undefined ? another : key !== payment));
      const counted = amount ?? Math.max((paymentOf(dossier).due ?? 0) - sumOf(beside), 0);
      if (!counted) throw failure('bad_argument');
      const isCash = how === 'cash';
      const receiver = isCash ? userOf(world) : received_by;
      const paid: PaidView = {
        key: name,
        amount: counted,
        how,
        ...(receipt ? { receipt } : {}),
        ...(receiver ? { received_by: receiver } : {}),
        ...noted(),
        carried: isCash,
        mine: true,
        stays: isCash && !cashier(world),
        // What the desk notes of money that nobody carries, it has.
        ...(!isCash && cashier(world) ? { handed_in: noted() } : {}),
      };
      if (payment !== undefined) {
        const before = mineOf(dossier, payment);
        if (!before) throw failure('payment_gone');
        if (before.stays && (!isCash || counted < before.amount)) throw failure('cash_stays');
        // Cash is a note from its beginning.
        if (!isCash || before.carried) paid.key = before.key;
        // Who corrects it has not taken the cash over.
        if (isCash && before.carried) Object.assign(paid, { received_by: carrierOf(before), at: before.at });
      } else if (all.length > 0 && !another) {
        if (all.some((one) => wordsOf(one) === wordsOf(paid))) return changed(dossier);
        throw failure('fee_paid_already');
      }
      paymentOf(dossier).paid = [...all.filter(({ key }) => key !== payment), paid];
      return changed(dossier);
    },
    'dossier.fee_unpaid': ({ id, payment }) => {
      const dossier = own(world.dossier(id));
      if (mineOf(dossier, payment)?.stays) throw failure('cash_stays');
      paymentOf(dossier).paid = paidOf(dossier).filter(({ key }) => key !== payment);
      return changed(dossier);
    },
    'cash.list': () => ({ carriers: carriers(world) }),
    'cash.hand_in': ({ user, dossiers, amount }) => {
      const carried = dossiers.map((id) =>
        paidOf(world.dossier(id)).filter((one) => one.carried && carrierOf(one) === user),
      );
      if (carried.some(({ length }) => length === 0)) throw failure('cash_gone');
      const sum = sumOf(carried.flat());
      if (sum !== amount) throw failure('cash_differs', { sum, amount });
      for (const one of carried.flat()) Object.assign(one, { carried: false, handed_in: noted() });
      dossiers.forEach((id) => changed(world.dossier(id)));
      return { carriers: carriers(world) };
    },
    'cash.hand_back': ({ dossier: id, payment }) => {
      const dossier = world.dossier(id);
      const paid = paidOf(dossier).find(({ key }) => key === payment);
      if (paid?.handed_in) {
        delete paid.handed_in;
        paid.carried = paid.how === 'cash';
        changed(dossier);
      }
      return { carriers: carriers(world) };
    },
  };
}

/** Of two notes that say the same one is enough. */
const wordsOf = ({ how, amount, receipt, received_by, by }: PaidView): string =>
  JSON.stringify([how, amount, receipt, received_by, by]);

type Carrier = Result<'cash.list'>['carriers'][number];

/** By name; a volunteer sees what they carry themselves. */
function carriers(world: World): Carrier[] {
  const { user = '', role } = world.open?.identity ?? {};
  const all = new Map<string, Carrier>();
  for (const { id, payment, citizen, procedure } of world.dossiers.values()) {
    for (const paid of payment?.paid ?? []) {
      const name = carrierOf(paid);
      if (!paid.carried || (role === 'volunteer' && name !== user)) continue;
      const { amount, at, receipt } = paid;
      const carrier = all.get(name) ?? { user: name, name, mine: name === user, amount: 0, days: [] };
      all.set(name, carrier);
      const date = at.slice(0, 10);
      let day = carrier.days.find((known) => known.date === date);
      if (!day) carrier.days.push((day = { date, amount: 0, payments: [] }));
      const called = world.citizens.get(citizen ?? '')?.full_name;
      day.payments.push({
        dossier: id,
        procedure,
        ...(called ? { name: called } : {}),
        ...(receipt ? { receipt } : {}),
        amount,
        at,
        contested: false,
      });
      day.amount += amount;
      carrier.amount += amount;
    }
  }
  return [...all.values()];
}
