import { formatBreaks } from '../../domain/attendance/day-frame.js';
import { formatTimeOfDay } from '../../domain/calendar/time-of-day.js';
import { mayApologise } from '../../domain/calendar/policy.js';
import { findApology } from '../../store/apology.js';
import { hasAttendance } from '../../store/attendance.js';
import { findCohortProgramme } from '../../store/calendar.js';
import { findAppointedCohort } from '../../store/cohort.js';
import { cancelTrainingDay, listTrainingDays, lockDay, moveTrainingDay, type DayPlan, type TrainingDay } from '../../store/training-day.js';
import { dayTitle } from '../../web/day-title.js';
import { capital } from '../../web/day-words.js';
import { conflict } from '../../web/errors.js';
import { whenWords } from '../../web/event-words.js';
import { parseForm, typedOf, typedText, type Typed } from '../../web/forms.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import type { FieldError } from '../../web/render.js';
import { dayForm, reasonForm } from './forms.js';
import type { DayRecord } from './scope.js';

type Here = Visit<DayRecord>;

interface Answer {
  typed: Typed;
  errors: FieldError[];
}

const fieldsOf = (day: TrainingDay, { fmt }: Here, typed: Typed | null) => {
  const text = (name: string, kept: string) => (typed?.[name] === undefined ? kept : typedText(typed, name));
  return {
    onDate: text('onDate', fmt.typedDate(day.onDate)),
    startsAt: text('startsAt', formatTimeOfDay(day.startsAt)),
    endsAt: text('endsAt', formatTimeOfDay(day.endsAt)),
    breaks: text('breaks', formatBreaks(day.breaks)),
    place: text('place', day.place),
    seats: text('seats', day.seats === null ? '' : String(day.seats)),
    reason: typed ? typedText(typed, 'reason') : '',
  };
};

/** The trainee's own word about the day, and what can be done about it. */
async function ownWord(visit: Here) {
  const { house, record, viewer, t, fmt } = visit;
  if (record.enrolmentId === null) return null;
  const apology = await findApology(house.db, record.day.id, record.enrolmentId);
  const verdict = mayApologise(viewer, record);
  return {
    may: verdict.ok,
    told:
      apology &&
      t(apology.reason ? 'calendar:apology.toldFor' : 'calendar:apology.told', {
        date: fmt.date(apology.recordedAt),
        reason: apology.reason,
      }),
    makeUps: paths.calendar.makeUps(record.enrolmentId),
  };
}

async function page(visit: Here, answer: Answer | null = null, apologyTyped = ''): Promise<void> {
  const { house, record, viewer, t, lang, today } = visit;
  const { day } = record;
  const [own, version, cohort] = await Promise.all([
    ownWord(visit),
    findCohortProgramme(house.db, day.cohortId),
    record.coordinates ? findAppointedCohort(house.db, day.cohortId, viewer.id) : null,
  ]);
  const title = dayTitle(version.body, day, t, lang);
  const edits = record.coordinates;
  const view = {
    id: day.id,
    title,
    notice: visit.flash(),
    when: capital(whenWords({ date: day.onDate, from: day.startsAt, to: day.endsAt }, visit)),
    breaks: formatBreaks(day.breaks),
    place: day.place,
    cancelled: record.cancelled,
    own,
    apologyTyped,
    edit: edits
      ? { ...fieldsOf(day, visit, answer?.typed ?? null), entered: record.entered, cancel: !record.cancelled && !record.entered }
      : null,
    cohort: cohort && { name: cohort.name, href: paths.training.cohort(cohort.id) },
    attendance: edits && day.onDate <= today && !record.cancelled ? paths.training.attendance(day.id) : null,
    sheet: edits && !record.cancelled ? paths.training.sheet(day.id) : null,
  };
  await visit.page('calendar/day', view, { title, status: answer ? 422 : 200, errors: answer?.errors });
}

export const show = (visit: Here): Promise<void> => page(visit);
/** The same page with an apology that could not be kept. */
export const showRefused = (visit: Here, typed: Typed, errors: FieldError[]): Promise<void> =>
  page(visit, { typed, errors }, typedText(typed, 'apology'));

const times = ({ onDate, startsAt, endsAt, breaks }: DayPlan): string => JSON.stringify([onDate, startsAt, endsAt, breaks]);

/** Days of one cohort never share a date, and the days of a part come in their order. */
function clash(day: TrainingDay, onDate: string, all: TrainingDay[]): string | null {
  const others = all.filter((one) => one.id !== day.id && one.cancelledAt === null);
  if (others.some((one) => one.onDate === onDate)) return 'training:days.sameDate';
  const wrongWay = others.some((one) => one.code === day.code && (one.day < day.day ? one.onDate > onDate : one.onDate < onDate));
  return wrongWay ? 'training:days.order' : null;
}

/** The date, time and place of a day. What attendance was counted by stays as it was. */
export async function update(visit: Here): Promise<void> {
  const { house, record, req, viewer, actor, done } = visit;
  const typed = typedOf(req.body);
  const parsed = parseForm(dayForm, req.body);
  if (!parsed.ok) return page(visit, { typed, errors: parsed.errors });
  const plan = parsed.values;
  const wrong = await house.db.write(async (tx): Promise<string | null> => {
    await lockDay(tx, record.day.id);
    if (times(plan) !== times(record.day) && (await hasAttendance(tx, record.day.id))) return 'calendar:day.entered';
    const clashing = clash(record.day, plan.onDate, await listTrainingDays(tx, record.day.cohortId));
    if (clashing) return clashing;
    await moveTrainingDay(tx, { ...actor, personId: viewer.id }, record.day, plan);
    return null;
  });
  if (wrong) return page(visit, { typed, errors: [{ field: 'onDate', message: wrong }] });
  done(paths.calendar.day(record.day.id), 'calendar:flash.dayKept');
}

export async function cancel(visit: Here): Promise<void> {
  const { house, record, req, viewer, actor, done } = visit;
  const parsed = parseForm(reasonForm, req.body);
  if (!parsed.ok) return page(visit, { typed: typedOf(req.body), errors: parsed.errors });
  const cancelled = await house.db.write(async (tx) => {
    await lockDay(tx, record.day.id);
    if (await hasAttendance(tx, record.day.id)) return false;
    return cancelTrainingDay(tx, { ...actor, personId: viewer.id }, record.day, parsed.values.reason);
  });
  if (!cancelled) throw conflict('calendar:day.cancelTooLate');
  done(paths.calendar.day(record.day.id), 'calendar:flash.dayCancelled');
}
