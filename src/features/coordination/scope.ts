import type { EnrolmentFacts } from '../../domain/certification/facts.js';
import { findFollowedCohort, findFollowedTrainee, type FollowedCohort, type FollowedTrainee } from '../../store/coordination.js';
import { factsFor } from '../../store/enrolment-facts.js';
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
export const trainee: Scope<Followed> = async (viewer, params, { db }) => {
  const id = idOf(params);
  const found = id === null ? null : await findFollowedTrainee(db, viewer.id, id);
  const facts = found && (await factsFor(db, [found.enrolmentId])).get(found.enrolmentId);
  return found && facts ? { ...found, facts } : null;
};

export interface OwnMunicipality {
  municipalityId: number;
}

/** A manager has one municipality; nobody else has this page. */
export const municipality: Scope<OwnMunicipality> = ({ roles, municipalityId }) =>
  Promise.resolve(roles.includes('manager') && municipalityId !== null ? { municipalityId } : null);
