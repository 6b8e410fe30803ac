import { localDate } from '../../domain/calendar/dates.js';
import type { EnrolmentFacts } from '../../domain/certification/facts.js';
import { inForceOn } from '../../domain/certification/rule-version.js';
import { findFollowedCohort, findFollowedTrainee, type FollowedCohort, type FollowedTrainee } from '../../store/coordination.js';
import { factsFor } from '../../store/enrolment-facts.js';
import { isAppointed } from '../../store/cohort.js';
import { listReportable } from '../../store/desk.js';
import { findReminder } from '../../store/reminder.js';
import { findSession } from '../../store/supervision.js';
import { idOf, type Scope } from '../../web/guard.js';

/** A cohort the viewer is appointed to; for everyone else it does not exist. */
export const cohort: Scope<FollowedCohort> = async (viewer, params, { db }) => {
  const id = idOf(params);
  return id === null ? null : findFollowedCohort(db, viewer.id, id);
};

export interface Followed extends FollowedTrainee {
  facts: EnrolmentFacts;
}

/** A trainee of a cohort the viewer is appointed to. */
export const trainee: Scope<Followed> = async (viewer, params, { db }, now) => {
  const id = idOf(params);
  const found = id === null ? null : await findFollowedTrainee(db, viewer.id, id);
  const facts = found && (await factsFor(db, [found.enrolmentId])).get(found.enrolmentId);
  return found && facts ? { ...found, facts: inForceOn(facts, localDate(now)) } : null;
};

export interface OwnMunicipality {
  municipalityId: number;
}

/** A manager has one municipality; nobody else has this page. */
export const municipality: Scope<OwnMunicipality> = ({ roles, municipalityId }) =>
  Promise.resolve(roles.includes('manager') && municipalityId !== null ? { municipalityId } : null);

/** Coordinators have a desk; nobody else has this page. */
export const desk: Scope<Record<never, never>> = ({ roles }) => Promise.resolve(roles.includes('coordinator') ? {} : null);

export interface OverseenSession {
  sessionId: number;
}

/** A session of a cohort the viewer is appointed to. */
export const session: Scope<OverseenSession> = async (viewer, params, { db }) => {
  const id = idOf(params);
  const found = id === null || !viewer.roles.includes('coordinator') ? null : await findSession(db, id);
  return found && (await isAppointed(db, found.cohortId, viewer.id)) ? { sessionId: found.id } : null;
};

export interface StandingReminder {
  reminderId: number;
}

/** A reminder of a cohort the viewer is appointed to that was not taken back. */
export const reminder: Scope<StandingReminder> = async (viewer, params, { db }) => {
  const id = idOf(params);
  const found = id === null ? null : await findReminder(db, viewer.id, id);
  return found && { reminderId: found.id };
};

/** A municipality of the viewer's cohorts, as its report shows it. */
export const reportable: Scope<OwnMunicipality> = async (viewer, params, { db }) => {
  const id = idOf(params);
  const places = id === null || !viewer.roles.includes('coordinator') ? [] : await listReportable(db, viewer.id);
  return places.some((place) => place.id === id) ? { municipalityId: id! } : null;
};
