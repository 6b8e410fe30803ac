import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import i18next, { type Resource, type TFunction } from 'i18next';
import { root } from './root.js';

export const languages = ['da', 'en'] as const;
export type Language = (typeof languages)[number];
export type Translate = (key: string, params?: Record<string, unknown>) => string;

const folder = (language: Language) => path.join(root, 'src', 'locales', language);

export const readLocales = (): Resource =>
  Object.fromEntries(
    languages.map((language) => [
      language,
      Object.fromEntries(
        readdirSync(folder(language))
          .filter((file) => file.endsWith('.json'))
          .map((file) => [path.basename(file, '.json'), JSON.parse(readFileSync(path.join(folder(language), file), 'utf8')) as object]),
      ),
    ]),
  ) as Resource;

const resources = readLocales();
const instance = i18next.createInstance();
await instance.init({
  resources,
  ns: Object.keys(resources['da'] ?? {}),
  defaultNS: 'layout',
  supportedLngs: languages,
  fallbackLng: false,
  interpolation: { escapeValue: false },
  returnNull: false,
  showSupportNotice: false,
} as Parameters<typeof instance.init>[0]);

const translators = Object.fromEntries(languages.map((language) => [language, instance.getFixedT(language)])) as Record<
  Language,
  TFunction
>;

const mostKept = 20_000;

/** A page asks for some hundred sentences, mostly the same ones: looking one up costs far more than remembering it. */
function remembering(ask: Translate): Translate {
  const known = new Map<string, string>();
  return (key, params) => {
    let asked = key;
    for (const name in params) asked += `\u0000${name}\u0000${String(params[name])}`;
    const before = known.get(asked);
    if (before !== undefined) return before;
    if (known.size >= mostKept) known.clear();
    const said = ask(key, params);
    known.set(asked, said);
    return said;
  };
}

const voices = Object.fromEntries(
  languages.map((language) => [language, remembering(translators[language] as unknown as Translate)]),
) as Record<Language, Translate>;

/** The words of one language. EJS escapes on output, so nothing is escaped here. An unknown key shows itself: a test finds it. */
export const translator = (language: Language): Translate => voices[language];

export const isLanguage = (value: unknown): value is Language => languages.includes(value as Language);

/** Danish unless the browser asks for English first. */
export const preferred = (header: string | undefined): Language => (/^\s*en\b/i.test(header ?? '') ? 'en' : 'da');
