import type { Person } from '../person/person.js';
import { no, yes, type Verdict } from '../verdict.js';

/** What the viewer is to an enrolment. */
export interface EnrolmentRelation {
  isTrainee: boolean;
  isOwnSupervisor: boolean;
  coordinates: boolean;
  managesMunicipality: boolean;
  isAssessor: boolean;
  /** A supervisor who may certify this trainee. */
  mayCertify: boolean;
}

export const maySeeRequirements = (_person: Person, { relation }: { relation: EnrolmentRelation }): Verdict =>
  Object.values(relation).some(Boolean) ? yes : no('refusals:notYours');

/** The precise state of evidence is for the trainee, the own supervisor and the assigned assessors. Everyone else learns only that it is missing. */
export const seesEvidence = (relation: EnrolmentRelation): boolean => relation.isTrainee || relation.isOwnSupervisor || relation.isAssessor;

export const mayRequest = (_person: Person, { relation }: { relation: EnrolmentRelation }): Verdict =>
  relation.isTrainee ? yes : no('refusals:onlyTraineeRequests');

/** Only about oneself. */
export const mayAssessSelf = (person: Person, facts: { relation: EnrolmentRelation }): Verdict => mayRequest(person, facts);

export const mayAssign = (person: Person, { relation }: { relation: EnrolmentRelation }): Verdict =>
  person.roles.includes('coordinator') && relation.coordinates ? yes : no('refusals:onlyCoordinatorAssigns');

export interface RatingSeat {
  /** The viewer's own seat at the case, or null. */
  slot: 'A' | 'B' | 'adjudicator' | null;
  locked: boolean;
  caseOpen: boolean;
  consentValid: boolean;
}

/** Rates: an assigned assessor, as long as the case is open, consent holds (K9), and the own rating is not locked. */
export function mayRate(_person: Person, seat: RatingSeat): Verdict {
  if (seat.slot === null) return no('refusals:notAssigned');
  if (!seat.caseOpen) return no('refusals:caseClosed');
  if (seat.locked) return no('refusals:ratingLocked');
  return seat.consentValid ? yes : no('refusals:consentEnded');
}

export interface Blindness {
  viewerId: number;
  assessors: { personId: number; slot: string; lockedAt: string | null }[];
}

/** Both first ratings are locked: only then does anyone see another's rating. */
export const bothLocked = (assessors: Blindness['assessors']): boolean =>
  ['A', 'B'].every((slot) => assessors.some((one) => one.slot === slot && one.lockedAt !== null));

/** Blind to each other, and the trainee to both, until both have locked. */
export const maySeeRating = ({ viewerId, assessors }: Blindness, authorId: number): boolean =>
  viewerId === authorId || bothLocked(assessors);
