import { countDrafts } from '../../store/annotation.js';
import { moveReview } from '../../store/review.js';
import { conflict } from '../../web/errors.js';
import type { Visit } from '../../web/guard.js';
import { addressOf } from './query.js';
import type { ReviewedRecording } from './scope.js';

/** Ends the talk about the film. Drafts would be shut in, so they are shared or removed first. */
export async function create(visit: Visit<ReviewedRecording>): Promise<void> {
  const { house, actor, record, viewer } = visit;
  const { recording, meeting } = record;
  await house.db.write(async (tx) => {
    if ((await countDrafts(tx, recording.id, viewer.id)) > 0) throw conflict('review:error.draftsLeft');
    if (!(await moveReview(tx, actor, recording.id, 'close', meeting.municipalityId))) throw conflict('review:error.changed');
  });
  visit.done(addressOf(recording.id, {}), 'review:closed');
}
