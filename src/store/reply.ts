import { randomUUID } from 'node:crypto';
import { audit, type Actor } from './audit.js';
import { among } from './among.js';
import type { Reader, Writer } from './database.js';
import { keepText, openTexts } from './recording-text.js';
import { oneWriterAtATime } from './review.js';
import { replies } from './tables.js';

export interface ReplyRecord {
  id: number;
  annotationId: number;
  authorId: number;
  authorName: string;
  text: string;
  createdAt: string;
}

/** The replies to the comments on one page of the list, by comment, the oldest first. */
export async function listReplies(db: Reader, recordingId: number, annotationIds: number[]): Promise<Map<number, ReplyRecord[]>> {
  if (annotationIds.length === 0) return new Map();
  const rows = await db.rows<Omit<ReplyRecord, 'text'> & { textKept: string }>(
    `SELECT r.id, r.annotation_id AS "annotationId", r.author_id AS "authorId", p.name AS "authorName", r.text_kept AS "textKept",
       r.created_at AS "createdAt"
     FROM reply r JOIN person p ON p.id = r.author_id
     WHERE r.annotation_id IN (${among(annotationIds)}) ORDER BY r.id`,
    annotationIds,
  );
  const texts = await openTexts(
    db,
    rows.map(({ textKept }) => ({ subject: { recordingId }, kept: textKept })),
  );
  const threads = new Map<number, ReplyRecord[]>();
  for (const [index, { textKept: _kept, ...row }] of rows.entries()) {
    const thread = threads.get(row.annotationId) ?? [];
    thread.push({ ...row, text: texts[index] ?? '' });
    threads.set(row.annotationId, thread);
  }
  return threads;
}

export interface NewReply {
  recordingId: number;
  annotationId: number;
  authorId: number;
  text: string;
  /** Made by the page that holds the form, so that sending it twice keeps one. */
  clientKey: string;
}

/** Keeps a reply. The same form sent twice is kept once (`isNew` is false); an old form with new words is a new reply. */
export async function addReply(tx: Writer, actor: Actor, given: NewReply, municipalityId: number): Promise<{ id: number; isNew: boolean }> {
  const { recordingId, annotationId, authorId, text, clientKey } = given;
  await oneWriterAtATime(tx, recordingId);
  const twin = await findTwin(tx, recordingId, clientKey);
  if (twin && twin.authorId === authorId && twin.annotationId === annotationId && twin.text === text) return { id: twin.id, isNew: false };
  const id = await tx.insert(replies, {
    annotationId,
    authorId,
    textKept: await keepText(tx, { recordingId }, text),
    clientKey: twin ? randomUUID() : clientKey,
    createdAt: actor.now.toISOString(),
  });
  await audit(tx, actor, 'reply.create', 'reply', id, municipalityId);
  return { id, isNew: true };
}

async function findTwin(tx: Reader, recordingId: number, clientKey: string) {
  const twin = await tx.row<{ id: number; authorId: number; annotationId: number; textKept: string }>(
    'SELECT id, author_id AS "authorId", annotation_id AS "annotationId", text_kept AS "textKept" FROM reply WHERE client_key = $1',
    [clientKey],
  );
  if (!twin) return null;
  const [text] = await openTexts(tx, [{ subject: { recordingId }, kept: twin.textKept }]);
  return { ...twin, text };
}
