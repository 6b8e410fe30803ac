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

const repliesOf = ({ t, viewer }: Visit<unknown>, replies: ReplyRecord[] = []): RowView['replies'] =>
  replies.map(({ authorId, authorName, text }) => ({
    by: authorId === viewer.id ? t('review:by.you') : firstName(authorName),
    paragraph: text || t('review:erasedText'),
  }));

function openForms(
  visit: Visit<unknown>,
  annotation: AnnotationOutline,
  text: string,
  open: OpenRow | null,
): Pick<RowView, 'editForm' | 'replyForm'> {
  if (open?.id !== annotation.id) return { editForm: null, replyForm: null };
  if (open.form === 'reply') return { editForm: null, replyForm: replyFormOf(visit, annotation, open.returned) };
  return { editForm: editFormOf(visit, annotation, text, open.returned, open.conflict ? text : null), replyForm: null };
}

const placeOf = ({ noFilm, recording }: ReviewedRecording, startMs: number, query: RoomQuery): string | null =>
  noFilm === null ? addressOf(recording.id, { ...filterOf(query), t: Math.floor(startMs / 1000) }) : null;

/** One comment as this viewer sees it. */
export function rowOf(
  visit: Visit<unknown>,
  record: ReviewedRecording,
  annotation: AnnotationOutline,
  { texts, replies }: Words,
  { query, open, isNow }: { query: RoomQuery; open: OpenRow | null; isNow: boolean },
): RowView {
  const { t, lang } = visit;
  const { id, startMs, endMs, kind, element } = annotation;
  const words = texts.get(id);
  const text = words?.text ?? '';
  return {
    ...{ id, startMs, endMs, isNow },
    time: formatMoment(annotation),
    href: placeOf(record, startMs, query),
    kind: kind && { kind, text: t(`review:kind.${kind}`) },
    element: (element !== null && elementOf(element)?.short[lang]) || null,
    paragraph: text || t('review:erasedText'),
    by: byLine(visit, record, annotation),
    isDraft: annotation.pass === 'supervision' && annotation.sharedAt === null,
    former: words?.editedAt ? words.former : null,
    replies: repliesOf(visit, replies.get(id)),
    can: mayDo(visit, record, annotation),
    ...openForms(visit, annotation, text, open),
  };
}
