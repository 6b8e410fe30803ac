import { missedDays } from '../../domain/certification/missed-days.js';
import { findCohortProgramme } from '../../store/calendar.js';
import { factsFor } from '../../store/enrolment-facts.js';
import { findEnrolment } from '../../store/enrolment.js';
import { listMakeUps } from '../../store/make-up.js';
import { findJourney } from '../../store/today.js';
import { dayTitle } from '../../web/day-title.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';

/** A trainee's own days that are missing, with the way to find a seat; null when there are none. */
export async function missedView({ house, viewer, t, fmt, lang, today }: Visit<unknown>) {
  if (!viewer.roles.includes('trainee')) return null;
  const journey = await findJourney(house.db, viewer.id, today);
  const facts = journey && (await factsFor(house.db, [journey.enrolmentId])).get(journey.enrolmentId);
  const missed = facts ? missedDays(facts, today) : [];
  const enrolment = journey && missed.length > 0 ? await findEnrolment(house.db, journey.enrolmentId) : null;
  if (!enrolment) return null;
  const [version, makeUps] = await Promise.all([findCohortProgramme(house.db, enrolment.cohortId), listMakeUps(house.db, enrolment.id)]);
  const days = missed.map((day) => dayTitle(version.body, { ...day, title: '' }, t, lang));
  const asked = makeUps.find(({ state }) => state === 'asked');
  const booked = makeUps.find(({ state, onDate }) => state === 'booked' && onDate >= today);
  return {
    text: t('calendar:makeUp.missing', { days: fmt.list(days) }),
    note: booked
      ? t('calendar:makeUp.bookedOn', { date: fmt.date(booked.onDate) })
      : asked
        ? t('calendar:makeUp.askedFor', { date: fmt.date(asked.onDate) })
        : null,
    href: paths.calendar.makeUps(enrolment.id),
  };
}
