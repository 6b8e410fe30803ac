import { randomUUID } from 'node:crypto';
import type { Annotation } from '../domain/annotation/annotation.js';
import { audit, type Actor } from './audit.js';
import { among } from './among.js';
import type { Reader, Writer } from './database.js';
import { fieldsOf, numberOrNull, orNull, packed, packedRow, unpack } from './packed.js';
import { keepText, openTexts } from './recording-text.js';
import { oneWriterAtATime } from './review.js';
import { annotations } from './tables.js';

/** A comment without its words: enough to decide who sees it, to count and to filter. Hundreds are read for one page. */
export type AnnotationOutline = Readonly<Omit<Annotation, 'endMs' | 'version'>>;

/** The rest of a comment that is shown. */
export interface AnnotationWords extends Pick<Annotation, 'endMs' | 'version'> {
  text: string;
  /** What stood there before the last change others could see. */
  former: string | null;
  editedAt: string | null;
}

const outlineColumns = `id, author_id AS "authorId", pass, start_ms AS "startMs", element, kind, shared_at AS "sharedAt"`;

/** All outlines as one value: hundreds of rows cost far more to hand over than to find. */
const outlineLines = packed(
  ['id', 'author_id', 'pass', 'start_ms', 'element?', 'kind?', 'shared_at?'],
  'annotation WHERE recording_id = $1 AND removed_at IS NULL',
  'start_ms, id',
);

function outlineOf([id, authorId, pass, startMs, element, kind, sharedAt]: string[], recordingId: number): AnnotationOutline {
  return {
    id: Number(id),
    recordingId,
    authorId: Number(authorId),
    pass: pass as AnnotationOutline['pass'],
    startMs: Number(startMs),
    element: numberOrNull(element),
    kind: orNull(kind) as AnnotationOutline['kind'],
    sharedAt: orNull(sharedAt),
    removedAt: null,
  };
}

/** What was read of the recordings asked for last. It holds no words, and is good only for the very same lines. */
const read = new Map<number, { lines: string; outlines: readonly AnnotationOutline[] }>();
const mostRead = 50;

/** Lines are read anew at every question; what they say is worked out once for as long as they are the same. */
function outlinesOf(lines: string, recordingId: number): readonly AnnotationOutline[] {
  const known = read.get(recordingId);
  if (known?.lines === lines) return known.outlines;
  const outlines = unpack(lines, (fields) => outlineOf(fields, recordingId));
  if (read.size >= mostRead) read.clear();
  read.set(recordingId, { lines, outlines });
  return outlines;
}

/** Every comment that is not removed, in the order of the film. The policy picks those the viewer may see. */
export async function listOutlines(db: Reader, recordingId: number): Promise<readonly AnnotationOutline[]> {
  const found = await db.row<{ lines: string | null }>(`SELECT ${outlineLines} AS lines`, [recordingId]);
  return found?.lines ? outlinesOf(found.lines, recordingId) : [];
}

/** One comment, removed or not. */
export const findAnnotation = (db: Reader, id: number): Promise<Annotation | null> =>
  db.row<Annotation>(
    `SELECT ${outlineColumns}, recording_id AS "recordingId", end_ms AS "endMs", version, removed_at AS "removedAt" FROM annotation WHERE id = $1`,
    [id],
  );

/** Everyone who has written about the recording, also what the viewer may not see: only for naming authors of what they may. */
export async function listAuthors(db: Reader, recordingId: number): Promise<Map<number, string>> {
  const rows = await db.rows<{ id: number; name: string }>(
    `SELECT p.id, p.name FROM person p WHERE p.id IN (SELECT a.author_id FROM annotation a WHERE a.recording_id = $1)`,
    [recordingId],
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** What is short of a comment, as one value; the sealed words by themselves. */
interface KeptWords {
  line: string;
  textKept: string;
  formerTextKept: string | null;
}

/** The words of the comments on one page of the list, by id. */
export async function openAnnotations(db: Reader, recordingId: number, ids: number[]): Promise<Map<number, AnnotationWords>> {
  if (ids.length === 0) return new Map();
  const rows = await db.rows<KeptWords>(
    `SELECT ${packedRow(['id', 'end_ms?', 'version', 'edited_at?'])} AS line, text_kept AS "textKept", former_text_kept AS "formerTextKept"
     FROM annotation WHERE id IN (${among(ids)})`,
    ids,
  );
  const subject = { recordingId };
  const opened = await openTexts(
    db,
    rows.flatMap(({ textKept, formerTextKept }) => [
      { subject, kept: textKept },
      { subject, kept: formerTextKept },
    ]),
  );
  return new Map(
    rows.map(({ line }, index) => {
      const [id, endMs, version, editedAt] = fieldsOf(line);
      const words = { text: opened[2 * index] ?? '', former: opened[2 * index + 1] ?? null };
      return [Number(id), { endMs: numberOrNull(endMs), version: Number(version), editedAt: orNull(editedAt), ...words }];
    }),
  );
}

export interface NewAnnotation extends Pick<Annotation, 'recordingId' | 'authorId' | 'pass' | 'startMs' | 'endMs' | 'element' | 'kind'> {
  text: string;
  /** Made by the page that holds the form, so that sending it twice keeps one. */
  clientKey: string;
}

/**
 * Keeps a comment. A form sent twice keeps its key and is kept once (`isNew` is false); a page brought back by the browser's own Back
 * carries an old key with new words, and those are a new comment.
 */
export async function addAnnotation(
  tx: Writer,
  actor: Actor,
  given: NewAnnotation,
  municipalityId: number,
): Promise<{ id: number; isNew: boolean }> {
  const { recordingId, authorId, pass, startMs, endMs, element, kind, text, clientKey } = given;
  await oneWriterAtATime(tx, recordingId);
  const twin = await findTwin(tx, clientKey);
  if (twin && twin.authorId === authorId && twin.recordingId === recordingId && twin.startMs === startMs && twin.text === text)
    return { id: twin.id, isNew: false };
  const id = await tx.insert(annotations, {
    ...{ recordingId, authorId, pass, startMs, endMs, element, kind },
    textKept: await keepText(tx, { recordingId }, text),
    clientKey: twin ? randomUUID() : clientKey,
    createdAt: actor.now.toISOString(),
  });
  await audit(tx, actor, 'annotation.create', 'annotation', id, municipalityId);
  return { id, isNew: true };
}

async function findTwin(tx: Reader, clientKey: string) {
  const twin = await tx.row<{ id: number; authorId: number; recordingId: number; startMs: number }>(
    'SELECT id, author_id AS "authorId", recording_id AS "recordingId", start_ms AS "startMs" FROM annotation WHERE client_key = $1',
    [clientKey],
  );
  return twin && { ...twin, text: (await openAnnotations(tx, twin.recordingId, [twin.id])).get(twin.id)?.text };
}

export interface AnnotationChange extends Pick<Annotation, 'startMs' | 'endMs' | 'element' | 'kind'> {
  text: string;
  /** The version the writer had before them. */
  seen: number;
  /** Others have read it: the former words stay beside the new ones. */
  open: boolean;
}

/** Changes a comment, if the writer saw the version that stands. False when somebody (or another window) was there first. */
export async function changeAnnotation(
  tx: Writer,
  actor: Actor,
  { id, recordingId }: Pick<Annotation, 'id' | 'recordingId'>,
  { text, seen, open, ...given }: AnnotationChange,
  municipalityId: number,
): Promise<boolean> {
  const former = (await openAnnotations(tx, recordingId, [id])).get(id);
  if (!former) return false;
  const textKept = await keepText(tx, { recordingId }, text);
  const kept =
    open && former.text !== text
      ? { formerTextKept: await keepText(tx, { recordingId }, former.text), editedAt: actor.now.toISOString() }
      : {};
  const changed = await tx.update(annotations, { id, version: seen, removedAt: null }, { ...given, ...kept, textKept, version: seen + 1 });
  if (changed > 0) await audit(tx, actor, 'annotation.update', 'annotation', id, municipalityId);
  return changed > 0;
}

/** Takes a comment out of sight; its author can bring it back. */
export async function removeAnnotation(tx: Writer, actor: Actor, id: number, municipalityId: number): Promise<void> {
  const removed = await tx.update(annotations, { id, removedAt: null }, { removedAt: actor.now.toISOString() });
  if (removed > 0) await audit(tx, actor, 'annotation.remove', 'annotation', id, municipalityId);
}

export async function restoreAnnotation(tx: Writer, actor: Actor, id: number, municipalityId: number): Promise<void> {
  const restored = await tx.update(annotations, { id }, { removedAt: null });
  if (restored > 0) await audit(tx, actor, 'annotation.restore', 'annotation', id, municipalityId);
}

/** Shares all drafts of the supervisor, or one of them. Returns how many were shared. */
export function shareDrafts(tx: Writer, actor: Actor, recordingId: number, authorId: number, only: number | null): Promise<number> {
  const drafts = { recordingId, authorId, pass: 'supervision', sharedAt: null, removedAt: null };
  return tx.update(annotations, only === null ? drafts : { ...drafts, id: only }, { sharedAt: actor.now.toISOString() });
}

export const countDrafts = async (db: Reader, recordingId: number, authorId: number): Promise<number> =>
  (
    await db.row<{ count: number }>(
      `SELECT COUNT(*) AS "count" FROM annotation
       WHERE recording_id = $1 AND author_id = $2 AND pass = 'supervision' AND shared_at IS NULL AND removed_at IS NULL`,
      [recordingId, authorId],
    )
  )?.count ?? 0;
