import type { Annotation } from '../../domain/annotation/annotation.js';
import { mayEdit, mayReply, mayShare } from '../../domain/annotation/policy.js';
import { isOpenToOthers } from '../../domain/annotation/reading.js';
import { formatMoment } from '../../domain/annotation/timecode.js';
import { p12 } from '../../domain/rubric/p12.js';
import type { AnnotationOutline } from '../../store/annotation.js';
import type { ReplyRecord } from '../../store/reply.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import { firstName } from './cast.js';
import type { Opened } from './comments.js';
import { editFormOf, kindOptions, replyFormOf, type Returned } from './form-views.js';
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

/** What all rows of a page share, made once: there can be 60 of them. */
interface Scene {
  visit: Visit<unknown>;
  record: ReviewedRecording;
  opened: Opened;
  open: OpenRow | null;
  /** Address of the page at a time, all but the seconds; null without a film. */
  timeAddress: string | null;
  kinds: Map<string, string>;
  elements: string[];
  you: string;
  erased: string;
}

const addressWithForm = (id: number, form: OpenRow['form']) => `${paths.review.annotation(id)}?form=${form}`;

function timeAddress({ noFilm, recording }: ReviewedRecording, query: RoomQuery): string | null {
  if (noFilm !== null) return null;
  const filtered = addressOf(recording.id, filterOf(query));
  return `${filtered}${filtered.includes('?') ? '&' : '?'}t=`;
}

const nameOf = ({ visit, opened, you }: Scene, authorId: number): string =>
  authorId === visit.viewer.id ? you : firstName(opened.names.get(authorId) ?? '');

function byLine(scene: Scene, annotation: AnnotationOutline): string {
  const { t, viewer } = scene.visit;
  const name = nameOf(scene, annotation.authorId);
  if (annotation.pass === 'supervision') return annotation.sharedAt === null ? t('review:by.draft', { name }) : name;
  if (!isOpenToOthers(scene.record.review, annotation)) return t('review:by.ownOnly', { name });
  return t(annotation.authorId === viewer.id ? 'review:by.ownReflection' : 'review:by.reflection', { name });
}

function mayDo({ visit: { viewer }, record }: Scene, annotation: Annotation): RowView['can'] {
  const { review, relation, watch, recording } = record;
  const facts = { review, relation, watch, annotation };
  const open = isOpenToOthers(review, annotation);
  const single = !open && annotation.pass === 'supervision' && ['shared', 'in_dialogue'].includes(review);
  return {
    edit: mayEdit(viewer, facts).ok ? addressWithForm(annotation.id, 'edit') : null,
    reply: open && mayReply(viewer, facts).ok ? addressWithForm(annotation.id, 'reply') : null,
    share: single && mayShare(viewer, facts).ok ? paths.review.sharing(recording.id) : null,
  };
}

const repliesOf = (scene: Scene, replies: ReplyRecord[]): RowView['replies'] =>
  replies.map(({ authorId, authorName, text }) => ({
    by: authorId === scene.visit.viewer.id ? scene.you : firstName(authorName),
    paragraph: text || scene.erased,
  }));

function openForms({ visit, open }: Scene, annotation: Annotation, text: string): Pick<RowView, 'editForm' | 'replyForm'> {
  if (open?.id !== annotation.id) return { editForm: null, replyForm: null };
  if (open.form === 'reply') return { editForm: null, replyForm: replyFormOf(visit, annotation, open.returned) };
  return { editForm: editFormOf(visit, annotation, text, open.returned, open.conflict ? text : null), replyForm: null };
}

function drawn(scene: Scene, outline: AnnotationOutline, isNow: boolean): RowView {
  const { opened, timeAddress: to, kinds, elements, erased } = scene;
  const words = opened.words.get(outline.id) ?? { text: '', former: null, editedAt: null, endMs: null, version: 0 };
  const { id, startMs, kind, element } = outline;
  const { endMs, text } = words;
  const annotation: Annotation = { ...outline, endMs, version: words.version };
  return {
    id,
    startMs,
    endMs,
    isNow,
    time: formatMoment(annotation),
    href: to && to + Math.floor(startMs / 1000),
    kind: kind && { kind, text: kinds.get(kind) ?? '' },
    element: element === null ? null : (elements[element - 1] ?? null),
    paragraph: text || erased,
    by: byLine(scene, outline),
    isDraft: outline.pass === 'supervision' && outline.sharedAt === null,
    former: words.editedAt === null ? null : words.former,
    replies: repliesOf(scene, opened.replies.get(id) ?? []),
    can: mayDo(scene, annotation),
    ...openForms(scene, annotation, text),
  };
}

/** Draws comments as this viewer sees them. */
export function rowsOf(
  visit: Visit<unknown>,
  record: ReviewedRecording,
  comments: AnnotationOutline[],
  { opened, query, open, current }: { opened: Opened; query: RoomQuery; open: OpenRow | null; current: number },
): RowView[] {
  const { t, lang } = visit;
  const scene: Scene = {
    ...{ visit, record, opened, open },
    timeAddress: timeAddress(record, query),
    kinds: new Map(kindOptions(visit).map(({ value, label }) => [value, label])),
    elements: p12.elements.map(({ short }) => short[lang]),
    you: t('review:by.you'),
    erased: t('review:erasedText'),
  };
  return comments.map((one, index) => drawn(scene, one, index === current));
}
