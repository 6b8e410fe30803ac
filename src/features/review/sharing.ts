import { shareDrafts } from '../../store/annotation.js';
import { turnOf } from '../../domain/recording/review-states.js';
import { audit } from '../../store/audit.js';
import { moveReview } from '../../store/review.js';
import { conflict } from '../../web/errors.js';
import { parseForm } from '../../web/forms.js';
import type { Visit } from '../../web/guard.js';
import { firstName } from './cast.js';
import { rowAnchor } from './form-views.js';
import { sharingForm } from './forms.js';
import { sendRow, wantsPiece } from './piece.js';
import { addressOf } from './query.js';
import type { ReviewedRecording } from './scope.js';

/** Shares every draft at once, or a single late one. */
export async function create(visit: Visit<ReviewedRecording>): Promise<void> {
  const { house, actor, req, record, viewer, t } = visit;
  const { recording, meeting } = record;
  const parsed = parseForm(sharingForm, req.body);
  const only = (parsed.ok && parsed.values.annotation) || null;
  const name = firstName(meeting.leaderName);
  const shared = await house.db.write(async (tx) => {
    if ((await shareDrafts(tx, actor, recording.id, viewer.id, only)) === 0) return false;
    if (only !== null) await audit(tx, actor, 'annotation.share', 'annotation', only, meeting.municipalityId);
    if (!(await moveReview(tx, actor, recording.id, 'share', meeting.municipalityId))) throw conflict('review:error.changed');
    return true;
  });
  // Sent twice: all is shared already.
  if (!shared && turnOf(record.review) === 'supervisor') throw conflict('review:error.nothingToShare');
  if (only !== null && wantsPiece(req)) return sendRow(visit, record, only, { said: t('review:sharedOne', { name }) });
  if (only !== null) visit.done(addressOf(recording.id, { at: only }, rowAnchor(only)), 'review:sharedOne', { name });
  else visit.done(addressOf(recording.id, {}), 'review:shared', { name });
}
