import type { ReviewFacts } from '../../domain/annotation/policy.js';
import { maySee } from '../../domain/annotation/policy.js';
import { mayRead } from '../../domain/annotation/reading.js';
import { localDate } from '../../domain/calendar/dates.js';
import type { Person } from '../../domain/person/person.js';
import { whyNoFilm, type NoFilm } from '../../domain/recording/no-film.js';
import { mayKnowOf, mayWatchRecording } from '../../domain/recording/watch.js';
import type { Annotation } from '../../domain/annotation/annotation.js';
import { findAnnotation } from '../../store/annotation.js';
import type { Database } from '../../store/database.js';
import { findRecordingFor, type RecordingFor } from '../../store/recording.js';
import { idOf, type Scope } from '../../web/guard.js';

/** A recording as this viewer meets it now. */
export interface ReviewedRecording extends RecordingFor, ReviewFacts {
  /** May what is written about it be read? */
  readable: boolean;
  /** Why there is no film, or null when it is shown. */
  noFilm: NoFilm | null;
}

export interface ReviewedAnnotation extends ReviewedRecording {
  annotation: Annotation;
}

export async function openRecording(db: Database, viewer: Person, recordingId: number, now: Date): Promise<ReviewedRecording | null> {
  const facts = await findRecordingFor(db, viewer.id, recordingId, localDate(now));
  if (!facts || !mayKnowOf(facts)) return null;
  return {
    ...facts,
    review: facts.recording.review,
    watch: mayWatchRecording(viewer, facts),
    readable: mayRead(viewer, facts),
    noFilm: whyNoFilm(viewer, facts),
  };
}

export const recording: Scope<ReviewedRecording> = async (viewer, params, { db }, now) => {
  const id = idOf(params);
  return id === null ? null : openRecording(db, viewer, id, now);
};

async function openAnnotation(db: Database, viewer: Person, params: Record<string, string>, now: Date): Promise<ReviewedAnnotation | null> {
  const id = idOf(params);
  const found = id === null ? null : await findAnnotation(db, id);
  const reviewed = found && (await openRecording(db, viewer, found.recordingId, now));
  return found && reviewed?.readable ? { ...reviewed, annotation: found } : null;
}

/** A comment the viewer may see. */
export const annotation: Scope<ReviewedAnnotation> = async (viewer, params, { db }, now) => {
  const found = await openAnnotation(db, viewer, params, now);
  return found && maySee(viewer.id, found, found.annotation) ? found : null;
};

/** A comment the viewer wrote and took away. */
export const removedAnnotation: Scope<ReviewedAnnotation> = async (viewer, params, { db }, now) => {
  const found = await openAnnotation(db, viewer, params, now);
  return found && found.annotation.authorId === viewer.id && found.annotation.removedAt !== null ? found : null;
};
