import type { Person } from '../../domain/person/person.js';
import type { CalendarEvent } from '../../store/calendar.js';
import { capital, weekdayOf } from '../../web/day-words.js';
import { changeSentence, eventTitle, formerWhen, whenWords, type Bodies, type EventTools } from '../../web/event-words.js';
import { paths } from '../../web/paths.js';

export interface Row {
  date: string;
  today: boolean;
  time: string;
  title: string;
  href: string;
  /** Under the title: place, and for those with several cohorts which of them. */
  note: string;
  /** When it was before, struck out, with the words that say so. */
  before: string | null;
  status: { kind: string; text?: string };
  /** What one can do about it from here. */
  links: { href: string; label: string }[];
}

export interface Reader {
  viewer: Person;
  /** Own enrolments' apologies by day, where the reader is a trainee. */
  apologised: Set<number>;
  /** The same, by session. */
  apologisedTo: Set<number>;
  bodies: Bodies;
  severalCohorts: boolean;
}

const has = ({ roles }: Person, role: Person['roles'][number]) => roles.includes(role);

/** Days open for trainees and coordinators; a session for those who plan it, and as a date to come to for the others. */
function hrefOf({ of, id }: CalendarEvent, { viewer }: Reader): string {
  if (of === 'day') return paths.calendar.day(id);
  return has(viewer, 'supervisor') || has(viewer, 'coordinator') ? paths.supervision.session(id) : paths.calendar.sessionApology(id);
}

const toldOf = ({ of, id }: CalendarEvent, { apologised, apologisedTo }: Reader): boolean =>
  of === 'day' ? apologised.has(id) : apologisedTo.has(id);

function statusOf(event: CalendarEvent, reader: Reader, { t, today }: EventTools): Row['status'] {
  if (event.cancelled) return { kind: 'barred', text: t('calendar:state.cancelled') };
  if (toldOf(event, reader)) return { kind: 'waiting', text: t('calendar:state.apologised') };
  if (event.onDate === today) return { kind: 'under-way', text: t('calendar:state.today') };
  return event.onDate < today ? { kind: 'done', text: t('calendar:state.over') } : { kind: 'planned' };
}

/** The former time while it can still be mistaken for the right one. */
function beforeOf(event: CalendarEvent, tools: EventTools): string | null {
  const former = formerWhen(event);
  const same = former && former.date === event.onDate && former.from === event.startsAt && former.to === event.endsAt;
  return former && !same && !event.cancelled && (event.onDate >= tools.today || former.date >= tools.today)
    ? whenWords(former, tools)
    : null;
}

function linksOf(event: CalendarEvent, reader: Reader, { t, today }: EventTools): Row['links'] {
  if (event.cancelled || event.onDate < today) return [];
  const { viewer } = reader;
  const links: Row['links'] = [];
  if (event.of === 'session' && (has(viewer, 'supervisor') || has(viewer, 'coordinator')) && event.onDate > today)
    links.push({ href: paths.calendar.session(event.id), label: t('calendar:move') });
  if (
    has(viewer, 'trainee') &&
    !toldOf(event, reader) &&
    (event.of === 'day' || hrefOf(event, reader) === paths.calendar.sessionApology(event.id))
  )
    links.push({ href: hrefOf(event, reader), label: t('calendar:apology.title') });
  return links;
}

function rowOf(event: CalendarEvent, reader: Reader, tools: EventTools): Row {
  const { t, fmt, lang, today } = tools;
  const cancelled = event.cancelled ? changeSentence(event, tools) : null;
  return {
    date: capital(weekdayOf(lang, event.onDate)),
    today: event.onDate === today,
    time: t('calendar:time', { from: fmt.clock(event.startsAt), to: fmt.clock(event.endsAt) }),
    title: eventTitle(event, reader.bodies, tools),
    href: hrefOf(event, reader),
    note: [event.place, ...(reader.severalCohorts ? [event.cohortName] : []), ...(cancelled && event.reason ? [event.reason] : [])]
      .filter(Boolean)
      .join('. '),
    before: beforeOf(event, tools),
    status: statusOf(event, reader, tools),
    links: linksOf(event, reader, tools),
  };
}

/** Events under the month they are in, in words. */
export function monthsOf(events: CalendarEvent[], reader: Reader, tools: EventTools) {
  const locale = tools.lang === 'da' ? 'da-DK' : 'en-GB';
  const name = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', month: 'long', year: 'numeric' });
  const keys = [...new Set(events.map(({ onDate }) => onDate.slice(0, 7)))];
  return keys.map((key) => ({
    id: `m-${key}`,
    title: capital(name.format(new Date(`${key}-15T12:00:00Z`))),
    rows: events.filter(({ onDate }) => onDate.startsWith(key)).map((event) => rowOf(event, reader, tools)),
  }));
}
