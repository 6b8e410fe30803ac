import type { Language } from './language.js';

const locale = { da: 'da-DK', en: 'en-GB' } as const;
const hard = '\u00a0';
const made = (language: Language, options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(locale[language], { timeZone: 'UTC', ...options });
const day = (date: string) => new Date(`${date}T12:00:00Z`);

const dayAndMonth = { da: made('da', { day: 'numeric', month: 'long' }), en: made('en', { day: 'numeric', month: 'long' }) };
const weekday = {
  da: made('da', { weekday: 'long', day: 'numeric', month: 'long' }),
  en: made('en', { weekday: 'long', day: 'numeric', month: 'long' }),
};
const whole = {
  da: made('da', { day: 'numeric', month: 'long', year: 'numeric' }),
  en: made('en', { day: 'numeric', month: 'long', year: 'numeric' }),
};

const tidy = (text: string) => text.replace(' den ', ' ').replace(/(\d+\.?) (?=\p{L})/gu, `$1${hard}`);
const sameYear = (a: string, b: string) => a.slice(0, 4) === b.slice(0, 4);

/** «28. januar»; with the year when it is another than today's. */
export const nearDate = (language: Language, date: string, today: string): string =>
  tidy((sameYear(date, today) ? dayAndMonth : whole)[language].format(day(date)));

/** «tirsdag 24. februar», without the year. */
export const weekdayOf = (language: Language, date: string): string => tidy(weekday[language].format(day(date)));

/** «3.–4. februar 2025» of the first and the last day. */
export const dateSpan = (language: Language, from: string, to: string): string =>
  from === to ? tidy(whole[language].format(day(from))) : tidy(whole[language].formatRange(day(from), day(to))).replaceAll('\u2009', '');

/** «Pia Søeborgs», «Lars Bjerrehuus’», "Lars Bjerrehuus’s". */
export const possessive = (language: Language, name: string): string =>
  language === 'en' ? `${name}’s` : /[sxz]$/i.test(name) ? `${name}’` : `${name}s`;

export const capital = (text: string): string => text.slice(0, 1).toLocaleUpperCase('da') + text.slice(1);
