import { randomBytes } from 'node:crypto';
import { addDays, localDate } from '../../domain/calendar/dates.js';
import type { Person } from '../../domain/person/person.js';
import { listCalendar } from '../../store/calendar.js';
import { findFeed, findFeedOwner, makeFeed, revokeFeed } from '../../store/calendar-feed.js';
import { findPerson } from '../../store/person.js';
import { notFound } from '../../web/errors.js';
import type { Visit } from '../../web/guard.js';
import { translator } from '../../web/language.js';
import { paths } from '../../web/paths.js';
import { formatFor } from '../../web/render.js';
import { loadBodies } from './bodies.js';
import { icsOf } from './ics.js';

type Here = Visit<Record<never, never>>;

const backDays = 365;
const aheadDays = 3 * 365;
const mostEvents = 2000;

async function form(visit: Here, made: string | null): Promise<void> {
  const { house, viewer, fmt, t } = visit;
  const feed = await findFeed(house.db, viewer.id);
  const view = {
    made,
    since: feed ? t('calendar:feed.since', { date: fmt.date(feed.madeAt) }) : null,
    notice: made ? null : visit.flash(),
  };
  await visit.page('calendar/feed', view, { title: t('calendar:feed.title') });
}

export const show = (visit: Here): Promise<void> => form(visit, null);

/** A new address of 128 random bits, shown this once; the one before it stops working. */
export async function create(visit: Here): Promise<void> {
  const { house, viewer, actor } = visit;
  const token = randomBytes(16).toString('base64url');
  await house.db.write((tx) => makeFeed(tx, { ...actor, personId: viewer.id }, token));
  await form(visit, `${house.settings.origin}${paths.calendar.file(token)}`);
}

export async function destroy({ house, viewer, actor, done }: Here): Promise<void> {
  await house.db.write((tx) => revokeFeed(tx, { ...actor, personId: viewer.id }));
  done(paths.calendar.feed(), 'calendar:flash.feedEnded');
}

const tokenShape = /^[A-Za-z0-9_-]{22}$/;

/** The calendar itself, for whoever has the address. Every other address answers as one that never was. */
export async function file({ house, req, res, now }: Visit<null, Person | null>): Promise<void> {
  const token = typeof req.params['token'] === 'string' ? req.params['token'] : '';
  const ownerId = tokenShape.test(token) ? await findFeedOwner(house.db, token) : null;
  const owner = ownerId === null ? null : await findPerson(house.db, ownerId);
  if (!owner) throw notFound();
  const today = localDate(now);
  const window = { from: addDays(today, -backDays), to: addDays(today, aheadDays), limit: mostEvents };
  const events = await listCalendar(house.db, owner, window);
  const { language: lang } = owner;
  const tools = { t: translator(lang), fmt: formatFor(lang), lang, today };
  const bodies = await loadBodies(house.db, events);
  res
    .set('Content-Disposition', 'inline; filename="polyfoni.ics"')
    .type('text/calendar')
    .send(icsOf(events, { origin: house.settings.origin, now, bodies, tools }));
}
