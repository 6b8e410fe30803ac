import { findAppointedCohort, type CohortLine } from '../../store/cohort.js';
import { findIntake, type Intake } from '../../store/intake.js';
import { idOf, type Scope } from '../../web/guard.js';

export interface CohortRecord extends CohortLine {
  coordinates: boolean;
}

/** A cohort the viewer is appointed to; for everyone else it does not exist. */
export const cohort: Scope<CohortRecord> = async (viewer, params, { db }) => {
  const id = idOf(params);
  const found = id === null || !viewer.roles.includes('coordinator') ? null : await findAppointedCohort(db, id, viewer.id);
  return found && { ...found, coordinates: true };
};

export interface IntakeRecord {
  intake: Intake;
  cohort: CohortRecord;
  coordinates: boolean;
}

/** A file somebody has read in, for the coordinators of its cohort. */
export const intakeOfCohort: Scope<IntakeRecord> = async (viewer, params, { db }, now) => {
  const id = idOf(params);
  const found = id === null ? null : await findIntake(db, id, now);
  const of = found && viewer.roles.includes('coordinator') ? await findAppointedCohort(db, found.cohortId, viewer.id) : null;
  return found && of ? { intake: found, cohort: { ...of, coordinates: true }, coordinates: true } : null;
};
