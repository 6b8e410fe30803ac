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

/** The words of one language. EJS escapes on output, so nothing is escaped here. An unknown key shows itself: a test finds it. */
export const translator = (language: Language): Translate => translators[language] as unknown as Translate;

export const isLanguage = (value: unknown): value is Language => languages.includes(value as Language);

/** Danish unless the browser asks for English first. */
export const preferred = (header: string | undefined): Language => (/^\s*en\b/i.test(header ?? '') ? 'en' : 'da');
