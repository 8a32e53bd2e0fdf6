/** The ward's settings as they are typed, and what of them goes to the core. */
import type { Args, WardSettings } from '$lib/backend/backend';
import { readCapacity } from '$lib/ward/names';

export type SettingsDraft = Omit<WardSettings, 'team_capacity'> & { capacity: string };

export const draftOf = ({ team_capacity, ...settings }: WardSettings): SettingsDraft => ({
  ...settings,
  capacity: team_capacity === null ? '' : String(team_capacity),
});

/** What was changed and nothing else: another admin may have changed the rest meanwhile. */
export function changedIn(draft: SettingsDraft, before: WardSettings): Partial<SettingsDraft> {
  const old: Record<string, unknown> = draftOf(before);
  const changed = Object.entries(draft).filter(([key, value]) => String(value).trim() !== old[key]);
  return Object.fromEntries(changed) as Partial<SettingsDraft>;
}

/** What goes to the core; undefined while the capacity is no number. */
export function changesOf(
  draft: SettingsDraft,
  before: WardSettings,
): Args<'ward.settings_save'> | undefined {
  const { capacity, ...changes } = changedIn(draft, before);
  if (capacity === undefined) return changes;
  const team_capacity = readCapacity(capacity);
  return team_capacity === undefined ? undefined : { ...changes, team_capacity };
}
