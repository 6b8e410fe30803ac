import { effectiveScope, type Room } from '../consent/effective-scope.js';
import { mayWatch, purposeOfLooking, type ViewerRelation } from '../consent/viewers.js';
import type { Person } from '../person/person.js';
import { no, type Verdict } from '../verdict.js';
import type { Processing, Review } from './recording.js';
import { hasReflected } from './review-states.js';

export interface WatchFacts {
  recording: {
    processing: Processing;
    review: Review;
    erasedAt: string | null;
    erasedWhy: string | null;
    /** The file as it came is still there, and browsers play it. */
    originalPlays?: boolean;
    /** Only a part of it is to be kept, and the rest is not gone yet. */
    uncut?: boolean;
  };
  relation: ViewerRelation;
  room: Room;
}

/** The trainee writes their reflection first: supervisor and group wait for it (our choice). Assessors do not. */
const waitsForReflection = ({ recording, relation }: WatchFacts): boolean =>
  !relation.isLeader && !relation.isAssignedAssessor && !relation.isAdjudicator && !hasReflected(recording.review);

/**
 * Whoever uploaded it need not wait: they know what is on it. Others wait for the version without place, device and title.
 * Before a film is cut nobody is shown it, whoever they are.
 */
const isReady = ({ recording, relation }: WatchFacts): boolean =>
  recording.uncut !== true &&
  (recording.processing === 'ready' || (relation.isLeader && recording.originalPlays === true && recording.processing !== 'failed'));

/** May this person watch at this moment? From the moment a reason for erasure stands, nobody may, even before the file is gone. */
export function mayWatchRecording(person: Person, facts: WatchFacts): Verdict {
  const { recording, relation, room } = facts;
  const erased = recording.erasedAt !== null || recording.erasedWhy !== null;
  const verdict = mayWatch(person, { scope: effectiveScope(room), relation, erased, ready: isReady(facts) });
  return verdict.ok && waitsForReflection(facts) ? no('refusals:reflectionFirst') : verdict;
}

/** The precise state, also refused, withdrawn and erased, is for the leader, the own supervisor and assigned assessors. */
export const mayKnowState = ({ relation }: Pick<WatchFacts, 'relation'>): boolean =>
  relation.isLeader || relation.isGroupSupervisor || relation.isAssignedAssessor || relation.isAdjudicator;

/** To anyone else a recording exists only while the answers open it to them. */
export const mayKnowOf = (facts: WatchFacts): boolean =>
  mayKnowState(facts) ||
  (facts.recording.erasedAt === null &&
    facts.recording.erasedWhy === null &&
    hasReflected(facts.recording.review) &&
    purposeOfLooking(effectiveScope(facts.room), facts.relation) !== null);
