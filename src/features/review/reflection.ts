import { deliverReflection, keepReflection } from '../../store/reflection.js';
import { moveReview } from '../../store/review.js';
import { parseForm, typedOf } from '../../web/forms.js';
import type { Visit } from '../../web/guard.js';
import { reflectionForm } from './forms.js';
import { addressOf } from './query.js';
import { showRoom } from './room.js';
import type { ReviewedRecording } from './scope.js';

/** The reflection stands on the page of the film it is about. */
export const show = ({ record, done }: Visit<ReviewedRecording>): void => done(addressOf(record.recording.id, {}, 'refleksion'));

/** Keeps the draft, or delivers it: from then on supervisor and group read it, and it stands as it is. */
export async function update(visit: Visit<ReviewedRecording>): Promise<void> {
  const { house, actor, req, record, viewer } = visit;
  const { recording, meeting } = record;
  const typed = typedOf(req.body);
  const parsed = parseForm(reflectionForm, req.body);
  if (!parsed.ok) return showRoom(visit, record, { reflection: { typed, errors: parsed.errors, conflict: false }, status: 422 });
  const { text, seen, act } = parsed.values;
  const kept = await house.db.write(async (tx) => {
    if (!(await keepReflection(tx, actor, { recordingId: recording.id, authorId: viewer.id, text, seen }, meeting.municipalityId)))
      return false;
    if (act === 'save') return true;
    await deliverReflection(tx, actor, recording.id, meeting.municipalityId);
    await moveReview(tx, actor, recording.id, 'reflect', meeting.municipalityId);
    return true;
  });
  if (!kept) return showRoom(visit, record, { reflection: { typed, errors: [], conflict: true }, status: 409 });
  visit.done(addressOf(recording.id, {}), act === 'deliver' ? 'review:delivered' : 'review:kept');
}
