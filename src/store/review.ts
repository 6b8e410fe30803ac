import type { Review } from '../domain/recording/recording.js';
import { afterStep, movesTurn, type ReviewAct } from '../domain/recording/review-states.js';
import { audit, type Actor } from './audit.js';
import type { Reader, Writer } from './database.js';
import { recordings } from './tables.js';

/** Whoever writes about a recording waits for the one before: PostgreSQL has no write mutex, and a form sent twice arrives twice at once. */
export const oneWriterAtATime = (tx: Writer, recordingId: number): Promise<void> =>
  tx.run('UPDATE recording SET review = review WHERE id = $1', [recordingId]);

/**
 * Takes the review one step, as the table of states says, by the state that stands now. Null when the act is not open any more.
 * `review_since` follows the turn, not the state: who has waited goes on waiting.
 */
export async function moveReview(
  tx: Writer,
  actor: Actor,
  recordingId: number,
  act: ReviewAct,
  municipalityId: number,
): Promise<Review | null> {
  const standing = await tx.row<{ review: Review }>('SELECT review FROM recording WHERE id = $1', [recordingId]);
  const next = standing ? afterStep(act, standing.review) : null;
  if (!standing || next === null) return null;
  const since = movesTurn(standing.review, next) ? { reviewSince: actor.now.toISOString() } : {};
  const moved = await tx.update(recordings, { id: recordingId, review: standing.review }, { review: next, ...since });
  if (moved === 0) return null;
  await audit(tx, actor, `review.${act}`, 'recording', recordingId, municipalityId);
  return next;
}

/** The supervisor of the trainee's group on a date, by the newest membership. Null when there is no group. */
export const findSupervisorOf = (db: Reader, enrolmentId: number, on: string): Promise<{ id: number; name: string } | null> =>
  db.row<{ id: number; name: string }>(
    `SELECT p.id, p.name FROM group_member x JOIN supervision_group g ON g.id = x.group_id JOIN person p ON p.id = g.supervisor_id
     WHERE x.enrolment_id = $1 AND x.from_date <= $2 AND (x.to_date IS NULL OR x.to_date > $2) ORDER BY x.from_date DESC, x.id DESC`,
    [enrolmentId, on],
  );
