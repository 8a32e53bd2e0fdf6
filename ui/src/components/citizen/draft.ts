/** A citizen as typed in the form, and what of it goes to the core. */
import type { Args, Citizen } from '$lib/backend/backend';
import { tidy } from '$lib/text/normal';
import { readPartialDate, showPartialDate } from '$lib/text/partial_date';

export const LINES = [
  'full_name',
  'born',
  'id_number',
  'old_id_number',
  'phone',
  'phone_owner',
  'hamlet',
  'address',
  'language',
] as const;
export type Line = (typeof LINES)[number];
export const MOBILITIES = ['normal', 'elderly', 'ill', 'disabled'] as const;

/** What a person can do by themself; `yes`, `no`, or nothing where it is not known. */
export const ABILITIES = ['reads', 'writes', 'signs', 'hears'] as const;
export type Ability = (typeof ABILITIES)[number];
type Known = 'yes' | 'no' | '';

export type Draft = Record<Line, string> &
  Record<Ability, Known> & {
    sex: Citizen['sex'] | '';
    mobility: Citizen['mobility'] | '';
    needs: string[];
  };

const known = (can: boolean | undefined): Known => (can === undefined ? '' : can ? 'yes' : 'no');

export function draftOf(citizen?: Citizen): Draft {
  const line = (key: Line): string => {
    const value = citizen?.[key] ?? '';
    return key === 'born' ? showPartialDate(value) : value;
  };
  return {
    ...(Object.fromEntries(LINES.map((key) => [key, line(key)])) as Record<Line, string>),
    ...(Object.fromEntries(ABILITIES.map((key) => [key, known(citizen?.[key])])) as Record<Ability, Known>),
    sex: citizen?.sex ?? '',
    mobility: citizen?.mobility ?? '',
    needs: citizen?.needs ?? [],
  };
}

/** Only what was changed: what somebody else changed meanwhile is left alone. */
export function changesOf(draft: Draft, before?: Citizen): Args<'citizen.save'> {
  const old = draftOf(before);
  const lines = LINES.filter((key) => draft[key] !== old[key]).map((key) => {
    const text = tidy(draft[key]);
    const value = key === 'born' ? (readPartialDate(text) ?? text) : text;
    return [key, value === '' && key !== 'full_name' ? null : value];
  });
  const abilities = ABILITIES.filter((key) => draft[key] !== old[key]).map((key) => {
    return [key, draft[key] === '' ? null : draft[key] === 'yes'];
  });
  return {
    ...(before ? { id: before.id } : {}),
    ...Object.fromEntries(lines),
    ...Object.fromEntries(abilities),
    ...(draft.sex === old.sex ? {} : { sex: draft.sex || null }),
    ...(draft.mobility === old.mobility ? {} : { mobility: draft.mobility || null }),
    ...(draft.needs.join() === old.needs.join() ? {} : { needs: draft.needs }),
  };
}

/** What was changed, as it was typed: it is laid over the citizen as they are by then. */
export function typedIn(draft: Draft, before?: Citizen): Partial<Draft> {
  const old: Record<string, unknown> = draftOf(before);
  return Object.fromEntries(
    Object.entries(draft).filter(([key, value]) => String(value) !== String(old[key])),
  ) as Partial<Draft>;
}
