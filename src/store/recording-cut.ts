import type { Marks, Removed } from '../domain/recording/cut.js';
import { audit, type Actor } from './audit.js';
import { bindFilmKey, createFilmKey, destroyKeys, listLivingFilmKeys } from './data-key.js';
import type { Database, Writer } from './database.js';
import { type Along, hold, type RecordingRow, unfinished } from './recording-life.js';
import { recordings } from './tables.js';

/** From–to is asked for and the cut is not made yet: nobody may see any of the film, and nothing is made of it. */
export const isUncut = ({ cutFromMs, cutToMs, cutAt }: Pick<RecordingRow, 'cutFromMs' | 'cutToMs' | 'cutAt'>): boolean =>
  (cutFromMs !== null || cutToMs !== null) && cutAt === null;

export const marksOf = ({ cutFromMs, cutToMs }: Pick<RecordingRow, 'cutFromMs' | 'cutToMs'>): Marks => ({
  fromMs: cutFromMs,
  toMs: cutToMs,
});

async function findUncut(tx: Writer, recordingId: number): Promise<RecordingRow | null> {
  await hold(tx, recordingId);
  if (!(await tx.row(`SELECT id FROM recording WHERE id = $1 AND ${unfinished}`, [recordingId]))) return null;
  const row = await tx.find(recordings, { id: recordingId });
  return row !== null && isUncut(row) ? row : null;
}

const keyIdIn = (blobKey: string | null): number => Number(/^k(\d+)\//.exec(blobKey ?? '')?.[1] ?? 0);

export interface CutPlace {
  /** A fresh film key of the recording. It dies with the recording, whatever becomes of the cut. */
  keyId: number;
  /** Keys of cuts that came to nothing, destroyed now; what lies under them may go. */
  leftovers: number[];
}

/** A key for the cut film to be sealed under. Null when there is nothing to cut any more. */
export const beginCut = (db: Database, recordingId: number, now: Date): Promise<CutPlace | null> =>
  db.write(async (tx) => {
    const row = await findUncut(tx, recordingId);
    if (row === null) return null;
    const leftovers = (await listLivingFilmKeys(tx, recordingId)).filter((id) => id !== keyIdIn(row.originalKey));
    for (const id of leftovers) await destroyKeys(tx, { id }, now);
    const keyId = await createFilmKey(tx, now);
    await bindFilmKey(tx, keyId, recordingId);
    return { keyId, leftovers };
  });

export interface CutFilm {
  key: string;
  bytes: number;
  removed: Removed;
}

/**
 * The cut film is the recording's film from here on, and the key of the file as it came is destroyed with the same stroke: what was cut away
 * can be opened by nobody. Returns where the former file lies, for its bytes to be removed; null when it is too late for a cut.
 */
export const takeCut = (
  db: Database,
  actor: Actor,
  recordingId: number,
  { key, bytes, removed }: CutFilm,
  along: Along,
): Promise<string | null> =>
  db.write(async (tx) => {
    const row = await findUncut(tx, recordingId);
    const living = await listLivingFilmKeys(tx, recordingId);
    if (row === null || row.originalKey === null || !living.includes(keyIdIn(key))) return null;
    for (const id of living) if (id !== keyIdIn(key)) await destroyKeys(tx, { id }, actor.now);
    await tx.update(
      recordings,
      { id: recordingId },
      { originalKey: key, bytes, cutAt: actor.now.toISOString(), cutStartMs: removed.startMs, cutEndMs: removed.endMs, originalPlays: 0 },
    );
    await audit(tx, actor, 'recording.cut', 'recording', recordingId);
    await along(tx);
    return row.originalKey;
  });

/** The marks leave nothing out: the film is whole, and goes on as it came. False when there is nothing to decide any more. */
export const needNoCut = (db: Database, actor: Actor, recordingId: number, along: Along): Promise<boolean> =>
  db.write(async (tx) => {
    if ((await findUncut(tx, recordingId)) === null) return false;
    await tx.update(recordings, { id: recordingId }, { cutAt: actor.now.toISOString(), cutStartMs: 0, cutEndMs: 0 });
    await audit(tx, actor, 'recording.uncut', 'recording', recordingId);
    await along(tx);
    return true;
  });
