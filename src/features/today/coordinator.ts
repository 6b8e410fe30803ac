import { daysBetween } from '../../domain/calendar/dates.js';
import type { EnrolmentFacts } from '../../domain/certification/facts.js';
import { rightNow } from '../../domain/certification/right-now.js';
import { standing } from '../../domain/certification/states.js';
import { signBy } from '../../domain/supervision/deadline.js';
import { listDaysToEnter, listFollowedTrainees, type DayToEnter, type FollowedTrainee } from '../../store/coordination.js';
import { factsFor } from '../../store/enrolment-facts.js';
import { listUnsigned, type SessionLine } from '../../store/supervision.js';
import { unlessChanged } from '../../store/unless-changed.js';
import { paths } from '../../web/paths.js';
import { countSentence, seenState, stuckRow } from '../../web/right-now-words.js';
import { coordinatorsUnopened } from './accounts.js';
import { waits, type Here, type Task } from './task.js';
import { nearDate } from '../../web/day-words.js';

function dayTask(here: Here, day: DayToEnter): Task {
  const { t } = here;
  const which =
    day.kind === 'seminar'
      ? t('coordination:seminarDay', { number: day.code.replace(/\D/g, ''), day: day.day })
      : t('coordination:certificationDay');
  return {
    since: day.onDate,
    status: waits(here, day.onDate),
    title: t('today:attendance.title', { day: which }),
    href: paths.training.attendance(day.dayId),
    text: t(day.entered === 0 ? 'today:attendance.none' : 'today:attendance.some', { cohort: day.cohortName, count: day.missing }),
    action: { label: t('today:attendance.action'), href: paths.training.attendance(day.dayId) },
  };
}

/** Hours the supervisor has not signed in time. The coordinator can only remind: she confirms nothing. */
function unsignedTask({ t, lang, today }: Here, session: SessionLine): Task {
  const late = daysBetween(signBy(session.onDate), today);
  return {
    since: session.onDate,
    status: { kind: 'waiting', text: t('today:unsigned.late', { count: late }) },
    title: t('today:unsigned.title', { date: nearDate(lang, session.onDate, today) }),
    href: paths.supervision.session(session.id),
    text: t('today:unsigned.text', {
      group: session.groupName,
      name: session.supervisorName,
      deadline: nearDate(lang, signBy(session.onDate), today),
    }),
    action: { label: t('today:unsigned.action'), href: paths.supervision.session(session.id) },
  };
}

export interface CohortLine {
  title: string;
  href: string;
  text: string;
}

function cohortLines(here: Here, trainees: FollowedTrainee[], facts: Map<number, EnrolmentFacts>): CohortLine[] {
  const ids = [...new Set(trainees.map(({ cohortId }) => cohortId))];
  return ids.map((id) => {
    const own = trainees.filter(({ cohortId }) => cohortId === id);
    const words = own.map(({ enrolmentId }) => standing(seenState(facts.get(enrolmentId)!, here.today)));
    const count = (word: string) => words.filter((one) => one === word).length;
    return {
      title: own[0]!.cohortName,
      href: paths.coordination.cohort(id),
      text: countSentence(here.t, { certified: count('certified'), not_yet: count('not_yet'), stopped: count('stopped') }),
    };
  });
}

/** What waits for a coordinator over all her cohorts, and a line of each. */
export async function coordinatorShare(here: Here): Promise<{ tasks: Task[]; cohorts: CohortLine[] }> {
  const { house, viewer, today, t, fmt } = here;
  const [[trainees, days, unsigned], unopened] = await Promise.all([
    unlessChanged(house.db, `coordinator ${viewer.id} ${today}`, () =>
      Promise.all([
        listFollowedTrainees(house.db, viewer.id),
        listDaysToEnter(house.db, viewer.id, today),
        listUnsigned(house.db, { coordinatorId: viewer.id }, today),
      ]),
    ),
    coordinatorsUnopened(here),
  ]);
  const facts = await factsFor(
    house.db,
    trainees.map(({ enrolmentId }) => enrolmentId),
  );
  const stuck = trainees.flatMap((trainee) => {
    const known = facts.get(trainee.enrolmentId)!;
    const now = rightNow(known, today);
    return now.stuck ? [stuckRow({ t, fmt, on: today }, now, trainee, known)] : [];
  });
  const late = unsigned.filter(({ onDate }) => signBy(onDate) < today);
  return {
    tasks: [...days.map((day) => dayTask(here, day)), ...late.map((session) => unsignedTask(here, session)), ...stuck, ...unopened],
    cohorts: cohortLines(here, trainees, facts),
  };
}
