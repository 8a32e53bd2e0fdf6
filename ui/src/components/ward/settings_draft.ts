/** The ward's settings as they are typed, and what of them goes to the core. */
import type { Args, WardSettings } from '$lib/backend/backend';
import { readCapacity } from '$lib/ward/names';

export type SettingsDraft = Omit<WardSettings, 'team_capacity' | 'working_hours'> & {
  capacity: string;
  hours: string;
};

export const draftOf = ({ team_capacity, working_hours, ...settings }: WardSettings): SettingsDraft => ({
  ...settings,
  capacity: team_capacity === null ? '' : String(team_capacity),
  hours: (working_hours ?? []).join(', '),
});

/** What was changed and nothing else: another admin may have changed the rest meanwhile. */
export function changedIn(draft: SettingsDraft, before: WardSettings): Partial<SettingsDraft> {
  const old: Record<string, unknown> = draftOf(before);
  const changed = Object.entries(draft).filter(([key, value]) => String(value).trim() !== old[key]);
  return Object.fromEntries(changed) as Partial<SettingsDraft>;
}

const SPAN = /^\d{1,2}:\d\d\s*-\s*\d{1,2}:\d\d$/;

/** Spans such as `07:30-11:30`, null for none, undefined while they cannot be read; their order the core checks. */
export function readHours(typed: string): string[] | null | undefined {
  const spans = typed.split(/[,;]/).flatMap((span) => span.trim() || []);
  if (spans.length === 0) return null;
  return spans.every((span) => SPAN.test(span)) ? spans : undefined;
}

/** What goes to the core; undefined while the capacity is no number, or the hours are none. */
export function changesOf(
  draft: SettingsDraft,
  before: WardSettings,
): Args<'ward.settings_save'> | undefined {
  const { capacity, hours, ...same } = changedIn(draft, before);
  const changes: Args<'ward.settings_save'> = same;
  if (capacity !== undefined) {
    const team_capacity = readCapacity(capacity);
    if (team_capacity === undefined) return undefined;
    changes.team_capacity = team_capacity;
  }
  if (hours !== undefined) {
    const working_hours = readHours(hours);
    if (working_hours === undefined) return undefined;
    changes.working_hours = working_hours;
  }
  return changes;
}
