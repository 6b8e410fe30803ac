import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readLocales } from '../../src/web/language.js';
import { root } from '../../src/web/root.js';

type Words = { [key: string]: string | Words };

const flat = (words: Words, prefix = ''): [string, string][] =>
  Object.entries(words).flatMap(([key, value]) =>
    typeof value === 'string' ? [[prefix + key, value] as [string, string]] : flat(value, `${prefix}${key}.`),
  );

const locales = readLocales() as unknown as Record<'da' | 'en', Record<string, Words>>;
const namespaces = Object.keys(locales.da);
const params = (sentence: string) => [...sentence.matchAll(/\{\{\s*(\w+)/g)].map((match) => match[1]).sort();

function filesUnder(folder: string, end: RegExp): string[] {
  return readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && end.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name));
}

describe('both languages', () => {
  test('have the same files', () => {
    expect(Object.keys(locales.en).sort()).toEqual([...namespaces].sort());
  });

  test.each(namespaces)('%s: the same keys, and no empty sentence', (name) => {
    const [da, en] = [flat(locales.da[name]!), flat(locales.en[name]!)];
    expect(en.map(([key]) => key).sort()).toEqual(da.map(([key]) => key).sort());
    expect([...da, ...en].filter(([, sentence]) => sentence.trim() === '')).toEqual([]);
  });

  test.each(namespaces)('%s: the same numbers and names in each sentence', (name) => {
    const english = new Map(flat(locales.en[name]!));
    const differing = flat(locales.da[name]!).filter(
      ([key, sentence]) => params(sentence).join() !== params(english.get(key) ?? '').join(),
    );
    expect(differing.map(([key]) => key)).toEqual([]);
  });
});

describe('sentences asked for', () => {
  const keys = new Set(
    namespaces.flatMap((name) =>
      flat(locales.da[name]!).map(([key]) => `${name}:${key.replace(/(_(zero|one|other))?(_own)?(_(zero|one|other))?$/, '')}`),
    ),
  );
  const known = (key: string) =>
    keys.has(key) ||
    namespaces.some((name) => key.startsWith(`${name}:`) && flat(locales.da[name]!).some(([one]) => `${name}:${one}` === key));

  test('exist: every fixed key in the code and in the views', () => {
    const ns = namespaces.join('|');
    const pattern = new RegExp(`['"\`]((?:${ns}):[A-Za-z][\\w.-]*)(?:\\?[^'"\`]*)?['"\`]`, 'g');
    const missing = [...filesUnder('src', /\.ts$/), ...filesUnder('views', /\.ejs$/)].flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(pattern)]
        .map((match) => match[1]!)
        .filter((key) => !key.endsWith('.') && !known(key))
        .map((key) => `${path.relative(root, file)}: ${key}`),
    );
    expect(missing).toEqual([]);
  });
});
