import type { SeatDay } from '../../domain/certification/facts.js';
import { missedDays } from '../../domain/certification/missed-days.js';
import { mayDecideMakeUp } from '../../domain/calendar/policy.js';
import type { ProgrammeBody } from '../../domain/programme/programme.js';
import { findCohortProgramme } from '../../store/calendar.js';
import type { Reader } from '../../store/database.js';
import { factsFor } from '../../store/enrolment-facts.js';
import { addMakeUp, decideMakeUp, listMakeUps, listOpenSeats, type MakeUp, type OpenSeat } from '../../store/make-up.js';
import { listTrainingDays, lockDay, type TrainingDay } from '../../store/training-day.js';
import { dayTitle } from '../../web/day-title.js';
import { capital } from '../../web/day-words.js';
import { conflict, refused } from '../../web/errors.js';
import { whenWords } from '../../web/event-words.js';
import { parseForm } from '../../web/forms.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import type { FieldError } from '../../web/render.js';
import { decisionForm, seatForm } from './forms.js';
import type { MakeUpScope, RequestScope } from './scope.js';

type Here = Visit<MakeUpScope>;

interface Known {
  body: ProgrammeBody;
  days: TrainingDay[];
  missed: SeatDay[];
  makeUps: MakeUp[];
  seats: OpenSeat[];
}

/** Read again inside the transaction of a booking, so that the last seat is given once. */
async function load(db: Reader, { record, today }: Pick<Here, 'record' | 'today'>): Promise<Known> {
  const { enrolment } = record;
  const { body } = await findCohortProgramme(db, enrolment.cohortId);
  const [facts, days, makeUps, seats] = await Promise.all([
    factsFor(db, [enrolment.id]),
    listTrainingDays(db, enrolment.cohortId),
    listMakeUps(db, enrolment.id),
    listOpenSeats(db, { cohortId: enrolment.cohortId, today, perMunicipality: body.capacity.perMunicipality }),
  ]);
  const known = facts.get(enrolment.id);
  return { body, days, makeUps, seats, missed: known ? missedDays(known, today) : [] };
}

const samePart = (a: { code: string; day: number }, b: { code: string; day: number }) => a.code === b.code && a.day === b.day;

function seatRow(seat: OpenSeat, { record, t, lang, fmt, today }: Here) {
  return {
    dayId: seat.dayId,
    when: capital(whenWords({ date: seat.onDate, from: seat.startsAt, to: seat.endsAt }, { t, lang, fmt, today })),
    note: [seat.place, seat.cohortName].filter(Boolean).join('. '),
    free: seat.free === null ? t('calendar:makeUp.seatsUnknown') : t('calendar:makeUp.free', { count: Math.max(0, seat.free) }),
    open: seat.free === null || seat.free > 0,
    act: t(record.own ? 'calendar:makeUp.ask' : 'calendar:makeUp.book'),
  };
}

function livingView(one: MakeUp, { record, viewer, t, lang, fmt, today }: Here) {
  const when = whenWords({ date: one.onDate, from: one.startsAt, to: one.endsAt }, { t, lang, fmt, today });
  const where = [one.place, one.cohortName].filter(Boolean).join('. ');
  return {
    action: paths.calendar.decision(one.id),
    status: { kind: one.state === 'booked' ? 'planned' : 'waiting', text: t(`calendar:makeUp.state.${one.state}`) },
    text: capital(when),
    note: where,
    decide: one.state === 'asked' && mayDecideMakeUp(viewer, record).ok,
    cancel: one.onDate >= today,
  };
}

async function page(visit: Here, errors?: FieldError[]): Promise<void> {
  const { house, record, t, fmt, lang } = visit;
  const { body, days, missed, makeUps, seats } = await load(house.db, visit);
  const { enrolment } = record;
  const view = {
    own: record.own,
    name: enrolment.name,
    action: paths.calendar.seat(enrolment.id),
    notice: visit.flash(),
    days: missed.map((day) => {
      const kept = days.find((one) => samePart(one, day));
      const living = makeUps.find(({ missedDayId }) => missedDayId === kept?.id);
      return {
        id: `d-${kept?.id}`,
        dayId: kept?.id,
        title: dayTitle(body, { ...day, title: '' }, t, lang),
        date: t('calendar:makeUp.was', { date: fmt.date(day.onDate) }),
        living: living ? livingView(living, visit) : null,
        seats: living ? [] : seats.filter((seat) => samePart(seat, day)).map((seat) => seatRow(seat, visit)),
      };
    }),
  };
  await visit.page('calendar/make-ups', view, { title: t('calendar:makeUp.title'), status: errors ? 422 : 200, errors });
}

export const show = (visit: Here): Promise<void> => page(visit);

/** Why the seat cannot be taken, as it stands now. */
function whyNot({ days, missed, makeUps, seats }: Known, asked: { missed: number; seat: number }): string | null {
  const day = days.find(({ id }) => id === asked.missed);
  const gone = missed.find((one) => day && samePart(one, day));
  const seat = seats.find(({ dayId }) => dayId === asked.seat);
  if (!day || !gone) return 'calendar:makeUp.notMissed';
  if (makeUps.some(({ missedDayId }) => missedDayId === day.id)) return 'calendar:makeUp.already';
  if (!seat || !samePart(seat, day)) return 'calendar:makeUp.seatGone';
  return seat.free !== null && seat.free <= 0 ? 'calendar:makeUp.full' : null;
}

/** The trainee asks, the coordinator books. The days are locked in the order of their numbers, so that two never wait for each other. */
export async function create(visit: Here): Promise<void> {
  const { house, record, req, viewer, actor, done } = visit;
  const parsed = parseForm(seatForm, req.body);
  if (!parsed.ok)
    return page(
      visit,
      parsed.errors.map(({ message }) => ({ field: 'seats', message })),
    );
  const { missed, seat } = parsed.values;
  const state = record.own ? 'asked' : 'booked';
  const wrong = await house.db.write(async (tx) => {
    for (const id of [missed, seat].sort((a, b) => a - b)) await lockDay(tx, id);
    const reason = whyNot(await load(tx, visit), parsed.values);
    if (reason === null)
      await addMakeUp(
        tx,
        { ...actor, personId: viewer.id },
        { enrolmentId: record.enrolment.id, missedDayId: missed, seatDayId: seat, state },
      );
    return reason;
  });
  if (wrong) return page(visit, [{ field: 'seats', message: wrong }]);
  done(paths.calendar.makeUps(record.enrolment.id), `calendar:flash.makeUp.${state}`);
}

const decided = { book: 'booked', decline: 'declined', cancel: 'cancelled' } as const;

/** A request is booked or declined by the coordinator; either side may cancel. */
export async function decide(visit: Visit<RequestScope>): Promise<void> {
  const { house, record, req, viewer, actor, today, done } = visit;
  const parsed = parseForm(decisionForm, req.body);
  if (!parsed.ok) throw conflict('calendar:makeUp.decided');
  const { act } = parsed.values;
  const { makeUp } = record;
  const verdict = mayDecideMakeUp(viewer, record);
  if (act !== 'cancel' && !verdict.ok) throw refused(verdict.reason);
  const kept = await house.db.write(async (tx) => {
    await lockDay(tx, makeUp.seatDayId);
    const { seats } = await load(tx, { record, today });
    const seat = seats.find(({ dayId }) => dayId === makeUp.seatDayId);
    if (act === 'book' && (!seat || (seat.free !== null && seat.free <= 0))) return 'full';
    const from = act === 'cancel' ? makeUp.state : 'asked';
    return (await decideMakeUp(tx, { ...actor, personId: viewer.id }, makeUp.id, { from, to: decided[act] })) ? 'kept' : 'late';
  });
  if (kept === 'full') throw conflict('calendar:makeUp.full');
  if (kept === 'late') throw conflict('calendar:makeUp.decided');
  done(paths.calendar.makeUps(makeUp.enrolmentId), `calendar:flash.makeUp.${decided[act]}`);
}
