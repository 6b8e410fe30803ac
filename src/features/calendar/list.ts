import { addDays, isDate } from '../../domain/calendar/dates.js';
import { listOwnApologies } from '../../store/apology.js';
import { listApologisedSessions } from '../../store/session-apology.js';
import { listCalendar, type CalendarEvent } from '../../store/calendar.js';
import { listCohortsFor } from '../../store/cohort.js';
import { findFeed } from '../../store/calendar-feed.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import { loadBodies } from './bodies.js';
import { missedView } from './missed-days.js';
import { monthsOf } from './list-view.js';

type Here = Visit<Record<never, never>>;

const mostShown = 60;
const mostCohortLinks = 8;
/** How far back «Tidligere» goes at a time. */
const backDays = 182;
const farAhead = '2099-12-31';

const query = (given: Record<string, string | number | null | undefined>): string =>
  new URLSearchParams(
    Object.entries(given).flatMap(([key, value]): [string, string][] => (value == null ? [] : [[key, String(value)]])),
  ).toString();

/** What the address asks for; anything it does not understand is left out. */
function asked({ req, today }: Here, known: number[]) {
  const text = (name: string) => (typeof req.query[name] === 'string' ? req.query[name] : '');
  const cohort = Number(text('cohort'));
  const from = text('from');
  return { cohortId: known.includes(cohort) ? cohort : null, from: isDate(from) ? from : today };
}

function filterOf({ t }: Here, cohorts: { id: number; name: string }[], cohortId: number | null) {
  if (cohorts.length < 2) return null;
  const shown = cohorts.slice(0, mostCohortLinks);
  const chosen = cohorts.find(({ id }) => id === cohortId);
  const all = chosen && !shown.includes(chosen) ? [...shown, chosen] : shown;
  return [
    { href: paths.calendar.list(), label: t('calendar:filter.all'), current: cohortId === null },
    ...all.map(({ id, name }) => ({ href: paths.calendar.list(query({ cohort: id })), label: name, current: id === cohortId })),
  ];
}

/** Links to what lies before, and to the rest when the list is cut. A day is never divided between two pages. */
function turning({ today }: Here, events: CalendarEvent[], from: string, cohortId: number | null) {
  const cut = events.length > mostShown;
  const next = cut ? events[mostShown]!.onDate : null;
  const shown = next === null ? events : events.filter(({ onDate }) => onDate < next);
  const stuck = cut && shown.length === 0;
  return {
    shown: stuck ? events.slice(0, mostShown) : shown,
    earlier: paths.calendar.list(query({ cohort: cohortId, from: addDays(from, -backDays) })),
    later: next === null ? null : paths.calendar.list(query({ cohort: cohortId, from: stuck ? addDays(next, 1) : next })),
    now: from === today ? null : paths.calendar.list(query({ cohort: cohortId })),
  };
}

/** Everything that is the viewer's own, from today on. Never a network meeting. */
export async function show(visit: Here): Promise<void> {
  const { house, viewer, t, lang, fmt, today } = visit;
  const { db } = house;
  const cohorts = viewer.roles.includes('coordinator') ? await listCohortsFor(db, viewer.id) : [];
  const { cohortId, from } = asked(
    visit,
    cohorts.map(({ id }) => id),
  );
  const [events, apologised, apologisedTo, missed, feed] = await Promise.all([
    listCalendar(db, viewer, { from, to: farAhead, cohortId, limit: mostShown + 1 }),
    listOwnApologies(db, viewer.id, from),
    listApologisedSessions(db, viewer.id, from),
    missedView(visit),
    findFeed(db, viewer.id),
  ]);
  const { shown, ...turn } = turning(visit, events, from, cohortId);
  const bodies = await loadBodies(db, shown);
  const severalCohorts = new Set(shown.map((event) => event.cohortId)).size > 1;
  const reader = { viewer, apologised: new Set(apologised), apologisedTo: new Set(apologisedTo), bodies, severalCohorts };
  const view = {
    notice: visit.flash(),
    filter: filterOf(visit, cohorts, cohortId),
    missed,
    months: monthsOf(shown, reader, { t, lang, fmt, today }),
    none: t(from === today ? 'calendar:none' : 'calendar:noneFrom'),
    turn,
    feed: { href: paths.calendar.feed(), text: t(feed ? 'calendar:feed.have' : 'calendar:feed.haveNot') },
  };
  await visit.page('calendar/list', view, { title: t('calendar:title') });
}
