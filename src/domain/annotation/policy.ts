import type { ViewerRelation } from '../consent/viewers.js';
import type { Person } from '../person/person.js';
import { hasReflected, mayStep } from '../recording/review-states.js';
import type { Review } from '../recording/recording.js';
import { no, yes, type Verdict } from '../verdict.js';
import type { Annotation, Pass } from './annotation.js';

export interface ReviewFacts {
  review: Review;
  relation: ViewerRelation;
  /** May watch right now: without it nothing is written. */
  watch: Verdict;
}

/** In which pass a viewer writes: the leader reflects, the supervisor comments. Others read. */
export function passOf(relation: ViewerRelation): Pass | null {
  if (relation.isLeader) return 'reflection';
  return relation.isGroupSupervisor ? 'supervision' : null;
}

/**
 * May this viewer see the annotation? Own always; drafts of others never. The leader sees the supervisor's when shared and after
 * reflecting; the supervisor sees the leader's when the reflection is delivered; group members see what is shared.
 */
export function maySee(
  personId: number,
  { review, relation }: Pick<ReviewFacts, 'review' | 'relation'>,
  annotation: Pick<Annotation, 'authorId' | 'pass' | 'sharedAt' | 'removedAt'>,
): boolean {
  if (annotation.removedAt !== null) return false;
  if (annotation.authorId === personId) return true;
  if (annotation.pass === 'assessment') return false;
  if (annotation.pass === 'reflection') return hasReflected(review) && (relation.isGroupSupervisor || relation.isGroupMember);
  return (
    annotation.sharedAt !== null && hasReflected(review) && (relation.isLeader || relation.isGroupSupervisor || relation.isGroupMember)
  );
}

export function mayAnnotate(_person: Person, facts: ReviewFacts): Verdict {
  if (!facts.watch.ok) return facts.watch;
  if (passOf(facts.relation) === null) return no('refusals:onlyLeaderAndSupervisor');
  return facts.review === 'closed' ? no('refusals:reviewClosed') : yes;
}

/** Replies are read at once, so they wait until the supervisor has shared. */
export function mayReply(person: Person, facts: ReviewFacts & { annotation: Annotation }): Verdict {
  const annotate = mayAnnotate(person, facts);
  if (!annotate.ok) return annotate;
  if (!hasReflected(facts.review)) return no('refusals:reflectFirst');
  if (!mayStep('reply', facts.review)) return no('refusals:shareFirst');
  return maySee(person.id, facts, facts.annotation) ? yes : no('refusals:mayNotWatch');
}

export function mayEdit(person: Person, facts: ReviewFacts & { annotation: Annotation }): Verdict {
  const annotate = mayAnnotate(person, facts);
  if (!annotate.ok) return annotate;
  return facts.annotation.authorId === person.id ? yes : no('refusals:notYourComment');
}

export const mayRemove = (person: Person, facts: ReviewFacts & { annotation: Annotation }): Verdict => mayEdit(person, facts);

export function mayReflect(_person: Person, { review, relation, watch }: ReviewFacts): Verdict {
  if (!relation.isLeader) return no('refusals:onlyLeaderReflects');
  if (!watch.ok) return watch;
  return mayStep('reflect', review) ? yes : no('refusals:alreadyReflected');
}

export function mayShare(_person: Person, { review, relation, watch }: ReviewFacts): Verdict {
  if (!relation.isGroupSupervisor) return no('refusals:onlySupervisorShares');
  if (!watch.ok) return watch;
  return mayStep('share', review) ? yes : no('refusals:reflectionFirst');
}

/** What can no longer be seen is not ended either: its words go with the film. */
export function mayClose(_person: Person, { review, relation, watch }: ReviewFacts): Verdict {
  if (!relation.isGroupSupervisor) return no('refusals:onlySupervisorShares');
  if (!watch.ok) return watch;
  return mayStep('close', review) ? yes : no('refusals:nothingToClose');
}
