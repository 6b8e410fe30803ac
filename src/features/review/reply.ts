import { isOpenToOthers } from '../../domain/annotation/reading.js';
import { addReply } from '../../store/reply.js';
import { moveReview } from '../../store/review.js';
import { refused } from '../../web/errors.js';
import { parseForm, typedOf } from '../../web/forms.js';
import type { Visit } from '../../web/guard.js';
import { rowAddress } from './annotation.js';
import { replyForm } from './forms.js';
import { sendRow, wantsPiece } from './piece.js';
import { at } from './query.js';
import { showRoom } from './room.js';
import type { OpenRow } from './row-view.js';
import type { ReviewedAnnotation } from './scope.js';

export async function create(visit: Visit<ReviewedAnnotation>): Promise<void> {
  const { house, actor, req, record, viewer, t } = visit;
  const { annotation, recording, meeting, relation } = record;
  if (!isOpenToOthers(record.review, annotation)) throw refused('refusals:shareFirst');
  const parsed = parseForm(replyForm, req.body);
  if (!parsed.ok) {
    const returned = { typed: typedOf(req.body), errors: parsed.errors };
    const open: OpenRow = { id: annotation.id, form: 'reply', returned, conflict: false };
    return wantsPiece(req)
      ? sendRow(visit, record, annotation.id, { open, status: 422 })
      : showRoom(visit, record, { query: at(annotation.startMs), open, status: 422 });
  }
  await house.db.write(async (tx) => {
    const reply = { ...parsed.values, recordingId: recording.id, annotationId: annotation.id, authorId: viewer.id };
    const { isNew } = await addReply(tx, actor, reply, meeting.municipalityId);
    if (isNew) await moveReview(tx, actor, recording.id, relation.isLeader ? 'reply' : 'answer', meeting.municipalityId);
  });
  if (wantsPiece(req)) return sendRow(visit, record, annotation.id, { said: t('review:replied') });
  visit.done(rowAddress(recording.id, annotation.id, annotation.startMs), 'review:replied');
}
