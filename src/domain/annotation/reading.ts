import { effectiveScope } from '../consent/effective-scope.js';
import { purposeOfLooking, type ViewerRelation } from '../consent/viewers.js';
import type { Person } from '../person/person.js';
import type { Review } from '../recording/recording.js';
import { hasReflected } from '../recording/review-states.js';
import type { WatchFacts } from '../recording/watch.js';
import type { Annotation } from './annotation.js';

/** Erased by its date or by its owner: what was learnt may still be read. After a no, nothing of it is left to read. */
const readableAfter = [null, 'certified', 'age', 'removed'];

/**
 * May this person read what is written about the film? It needs the same relation and answers as the film itself, but outlives the file.
 * A held account reads nothing.
 */
export function mayRead(person: Person, { recording, relation, room }: WatchFacts): boolean {
  if (person.filmHold || !readableAfter.includes(recording.erasedWhy)) return false;
  if (purposeOfLooking(effectiveScope(room), relation) === null) return false;
  return relation.isLeader || hasReflected(recording.review);
}

/** The leader's own text: theirs alone until it is delivered, then also their supervisor's and their group's. Assessors are blind to it. */
export const maySeeReflection = (relation: ViewerRelation, reflection: { deliveredAt: string | null }): boolean =>
  relation.isLeader || (reflection.deliveredAt !== null && (relation.isGroupSupervisor || relation.isGroupMember));

/** Others see it: a shared comment, or a mark of the reflection once that is delivered. Changes to it keep the former text. */
export const isOpenToOthers = (review: Review, { pass, sharedAt }: Pick<Annotation, 'pass' | 'sharedAt'>): boolean =>
  pass === 'reflection' ? hasReflected(review) : sharedAt !== null;
