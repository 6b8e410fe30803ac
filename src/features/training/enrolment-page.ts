import { dayCounts, isAskedDay } from '../../domain/attendance/attendance.js';
import { backOn, onLeave, stoppedOn } from '../../domain/cohort/leave.js';
import { listEnrolmentAttendance } from '../../store/attendance.js';
import { listTrainingDays, type TrainingDay } from '../../store/training-day.js';
import { listEvents, type EnrolmentEvent } from '../../store/enrolment.js';
import { findPerson } from '../../store/person.js';
import { getProgramme } from '../../store/programme.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import { deadlineSentence } from '../../web/seat-words.js';
import { sentenceStart, traineeStatus, type Status } from './cohort-views.js';
import { dayTitle } from '../../web/day-title.js';
import type { EnrolmentRecord } from './scope.js';

const eventStatus: Record<EnrolmentEvent['kind'], Status['kind']> = {
  stopped: 'barred',
  leave_started: 'planned',
  leave_ended: 'under-way',
  plan_done: 'done',
};

function eventRow({ kind, onDate, reason }: EnrolmentEvent, { t, fmt }: Pick<Visit<unknown>, 't' | 'fmt'>) {
  return { status: { kind: eventStatus[kind], text: t(`training:event.${kind}`) }, rest: fmt.date(onDate), note: reason || undefined };
}

/** One trainee of a cohort, as the coordinator sees her: days and dates, nothing of meetings or film. */
export async function show(visit: Visit<EnrolmentRecord>): Promise<void> {
  const { house, record, t, fmt, lang, today, page } = visit;
  const { enrolment, cohort } = record;
  const [events, attendance, days, programme, person] = await Promise.all([
    listEvents(house.db, enrolment.id),
    listEnrolmentAttendance(house.db, enrolment.id),
    listTrainingDays(house.db, cohort.id),
    getProgramme(house.db, cohort.programmeVersionId),
    findPerson(house.db, enrolment.personId),
  ]);
  const stop = stoppedOn(events);
  const stopped = stop !== null && stop <= today ? stop : null;
  const trainee = { ...enrolment, stoppedOn: stopped, onLeave: onLeave(events, today), backOn: backOn(events, today) };
  const dayStatus = ({ id: dayId, onDate, kind, cancelledAt }: TrainingDay): Status => {
    if (cancelledAt !== null) return { kind: 'barred', text: t('calendar:state.cancelled') };
    const line = attendance.find(({ trainingDayId }) => trainingDayId === dayId);
    if (!line && kind === 'certification' && onDate <= today) return { kind: 'not-begun', text: t('training:attendance.none') };
    if (!line) return onDate > today ? { kind: 'planned' } : { kind: 'waiting', text: t('training:attendance.notEntered') };
    return { kind: line.presence === 'absent' ? 'missing' : 'done', text: t(`training:attendance.${line.presence}`) };
  };
  const K1 = programme.body.rules?.K1 ?? {};
  const isMissed = (day: TrainingDay): boolean => {
    const line = attendance.find(({ trainingDayId }) => trainingDayId === day.id);
    const time = line?.minutes != null && line.plannedMinutes !== null ? { minutes: line.minutes, planned: line.plannedMinutes } : null;
    return isAskedDay(day, K1) && line !== undefined && !dayCounts({ presence: line.presence, time }, K1);
  };
  const view = {
    id: enrolment.id,
    name: enrolment.name,
    cohort: { id: cohort.id, name: cohort.name },
    lead: t('training:enrolment.lead', { municipality: enrolment.municipalityName, date: fmt.date(enrolment.enrolledOn) }),
    status: traineeStatus(trainee, cohort.startsOn, visit),
    notice: visit.flash(),
    account: person?.accountState === 'invited' ? { href: paths.accounts.show(enrolment.personId) } : null,
    events: events.map((event) => eventRow(event, visit)),
    days: days.map((day) => ({
      status: dayStatus(day),
      strong: dayTitle(programme.body, day, t, lang),
      note: sentenceStart(fmt.weekdayDate(day.onDate)),
      noteLink: isMissed(day) ? { href: paths.calendar.makeUps(enrolment.id), label: t('calendar:makeUp.find') } : undefined,
    })),
    deadline: deadlineSentence(visit, { events, cohortEndsOn: cohort.endsOn, certifiedOn: enrolment.certifiedOn }),
    group: enrolment.groupName ?? t('training:cohort.noGroup'),
    can: {
      stop: stopped === null && enrolment.certifiedOn === null,
      leave: stopped === null && enrolment.certifiedOn === null,
      employer: stopped === null,
      comeBack: trainee.onLeave && trainee.backOn === null,
    },
  };
  await page('training/enrolment', view, { title: enrolment.name });
}
