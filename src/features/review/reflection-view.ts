import { mayReflect } from '../../domain/annotation/policy.js';
import { maySeeReflection } from '../../domain/annotation/reading.js';
import { findReflection, type ReflectionRecord } from '../../store/reflection.js';
import { typedText } from '../../web/forms.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import { sentence } from '../../web/render.js';
import type { Cast } from './cast.js';
import type { Returned } from './form-views.js';
import type { ReviewedRecording } from './scope.js';
import type { ReflectionView } from './views.js';

export interface ReturnedReflection extends Returned {
  /** Another window kept its text meanwhile: both are shown. */
  conflict: boolean;
}

function formView(
  { t, fmt }: Visit<unknown>,
  { recording }: ReviewedRecording,
  kept: ReflectionRecord | null,
  returned: ReturnedReflection | null,
): ReflectionView {
  const standing = returned?.conflict && kept ? kept.text : null;
  return {
    mode: 'write',
    action: paths.review.reflection(recording.id),
    text: returned ? typedText(returned.typed, 'text') : (kept?.text ?? ''),
    seen: returned && standing === null ? typedText(returned.typed, 'seen') : (kept?.savedAt ?? ''),
    error: returned?.errors.map(({ message }) => sentence(t, message))[0],
    standing,
    saved: kept && t('review:reflection.saved', { time: fmt.moment(kept.savedAt) }),
  };
}

/** The form while it is the leader's turn to write; afterwards the text, for those who may read it. */
export async function reflectionOf(
  visit: Visit<unknown>,
  record: ReviewedRecording,
  cast: Cast,
  returned: ReturnedReflection | null,
): Promise<ReflectionView | null> {
  const { house, t, fmt, viewer } = visit;
  const found = record.readable ? await findReflection(house.db, record.recording.id) : null;
  const kept = found && maySeeReflection(record.relation, found) ? found : null;
  if (mayReflect(viewer, record).ok) return formView(visit, record, kept, returned);
  if (!kept) return null;
  return {
    mode: 'read',
    title: t(record.relation.isLeader ? 'review:reflection.yours' : 'review:reflection.theirs', { ...cast }),
    paragraph: kept.text || t('review:erasedText'),
    delivered: kept.deliveredAt
      ? t('review:reflection.delivered', { date: fmt.date(kept.deliveredAt) })
      : t('review:reflection.undelivered'),
  };
}
