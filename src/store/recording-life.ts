import { audit, type Actor } from './audit.js';
import { bindFilmKey, destroyKeys } from './data-key.js';
import type { Database, Reader, Writer } from './database.js';
import type { ErasedWhy } from './recording.js';
import type { RowOf } from './table.js';
import { recordings } from './tables.js';

export type RecordingRow = RowOf<typeof recordings>;

export const findRecording = (db: Reader, recordingId: number): Promise<RecordingRow | null> => db.find(recordings, { id: recordingId });

export interface NewRecording extends Pick<RecordingRow, 'meetingId' | 'ownerId' | 'originalKey' | 'bytes' | 'eraseOn'> {
  /** What the original is sealed under. */
  filmKeyId: number;
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

const unfinished = `processing IN ('uploaded', 'processing') AND erased_at IS NULL AND erased_why IS NULL`;

/** Holds the row to the end of the transaction, so that what is asked next still stands when it is acted on. */
const hold = (tx: Writer, recordingId: number): Promise<void> =>
  tx.run('UPDATE recording SET progress = progress WHERE id = $1', [recordingId]);

async function move(tx: Writer, recordingId: number, values: Partial<RecordingRow>): Promise<boolean> {
  await hold(tx, recordingId);
  const living = await tx.row(`SELECT id FROM recording WHERE id = $1 AND ${unfinished}`, [recordingId]);
  return living !== null && (await tx.update(recordings, { id: recordingId }, values)) === 1;
}

/** Percent done. False when there is nothing to do: finished, failed, or about to be erased. */
export const noteProgress = (
  db: Database,
  recordingId: number,
  progress: number,
  measured: Partial<Pick<RecordingRow, 'durationMs' | 'hasPicture'>> = {},
) => db.write((tx) => move(tx, recordingId, { processing: 'processing', progress, ...measured }));

export type Playable = Pick<RecordingRow, 'playableKey' | 'posterKey' | 'bytes' | 'durationMs' | 'hasPicture'>;

/** The film can be played and the trainee's turn begins. False when somebody else was first or it is about to be erased. */
export const finishProcessing = (db: Database, actor: Actor, recordingId: number, playable: Playable): Promise<boolean> =>
  db.write(async (tx) => {
    const at = actor.now.toISOString();
    const moved = await move(tx, recordingId, {
      ...playable,
      processing: 'ready',
      progress: 100,
      originalKey: null,
      readyAt: at,
      review: 'ready_for_reflection',
      reviewSince: at,
    });
    if (moved) await audit(tx, actor, 'recording.ready', 'recording', recordingId);
    return moved;
  });

/** The film was refused, or given up. `refusal` is the reason's key. */
export const failProcessing = (db: Database, actor: Actor, recordingId: number, refusal: string): Promise<boolean> =>
  db.write(async (tx) => {
    const moved = await move(tx, recordingId, { processing: 'failed', refusal, originalKey: null });
    if (!moved) return false;
    await destroyKeys(tx, { recordingId, purpose: 'film' }, actor.now);
    await audit(tx, actor, 'recording.fail', 'recording', recordingId);
    return moved;
  });

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
         UNION SELECT poster_key FROM recording WHERE poster_key IS NOT NULL`,
      )
    ).map(({ key }) => key),
  );
