import type { ProgrammeBody } from '../domain/programme/programme.js';
import type { CalendarEvent } from '../store/calendar.js';
import { dayTitle } from './day-title.js';
import { capital, weekdayOf } from './day-words.js';
import type { Formatters } from './format.js';
import type { Language, Translate } from './language.js';

export interface EventTools {
  t: Translate;
  fmt: Formatters;
  lang: Language;
  /** The date in Denmark, YYYY-MM-DD. */
  today: string;
}

export type Bodies = Map<number, ProgrammeBody>;

/** «Seminar 2, dag 1» or «Supervision, Gruppe 1». */
export function eventTitle(event: CalendarEvent, bodies: Bodies, { t, lang }: Pick<EventTools, 't' | 'lang'>): string {
  if (event.of === 'session') return t('calendar:supervision', { group: event.groupName });
  const body = bodies.get(event.versionId);
  return body ? dayTitle(body, event, t, lang) : event.title || event.code;
}

export interface When {
  date: string;
  from: number;
  to: number;
}

/** «tirsdag 24. november kl. 9.00–16.00», with the year when it is another than today's. */
export function whenWords({ date, from, to }: When, { t, fmt, lang, today }: EventTools): string {
  const year = date.slice(0, 4) === today.slice(0, 4) ? '' : ` ${date.slice(0, 4)}`;
  return t('calendar:when', { date: `${weekdayOf(lang, date)}${year}`, from: fmt.clock(from), to: fmt.clock(to) });
}

export const formerWhen = ({ formerDate, formerFrom, formerTo }: CalendarEvent): When | null =>
  formerDate === null || formerFrom === null || formerTo === null ? null : { date: formerDate, from: formerFrom, to: formerTo };

/** What moved, as one sentence: both times, or both places when only those differ. */
export function changeSentence(event: CalendarEvent, tools: EventTools): string {
  const former = formerWhen(event);
  const now = { date: event.onDate, from: event.startsAt, to: event.endsAt };
  const words = { former: former ? whenWords(former, tools) : '', now: whenWords(now, tools), reason: event.reason ?? '' };
  if (event.cancelled) return capital(tools.t(event.reason ? 'calendar:change.cancelledFor' : 'calendar:change.cancelled', words));
  if (former && (former.date !== now.date || former.from !== now.from || former.to !== now.to))
    return capital(
      tools.t(event.place && event.place !== event.formerPlace ? 'calendar:change.movedTo' : 'calendar:change.moved', {
        ...words,
        place: event.place,
      }),
    );
  return capital(tools.t(event.place ? 'calendar:change.place' : 'calendar:change.again', { ...words, place: event.place }));
}
