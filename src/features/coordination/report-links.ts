import { lastQuarters, quarterKey, type Quarter } from '../../domain/calendar/quarter.js';
import type { Visit } from '../../web/guard.js';
import type { Language } from '../../web/language.js';

const quartersShown = 8;

/** Links to the reports of the last quarters since `from`, in both languages. */
export function reportLinks({ t, today }: Pick<Visit<unknown>, 't' | 'today'>, address: string, from: string) {
  const other = (language: Language, quarter: Quarter) => `${address}?quarter=${quarterKey(quarter)}&lang=${language}`;
  return lastQuarters(today, quartersShown)
    .filter(({ to }) => to >= from)
    .map((quarter) => ({
      label: t('desk:report.quarter', { number: quarter.number, year: quarter.year }),
      running: quarter.to >= today,
      da: other('da', quarter),
      en: other('en', quarter),
    }));
}
