import { mayEdit, mayReply, mayShare } from '../../domain/annotation/policy.js';
import { isOpenToOthers } from '../../domain/annotation/reading.js';
import { formatMoment } from '../../domain/annotation/timecode.js';
import { elementOf } from '../../domain/rubric/p12.js';
import type { AnnotationOutline, AnnotationTexts } from '../../store/annotation.js';
import type { ReplyRecord } from '../../store/reply.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import { firstName } from './cast.js';
import { editFormOf, replyFormOf, type Returned } from './form-views.js';
import { addressOf, filterOf, type RoomQuery } from './query.js';
import type { ReviewedRecording } from './scope.js';
import type { RowView } from './views.js';

/** A row whose form is open. */
export interface OpenRow {
  id: number;
  form: 'edit' | 'reply';
  returned: Returned | null;
  /** Somebody kept another text meanwhile: both are shown. */
  conflict: boolean;
}

interface Words {
  texts: Map<number, AnnotationTexts>;
  replies: Map<number, ReplyRecord[]>;
}

const addressWithForm = (id: number, form: OpenRow['form']) => `${paths.review.annotation(id)}?form=${form}`;

function byLine({ t, viewer }: Visit<unknown>, { review, relation }: ReviewedRecording, annotation: AnnotationOutline): string {
  const own = annotation.authorId === viewer.id;
  const name = own ? t('review:by.you') : firstName(annotation.authorName);
  if (annotation.pass === 'supervision') return annotation.sharedAt === null ? t('review:by.draft', { name }) : name;
  if (!isOpenToOthers(review, annotation)) return t('review:by.ownOnly', { name });
  return t(own && relation.isLeader ? 'review:by.ownReflection' : 'review:by.reflection', { name });
}

function mayDo(visit: Visit<unknown>, record: ReviewedRecording, annotation: AnnotationOutline): RowView['can'] {
  const { viewer } = visit;
  const facts = { ...record, annotation };
  const open = isOpenToOthers(record.review, annotation);
  const single = !open && annotation.pass === 'supervision' && ['shared', 'in_dialogue'].includes(record.review);
  return {
    edit: mayEdit(viewer, facts).ok ? addressWithForm(annotation.id, 'edit') : null,
    reply: open && mayReply(viewer, facts).ok ? addressWithForm(annotation.id, 'reply') : null,
    share: single && mayShare(viewer, record).ok ? paths.review.sharing(record.recording.id) : null,
  };
}

/** One comment as this viewer sees it. */
export function rowOf(
  visit: Visit<unknown>,
  record: ReviewedRecording,
  annotation: AnnotationOutline,
  { texts, replies }: Words,
  { query, open, isNow }: { query: RoomQuery; open: OpenRow | null; isNow: boolean },
): RowView {
  const { t, lang, viewer } = visit;
  const words = texts.get(annotation.id);
  const mine = open?.id === annotation.id ? open : null;
  const paragraph = words?.text ?? '';
  const returned = mine?.returned ?? null;
  return {
    id: annotation.id,
    startMs: annotation.startMs,
    endMs: annotation.endMs,
    time: formatMoment(annotation),
    href: addressOf(record.recording.id, { ...filterOf(query), t: Math.floor(annotation.startMs / 1000) }),
    kind: annotation.kind && { kind: annotation.kind, text: t(`review:kind.${annotation.kind}`) },
    element: annotation.element === null ? null : (elementOf(annotation.element)?.short[lang] ?? null),
    paragraph: paragraph || t('review:erasedText'),
    by: byLine(visit, record, annotation),
    isDraft: annotation.pass === 'supervision' && annotation.sharedAt === null,
    isNow,
    former: words?.editedAt ? (words.former ?? '') : null,
    replies: (replies.get(annotation.id) ?? []).map((one) => ({
      by: one.authorId === viewer.id ? t('review:by.you') : firstName(one.authorName),
      paragraph: one.text || t('review:erasedText'),
    })),
    can: mayDo(visit, record, annotation),
    editForm: mine?.form === 'edit' ? editFormOf(visit, annotation, paragraph, returned, mine.conflict ? paragraph : null) : null,
    replyForm: mine?.form === 'reply' ? replyFormOf(visit, annotation, returned) : null,
  };
}
