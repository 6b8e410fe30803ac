import { localDate } from '../../domain/calendar/dates.js';
import type { EnrolmentFacts } from '../../domain/certification/facts.js';
import { mayCertify, type Independence } from '../../domain/certification/independence.js';
import { maySeeRequirements, type EnrolmentRelation, type RatingSeat } from '../../domain/certification/policy.js';
import { certificationState } from '../../domain/certification/states.js';
import type { Person } from '../../domain/person/person.js';
import { findCase, findEnrolmentFor, type CaseRecord, type EnrolmentFor, type SeatRecord } from '../../store/assessment.js';
import { findCertificate, type CertificateFor } from '../../store/certificate.js';
import { factsFor } from '../../store/enrolment-facts.js';
import { idOf, type Scope } from '../../web/guard.js';
import type { House } from '../../web/house.js';

export interface Enrolment extends Omit<EnrolmentFor, 'relation'> {
  relation: EnrolmentRelation;
  facts: EnrolmentFacts;
}

export interface Case extends Enrolment, RatingSeat {
  case: CaseRecord;
  /** The viewer's own seat at the case, or null. */
  seat: SeatRecord | null;
}

export const independenceOf = (one: Omit<EnrolmentFor, 'relation'>, assignedIds: number[] = []): Independence => ({
  traineePersonId: one.personId,
  traineeMunicipalityId: one.municipalityId,
  ownSupervisorIds: one.ownSupervisorIds,
  formerAssessorIds: one.formerAssessorIds.filter((id) => !assignedIds.includes(id)),
  assignedIds,
});

/** Any independent supervisor may look at a case that waits for a decision. */
async function load(viewer: Person, house: House, id: number, now: Date): Promise<Enrolment | null> {
  const today = localDate(now);
  const found = await findEnrolmentFor(house.db, viewer.id, id, today);
  const facts = found && (await factsFor(house.db, [id])).get(id);
  if (!found || !facts) return null;
  const relation: EnrolmentRelation = {
    ...found.relation,
    mayCertify:
      mayCertify(viewer, independenceOf(found)).ok &&
      ['decided', 'certified', 'development_plan'].includes(certificationState(facts, today)),
  };
  const one = { ...found, relation, facts };
  return maySeeRequirements(viewer, one).ok ? one : null;
}

export const enrolment: Scope<Enrolment> = async (viewer, params, house, now) => {
  const id = idOf(params);
  return id === null ? null : load(viewer, house, id, now);
};

/** A case for those who see the evidence, the coordinator who assigns, and whoever may decide. */
export const assessmentCase: Scope<Case> = async (viewer, params, house, now) => {
  const id = idOf(params);
  const found = id === null ? null : await findCase(house.db, id);
  const one = found && (await load(viewer, house, found.enrolmentId, now));
  if (!found || !one) return null;
  const seat = found.seats.find(({ personId }) => personId === viewer.id) ?? null;
  const { isTrainee, isOwnSupervisor, coordinates, mayCertify: decides } = one.relation;
  if (!seat && !isTrainee && !isOwnSupervisor && !coordinates && !decides) return null;
  const facts = one.facts.cases.find((other) => other.id === found.id);
  return {
    ...one,
    case: found,
    seat,
    slot: seat?.slot ?? null,
    locked: seat?.lockedAt != null,
    caseOpen: found.closedOn === null,
    consentValid: facts?.consentValid ?? false,
  };
};

/** The case as the assigned assessor works on it; for everyone else it does not exist. */
export const ownRating: Scope<Case> = async (viewer, params, house, now) => {
  const found = await assessmentCase(viewer, params, house, now);
  return found?.seat && found.seat.slot !== 'adjudicator' ? found : null;
};

export const ownAdjudication: Scope<Case> = async (viewer, params, house, now) => {
  const found = await assessmentCase(viewer, params, house, now);
  return found?.seat?.slot === 'adjudicator' ? found : null;
};

/** The case as the coordinator assigns it. */
export const caseToAssign: Scope<Case> = async (viewer, params, house, now) => {
  const found = await assessmentCase(viewer, params, house, now);
  return found?.relation.coordinates ? found : null;
};

/** An enrolment the viewer may decide on. */
export const decidable: Scope<Enrolment> = async (viewer, params, house, now) => {
  const found = await enrolment(viewer, params, house, now);
  return found?.relation.mayCertify ? found : null;
};

export const ownEnrolment: Scope<Enrolment> = async (viewer, params, house, now) => {
  const found = await enrolment(viewer, params, house, now);
  return found?.relation.isTrainee ? found : null;
};

export const certificate: Scope<CertificateFor> = async (viewer, params, house, now) => {
  const id = idOf(params);
  const found = id === null ? null : await findCertificate(house.db, id);
  const one = found && (await findEnrolmentFor(house.db, viewer.id, found.enrolmentId, localDate(now)));
  if (!found || !one) return null;
  const { isTrainee, isOwnSupervisor, coordinates, managesMunicipality } = one.relation;
  return isTrainee || isOwnSupervisor || coordinates || managesMunicipality || viewer.roles.includes('supervisor') ? found : null;
};
