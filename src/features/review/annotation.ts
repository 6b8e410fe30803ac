import { mayEdit, mayReply, passOf } from '../../domain/annotation/policy.js';
import { isOpenToOthers } from '../../domain/annotation/reading.js';
import { addAnnotation, changeAnnotation, openAnnotations, removeAnnotation, restoreAnnotation } from '../../store/annotation.js';
import { moveReview } from '../../store/review.js';
import { refused } from '../../web/errors.js';
import { parseForm, typedOf } from '../../web/forms.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import { rowAnchor } from './form-views.js';
import { annotationForm, type AnnotationValues } from './forms.js';
import { addressOf, at } from './query.js';
import { sendComposer, sendRow, sendUndo, wantsPiece } from './piece.js';
import { showRoom } from './room.js';
import type { OpenRow } from './row-view.js';
import type { ReviewedAnnotation, ReviewedRecording } from './scope.js';

/** The page again with the film and the list where this comment is. */
export const rowAddress = (recordingId: number, annotationId: number, startMs: number): string =>
  addressOf(recordingId, { t: Math.floor(startMs / 1000), at: annotationId }, rowAnchor(annotationId));

/** One comment, to read or with its form open. */
export async function show(visit: Visit<ReviewedAnnotation>): Promise<void> {
  const { record, req, viewer } = visit;
  const { annotation } = record;
  const asked = req.query['form'];
  const verdict = asked === 'edit' ? mayEdit(viewer, record) : asked === 'reply' ? mayReply(viewer, record) : null;
  if (verdict && !verdict.ok) throw refused(verdict.reason);
  const open: OpenRow | null = verdict && { id: annotation.id, form: asked === 'edit' ? 'edit' : 'reply', returned: null, conflict: false };
  if (wantsPiece(req)) return sendRow(visit, record, annotation.id, { open });
  if (!open) return visit.done(rowAddress(record.recording.id, annotation.id, annotation.startMs));
  return showRoom(visit, record, { query: at(annotation.startMs), open });
}

async function keep({ house, actor, viewer, record }: Visit<ReviewedRecording>, values: AnnotationValues): Promise<number> {
  const { recording, meeting, relation } = record;
  const pass = passOf(relation) ?? 'reflection';
  const { version: _version, ...given } = values;
  return house.db.write(async (tx) => {
    const wanted = { ...given, recordingId: recording.id, authorId: viewer.id, pass };
    const { id, isNew } = await addAnnotation(tx, actor, wanted, meeting.municipalityId);
    if (isNew && pass === 'supervision') await moveReview(tx, actor, recording.id, 'open', meeting.municipalityId);
    return id;
  });
}

export async function create(visit: Visit<ReviewedRecording>): Promise<void> {
  const { req, record, t } = visit;
  const parsed = parseForm(annotationForm(record.recording.durationMs), req.body);
  if (!parsed.ok) {
    const composer = { typed: typedOf(req.body), errors: parsed.errors };
    return wantsPiece(req) ? sendComposer(visit, record, composer) : showRoom(visit, record, { composer, status: 422 });
  }
  const id = await keep(visit, parsed.values);
  if (wantsPiece(req)) return sendRow(visit, record, id, { said: t('review:saved') });
  visit.done(rowAddress(record.recording.id, id, parsed.values.startMs), 'review:saved');
}

async function showForm(visit: Visit<ReviewedAnnotation>, open: OpenRow, status: number): Promise<void> {
  const said = open.conflict ? visit.t('review:conflict') : undefined;
  return wantsPiece(visit.req)
    ? sendRow(visit, visit.record, open.id, { open, status, said })
    : showRoom(visit, visit.record, { query: at(visit.record.annotation.startMs), open, status });
}

/** The newer text wins only if its writer saw the older; otherwise both are shown. */
export async function update(visit: Visit<ReviewedAnnotation>): Promise<void> {
  const { house, actor, req, record, t } = visit;
  const { annotation, recording, meeting } = record;
  const parsed = parseForm(annotationForm(recording.durationMs), req.body);
  const typed = typedOf(req.body);
  const form = { id: annotation.id, form: 'edit' } as const;
  if (!parsed.ok) return showForm(visit, { ...form, returned: { typed, errors: parsed.errors }, conflict: false }, 422);
  const { clientKey: _key, version, ...given } = parsed.values;
  const open = isOpenToOthers(record.review, annotation);
  const changed = await house.db.write((tx) =>
    changeAnnotation(tx, actor, annotation, { ...given, seen: version, open }, meeting.municipalityId),
  );
  if (!changed && !(await isSame(visit, parsed.values)))
    return showForm(visit, { ...form, returned: { typed, errors: [] }, conflict: true }, 409);
  if (wantsPiece(req)) return sendRow(visit, record, annotation.id, { said: t('review:changed') });
  visit.done(rowAddress(recording.id, annotation.id, given.startMs), 'review:changed');
}

/** Sent twice: what stands is what was typed. */
async function isSame({ house, record }: Visit<ReviewedAnnotation>, values: AnnotationValues): Promise<boolean> {
  const { annotation, recording } = record;
  const standing = (await openAnnotations(house.db, recording.id, [annotation.id])).get(annotation.id);
  const { startMs, endMs, element, kind } = annotation;
  return (
    standing?.text === values.text &&
    startMs === values.startMs &&
    endMs === values.endMs &&
    element === values.element &&
    kind === values.kind
  );
}

export async function destroy(visit: Visit<ReviewedAnnotation>): Promise<void> {
  const { house, actor, req, record } = visit;
  const { annotation, meeting, recording } = record;
  await house.db.write((tx) => removeAnnotation(tx, actor, annotation.id, meeting.municipalityId));
  if (wantsPiece(req)) return sendUndo(visit, record, annotation.id, paths.review.restoration(annotation.id));
  visit.done(addressOf(recording.id, { t: Math.floor(annotation.startMs / 1000), removed: annotation.id }));
}

export async function restore(visit: Visit<ReviewedAnnotation>): Promise<void> {
  const { house, actor, req, record, t } = visit;
  const { annotation, meeting, recording } = record;
  await house.db.write((tx) => restoreAnnotation(tx, actor, annotation.id, meeting.municipalityId));
  if (wantsPiece(req)) return sendRow(visit, record, annotation.id, { said: t('review:restored') });
  visit.done(rowAddress(recording.id, annotation.id, annotation.startMs), 'review:restored');
}
