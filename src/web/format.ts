import type { Language, Translate } from './language.js';

const hard = '\u00a0';
const zone = 'Europe/Copenhagen';

/** A date `YYYY-MM-DD` stands at noon UTC, so that no time zone moves it. */
const asDate = (value: string | Date): Date =>
  value instanceof Date ? value : new Date(value.length === 10 ? `${value}T12:00:00Z` : value);

const mostRemembered = 5_000;

/** The same dates stand on page after page, and wording one costs more than finding it. A `Date` is the moment itself and never comes again. */
function remembered(word: (value: string | Date) => string): (value: string | Date) => string {
  const known = new Map<string, string>();
  return (value) => {
    if (value instanceof Date) return word(value);
    const before = known.get(value);
    if (before !== undefined) return before;
    if (known.size >= mostRemembered) known.clear();
    const worded = word(value);
    known.set(value, worded);
    return worded;
  };
}

export interface Formatters {
  date: (value: string | Date) => string;
  shortDate: (value: string | Date) => string;
  weekdayDate: (value: string | Date) => string;
  /** «28. jan. kl. 13.30» of an instant, in Danish time. */
  moment: (value: string | Date) => string;
  time: (value: string | Date) => string;
  /** «9.30» of minutes since midnight. */
  clock: (minutes: number) => string;
  /** «4.2.2026», as typed in a date field. */
  typedDate: (value: string) => string;
  duration: (minutes: number) => string;
  durationWords: (minutes: number) => string;
  /** «58 minutter», or seconds for the shortest films; of milliseconds. */
  filmLength: (ms: number) => string;
  timecode: (ms: number) => string;
  number: (value: number, digits?: number) => string;
  bytes: (value: number) => string;
  daysWaiting: (days: number) => string;
  list: (items: string[]) => string;
}

const two = (value: number) => String(value).padStart(2, '0');

function timecode(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return h > 0 ? `${h}.${two(m)}.${two(s)}` : `${m}.${two(s)}`;
}

export function formatters(language: Language, t: Translate): Formatters {
  const locale = language === 'da' ? 'da-DK' : 'en-GB';
  const made = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(locale, { timeZone: zone, ...options });
    return remembered((value) =>
      format
        .format(asDate(value))
        .replace(/ den /, ' ')
        .replace(/(\d+\.?) (?=\p{L})/gu, `$1${hard}`),
    );
  };
  const time = made({ hour: '2-digit', minute: '2-digit' });
  const shortDate = made({ day: 'numeric', month: 'short', year: 'numeric' });
  const plain = new Intl.NumberFormat(locale);
  const withDigits = new Map<number, Intl.NumberFormat>();
  const fixed = (digits: number): Intl.NumberFormat => {
    const known = withDigits.get(digits) ?? new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits });
    withDigits.set(digits, known);
    return known;
  };
  const number = (value: number, digits?: number) => (digits === undefined ? plain : fixed(digits)).format(value);
  const hours = (minutes: number) => ({ h: Math.trunc(minutes / 60), m: Math.abs(minutes) % 60 });
  const durationWords = (minutes: number): string => {
    const { h, m } = hours(minutes);
    const parts = [...(h !== 0 || m === 0 ? [t('web:hours', { count: h })] : []), ...(m > 0 ? [t('web:minutes', { count: m })] : [])];
    return parts.map((part) => part.replace(' ', hard)).join(` ${t('web:and')} `);
  };
  const list = new Intl.ListFormat(locale, { type: 'conjunction' });
  return {
    date: made({ day: 'numeric', month: 'long', year: 'numeric' }),
    shortDate,
    weekdayDate: made({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }),
    time,
    moment: (value) => t('web:moment', { date: shortDate(value), time: time(value) }),
    clock: (minutes) =>
      language === 'da' ? `${Math.floor(minutes / 60)}.${two(minutes % 60)}` : `${Math.floor(minutes / 60)}:${two(minutes % 60)}`,
    typedDate: (value) => value.split('-').reverse().map(Number).join('.'),
    duration: (minutes) => t('web:duration', { ...hours(minutes), mm: two(hours(minutes).m) }).replaceAll(' ', hard),
    durationWords,
    filmLength: (ms) =>
      ms < 60_000 ? t('web:seconds', { count: Math.floor(ms / 1000) }).replace(' ', hard) : durationWords(Math.floor(ms / 60_000)),
    timecode,
    number,
    bytes: (value) => {
      const unit = value >= 1024 ** 3 ? 3 : 2;
      return `${number(Math.round((value / 1024 ** unit) * 10) / 10)}${hard}${unit === 3 ? 'GB' : 'MB'}`;
    },
    daysWaiting: (days) => t('web:daysWaiting', { count: days }),
    list: (items) => list.format(items),
  };
}
