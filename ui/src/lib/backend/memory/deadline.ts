/** Working days after today, by the few days off that are known here; the core has all of the rules. */
import { addDays, todayText } from '$lib/text/day';
import procedures from '../fixtures/procedures.json';
import { isWorking } from './calendar';
import { failure, type Handlers } from './world';

export function deadline(): Handlers {
  return {
    'deadline.for': ({ procedure, received_at }) => {
      const definition = procedures.find(({ key }) => key === procedure);
      if (!definition) throw failure('procedure_unknown');
      const received = (received_at ?? todayText()).slice(0, 10);
      const start = isWorking(received) ? received : workingDayAfter(received);
      let due = start;
      for (let day = 0; day < definition.deadline.count; day++) due = workingDayAfter(due);
      return {
        counts_as: start,
        counts_from: start,
        due,
        slip: due !== received,
        count: definition.deadline.count,
        unit: 'working_day',
        cutoff: '15:00',
        members: [],
        stops: ['citizen', 'system_failure'],
        papers_moved: start,
        source: '',
        mark: definition.deadline.mark as 'V' | 'S' | 'R',
        year_status: 'announced',
        usual_hours: true,
      };
    },
  };
}

export function workingDayAfter(day: string): string {
  let next = addDays(day, 1);
  while (!isWorking(next)) next = addDays(next, 1);
  return next;
}
