import type { Person } from '../person/person.js';
import { no, yes, type Verdict } from '../verdict.js';
import type { Purpose } from './consent.js';

/** What the viewer is to the recording at this moment. */
export interface ViewerRelation {
  isLeader: boolean;
  isGroupSupervisor: boolean;
  isGroupMember: boolean;
  isGroupMemberOfSameMunicipality: boolean;
  isAssignedAssessor: boolean;
  isAdjudicator: boolean;
}

/** Purpose × viewer: the relation each purpose opens the film to. No role alone ever does. */
const opens: { purpose: Purpose; to: (relation: ViewerRelation) => boolean }[] = [
  { purpose: 'own_learning', to: ({ isLeader }) => isLeader },
  {
    purpose: 'supervision_own_municipality',
    to: ({ isGroupSupervisor, isGroupMemberOfSameMunicipality }) => isGroupSupervisor || isGroupMemberOfSameMunicipality,
  },
  // The other members only: a room that said no to colleagues at home is not opened to them by a yes to people from elsewhere.
  {
    purpose: 'supervision_cross_municipal',
    to: ({ isGroupMember, isGroupMemberOfSameMunicipality }) => isGroupMember && !isGroupMemberOfSameMunicipality,
  },
  { purpose: 'assessment', to: ({ isAssignedAssessor, isAdjudicator }) => isAssignedAssessor || isAdjudicator },
];

/** Why this person may look: the first purpose in force that opens the film to their relation. */
export const purposeOfLooking = (scope: Set<Purpose>, relation: ViewerRelation): Purpose | null =>
  scope.has('own_learning') ? (opens.find(({ purpose, to }) => scope.has(purpose) && to(relation))?.purpose ?? null) : null;

/** May this person watch now? A relation and everybody's answers are needed, at the time of looking. */
export function mayWatch(
  person: Person,
  facts: { scope: Set<Purpose>; relation: ViewerRelation; erased: boolean; ready: boolean },
): Verdict {
  if (facts.erased || purposeOfLooking(facts.scope, facts.relation) === null) return no('refusals:mayNotWatch');
  if (person.filmHold) return no('refusals:filmHold');
  return facts.ready ? yes : no('refusals:notReady');
}
