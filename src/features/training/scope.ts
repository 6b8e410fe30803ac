import { localDate } from '../../domain/calendar/dates.js';
import { findAppointedCohort, type CohortLine } from '../../store/cohort.js';
import { findTrainingDay, type TrainingDay } from '../../store/training-day.js';
import { findEnrolment, listEnrolments, type EnrolmentLine } from '../../store/enrolment.js';
import type { ApplicationRelation } from '../../domain/application/policy.js';
import { listMunicipalSeatHolders } from '../../store/seat-holder.js';
import type { ProgrammeUse, VersionUse } from '../../domain/programme/policy.js';
import { listGuests, type Guest } from '../../store/make-up.js';
import { findProgramme, type ProgrammeVersion } from '../../store/programme.js';
import { findVersionUse } from '../../store/programme-withdrawal.js';
import { findDraft, findProgrammeUse, type ProgrammeDraft } from '../../store/programme-draft.js';
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

export interface LeaverRecord {
  enrolment: EnrolmentLine;
  cohort: { id: number; name: string };
  relation: ApplicationRelation;
}

/** Somebody who may stop: for the cohort's coordinator, and for the manager of the municipality they work in. */
export const leaver: Scope<LeaverRecord> = async (viewer, params, house) => {
  const id = idOf(params);
  const found = id === null ? null : await findEnrolment(house.db, id);
  if (!found) return null;
  const of = await appointedTo(viewer, house, found.cohortId);
  if (of) return { enrolment: found, cohort: of, relation: { coordinates: true, manages: false } };
  const own = viewer.roles.includes('manager') ? await listMunicipalSeatHolders(house.db, viewer.municipalityId ?? 0) : [];
  const seat = own.find(({ enrolmentId }) => enrolmentId === found.id);
  return seat
    ? { enrolment: found, cohort: { id: seat.cohortId, name: seat.cohortName }, relation: { coordinates: false, manages: true } }
    : null;
};

export interface DayRecord {
  coordinates: boolean;
  day: TrainingDay;
  cohort: CohortRecord;
  enrolments: EnrolmentLine[];
  /** Of other cohorts, with a seat on the day. */
  guests: Guest[];
  cancelled: boolean;
  onDate: string;
  today: string;
  listedPersonIds: number[];
}

export const day: Scope<DayRecord> = async (viewer, params, house, now) => {
  const id = idOf(params);
  const found = id === null ? null : await findTrainingDay(house.db, id);
  const of = found && (await appointedTo(viewer, house, found.cohortId));
  if (!found || !of) return null;
  const [enrolments, guests] = await Promise.all([listEnrolments(house.db, of.id), listGuests(house.db, found.id)]);
  const listedPersonIds = [...enrolments, ...guests].map(({ personId }) => personId);
  return {
    ...{ coordinates: true, day: found, cohort: of, enrolments, guests, listedPersonIds },
    onDate: found.onDate,
    today: localDate(now),
    cancelled: found.cancelledAt !== null,
  };
};

export interface ProgrammeRecord extends ProgrammeVersion, ProgrammeUse {}

export const programme: Scope<ProgrammeRecord> = async (viewer, params, { db }) => {
  const id = idOf(params);
  const found = id === null ? null : await findProgramme(db, id);
  return found && { ...found, ...(await findProgrammeUse(db, found.code, viewer.id)) };
};

export interface VersionRecord extends ProgrammeRecord {
  use: VersionUse;
}

/** A version with everything that would keep it from being taken back. */
export const version: Scope<VersionRecord> = async (viewer, params, house, now) => {
  const found = await programme(viewer, params, house, now);
  return found && { ...found, use: await findVersionUse(house.db, found) };
};

export interface DraftRecord extends ProgrammeUse {
  draft: ProgrammeDraft;
}

/** Drafts are the coordinators'; for everyone else they do not exist. */
export const draft: Scope<DraftRecord> = async (viewer, params, { db }) => {
  const id = idOf(params);
  const found = id === null || !viewer.roles.includes('coordinator') ? null : await findDraft(db, id);
  return found && { draft: found, ...(await findProgrammeUse(db, found.code, viewer.id)) };
};
