import type { Person } from '../person/person.js';
import { no, yes, type Verdict } from '../verdict.js';
import type { DecisionFacts } from './facts.js';
import { mayCertify, type Independence } from './independence.js';
import { allMet, type Requirement } from './judge.js';
import { afterEvent, type CertificationState } from './states.js';

export interface DecisionAsked {
  independence: Independence;
  state: CertificationState;
  /** As judged today, with nothing left out. */
  requirements: Requirement[];
  decision: DecisionFacts['decision'];
}

/**
 * May this person decide, and so? Certified takes everything that blocks met, K9 too. «Not yet» is for a rating that is not met; a passed
 * rating that lacks a day or hours waits instead (our choice).
 */
export function mayDecide(person: Person, { independence, state, requirements, decision }: DecisionAsked): Verdict {
  const certify = mayCertify(person, independence);
  if (!certify.ok) return certify;
  if (afterEvent(decision === 'certified' ? 'certify' : 'not_yet', state) === null) return no('refusals:notDecidable');
  if (decision === 'certified') return allMet(requirements) ? yes : no('refusals:requirementsMissing');
  return requirements.some(({ code, state: rating }) => code === 'K7' && rating === 'met') ? no('refusals:ratingIsMet') : yes;
}
