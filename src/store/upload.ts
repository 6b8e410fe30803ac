import type { Marks } from '../domain/recording/cut.js';
import type { UploadStanding, UploadState } from '../domain/upload/upload.js';
import { audit, type Actor } from './audit.js';
import { discardFilmKey } from './data-key.js';
import type { Database, Reader, Writer } from './database.js';
import type { RowOf } from './table.js';
import { uploads } from './tables.js';

export type UploadRow = Omit<RowOf<typeof uploads>, 'state'> & { state: UploadState };

/** By the id the sender knows. Whose it is, is asked by the scope. */
export const findUpload = async (db: Reader, publicId: string): Promise<UploadRow | null> =>
  (await db.find(uploads, { publicId })) as UploadRow | null;

/** The film that is on its way to the meeting. */
export const findRunningUpload = async (db: Reader, meetingId: number): Promise<UploadRow | null> =>
  (await db.find(uploads, { meetingId, state: 'running' })) as UploadRow | null;

/** What the person has under way, and has begun since the instant `since`. */
export async function findUploadStanding(db: Reader, personId: number, since: string): Promise<UploadStanding> {
  const row = await db.row<Record<keyof UploadStanding, number | string | null>>(
    `SELECT SUM(CASE WHEN state = 'running' THEN 1 ELSE 0 END) AS "running", SUM(CASE WHEN state = 'running' THEN bytes ELSE 0 END) AS "runningBytes",
       SUM(CASE WHEN created_at > $2 THEN 1 ELSE 0 END) AS "startedInADay" FROM upload WHERE person_id = $1`,
    [personId, since],
  );
  // PostgreSQL gives sums as text.
  return {
    running: Number(row?.running ?? 0),
    runningBytes: Number(row?.runningBytes ?? 0),
    startedInADay: Number(row?.startedInADay ?? 0),
  };
}

/** Bytes that are still to come of everything under way. */
export async function findBytesToCome(db: Reader): Promise<number> {
  const row = await db.row<{ toCome: number | string | null }>(`SELECT SUM(bytes - kept) AS "toCome" FROM upload WHERE state = 'running'`);
  return Number(row?.toCome ?? 0);
}

/** Holds the person and the meeting to the end of the transaction, so that what is asked next still stands when it is acted on. */
export async function holdForUpload(tx: Writer, personId: number, meetingId: number): Promise<void> {
  await tx.run('UPDATE person SET name = name WHERE id = $1', [personId]);
  await tx.run('UPDATE network_meeting SET number = number WHERE id = $1', [meetingId]);
}

export type NewUpload = Pick<UploadRow, 'publicId' | 'personId' | 'meetingId' | 'blobKey' | 'dataKeyId' | 'bytes'>;

export async function createUpload(tx: Writer, actor: Actor, given: NewUpload, municipalityId: number): Promise<number> {
  const at = actor.now.toISOString();
  const id = await tx.insert(uploads, { ...given, kept: 0, state: 'running', createdAt: at, touchedAt: at });
  await audit(tx, actor, 'upload.begin', 'upload', id, municipalityId);
  return id;
}

/** What is kept of the film when all of it is here. False when it has ended: then its recording has them already, or there is none. */
export async function setMarks(tx: Writer, actor: Actor, uploadId: number, marks: Marks, municipalityId: number | null): Promise<boolean> {
  const values = { cutFromMs: marks.fromMs, cutToMs: marks.toMs };
  const before = await findMarks(tx, uploadId);
  if (before === null) return false;
  if (before.fromMs === marks.fromMs && before.toMs === marks.toMs) return true;
  await tx.update(uploads, { id: uploadId, state: 'running' }, values);
  await audit(tx, actor, 'upload.cut', 'upload', uploadId, municipalityId);
  return true;
}

/** The marks of a film under way, held to the end of the transaction: nobody changes them between here and there. */
export async function findMarks(tx: Writer, uploadId: number): Promise<Marks | null> {
  await tx.run('UPDATE upload SET kept = kept WHERE id = $1', [uploadId]);
  const row = await tx.find(uploads, { id: uploadId, state: 'running' });
  return row && { fromMs: row.cutFromMs, toMs: row.cutToMs };
}

/** Somebody in the room has said no: what has arrived of the film can be read by nobody from now on. Its file is swept later. */
export async function stopUploads(tx: Writer, actor: Actor, meetingId: number): Promise<void> {
  for (const { id, dataKeyId } of await tx.all(uploads, { meetingId, state: 'running' })) {
    if (!(await endUpload(tx, actor, id, 'discarded'))) continue;
    if (dataKeyId !== null) await discardFilmKey(tx, dataKeyId);
  }
}

/** Bytes safely on disk. Never fewer than were noted before. */
export const noteKept = (db: Database, uploadId: number, kept: number, now: Date): Promise<void> =>
  db.write((tx) =>
    tx.run(`UPDATE upload SET kept = CASE WHEN kept < $2 THEN $2 ELSE kept END, touched_at = $3 WHERE id = $1 AND state = 'running'`, [
      uploadId,
      kept,
      now.toISOString(),
    ]),
  );

/** The fingerprint of the whole file, so that it need not be read again after a lost answer. */
export const noteDigest = (db: Database, uploadId: number, sha256: string): Promise<number> =>
  db.write((tx) => tx.update(uploads, { id: uploadId, state: 'running' }, { sha256 }));

const actionOf = { finished: 'upload.finish', discarded: 'upload.discard', expired: 'upload.expire' } as const;

/** Ends it, once. False when it had ended before. */
export async function endUpload(
  tx: Writer,
  actor: Actor,
  uploadId: number,
  state: keyof typeof actionOf,
  more: Partial<Pick<UploadRow, 'sha256' | 'recordingId'>> = {},
): Promise<boolean> {
  const ended = await tx.update(uploads, { id: uploadId, state: 'running' }, { state, endedAt: actor.now.toISOString(), ...more });
  if (ended === 1) await audit(tx, actor, actionOf[state], 'upload', uploadId);
  return ended === 1;
}

export interface UnderWay {
  publicId: string;
  meetingId: number;
  meetingNumber: number;
  bytes: number;
  kept: number;
  touchedAt: string;
}

/** Half-finished films of one person, the oldest first. */
export const listUnderWay = async (db: Reader, personId: number): Promise<UnderWay[]> =>
  (
    await db.rows<UnderWay>(
      `SELECT u.public_id AS "publicId", u.meeting_id AS "meetingId", m.number AS "meetingNumber", u.bytes, u.kept, u.touched_at AS "touchedAt"
       FROM upload u JOIN network_meeting m ON m.id = u.meeting_id WHERE u.person_id = $1 AND u.state = 'running' AND m.removed_at IS NULL ORDER BY u.created_at`,
      [personId],
    )
  ).map((one) => ({ ...one, bytes: Number(one.bytes), kept: Number(one.kept) }));

/** Everything under way that nobody has touched since `before`, or whose meeting is gone. */
export const listAbandoned = async (db: Reader, before: string): Promise<UploadRow[]> => {
  const ids = await db.rows<{ publicId: string }>(
    `SELECT u.public_id AS "publicId" FROM upload u JOIN network_meeting m ON m.id = u.meeting_id
     WHERE u.state = 'running' AND (u.touched_at < $1 OR m.removed_at IS NOT NULL) ORDER BY u.id LIMIT 200`,
    [before],
  );
  const found = await Promise.all(ids.map(({ publicId }) => findUpload(db, publicId)));
  return found.filter((one) => one !== null);
};

/** Everything under way. */
export const listRunning = async (db: Reader): Promise<UploadRow[]> => (await db.all(uploads, { state: 'running' })) as UploadRow[];

/** Everything under way to the meeting and to others, for those who ask what lies on disk. */
export const listRunningKeys = async (db: Reader): Promise<Set<string>> =>
  new Set(
    (await db.rows<{ key: string }>(`SELECT blob_key AS "key" FROM upload WHERE state = 'running' AND blob_key IS NOT NULL`)).map(
      ({ key }) => key,
    ),
  );
