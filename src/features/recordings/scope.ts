import { localDate } from '../../domain/calendar/dates.js';
import type { Person } from '../../domain/person/person.js';
import { mayKnowOf } from '../../domain/recording/watch.js';
import { sittingSince } from '../../domain/viewing/sitting.js';
import { findViewer } from '../../store/person.js';
import { findRecordingFor, watchable, type RecordingFor } from '../../store/recording.js';
import { findSitting } from '../../store/viewing.js';
import { idOf, type Scope } from '../../web/guard.js';

export interface FilmFor extends RecordingFor {
  /** Asks everything once more: the answers may have changed while bytes flow. */
  stillAllowed: () => Promise<boolean>;
}

/** A recording the viewer may know of. */
export const recording: Scope<RecordingFor> = async (viewer, params, { db }, now) => {
  const id = idOf(params);
  const facts = id === null ? null : await findRecordingFor(db, viewer.id, id, localDate(now));
  return facts && mayKnowOf(facts) ? facts : null;
};

/** A film the viewer may watch at this moment; anything else answers as an unknown id. */
export const film: Scope<FilmFor> = async (viewer, params, house, now) => {
  const find = async (person: Person, at: Date) => {
    const facts = await recording(person, params, house, at);
    return facts && watchable(person, facts).ok ? facts : null;
  };
  const facts = await find(viewer, now);
  const stillAllowed = async () => {
    const person = await findViewer(house.db, viewer.id);
    return person !== null && (await find(person, house.clock())) !== null;
  };
  return facts && { ...facts, stillAllowed };
};

export interface WatchedFilm {
  facts: RecordingFor;
  /** The viewer's sitting before it, if it is not over. */
  sitting: number | null;
}

/** A film the viewer may watch, or watched until a moment ago. */
export const watched: Scope<WatchedFilm> = async (viewer, params, { db }, now) => {
  const id = idOf(params);
  const facts = id === null ? null : await findRecordingFor(db, viewer.id, id, localDate(now));
  if (!facts) return null;
  const sitting = await findSitting(db, facts.recording.id, viewer.id, sittingSince(now));
  return sitting || (mayKnowOf(facts) && watchable(viewer, facts).ok) ? { facts, sitting: sitting?.id ?? null } : null;
};
