/** A few units of today and of 2024; the core has all of them, and reads a paper better. */
import { fold } from '$lib/text/normal';
import type { Result } from '../backend';
import { BECAME, UNITS } from '../fixtures/units';
import { failure, type Handlers } from './world';

export function unit(): Handlers {
  return {
    'unit.search': ({ text, set, limit }) => {
      const wanted = plain(text).split(' ').filter(Boolean);
      const found = UNITS.filter((unit) => {
        const words = plain(unit.path).split(' ');
        const has = (word: string) => words.some((known) => known.startsWith(word));
        return (!set || unit.set === set) && wanted.every(has);
      });
      return found.slice(0, limit ?? 20);
    },
    'unit.successors': ({ unit: code, unit_set }) => {
      const unit = UNITS.find((unit) => unit.code === code && unit.set === unit_set);
      if (!unit) throw failure('unit_unknown');
      const now = unit.set === '2025' ? [unit] : (BECAME[code] ?? []);
      const became = unit.set === '2025' ? 'is_today' : now.length > 1 ? 'parts' : 'whole';
      return { unit, became, now };
    },
    'unit.parse': ({ text }): Result<'unit.parse'> => {
      const said = plain(text);
      const named = UNITS.filter((unit) => said.endsWith(plain(unit.path)));
      return named.map((unit) => ({ unit, rest: text.split(',').slice(0, -2).join(',') }));
    },
  };
}

/** Punctuation parts words. */
const plain = (text: string): string => fold(text.replace(/[,.-]/g, ' '));
