/** What is noted of fees, and the cash that is carried. */
import { takesIn } from '$lib/fee/cash';
import { nowText } from '$lib/text/day';
import type { Dossier, Finding, Result } from '../backend';
import { failure, finding, type Handlers, type World } from './world';

/** What the core tells by the answers is not played here: of these dossiers by what was asked for in one of them. */
const told = ({ fee }: Dossier): number | null => fee?.amount ?? null;

/** Brings the fee of a dossier to its answers as they stand. */
export function charged(dossier: Dossier): Finding[] {
  const { said, paid, taken } = dossier.payment ?? {};
  const due = said?.counts ? said.amount : told(dossier);
  dossier.payment = {
    due,
    ...(said ? { said } : {}),
    ...(paid ? { paid } : {}),
    ...(taken ? { taken } : {}),
  };
  if (!paid || due === null || paid.amount === due) return [];
  return [finding('fee_paid_differs', '', 'warning', { paid: paid.amount, due })];
}

type Ways = { own: (dossier: Dossier) => Dossier; changed: (dossier: Dossier) => Dossier };

export function fee(world: World, { own, changed }: Ways): Handlers {
  const user = () => world.open?.identity.user ?? '';
  const noted = () => ({ by: user(), at: nowText() });
  const paymentOf = (dossier: Dossier) => (dossier.payment ??= { due: told(dossier) });
  return {
    'dossier.fee_say': ({ id, amount, reason }) => {
      const dossier = own(world.dossier(id));
      const payment = paymentOf(dossier);
      if (amount === null) delete payment.said;
      else if (!reason?.trim()) throw failure('bad_argument');
      else payment.said = { amount, reason, counts: true, ...noted() };
      return changed(dossier);
    },
    'dossier.fee_paid': ({ id, how, amount, receipt, received_by, instead = false }) => {
      const dossier = own(world.dossier(id));
      const payment = paymentOf(dossier);
      if (payment.paid?.handed_in) throw failure('fee_handed_in');
      if (payment.paid && !instead) throw failure('fee_paid_already');
      const counted = amount ?? payment.due;
      if (!counted) throw failure('bad_argument');
      const receiver = how === 'cash' ? user() : received_by;
      payment.paid = {
        amount: counted,
        how,
        ...(receipt ? { receipt } : {}),
        ...(receiver ? { received_by: receiver } : {}),
        carried: how === 'cash',
        mine: true,
        stays: how === 'cash' && !takesIn(world.open?.identity.role),
        ...noted(),
      };
      return changed(dossier);
    },
    'dossier.fee_unpaid': ({ id, taken: key }) => {
      const dossier = own(world.dossier(id));
      if (key !== undefined) {
        const payment = paymentOf(dossier);
        payment.taken = payment.taken?.filter((one) => one.key !== key) ?? [];
        return changed(dossier);
      }
      if (dossier.payment?.paid?.stays) throw failure('cash_stays');
      if (dossier.payment?.paid?.handed_in) throw failure('fee_handed_in');
      delete dossier.payment?.paid;
      return changed(dossier);
    },
    'cash.list': () => ({ carriers: carriers(world) }),
    'cash.hand_in': ({ dossiers, amount }) => {
      const paid = dossiers.map((id) => world.dossier(id).payment?.paid);
      if (paid.some((one) => !one?.carried)) throw failure('cash_gone');
      const sum = paid.reduce((sum, one) => sum + (one?.amount ?? 0), 0);
      if (sum !== amount) throw failure('cash_differs', { sum, amount });
      for (const one of paid)
        if (one) Object.assign(one, { carried: false, mine: false, handed_in: noted() });
      dossiers.forEach((id) => changed(world.dossier(id)));
      return { carriers: carriers(world) };
    },
    'cash.hand_back': ({ dossier: id }) => {
      const paid = world.dossier(id).payment?.paid;
      if (paid?.handed_in) {
        delete paid.handed_in;
        Object.assign(paid, { carried: true, mine: true });
      }
      return { carriers: carriers(world) };
    },
  };
}

type Carrier = Result<'cash.list'>['carriers'][number];

/** By name; a volunteer sees what they carry themselves. */
function carriers(world: World): Carrier[] {
  const { user = '', role } = world.open?.identity ?? {};
  const all = new Map<string, Carrier>();
  for (const { id, payment, citizen, procedure } of world.dossiers.values()) {
    const paid = payment?.paid;
    if (!paid?.carried || (role === 'volunteer' && paid.by !== user)) continue;
    const { by: name, amount, at, receipt } = paid;
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
  return [...all.values()];
}
