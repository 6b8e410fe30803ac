import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';

type Words = { [key: string]: string | Words };

const root = path.resolve(import.meta.dirname, '../..');
const languages = ['da', 'en'] as const;

/** Every fixed `refusals:…` key under a folder of the source, with the files that use it. */
function reasonsIn(folder: string): Map<string, string[]> {
  const used = new Map<string, string[]>();
  const files = readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => path.join(entry.parentPath, entry.name));
  for (const file of files)
    for (const [, key] of readFileSync(file, 'utf8').matchAll(/refusals:([A-Za-z]+(?:\.[A-Za-z]+)*)/g))
      used.set(key!, [...(used.get(key!) ?? []), path.relative(root, file)]);
  return used;
}

const sentences = (language: string): Words =>
  JSON.parse(readFileSync(path.join(root, 'src/locales', language, 'refusals.json'), 'utf8')) as Words;

const sentenceOf = (words: Words, key: string): string | Words | undefined =>
  key.split('.').reduce<string | Words | undefined>((at, part) => (typeof at === 'object' ? at[part] : undefined), words);

const flat = (words: Words): string[] => Object.values(words).flatMap((word) => (typeof word === 'string' ? [word] : flat(word)));

describe.each(languages)('refusals in %s', (language) => {
  const words = sentences(language);

  test.each(['src/domain', 'src/features', 'src/web', 'src/store', 'src/jobs'])('every reason given in %s has its sentence', (folder) => {
    const missing = [...reasonsIn(folder)].filter(([key]) => typeof sentenceOf(words, key) !== 'string');
    expect(missing).toEqual([]);
  });

  test('each is a whole sentence that ends', () => {
    for (const sentence of flat(words)) expect(sentence).toMatch(/^(?:\p{Lu}|[«“]|\{\{).*[.?]$/su);
  });

  test('none blames, ranks or shouts', () => {
    for (const sentence of flat(words)) expect(sentence).not.toMatch(/ikke opfyldt|ugyldig|fejl!|forbudt|illegal|invalid|forbidden|!/i);
  });
});

test('the rules give many reasons: the search above finds them', () => {
  expect(reasonsIn('src/domain').size).toBeGreaterThan(40);
});
