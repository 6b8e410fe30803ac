import { effectiveScope, permission } from '../consent/effective-scope.js';
import { purposeOfLooking } from '../consent/viewers.js';
import type { Person } from '../person/person.js';
import { mayWatchRecording, type WatchFacts } from './watch.js';

const erasures = ['certified', 'age', 'withdrawn', 'unanswered', 'removed'] as const;
export type Erasure = (typeof erasures)[number];

export type NoFilm = Erasure | 'blocked' | 'quarantined' | 'not_open' | 'hold' | 'being_made' | 'failed' | 'reflection_first';

const erasure = ({ recording }: WatchFacts): Erasure | null => {
  if (recording.erasedAt === null && recording.erasedWhy === null) return null;
  return erasures.find((why) => why === recording.erasedWhy) ?? 'removed';
};

/** Why the film is not shown to this person, in the order that tells most; null when it is. Only for those who may know of the recording. */
export function whyNoFilm(person: Person, facts: WatchFacts): NoFilm | null {
  if (mayWatchRecording(person, facts).ok) return null;
  const why = erasure(facts);
  if (why !== null) return why;
  const standing = permission(facts.room, facts.recording);
  if (standing === 'blocked' || standing === 'quarantined') return standing;
  if (purposeOfLooking(effectiveScope(facts.room), facts.relation) === null) return 'not_open';
  if (person.filmHold) return 'hold';
  if (facts.recording.processing === 'failed') return 'failed';
  return facts.recording.processing === 'ready' ? 'reflection_first' : 'being_made';
}
