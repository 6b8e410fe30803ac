import { randomUUID } from 'node:crypto';
import type { Request } from 'express';
import type { Visit } from '../../web/guard.js';
import { renderPiece } from '../../web/render.js';
import { castOf } from './cast.js';
import { openAll, visibleTo } from './comments.js';
import { listHeadOf } from './comments-view.js';
import { composerOf, type Returned } from './form-views.js';
import { noQuery } from './query.js';
import { rowsOf, type OpenRow } from './row-view.js';
import { openRecording, type ReviewedRecording } from './scope.js';

/** The island asks the same address for a piece of the page; a browser without script for the whole of it. */
export const wantsPiece = (req: Request): boolean => req.accepts(['html', 'json']) === 'json';

interface Piece {
  id?: number;
  startMs?: number;
  /** The row, or the form that came back. */
  html?: string;
  /** Counts and acts over the list. */
  head?: string;
  /** Said once, politely. */
  said?: string;
  /** For the next new comment. */
  clientKey?: string;
}

const sendPiece = ({ res }: Visit<unknown>, status: number, piece: Piece) => void res.status(status).json(piece);

/** The list's head, and one row when it still stands, after something was written. */
export async function sendRow(
  visit: Visit<unknown>,
  { recording }: ReviewedRecording,
  annotationId: number,
  { said, open = null, status = 200 }: { said?: string; open?: OpenRow | null; status?: number } = {},
): Promise<void> {
  const { house, res, viewer, now } = visit;
  const record = await openRecording(house.db, viewer, recording.id, now);
  if (!record) return sendPiece(visit, 404, {});
  const visible = await visibleTo(house.db, viewer.id, record);
  const annotation = visible.find(({ id }) => id === annotationId);
  const head = listHeadOf(visit, record, await castOf(visit, record), { visible, chosen: visible });
  const drawnHead = renderPiece(house, res, 'review/list-head', { head });
  if (!annotation) return sendPiece(visit, status, { id: annotationId, head: drawnHead, said });
  const opened = await openAll(house.db, recording.id, [annotation]);
  const rows = rowsOf(visit, record, [annotation], { opened, query: noQuery, open, current: -1 });
  const html = renderPiece(house, res, 'review/rows', { rows });
  sendPiece(visit, status, {
    id: annotationId,
    startMs: annotation.startMs,
    html,
    head: drawnHead,
    said,
    clientKey: randomUUID(),
  });
}

/** The composer as it came back. */
export async function sendComposer(visit: Visit<unknown>, record: ReviewedRecording, returned: Returned): Promise<void> {
  const composer = composerOf(visit, record, null, returned);
  const html = renderPiece(visit.house, visit.res, 'review/composer-form', { composer });
  sendPiece(visit, 422, { html, said: Object.values(composer.fields.errors).join(' ') });
}

/** After a removal: the way back in the row's place. */
export async function sendUndo(visit: Visit<unknown>, record: ReviewedRecording, annotationId: number, post: string): Promise<void> {
  const { house, res, t, viewer } = visit;
  const visible = await visibleTo(house.db, viewer.id, record);
  const head = listHeadOf(visit, record, await castOf(visit, record), { visible, chosen: visible });
  sendPiece(visit, 200, {
    id: annotationId,
    html: renderPiece(house, res, 'review/undo-row', { id: annotationId, undo: { post, sentence: t('review:removed') } }),
    head: renderPiece(house, res, 'review/list-head', { head }),
    said: t('review:removed'),
  });
}
