import type { Database, Reader, Writer } from './database.js';
import { recordingFiles, recordings } from './tables.js';

export type FileKind = 'remux' | 'steady' | 'poster' | 'sprite' | 'peaks' | 'silence';

/** Something made from a recording and kept sealed among the blobs. */
export interface RecordingFile {
  kind: FileKind;
  key: string;
  bytes: number;
  /** Of a film its size in pixels, of a sprite the size of one small picture. */
  width: number | null;
  height: number | null;
  durationMs: number | null;
  /** Of a sprite the time from one picture to the next, of peaks the time from one to the next. */
  stepMs: number | null;
  madeAt: string;
}

/** Every file of a recording by its kind; null where there is none (yet). */
export type FilmFiles = Record<FileKind, RecordingFile | null> & {
  /** The file as it came, until the steady version has taken its place. `plays`: in a browser, and so at once for its uploader. */
  original: { key: string; plays: boolean } | null;
};

const nothing: FilmFiles = { original: null, remux: null, steady: null, poster: null, sprite: null, peaks: null, silence: null };

/** What stands of a recording. Whoever asks has been let in by the policy already. */
export const listFiles = (db: Reader, recordingId: number): Promise<RecordingFile[]> =>
  db.rows<RecordingFile>(
    `SELECT kind, blob_key AS "key", bytes, width, height, duration_ms AS "durationMs", step_ms AS "stepMs", made_at AS "madeAt"
     FROM recording_file WHERE recording_id = $1 ORDER BY id`,
    [recordingId],
  );

/** Null for an unknown id. Whoever asks has been let in by the policy already. */
export async function filmFor(db: Reader, recordingId: number): Promise<FilmFiles | null> {
  const row = await db.find(recordings, { id: recordingId });
  if (row === null) return null;
  const original = row.originalKey === null ? null : { key: row.originalKey, plays: row.originalPlays === 1 };
  const files = await listFiles(db, recordingId);
  return { ...nothing, ...Object.fromEntries(files.map((file) => [file.kind, { ...file, bytes: Number(file.bytes) }])), original };
}

/** What was made, as it is written down. */
export type NewFile = Pick<RecordingFile, 'kind' | 'key' | 'bytes'> &
  Partial<Pick<RecordingFile, 'width' | 'height' | 'durationMs' | 'stepMs'>>;

/** Puts a file in its place. Returns the key of the one that stood there, whose bytes may go, or null. */
export async function placeFile(tx: Writer, recordingId: number, file: NewFile, now: Date): Promise<string | null> {
  const { key, ...rest } = file;
  const before = await tx.find(recordingFiles, { recordingId, kind: file.kind });
  await tx.remove(recordingFiles, { recordingId, kind: file.kind });
  await tx.insert(recordingFiles, {
    ...{ width: null, height: null, durationMs: null, stepMs: null, ...rest },
    ...{ recordingId, blobKey: key, madeAt: now.toISOString() },
  });
  return before?.blobKey ?? null;
}

/** Forgets a file; its bytes are the caller's to remove. Returns its key, or null when there was none. */
export const forgetFile = (db: Database, recordingId: number, kind: FileKind): Promise<string | null> =>
  db.write(async (tx) => {
    const row = await tx.find(recordingFiles, { recordingId, kind });
    if (row) await tx.remove(recordingFiles, { id: row.id });
    return row?.blobKey ?? null;
  });

export const forgetFiles = (tx: Writer, recordingId: number): Promise<number> => tx.remove(recordingFiles, { recordingId });
