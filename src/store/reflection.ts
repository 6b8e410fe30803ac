import { audit, type Actor } from './audit.js';
import type { Reader, Writer } from './database.js';
import { keepText, openTexts } from './recording-text.js';
import { reflections } from './tables.js';

export interface ReflectionRecord {
  id: number;
  recordingId: number;
  authorId: number;
  text: string;
  savedAt: string;
  deliveredAt: string | null;
}

/** The leader's own text about a recording, draft or delivered. The policy decides who reads it. */
export async function findReflection(db: Reader, recordingId: number): Promise<ReflectionRecord | null> {
  const row = await db.row<Omit<ReflectionRecord, 'text'> & { textKept: string }>(
    `SELECT id, recording_id AS "recordingId", author_id AS "authorId", text_kept AS "textKept", saved_at AS "savedAt", delivered_at AS "deliveredAt"
     FROM reflection WHERE recording_id = $1`,
    [recordingId],
  );
  if (!row) return null;
  const { textKept, ...kept } = row;
  const [text] = await openTexts(db, [{ subject: { recordingId }, kept: textKept }]);
  return { ...kept, text: text ?? '' };
}

export interface ReflectionText {
  recordingId: number;
  authorId: number;
  text: string;
  /** `savedAt` of the text the writer had before them; null when there was none. */
  seen: string | null;
}

/** Keeps the text, if the writer saw the one that stands. False when another window was there first. Delivered text never changes. */
export async function keepReflection(tx: Writer, actor: Actor, given: ReflectionText, municipalityId: number): Promise<boolean> {
  const { recordingId, authorId, text } = given;
  const savedAt = actor.now.toISOString();
  const standing = await findReflection(tx, recordingId);
  if (standing?.deliveredAt) return false;
  if (standing && standing.text !== text && standing.savedAt !== given.seen) return false;
  const textKept = await keepText(tx, { recordingId }, text);
  if (standing) await tx.update(reflections, { id: standing.id }, { textKept, savedAt });
  const id = standing?.id ?? (await tx.insert(reflections, { recordingId, authorId, textKept, savedAt, deliveredAt: null }));
  await audit(tx, actor, 'reflection.save', 'reflection', id, municipalityId);
  return true;
}

export async function deliverReflection(tx: Writer, actor: Actor, recordingId: number, municipalityId: number): Promise<void> {
  const standing = await tx.find(reflections, { recordingId });
  if (!standing) return;
  await tx.update(reflections, { id: standing.id, deliveredAt: null }, { deliveredAt: actor.now.toISOString() });
  await audit(tx, actor, 'reflection.deliver', 'reflection', standing.id, municipalityId);
}
