import type { Procedure } from '$lib/backend/backend';
import { fold } from '$lib/text/normal';
import { inOrder } from '$lib/text/order';

/** What a list of procedures needs to know of each. */
export type Listed = Pick<Procedure, 'key' | 'name' | 'area'>;

/** An area of administration with its procedures. */
export type Area<P extends Listed> = { name: string; procedures: P[] };

/**
 * The procedures whose name or area holds every word of `text`, with marks or without, by area; those of no
 * area last.
 */
export function byArea<P extends Listed>(procedures: P[], text: string): Area<P>[] {
  const words = fold(text).split(' ');
  const found = procedures.filter(({ name, area }) => {
    const said = fold(`${name} ${area}`);
    return words.every((word) => said.includes(word));
  });
  const names = [...new Set(found.map(({ area }) => area))].sort(
    (a, b) => Number(a === '') - Number(b === '') || inOrder(a, b),
  );
  return names.map((name) => ({
    name,
    procedures: found.filter(({ area }) => area === name).sort((a, b) => inOrder(a.name, b.name)),
  }));
}
