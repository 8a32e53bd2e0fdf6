import { fold } from '$lib/text/normal';
import type { Citizen, Finding } from '../backend';
import { scanned } from './card';
import { isDate, numberFindings } from './check';
import { finding, type Handlers, type World } from './world';

export const citizen = (world: World): Handlers => ({
  'citizen.save': ({ id, needs, ...given }) => {
    const before = id ? world.citizen(id) : undefined;
    const citizen = {
      ...(before ?? { id: world.id(), full_name: '', state: 'live', needs: [], agreed: [] }),
    } as Citizen;
    for (const [key, value] of Object.entries(given)) {
      if (value === null || value === '') delete citizen[key as keyof Citizen];
      else Object.assign(citizen, { [key]: value });
    }
    if (needs) citizen.needs = [...needs].sort();
    citizen.findings = citizenFindings(citizen);
    world.citizens.set(citizen.id, citizen);
    world.touch(citizen.id);
    const possible_duplicates = [...world.citizens.values()].flatMap((other) => {
      const reasons = reasonsToBe(citizen, other);
      return other.id !== citizen.id && reasons.length > 0 ? [{ id: other.id, reasons }] : [];
    });
    return { id: citizen.id, findings: citizen.findings, possible_duplicates };
  },
  'citizen.get': ({ id }) => ({ ...world.citizen(id), delivery: world.deliveryOf(id) }),
  'citizen.search': ({ text, limit, hamlet, need }) => {
    const wanted = fold(text).split(' ').filter(Boolean);
    const hits = [...world.citizens.values()].filter((citizen) => {
      const { full_name, id_number, phone, address } = citizen;
      const folded = fold([full_name, id_number, phone, address].join(' '));
      const fits = (!hamlet || citizen.hamlet === hamlet) && (!need || citizen.needs.includes(need));
      return fits && wanted.every((word) => folded.includes(word));
    });
    return hits.slice(0, limit ?? 50).map((citizen) => ({
      id: citizen.id,
      full_name: citizen.full_name,
      born: citizen.born ?? null,
      hamlet: citizen.hamlet ?? null,
      address: citizen.address ?? null,
      id_number: citizen.id_number ?? null,
      phone: citizen.phone ?? null,
    }));
  },
  'id.scan': ({ text, image }) => scanned(text ?? atob(image ?? '')),
  'id.check': ({ number }) => {
    const digits = number.replace(/[\s.-]/g, '');
    const kind = digits.length === 12 ? 'personal' : digits.length === 9 ? 'cmnd' : 'unknown';
    return { kind, findings: numberFindings('number', number) };
  },
});

export function citizenFindings(citizen: Citizen): Finding[] {
  const findings: Finding[] = [];
  if (!citizen.full_name) findings.push(finding('required', 'full_name', 'error'));
  if (citizen.born && !isDate(citizen.born)) findings.push(finding('date_unreadable', 'born', 'error'));
  if (citizen.id_number) findings.push(...numberFindings('id_number', citizen.id_number));
  const digits = citizen.phone?.replace(/\D/g, '').length;
  if (digits && digits !== 10) findings.push(finding('phone_length', 'phone', 'warning', { digits }));
  return findings;
}

function reasonsToBe(citizen: Citizen, other: Citizen): string[] {
  const reasons: string[] = [];
  if (citizen.id_number && citizen.id_number === other.id_number) reasons.push('same_id_number');
  if (fold(citizen.full_name) === fold(other.full_name) && citizen.born === other.born) {
    reasons.push('same_name_and_birth');
  }
  return reasons;
}
