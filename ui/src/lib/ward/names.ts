/** The short names of the ward: hamlets and teams. */
import { inOrder } from '$lib/text/order';

type Named = { id: string; name: string; retired: boolean };

/** As people look for them: Khóm 2 before Khóm 10, names of the past last. */
export const sorted = <T extends Named>(list: T[]): T[] =>
  [...list].sort((a, b) => Number(a.retired) - Number(b.retired) || inOrder(a.name, b.name));

const same = (a: string, b: string) =>
  a.normalize('NFC').trim().toLocaleLowerCase('vi') === b.normalize('NFC').trim().toLocaleLowerCase('vi');

/**
 * Whether another has this name. The core changes the one of that name when none is meant by its id, so a new one
 * is held against the list before.
 */
export const isTaken = (name: string, list: Named[], id?: string): boolean =>
  list.some((other) => other.id !== id && same(other.name, name));

/** How many homes in a day: a number, null when nobody says, undefined when it is neither. */
export function readCapacity(text: string): number | null | undefined {
  const digits = text.replace(/\s/g, '');
  if (digits === '') return null;
  return /^[1-9]\d{0,3}$/.test(digits) ? Number(digits) : undefined;
}

export const linesOf = (text: string): string[] =>
  text
    .normalize('NFC')
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
