import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { en } from './en';
import { vi } from './vi';
import { say, t, words } from './words.svelte';

const UI = join(import.meta.dirname, '../..');
const CRATES = join(UI, '../../crates');

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesUnder(path) : [path];
  });
}

const sources = filesUnder(UI)
  .filter(
    (path) =>
      /\.(svelte|ts)$/.test(path) && !/(\.test\.ts|\/words\/(vi|en)(\.ts|\/)|\/fixtures\/)/.test(path),
  )
  .map((path) => readFileSync(path, 'utf8'))
  .join('\n');
const rust = (path: string) => readFileSync(join(CRATES, path), 'utf8');
const all = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map((match) => match[1] ?? '');
const keys = Object.keys(vi);

/** `say('error', …)` uses all keys of its family; `` t(`sex.${…}`) `` all that begin so. */
const families = [...new Set(all(sources, /say\(\s*'([a-z_.]+)'/g))];
const prefixes = all(sources, /`([a-z_.]+\.)\$\{/g);

describe('the texts', () => {
  test('both languages have the same keys', () => {
    expect(Object.keys(en).sort()).toEqual([...keys].sort());
  });

  test('no key is unused', () => {
    const used = (key: string) =>
      sources.includes(`'${key}'`) ||
      families.some((family) => key.startsWith(`${family}.`)) ||
      prefixes.some((prefix) => key.startsWith(prefix));
    expect(keys.filter((key) => !used(key))).toEqual([]);
  });

  test('every family has a word for a code that it does not know', () => {
    for (const family of families) {
      const known = keys.filter((key) => key.startsWith(`${family}.`));
      expect([family, known.length > 0]).toEqual([family, true]);
      expect(keys).toContain(`${family}.unknown`);
    }
  });

  test('both languages name the same values', () => {
    const names = (text: unknown) => {
      const forms = typeof text === 'string' ? [text] : Object.values(text as object);
      return [...new Set(forms.flatMap((form) => all(String(form), /\{(\w+)\}/g)))].sort();
    };
    for (const key of keys) {
      const there = names(en[key as keyof typeof en]).filter((name) => name !== 'n');
      expect([key, there]).toEqual([key, names(vi[key as keyof typeof vi]).filter((name) => name !== 'n')]);
    }
  });

  test('Vietnamese texts are composed', () => {
    for (const text of Object.values(vi)) expect(text).toBe(text.normalize('NFC'));
  });
});

describe('every code of the core has a text', () => {
  const errors = [
    ...all(rust('app/src/error.rs'), /=> "([a-z_]+)",/g),
    ...all(rust('store/src/error.rs'), /=> "([a-z_]+)",/g),
    ...all(rust('sync/src/wire.rs'), /=> "([a-z_]+)",/g),
    ...all(rust('sync/src/bundle/mod.rs'), /=> "([a-z_]+)",/g),
  ];
  const findings = [
    ...filesUnder(join(CRATES, 'forms/src')),
    ...filesUnder(join(CRATES, 'domain/src')),
    ...filesUnder(join(CRATES, 'app/src')),
  ]
    .map((path) => readFileSync(path, 'utf8'))
    .flatMap((text) => [
      ...all(text, /Finding::(?:error|warning|new)\(\s*"([a-z_]+)"/g),
      ...all(text, /RULE_FAILED: &str = "([a-z_]+)"/g),
      ...all(text, /"((?:date|choice)_[a-z]+)"/g),
    ]);

  test('errors', () => {
    expect(errors.length).toBeGreaterThan(60);
    expect(errors.filter((code) => !keys.includes(`error.${code}`))).toEqual([]);
  });

  test('findings', () => {
    expect(new Set(findings).size).toBeGreaterThan(18);
    const codes = [...new Set(findings)].filter((code) => !errors.includes(code));
    expect(codes.filter((code) => !keys.includes(`finding.${code}`))).toEqual([]);
  });

  test('alerts, states and reasons', () => {
    const alerts = all(
      rust('app/src/ward/pass.rs') +
        rust('app/src/commands/sync.rs') +
        rust('store/src/alerts.rs') +
        rust('store/src/succession.rs'),
      /(?:&str = |push\()"([a-z_]+)"/g,
    );
    const table = /const DOSSIER[\s\S]*?const VISIT/.exec(rust('domain/src/act.rs'))?.[0] ?? '';
    const states = all(table, /"([a-z_]+)", (?:EVERYBODY|DESK|WARD)/g);
    const flags = all(rust('ward/src/flags.rs') + rust('ward/src/db/flags.rs'), /code: "([a-z_]+)"/g);
    const reasons = all(rust('domain/src/citizen.rs'), /reasons\.push\("([a-z_]+)"\)/g);
    expect(alerts).toContain('cloned');
    expect([...flags].sort()).toEqual(['cloned', 'gap']);
    for (const flag of flags) expect(keys).toContain(`device.flag.${flag}`);
    expect([alerts.length > 1, states.length > 5, reasons.length > 3]).toEqual([true, true, true]);
    for (const alert of alerts) expect(keys).toContain(`alert.${alert}`);
    for (const state of states) expect(keys).toContain(`dossier.state.${state}`);
    for (const reason of reasons) expect(keys).toContain(`duplicate.${reason}`);
  });

  test('rules of forms say what to do themselves', () => {
    for (const path of filesUnder(join(CRATES, 'forms/procedures')).filter((path) =>
      path.endsWith('form.toml'),
    )) {
      const rules = readFileSync(path, 'utf8').split('[[rule]]').slice(1);
      for (const rule of rules) expect(rule).toMatch(/^what_to_do = /m);
    }
  });

  test('an error says more than that there was one: three sentences at least, or two', () => {
    const short = keys
      .filter((key) => key.startsWith('error.'))
      .filter((key) => t(key as keyof typeof vi).split(/[.;] |\.$/).length < 2);
    expect(short).toEqual([]);
  });
});

test('numbers are grouped as they are read, and English bends by number', () => {
  expect(t('citizens.found', { n: 1234 })).toBe('Tìm thấy 1.234 người.');
  words.language = 'en';
  expect(t('citizens.found', { n: 1 })).toBe('1 person found.');
  expect(t('citizens.found', { n: 1234 })).toBe('1,234 people found.');
  words.language = 'vi';
});

test('a code that this version does not know is still told of', () => {
  expect(say('error', 'from_the_future')).toContain('from_the_future');
});
