import { randomUUID } from 'node:crypto';
import { annotationKinds, type Annotation } from '../../domain/annotation/annotation.js';
import { formatTimecode } from '../../domain/annotation/timecode.js';
import { p12 } from '../../domain/rubric/p12.js';
import { typedText, type Typed } from '../../web/forms.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import { sentence, type FieldError } from '../../web/render.js';
import { addressOf } from './query.js';
import type { ReviewedRecording } from './scope.js';
import type { ComposerView, EditView, FieldsView, ReplyFormView } from './views.js';

/** A form that came back: what was typed, and what is wrong with it. */
export interface Returned {
  typed: Typed;
  errors: FieldError[];
}

export const rowAnchor = (annotationId: number) => `kommentar-${annotationId}`;

export const elementOptions = ({ lang }: Visit<unknown>) =>
  p12.elements.map(({ number, short }) => ({ value: String(number), label: short[lang] }));

export const kindOptions = ({ t }: Visit<unknown>) => annotationKinds.map((kind) => ({ value: kind, label: t(`review:kind.${kind}`) }));

const errorsOf = ({ t }: Visit<unknown>, returned: Returned | null): Record<string, string> =>
  Object.fromEntries((returned?.errors ?? []).map(({ field, message }) => [field, sentence(t, message)]));

type Filled = Pick<FieldsView, 'from' | 'to' | 'element' | 'kind' | 'text'>;

const typedFields = ({ typed }: Returned): Filled => ({
  from: typedText(typed, 'from'),
  to: typedText(typed, 'to'),
  element: typedText(typed, 'element'),
  kind: typedText(typed, 'kind'),
  text: typedText(typed, 'text'),
});

const fieldsOf = (visit: Visit<unknown>, suffix: string, standing: Filled, returned: Returned | null): FieldsView => ({
  suffix,
  ...(returned ? typedFields(returned) : standing),
  elements: elementOptions(visit),
  kinds: kindOptions(visit),
  errors: errorsOf(visit, returned),
});

export function composerOf(visit: Visit<unknown>, record: ReviewedRecording, at: number | null, returned: Returned | null): ComposerView {
  const reflecting = record.relation.isLeader && record.review === 'ready_for_reflection';
  const empty = { from: at === null ? '' : formatTimecode(at * 1000), to: '', element: '', kind: '', text: '' };
  return {
    title: visit.t(reflecting ? 'review:composer.mark' : 'review:composer.title'),
    action: paths.review.annotations(record.recording.id),
    clientKey: (returned && typedText(returned.typed, 'clientKey')) || randomUUID(),
    fields: fieldsOf(visit, '', empty, returned),
    hasFilm: record.noFilm === null,
    filled: !reflecting,
  };
}

const backTo = ({ recordingId, id }: Annotation) => addressOf(recordingId, { at: id }, rowAnchor(id));

/** The form of a standing comment. `standing` is the text another window kept meanwhile. */
export function editFormOf(
  visit: Visit<unknown>,
  annotation: Annotation,
  text: string,
  returned: Returned | null,
  standing: string | null,
): EditView {
  const { id, startMs, endMs, element, kind, version } = annotation;
  const filled = {
    from: formatTimecode(startMs),
    to: endMs === null ? '' : formatTimecode(endMs),
    element: String(element ?? ''),
    kind: kind ?? '',
    text,
  };
  const seen = returned && standing === null ? Number(typedText(returned.typed, 'version')) || 0 : version;
  return {
    action: paths.review.annotation(id),
    removal: paths.review.removal(id),
    cancel: backTo(annotation),
    version: seen,
    fields: fieldsOf(visit, `-${id}`, filled, returned),
    standing,
  };
}

export function replyFormOf(visit: Visit<unknown>, annotation: Annotation, returned: Returned | null): ReplyFormView {
  return {
    action: paths.review.replies(annotation.id),
    cancel: backTo(annotation),
    clientKey: (returned && typedText(returned.typed, 'clientKey')) || randomUUID(),
    text: returned ? typedText(returned.typed, 'text') : '',
    error: errorsOf(visit, returned)['text'],
  };
}
