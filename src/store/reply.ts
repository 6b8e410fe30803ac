import { audit, type Actor } from './audit.js';
import type { Reader, Writer } from './database.js';
import { keepText, openTexts } from './recording-text.js';

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
     WHERE r.annotation_id IN (${annotationIds.map((_, index) => `$${index + 1}`).join(', ')}) ORDER BY r.id`,
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

/** Keeps a reply. `isNew` is false when this form has been kept before. */
export async function addReply(tx: Writer, actor: Actor, given: NewReply, municipalityId: number): Promise<{ id: number; isNew: boolean }> {
  const textKept = await keepText(tx, { recordingId: given.recordingId }, given.text);
  const made = await tx.row<{ id: number }>(
    `INSERT INTO reply (annotation_id, author_id, text_kept, client_key, created_at) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (client_key) DO NOTHING RETURNING id`,
    [given.annotationId, given.authorId, textKept, given.clientKey, actor.now.toISOString()],
  );
  if (made) {
    await audit(tx, actor, 'reply.create', 'reply', made.id, municipalityId);
    return { id: made.id, isNew: true };
  }
  const twin = await tx.row<{ id: number }>('SELECT id FROM reply WHERE client_key = $1 AND author_id = $2 AND annotation_id = $3', [
    given.clientKey,
    given.authorId,
    given.annotationId,
  ]);
  if (!twin) throw new Error('a client key is in use elsewhere');
  return { id: twin.id, isNew: false };
}
