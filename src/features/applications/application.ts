import { mayAnswer, maySeat, mayWithdraw } from '../../domain/application/policy.js';
import { afterApplicationEvent, type ApplicationEventKind } from '../../domain/application/states.js';
import { hasSeatWaiting } from '../../domain/application/waiting-list.js';
import { localDate } from '../../domain/calendar/dates.js';
import { addApplicationEvent, findApplication, listApplicationEvents, type ApplicationEvent } from '../../store/application.js';
import type { Writer } from '../../store/database.js';
import { lockCohort } from '../../store/enrolment.js';
import { readSeats, seatRefusal, SeatRefused, takeSeat, type SeatPicture } from '../../store/seat.js';
import { personForSeat } from '../../store/seat-person.js';
import { conflict } from '../../web/errors.js';
import { parseForm, typedOf, typedText, type Typed } from '../../web/forms.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import { sentence, type FieldError } from '../../web/render.js';
import { answerForm, seatForm, withdrawalForm } from './forms.js';
import type { ApplicationRecord } from './scope.js';
import { applicantName, erasureSentence, isTurnOf, seatSentence, stateStatus, turnSentence } from './words.js';

type Here = Visit<ApplicationRecord>;

const cohortOf = ({ record }: Here) => ({ id: record.cohortId, programmeVersionId: record.programmeVersionId });

/** After training has begun a seat is offered, and the municipality answers; before it the coordinator gives it at once (our choice). */
const hasBegun = ({ firstDay }: SeatPicture, today: string) => firstDay !== null && firstDay <= today;

const who = ({ record, t }: Here) => [
  { term: t('applications:field.signInName'), text: record.signInName || '–' },
  { term: t('applications:field.workplace'), text: record.workplace || '–' },
  {
    term: t('applications:show.by'),
    text: t(record.onPaper ? 'applications:show.byPaper' : 'applications:show.byManager', { name: record.madeByName }),
  },
];

/** What happened, in order. Reasons go with the name. */
const history = ({ record, t, fmt }: Here, events: ApplicationEvent[]) =>
  events.map(({ kind, at, byName, reason }) => ({
    strong: t(`applications:event.${kind}`),
    rest: byName,
    note: record.erasedAt === null ? reason || undefined : undefined,
    aside: fmt.shortDate(localDate(new Date(at))),
  }));

async function page(visit: Here, typed: Typed = {}, errors?: FieldError[]): Promise<void> {
  const { house, record, viewer, t, fmt, today } = visit;
  const [picture, events] = await Promise.all([readSeats(house.db, cohortOf(visit), today), listApplicationEvents(house.db, record.id)]);
  const seats = picture.municipalities.find(({ id }) => id === record.municipalityId)!;
  const reader = record.relation.coordinates && viewer.roles.includes('coordinator') ? 'coordinator' : 'manager';
  const turn = isTurnOf(record, picture.applications, seats);
  const seatNow = maySeat(viewer, record).ok && hasSeatWaiting(picture.applications, record, seats);
  const name = applicantName(visit, record);
  const view = {
    id: record.id,
    name,
    notice: visit.flash(),
    back:
      reader === 'coordinator'
        ? { href: paths.applications.cohort(record.cohortId), label: record.cohortName }
        : { href: paths.applications.places(), label: t('applications:places.title') },
    lead: t('applications:show.lead', { cohort: record.cohortName, municipality: record.municipalityName }),
    status: stateStatus(visit, record, turn, reader),
    turn: [turnSentence(visit, record, picture.applications, seats), erasureSentence(visit, record)].join(' ').trim(),
    seats: seatSentence(visit, seats, 0),
    who: who(visit),
    events: history(visit, events),
    enrolment: record.enrolmentId !== null && reader === 'coordinator' ? paths.training.enrolment(record.enrolmentId) : null,
    can: {
      answer: mayAnswer(viewer, record).ok ? record.state : null,
      offer: seatNow && hasBegun(picture, today),
      seat: seatNow && !hasBegun(picture, today),
      withdraw: mayWithdraw(viewer, record).ok,
    },
    answer: typedText(typed, 'answer'),
    reason: typedText(typed, 'reason'),
    enrolledOn: typed['enrolledOn'] === undefined ? fmt.typedDate(picture.firstDay ?? today) : typedText(typed, 'enrolledOn'),
  };
  await visit.page('applications/show', view, { title: name, status: errors ? 422 : 200, errors });
}

export const show = (visit: Here): Promise<void> => page(visit);

/** Looked at again behind the cohort's lock: of two at once, one finds that something else happened meanwhile. */
async function stillPossible(tx: Writer, { record }: Here, event: ApplicationEventKind): Promise<void> {
  await lockCohort(tx, record.cohortId);
  const now = await findApplication(tx, record.id);
  if (!now || now.state !== record.state || afterApplicationEvent(now.state, event) === null)
    throw conflict('refusals:application.settled');
}

const acting = ({ actor, viewer }: Here) => ({ ...actor, personId: viewer.id });

/** A seat that cannot be given is told on the page, and nothing is kept. */
async function orRefused(visit: Here, field: string, work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (!(error instanceof SeatRefused)) throw error;
    await page(visit, typedOf(visit.req.body), [{ field, message: sentence(visit.t, seatRefusal(error)) }]);
    return false;
  }
}

const seatFor = (tx: Writer, visit: Here, enrolledOn: string): Promise<number> =>
  takeSeat(
    tx,
    acting(visit),
    {
      cohort: cohortOf(visit),
      municipalityId: visit.record.municipalityId,
      enrolledOn,
      application: visit.record,
      personId: (inside) => personForSeat(inside, visit.actor, visit.record),
    },
    visit.today,
  );

/** The municipality's yes or no: to a nomination on paper, or to a seat that was offered. */
export async function answer(visit: Here): Promise<void> {
  const { house, record, req } = visit;
  const parsed = parseForm(answerForm, req.body);
  if (!parsed.ok) return page(visit, typedOf(req.body), parsed.errors);
  const { answer: said, reason } = parsed.values;
  const yes = said === 'yes';
  const event = record.state === 'offered' ? (yes ? 'accepted' : 'declined') : yes ? 'approved' : 'refused';
  const done = await orRefused(visit, 'answer', () =>
    house.db.write(async (tx) => {
      await stillPossible(tx, visit, event);
      if (event === 'accepted') await seatFor(tx, visit, visit.today);
      else await addApplicationEvent(tx, acting(visit), record, event, { reason });
    }),
  );
  if (done) visit.done(paths.applications.show(record.id), `applications:flash.${event}`, { name: record.name });
}

/** Only the first in line, and only while a seat is free for them. */
async function inTurn(tx: Writer, visit: Here): Promise<void> {
  const { applications, municipalities } = await readSeats(tx, cohortOf(visit), visit.today);
  const seats = municipalities.find(({ id }) => id === visit.record.municipalityId);
  if (!seats || !hasSeatWaiting(applications, visit.record, seats)) throw conflict('refusals:application.notInTurn');
}

export async function offer(visit: Here): Promise<void> {
  const { house, record } = visit;
  await house.db.write(async (tx) => {
    await stillPossible(tx, visit, 'offered');
    await inTurn(tx, visit);
    await addApplicationEvent(tx, acting(visit), record, 'offered');
  });
  visit.done(paths.applications.show(record.id), 'applications:flash.offered', { municipality: record.municipalityName });
}

export async function seat(visit: Here): Promise<void> {
  const { house, record, req } = visit;
  const parsed = parseForm(seatForm, req.body);
  if (!parsed.ok) return page(visit, typedOf(req.body), parsed.errors);
  const done = await orRefused(visit, 'enrolledOn', () =>
    house.db.write(async (tx) => {
      await stillPossible(tx, visit, 'seated');
      await inTurn(tx, visit);
      await seatFor(tx, visit, parsed.values.enrolledOn);
    }),
  );
  if (done) visit.done(paths.applications.show(record.id), 'applications:flash.seated', { name: record.name });
}

export async function withdraw(visit: Here): Promise<void> {
  const { house, record, req } = visit;
  const parsed = parseForm(withdrawalForm, req.body);
  if (!parsed.ok)
    return page(
      visit,
      typedOf(req.body),
      parsed.errors.map((one) => ({ ...one, field: 'withdrawal-reason' })),
    );
  await house.db.write(async (tx) => {
    await stillPossible(tx, visit, 'withdrawn');
    await addApplicationEvent(tx, acting(visit), record, 'withdrawn', { reason: parsed.values.reason });
  });
  visit.done(paths.applications.show(record.id), 'applications:flash.withdrawn', { name: record.name });
}
