import { audit, type Actor } from './audit.js';
import { bindFilmKey, destroyKeys } from './data-key.js';
import type { Database, Reader, Writer } from './database.js';
import type { ErasedWhy } from './recording.js';
import { forgetFiles, type NewFile, placeFile } from './recording-file.js';
import type { RowOf } from './table.js';
import { recordings } from './tables.js';

export type RecordingRow = RowOf<typeof recordings>;

export const findRecording = (db: Reader, recordingId: number): Promise<RecordingRow | null> => db.find(recordings, { id: recordingId });

export interface NewRecording extends Pick<RecordingRow, 'meetingId' | 'ownerId' | 'originalKey' | 'bytes' | 'eraseOn'> {
  /** From–to, when only that is kept. */
  cutFromMs?: number | null;
  cutToMs?: number | null;
  /** What the original is sealed under. */
  filmKeyId: number;
  /** 1 when it is known to play in a browser as it came. */
  originalPlays?: number | null;
}

/** Null when the meeting has a living recording already. */
export async function createRecording(
  tx: Writer,
  actor: Actor,
  { filmKeyId, ...given }: NewRecording,
  municipalityId: number,
): Promise<number | null> {
  await tx.run('UPDATE network_meeting SET number = number WHERE id = $1', [given.meetingId]);
  const living = await tx.row(`SELECT id FROM recording WHERE meeting_id = $1 AND erased_at IS NULL AND processing <> 'failed'`, [
    given.meetingId,
  ]);
  if (living) return null;
  const at = actor.now.toISOString();
  const id = await tx.insert(recordings, {
    ...given,
    processing: 'uploaded',
    progress: 0,
    review: 'draft',
    reviewSince: at,
    uploadedAt: at,
  });
  await bindFilmKey(tx, filmKeyId, id);
  await audit(tx, actor, 'recording.create', 'recording', id, municipalityId);
  return id;
}

/** On its way to being playable. */
export const unfinished = `processing IN ('uploaded', 'processing') AND erased_at IS NULL AND erased_why IS NULL`;

/** Holds the row to the end of the transaction, so that what is asked next still stands when it is acted on. */
export const hold = (tx: Writer, recordingId: number): Promise<void> =>
  tx.run('UPDATE recording SET progress = progress WHERE id = $1', [recordingId]);

async function move(tx: Writer, recordingId: number, values: Partial<RecordingRow>): Promise<boolean> {
  await hold(tx, recordingId);
  const living = await tx.row(`SELECT id FROM recording WHERE id = $1 AND ${unfinished}`, [recordingId]);
  return living !== null && (await tx.update(recordings, { id: recordingId }, values)) === 1;
}

/** What is being made of a recording at the moment. */
export type Step = 'looking' | 'cutting' | 'copying' | 'waiting' | 'steadying';

/** A step begins, with what is known of the film by now. False when there is nothing to do: finished, failed, or about to be erased. */
export const beginStep = (db: Database, recordingId: number, step: Step, now: Date, measured: Partial<Measured> = {}): Promise<boolean> =>
  db.write((tx) => move(tx, recordingId, { processing: 'processing', progress: 0, step, stepSince: now.toISOString(), ...measured }));

export type Measured = Pick<RecordingRow, 'durationMs' | 'hasPicture' | 'originalPlays' | 'missingMs' | 'posterKey'>;

/** Percent of the step that is under way, also while the film can be watched already. False when nothing is under way. */
export const noteProgress = (db: Database, recordingId: number, progress: number): Promise<boolean> =>
  db.write(async (tx) => {
    await hold(tx, recordingId);
    const living = await tx.row('SELECT id FROM recording WHERE id = $1 AND settled_at IS NULL AND erased_why IS NULL', [recordingId]);
    return living !== null && (await tx.update(recordings, { id: recordingId }, { progress })) === 1;
  });

export type Playable = Pick<RecordingRow, 'durationMs' | 'hasPicture' | 'missingMs'> & { file: NewFile; poster: NewFile | null };

/** Written down in the same transaction as a change: the next job. */
export type Along = (tx: Writer) => Promise<void>;

/**
 * The film can be played and the trainee's turn begins. Its original stays until the steady version has taken its place.
 * False when somebody else was first or it is about to be erased.
 */
export const finishProcessing = (db: Database, actor: Actor, recordingId: number, made: Playable, along?: Along): Promise<boolean> =>
  db.write(async (tx) => {
    const at = actor.now.toISOString();
    const { file, poster, ...measured } = made;
    const moved = await move(tx, recordingId, {
      ...measured,
      ...{ playableKey: file.key, bytes: file.bytes, ...(poster ? { posterKey: poster.key } : {}) },
      ...{ processing: 'ready', progress: 100, step: null, stepSince: null, readyAt: at, review: 'ready_for_reflection', reviewSince: at },
      ...(file.kind === 'steady' ? settled(at) : {}),
    });
    if (!moved) return false;
    for (const one of [file, poster]) if (one) await placeFile(tx, recordingId, one, actor.now);
    await audit(tx, actor, 'recording.ready', 'recording', recordingId);
    await along?.(tx);
    return true;
  });

/** Nothing more is made of it, and the file as it came is no longer needed. */
const settled = (at: string): Partial<RecordingRow> => ({ settledAt: at, originalKey: null, step: null, stepSince: null, progress: 100 });

const unsettled = `processing = 'ready' AND settled_at IS NULL AND erased_at IS NULL AND erased_why IS NULL`;

async function settle(tx: Writer, recordingId: number, values: Partial<RecordingRow>): Promise<boolean> {
  await hold(tx, recordingId);
  const open = await tx.row(`SELECT id FROM recording WHERE id = $1 AND ${unsettled}`, [recordingId]);
  return open !== null && (await tx.update(recordings, { id: recordingId }, values)) === 1;
}

/** The making of the steady version of a film that can be watched already begins. */
export const beginSteady = (db: Database, recordingId: number, now: Date): Promise<boolean> =>
  db.write((tx) => settle(tx, recordingId, { progress: 0, step: 'steadying', stepSince: now.toISOString() }));

/** The steady version takes the place of the quick one. False when it is about to be erased, or was done before. */
export const takePlace = (db: Database, actor: Actor, recordingId: number, file: NewFile, along: Along): Promise<boolean> =>
  db.write(async (tx) => {
    const values = { playableKey: file.key, bytes: file.bytes, ...settled(actor.now.toISOString()) };
    if (!(await settle(tx, recordingId, values))) return false;
    await placeFile(tx, recordingId, file, actor.now);
    await audit(tx, actor, 'recording.steady', 'recording', recordingId);
    await along(tx);
    return true;
  });

/** No steady version could be made: the quick one stays the film. */
export const stayAsItIs = (db: Database, actor: Actor, recordingId: number): Promise<boolean> =>
  db.write(async (tx) => {
    if (!(await settle(tx, recordingId, settled(actor.now.toISOString())))) return false;
    await audit(tx, actor, 'recording.unsteady', 'recording', recordingId);
    return true;
  });

/** One more file of a film that stands. False when it is about to be erased, has failed or is not cut yet: the file is then nobody's. */
export const addFile = (db: Database, recordingId: number, file: NewFile, now: Date): Promise<{ kept: boolean; before: string | null }> =>
  db.write(async (tx) => {
    await hold(tx, recordingId);
    const standing = await tx.row(
      `SELECT id FROM recording WHERE id = $1 AND erased_at IS NULL AND erased_why IS NULL AND processing <> 'failed'
         AND (cut_at IS NOT NULL OR (cut_from_ms IS NULL AND cut_to_ms IS NULL))`,
      [recordingId],
    );
    if (!standing) return { kept: false, before: null };
    const before = await placeFile(tx, recordingId, file, now);
    if (file.kind === 'poster') await tx.update(recordings, { id: recordingId }, { posterKey: file.key });
    return { kept: true, before };
  });

/** The distance of its keyframes, once somebody has measured it. */
export const noteKeyframes = (db: Database, recordingId: number, keyframeGapMs: number): Promise<number> =>
  db.write((tx) => tx.update(recordings, { id: recordingId }, { keyframeGapMs }));

/** The film was refused, or given up. `refusal` is the reason's key. */
export const failProcessing = (db: Database, actor: Actor, recordingId: number, refusal: string): Promise<boolean> =>
  db.write(async (tx) => {
    const at = actor.now.toISOString();
    const moved = await move(tx, recordingId, { processing: 'failed', refusal, posterKey: null, ...settled(at), progress: 0 });
    if (!moved) return false;
    await forgetFiles(tx, recordingId);
    await destroyKeys(tx, { recordingId, purpose: 'film' }, actor.now);
    await audit(tx, actor, 'recording.fail', 'recording', recordingId);
    return true;
  });

const jobOf = (kinds: string): string =>
  `EXISTS (SELECT 1 FROM job j WHERE j.kind IN (${kinds}) AND j.state IN ('waiting', 'running') AND j.payload = '{"recordingId":' || r.id || '}')`;

/** Recordings that wait for something no job will do: a worker died between two steps. Everything else has its way out already. */
export const listForgotten = (db: Reader): Promise<{ id: number; processing: string }[]> =>
  db.rows<{ id: number; processing: string }>(
    `SELECT r.id, r.processing FROM recording r WHERE r.erased_at IS NULL AND r.erased_why IS NULL AND r.settled_at IS NULL
       AND ((r.processing IN ('uploaded', 'processing') AND NOT ${jobOf(`'process-recording', 'cut-recording', 'steady-recording'`)})
         OR (r.processing = 'ready' AND r.original_key IS NOT NULL AND NOT ${jobOf(`'steady-recording'`)})) ORDER BY r.id`,
  );

/** After its time a film's rating keeps its words; after a withdrawal or a removal nothing written about it is left. */
export const keepsAssessment = (why: string | null): boolean => why === 'certified' || why === 'age';

/**
 * From here on nobody watches and nobody can: the film's key is destroyed, and with it that of the texts unless the rating stays.
 * The job that removes the files is enqueued in the same transaction. False when it was decided before.
 */
export async function decideErasure(tx: Writer, actor: Actor, recordingId: number, why: ErasedWhy): Promise<boolean> {
  await hold(tx, recordingId);
  const standing = await tx.row('SELECT id FROM recording WHERE id = $1 AND erased_at IS NULL AND erased_why IS NULL', [recordingId]);
  if (!standing) return false;
  await tx.update(recordings, { id: recordingId }, { erasedWhy: why });
  await destroyKeys(tx, keepsAssessment(why) ? { recordingId, purpose: 'film' } : { recordingId }, actor.now);
  await audit(tx, actor, `recording.erase.${why}`, 'recording', recordingId);
  return true;
}

export interface Aging {
  id: number;
  meetingId: number;
  uploadedAt: string;
  eraseOn: string;
  /** The certificate issued on or after the day of upload. */
  certifiedOn: string | null;
}

/** Every recording that is not erased, with what decides when it must be. */
export const listAging = (db: Reader): Promise<Aging[]> =>
  db.rows<Aging>(
    `SELECT r.id, r.meeting_id AS "meetingId", r.uploaded_at AS "uploadedAt", r.erase_on AS "eraseOn",
       (SELECT MIN(c.issued_on) FROM certificate c WHERE c.enrolment_id = m.enrolment_id AND c.withdrawn_at IS NULL AND c.issued_on >= SUBSTR(r.uploaded_at, 1, 10)) AS "certifiedOn"
     FROM recording r JOIN network_meeting m ON m.id = r.meeting_id WHERE r.erased_at IS NULL AND r.erased_why IS NULL AND r.processing <> 'failed' ORDER BY r.id`,
  );

/** Recordings whose erasure is decided but not done. */
export const listToErase = (db: Reader): Promise<{ id: number }[]> =>
  db.rows<{ id: number }>('SELECT id FROM recording WHERE erased_why IS NOT NULL AND erased_at IS NULL ORDER BY id');

/** Every key of film or picture that a recording names. */
export const listBlobKeys = async (db: Reader): Promise<Set<string>> =>
  new Set(
    (
      await db.rows<{ key: string }>(
        `SELECT original_key AS "key" FROM recording WHERE original_key IS NOT NULL UNION SELECT playable_key FROM recording WHERE playable_key IS NOT NULL
         UNION SELECT poster_key FROM recording WHERE poster_key IS NOT NULL UNION SELECT blob_key FROM recording_file`,
      )
    ).map(({ key }) => key),
  );
