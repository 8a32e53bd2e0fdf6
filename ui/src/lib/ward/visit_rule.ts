/** What the ward's rule for visit days means, by example. */
import type { Result, VisitDay, WardSettings } from '$lib/backend/backend';
import { addMonths, type Month } from '$lib/text/day';

export type Rule = WardSettings['visit_rule'];
export const RULES = ['third_thursday', 'thursday_of_third_week'] as const satisfies Rule[];
/** In so many months at least one is met in which the rules differ. */
const AHEAD = 8;

type Days = Result<'visit.days'>;
export type Example = { next?: { day: VisitDay; status: Days['year_status'] }; differs?: Difference };
export type Difference = { month: Month; third: string; week: string };

/** The months to look at. The day of a month may have been moved into the next. */
export const monthsFrom = (month: Month): Month[] =>
  Array.from({ length: AHEAD }, (_, index) => addMonths(month, index - 1));

export function exampleOf(days: Days[], today: string): Example['next'] {
  const next = days
    .filter(({ regular }) => regular.suggested >= today)
    .sort((a, b) => a.regular.suggested.localeCompare(b.regular.suggested))[0];
  return next && { day: next.regular, status: next.year_status };
}

/** The first month to come in which the two rules name different days. */
export function difference(
  months: Month[],
  third: Days[],
  week: Days[],
  today: string,
): Difference | undefined {
  for (const [index, month] of months.entries()) {
    const [a, b] = [third[index]?.regular.date, week[index]?.regular.date];
    if (a && b && a !== b && b >= today) return { month, third: a, week: b };
  }
  return undefined;
}

const THOUSAND = { nghin: 'nghìn', ngan: 'ngàn' };
const ZERO = { linh: 'linh', le: 'lẻ' };

/** 2.005 as this ward reads it. */
export const numberExample = ({ zero, thousand }: Pick<WardSettings, 'zero' | 'thousand'>): string =>
  `hai ${THOUSAND[thousand]} không trăm ${ZERO[zero]} năm`;
