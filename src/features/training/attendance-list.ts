import { inForce } from '../../domain/attendance/attendance.js';
import { onLeave, stoppedOn } from '../../domain/cohort/leave.js';
import { listDayApologies } from '../../store/apology.js';
import { listDayLines, type AttendanceLine } from '../../store/attendance.js';
import type { Reader } from '../../store/database.js';
import { listCohortEvents, type EnrolmentLine } from '../../store/enrolment.js';
import type { Guest } from '../../store/make-up.js';
import type { TrainingDay } from '../../store/training-day.js';
import type { DayKind, Listed } from './attendance-lines.js';
import { listedOn } from './cohort-views.js';

export const kindOf = ({ kind, code }: Pick<TrainingDay, 'kind' | 'code'>): DayKind => ({
  certification: kind === 'certification',
  extra: kind === 'certification' && code !== 'C1',
});

export interface DayList {
  listed: Listed[];
  lines: AttendanceLine[];
}

/** Everyone a day is about, in the order of the sheet: its own by name, then guests. On a certification day those certified before are left out. */
export async function loadList(db: Reader, day: TrainingDay, enrolments: EnrolmentLine[], guests: Guest[]): Promise<DayList> {
  const [events, lines, apologies] = await Promise.all([
    listCohortEvents(db, day.cohortId),
    listDayLines(db, day.id),
    listDayApologies(db, day.id),
  ]);
  const written = (id: number) => {
    const own = lines.filter(({ enrolmentId }) => enrolmentId === id);
    return {
      apology: apologies.find(({ enrolmentId }) => enrolmentId === id)?.reason ?? null,
      current: inForce(own).get(day.id) ?? null,
      former: own.slice(0, -1),
    };
  };
  const trainees = enrolments.map((one) => {
    const own = events.filter(({ enrolmentId }) => enrolmentId === one.id);
    return { ...one, stoppedOn: stoppedOn(own), away: onLeave(own, day.onDate) };
  });
  const asked = ({ id, certifiedOn }: EnrolmentLine) =>
    !kindOf(day).certification || certifiedOn === null || certifiedOn >= day.onDate || lines.some(({ enrolmentId }) => enrolmentId === id);
  const own = listedOn(trainees, day.onDate)
    .filter(asked)
    .map(({ id, name, municipalityName, away }) => ({ enrolmentId: id, name, municipalityName, away, guest: null, ...written(id) }));
  const visiting = guests.map(({ enrolmentId, name, municipalityName, cohortName, missedDayId }) => ({
    ...{ enrolmentId, name, municipalityName, away: false },
    guest: { cohortName, missedDayId },
    ...written(enrolmentId),
  }));
  return { listed: [...own, ...visiting], lines };
}
