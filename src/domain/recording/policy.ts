import type { ViewerRelation } from '../consent/viewers.js';
import type { Person } from '../person/person.js';
import { no, yes, type Verdict } from '../verdict.js';

export interface RemovalFacts {
  recording: { processing: string; erasedAt: string | null; erasedWhy: string | null };
  relation: Pick<ViewerRelation, 'isLeader'>;
  /** An assessment of it is asked for and not decided. */
  underAssessment: boolean;
}

/** The one who led the meeting may take the film away again, but not from under an assessment that is going on. */
export function mayRemoveRecording(_person: Person, { recording, relation, underAssessment }: RemovalFacts): Verdict {
  if (!relation.isLeader) return no('refusals:onlyLeaderRemoves');
  if (recording.erasedAt !== null || recording.erasedWhy !== null || recording.processing === 'failed') return no('refusals:alreadyErased');
  return underAssessment ? no('refusals:filmUnderAssessment') : yes;
}
