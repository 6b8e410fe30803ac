import { stoppedOn } from '../../domain/cohort/leave.js';
import { listCohortEvents, listEvents, type EnrolmentLine } from '../../store/enrolment.js';
import { getProgramme } from '../../store/programme.js';
import { listSessionsOf } from '../../store/supervision.js';
import { listLinesOf, listMinutes, listOffered } from '../../store/supervision-line.js';
import type { Visit } from '../../web/guard.js';
import { figuresOf, figureView, sessionRows, type HoursRule } from './hours-views.js';
import { timeAndPlace } from './views.js';

/** Everything one trainee's hours page shows. */
export async function hoursPage(visit: Visit<unknown>, enrolment: EnrolmentLine, own: boolean) {
  const { house, t, fmt, today } = visit;
  const of = { enrolmentId: enrolment.id };
  const [programme, minutes, offered, events, sessions, lines] = await Promise.all([
    getProgramme(house.db, enrolment.programmeVersionId),
    listMinutes(house.db, of),
    listOffered(house.db, of),
    listEvents(house.db, enrolment.id),
    listSessionsOf(house.db, enrolment.id),
    listLinesOf(house.db, enrolment.id),
  ]);
  const rule = programme.body.rules?.K2 ?? null;
  const stop = stoppedOn(events);
  const stopped = stop !== null && stop <= today;
  const next = sessions.find(({ state, onDate }) => state === 'planned' && onDate >= today);
  return {
    own,
    figure: figureView(figuresOf(enrolment.id, minutes, offered, events, rule, today), rule, { own, stopped }, visit),
    group: enrolment.groupName,
    next: next
      ? t('supervision:own.next', { date: fmt.weekdayDate(next.onDate), place: timeAndPlace(next, visit), group: next.groupName })
      : null,
    ...sessionRows(sessions, lines, events, visit),
  };
}

/** Hours of everyone in a group, in three statements. */
export async function groupHours({ house, today }: Visit<unknown>, groupId: number, cohortId: number, rule: HoursRule) {
  const [minutes, offered, events] = await Promise.all([
    listMinutes(house.db, { groupId }),
    listOffered(house.db, { groupId }),
    listCohortEvents(house.db, cohortId),
  ]);
  return (enrolmentId: number) => {
    const own = events.filter((event) => event.enrolmentId === enrolmentId);
    return { events: own, figures: figuresOf(enrolmentId, minutes, offered, own, rule, today) };
  };
}
