import { dayCounts } from '../domain/attendance/attendance.js';
import type { SeatDay } from '../domain/certification/facts.js';
import type { Rules } from '../domain/certification/rules.js';
import { dateSpan } from './day-words.js';
import type { Language, Translate } from './language.js';

interface Reading {
  t: Translate;
  lang: Language;
  /** The day looked at, YYYY-MM-DD. */
  on: string;
}

function statusOf({ t, on }: Reading, days: SeatDay[], K1: Rules['K1']): { kind: string; text: string } {
  const attended = (day: SeatDay) => dayCounts(day, K1);
  const absent = days.filter(({ presence }) => presence === 'absent');
  if (absent.length === days.length) return { kind: 'missing', text: t('today:seminar.allMissing') };
  if (absent.length > 0) return { kind: 'missing', text: t('today:seminar.missing', { day: absent[0]!.day }) };
  const short = days.find((day) => day.presence === 'present' && !attended(day));
  if (short) return { kind: 'missing', text: t('today:seminar.short', { day: short.day }) };
  if (days.every(attended))
    return { kind: 'done', text: t(days.some(({ presence }) => presence === 'made_up') ? 'today:seminar.madeUp' : 'today:seminar.both') };
  if (days.some(({ onDate, presence }) => onDate < on && presence === null))
    return { kind: 'waiting', text: t('today:seminar.notEntered') };
  return days.some(attended)
    ? { kind: 'under-way', text: t('today:seminar.underWay') }
    : { kind: 'planned', text: t('today:seminar.planned') };
}

/** The seminars in a row, each with its dates and how far it is. */
export function seminarItems(reading: Reading, all: SeatDay[], K1: Rules['K1']) {
  const days = all.filter(({ kind }) => kind === 'seminar');
  return [...new Set(days.map(({ code }) => code))].map((code) => {
    const own = days.filter((day) => day.code === code);
    const dates = own.map(({ onDate }) => onDate).sort();
    return {
      title: reading.t('today:seminar.title', { number: code.replace(/\D/g, '') }),
      dates: dateSpan(reading.lang, dates[0]!, dates.at(-1)!),
      status: statusOf(reading, own, K1),
    };
  });
}
