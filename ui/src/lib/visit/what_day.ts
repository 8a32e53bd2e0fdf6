/** What a day is, in words: by the ward's own rule, and instead of which day off. */
import type { CalendarDay, Result } from '$lib/backend/backend';
import { showDay } from '$lib/text/day';
import { t } from '$lib/words/words.svelte';
import { dayKind } from './month';

/** `months` are the day's own and those after it. */
export function whatDay(day: string, months: Result<'visit.days'>[], off: CalendarDay[] = []): string {
  const [month] = months;
  if (!month) return '';
  const kind = dayKind(day, month, off);
  const next = months
    .flatMap(({ regular, urgent }) => [regular.suggested, urgent.suggested])
    .sort()
    .find((candidate) => candidate > day);
  const ahead = next ? t('today.ahead', { day: showDay(next) }) : '';
  switch (kind.kind) {
    case 'off':
      return t('today.off', { name: kind.name });
    case 'regular':
    case 'urgent': {
      const { date, suggested, holiday } = month[kind.kind];
      const moved = date !== suggested;
      const instead = moved && holiday ? t('today.instead', { day: showDay(date), name: holiday }) : '';
      // The rule is told of the day that it names; the urgent day only follows it.
      const rule = kind.kind === 'regular' && !moved ? t(`ward.rule.${month.rule}`) : '';
      return joined(t(`today.${kind.kind}`), instead || rule);
    }
    case 'work':
      return joined(kind.name, ahead);
    default:
      return ahead && joined(t(`today.${kind.kind}`), ahead);
  }
}

const joined = (...parts: string[]): string => parts.filter(Boolean).join(' · ');
