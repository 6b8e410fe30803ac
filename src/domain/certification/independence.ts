import type { Person } from '../person/person.js';
import { no, yes, type Verdict } from '../verdict.js';

/** What is asked about somebody who would assess or certify a trainee. */
export interface Independence {
  traineePersonId: number;
  traineeMunicipalityId: number;
  /** Supervisors of the trainee's groups, now or before. */
  ownSupervisorIds: number[];
  /** Who has assessed this trainee before, in closed or open cases (K11). */
  formerAssessorIds: number[];
  /** Assigned to this case already. */
  assignedIds: number[];
}

function independent(person: Person, facts: Independence): Verdict {
  if (person.id === facts.traineePersonId) return no('refusals:ownCase');
  if (person.municipalityId !== null && person.municipalityId === facts.traineeMunicipalityId) return no('refusals:sameMunicipality');
  return facts.ownSupervisorIds.includes(person.id) ? no('refusals:ownSupervisor') : yes;
}

/** An assessor is qualified, from another municipality, not the trainee's own supervisor, and has not assessed this trainee before (our choice). */
export function mayAssess(person: Person, facts: Independence): Verdict {
  if (!person.assessor) return no('refusals:notAssessor');
  const free = independent(person, facts);
  if (!free.ok) return free;
  if (facts.assignedIds.includes(person.id)) return no('refusals:alreadyAssigned');
  return facts.formerAssessorIds.includes(person.id) ? no('refusals:assessedBefore') : yes;
}

/** A supervisor who is not the trainee's own and not from the same municipality certifies. */
export function mayCertify(person: Person, facts: Independence): Verdict {
  if (!person.roles.includes('supervisor')) return no('refusals:onlySupervisorCertifies');
  return independent(person, facts);
}

/** The same, asked about an enrolment that carries its own facts. */
export const mayCertifyCandidate = (person: Person, { independence }: { independence: Independence }): Verdict =>
  mayCertify(person, independence);
