import { localDate } from '../../domain/calendar/dates.js';
import { findAppointedCohort, type CohortLine } from '../../store/cohort.js';
import { findTrainingDay, type TrainingDay } from '../../store/training-day.js';
import { findEnrolment, listEnrolments, type EnrolmentLine } from '../../store/enrolment.js';
import { findProgramme, type ProgrammeVersion } from '../../store/programme.js';
import { idOf, type Scope } from '../../web/guard.js';

export interface CohortRecord extends CohortLine {
  coordinates: boolean;
}

/** Coordinators have cohorts; for everyone else the page does not exist. */
export const coordinators: Scope<Record<never, never>> = (viewer) => Promise.resolve(viewer.roles.includes('coordinator') ? {} : null);

const appointedTo = async (...[viewer, house, cohortId]: [Parameters<Scope<unknown>>[0], Parameters<Scope<unknown>>[2], number]) => {
  const found = viewer.roles.includes('coordinator') ? await findAppointedCohort(house.db, cohortId, viewer.id) : null;
  return found && { ...found, coordinates: true };
};

export const cohort: Scope<CohortRecord> = (viewer, params, house) => {
  const id = idOf(params);
  return id === null ? Promise.resolve(null) : appointedTo(viewer, house, id);
};

export interface EnrolmentRecord {
  coordinates: boolean;
  enrolment: EnrolmentLine;
  cohort: CohortRecord;
}

export const enrolment: Scope<EnrolmentRecord> = async (viewer, params, house) => {
  const id = idOf(params);
  const found = id === null ? null : await findEnrolment(house.db, id);
  const of = found && (await appointedTo(viewer, house, found.cohortId));
  return found && of ? { coordinates: true, enrolment: found, cohort: of } : null;
};

export interface DayRecord {
  coordinates: boolean;
  day: TrainingDay;
  cohort: CohortRecord;
  enrolments: EnrolmentLine[];
  onDate: string;
  today: string;
  listedPersonIds: number[];
}

export const day: Scope<DayRecord> = async (viewer, params, house, now) => {
  const id = idOf(params);
  const found = id === null ? null : await findTrainingDay(house.db, id);
  const of = found && (await appointedTo(viewer, house, found.cohortId));
  if (!found || !of) return null;
  const enrolments = await listEnrolments(house.db, of.id);
  const listedPersonIds = enrolments.map(({ personId }) => personId);
  return { coordinates: true, day: found, cohort: of, enrolments, onDate: found.onDate, today: localDate(now), listedPersonIds };
};

export const programme: Scope<ProgrammeVersion> = (_viewer, params, house) => {
  const id = idOf(params);
  return id === null ? Promise.resolve(null) : findProgramme(house.db, id);
};
