/** The texts of the frame. Labels of forms come from their definitions, not from here. */
import { en } from './en';
import { vi } from './vi';

export type Key = keyof typeof vi;
export type Language = 'vi' | 'en';
/** A text, or one by number: English bends, Vietnamese does not. */
export type Text = string | { one: string; other: string };
export type Params = Record<string, unknown>;

const TEXTS: Record<Language, Record<string, Text>> = { vi, en };
const kept = 'tan-nha.language';

let language = $state<Language>(storedLanguage());

function storedLanguage(): Language {
  return globalThis.localStorage?.getItem(kept) === 'en' ? 'en' : 'vi';
}

export const words = {
  get language(): Language {
    return language;
  },
  set language(chosen: Language) {
    language = chosen;
    globalThis.localStorage?.setItem(kept, chosen);
    document.documentElement.lang = chosen;
  },
};

/** Numbers are grouped as they are read: 1.234 in Vietnamese. */
export function number(value: number): string {
  return new Intl.NumberFormat(language === 'vi' ? 'vi-VN' : 'en-GB').format(value);
}

function fill(text: Text, params: Params): string {
  const form = typeof text === 'string' ? text : params['n'] === 1 ? text.one : text.other;
  return form.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = params[name];
    if (typeof value === 'number') return number(value);
    return value === undefined || value === null ? whole : String(value);
  });
}

/** The text of a key. */
export function t(key: Key, params: Params = {}): string {
  return fill(TEXTS[language][key] ?? vi[key], params);
}

/** Families whose last part is a code that comes from the core. */
export type Family =
  | 'alert'
  | 'asked'
  | 'attest.hand'
  | 'attest.mode'
  | 'conflict.field'
  | 'consent.how'
  | 'delivery'
  | 'device.flag'
  | 'dossier.state'
  | 'duplicate'
  | 'error'
  | 'fill.doubt'
  | 'fee.how'
  | 'finding'
  | 'mobility'
  | 'outcome'
  | 'papers.state'
  | 'person'
  | 'record'
  | 'print.kind'
  | 'review.where'
  | 'role'
  | 'shelf.mend'
  | 'shelf.reason'
  | 'visit.state';

/** The text of a code; a code that this version does not know gets the family's own word for that. */
export function say(family: Family, code: string, params: Params = {}): string {
  const texts = TEXTS[language];
  const text = texts[`${family}.${code}`] ?? texts[`${family}.unknown`] ?? code;
  return fill(text, { code, ...params });
}

/** What a failure says: its message key may be finer than its code. */
export function sayFailure(failure: { code: string; message_key: string; params: Params }): string {
  const [family, finer] = failure.message_key.split('.');
  const known = family === 'error' && finer !== undefined && `error.${finer}` in vi;
  return say('error', known ? finer : failure.code, failure.params);
}
