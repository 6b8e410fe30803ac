import type { ApplicationRelation } from '../../domain/application/policy.js';
import type { Person } from '../../domain/person/person.js';
import { findApplication, findMunicipalCohort, type ApplicationLine, type OpenCohort } from '../../store/application.js';
import { findAppointedCohort } from '../../store/cohort.js';
import { findApplicationRelation } from '../../store/seat.js';
import { idOf, type Scope } from '../../web/guard.js';

export interface OwnPlaces {
  municipalityId: number;
}

/** A manager has one municipality; for everyone else the page does not exist. */
export const places: Scope<OwnPlaces> = ({ roles, municipalityId }) =>
  Promise.resolve(roles.includes('manager') && municipalityId !== null ? { municipalityId } : null);

/** One's own seats and applications. */
export const trainee: Scope<Record<never, never>> = ({ roles }) => Promise.resolve(roles.includes('trainee') ? {} : null);

export type CohortRecord = OpenCohort & { coordinates: boolean };

/** A cohort the viewer is appointed to. */
export const cohort: Scope<CohortRecord> = async (viewer, params, { db }) => {
  const id = idOf(params);
  const found = id === null || !viewer.roles.includes('coordinator') ? null : await findAppointedCohort(db, id, viewer.id);
  return found && { ...found, coordinates: true };
};

export interface Nominating {
  cohort: OpenCohort;
  relation: ApplicationRelation;
}

/** A cohort the viewer can nominate to: their municipality is part of it, or they are appointed to it. */
export const nominating: Scope<Nominating> = async (viewer, params, { db }) => {
  const id = idOf(params);
  if (id === null) return null;
  const appointed = viewer.roles.includes('coordinator') ? await findAppointedCohort(db, id, viewer.id) : null;
  if (appointed) return { cohort: appointed, relation: { manages: false, coordinates: true } };
  const own = viewer.roles.includes('manager') && viewer.municipalityId !== null;
  const found = own ? await findMunicipalCohort(db, viewer.municipalityId!, id) : null;
  return found && { cohort: found, relation: { manages: true, coordinates: false } };
};

export interface ApplicationRecord extends ApplicationLine {
  relation: ApplicationRelation;
}

const follows = ({ roles }: Person, { manages, coordinates }: ApplicationRelation): boolean =>
  (manages && roles.includes('manager')) || (coordinates && roles.includes('coordinator'));

/** An application, for the municipality's manager and the cohort's coordinator. */
export const application: Scope<ApplicationRecord> = async (viewer, params, { db }) => {
  const id = idOf(params);
  const found = id === null ? null : await findApplication(db, id);
  const relation = found && (await findApplicationRelation(db, viewer, found));
  return found && relation && follows(viewer, relation) ? { ...found, relation } : null;
};
