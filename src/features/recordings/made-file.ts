import type { FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { JobPostponed, JobRefused, type JobRun } from '../../jobs/catalogue.js';
import { FilmKeyGone, MediaRefused, SandboxClosed, ScannerAway } from '../../media/index.js';
import type { Actor } from '../../store/audit.js';
import { isUncut } from '../../store/recording-cut.js';
import type { RecordingRow } from '../../store/recording-life.js';
import { addFile, noteProgress } from '../../store/recording-life.js';
import type { NewFile } from '../../store/recording-file.js';
import type { House } from '../../web/house.js';
import { keyBeside } from './film-keys.js';

/** The house itself acts. */
export const nobody = (run: { now: () => Date }): Actor => ({ personId: null, requestId: null, now: run.now() });

/** Remembers each tool that begins, so that it can be ended first if the worker dies. */
export const remember = (run: JobRun) => (pid: number, startedAt: number) =>
  void run.rememberChild({ pid, startedAt }).catch(() => undefined);

const noteEveryMs = 2_000;

/** Tells the page how far a step is, at most every two seconds. A note that cannot be kept is no reason to stop. */
export function progressTo(house: House, recordingId: number): (fraction: number) => void {
  let last = 0;
  return (fraction) => {
    if (Date.now() - last < noteEveryMs) return;
    last = Date.now();
    noteProgress(house.db, recordingId, Math.min(99, Math.max(1, Math.floor(fraction * 100)))).catch(() => undefined);
  };
}

/** Lends an empty file without a name for something to be made in. */
export async function withFresh<T>({ media }: House, work: (file: FileHandle) => Promise<T>): Promise<T> {
  const file = await media.nameless();
  try {
    return await work(file);
  } finally {
    await file.close();
  }
}

type About = Omit<NewFile, 'key' | 'bytes'>;

/** Seals what was made beside the recording's other files. No recording names it yet: whoever fails to write it down removes it. */
export async function seal({ media }: House, row: RecordingRow, made: FileHandle | string, about: About): Promise<NewFile> {
  const beside = row.originalKey ?? row.playableKey;
  if (beside === null) throw new JobRefused('nothing to lay it beside');
  const key = keyBeside(beside);
  const source = typeof made === 'string' ? Readable.from([Buffer.from(made)]) : { fd: made.fd, bytes: (await made.stat()).size };
  return { ...about, key, ...(await media.blobs.put(key, source)) };
}

export const dropFiles = async ({ media }: House, keys: (string | null | undefined)[]): Promise<void> => {
  for (const key of keys) if (key) await media.blobs.remove(key);
};

/** Seals a file and gives it its place; what stood there is removed, and so is the file itself when the film no longer stands. */
export async function keepBeside(house: House, row: RecordingRow, run: JobRun, made: FileHandle | string, about: About): Promise<void> {
  const file = await seal(house, row, made, about);
  const { kept, before } = await addFile(house.db, row.id, file, run.now());
  await dropFiles(house, [before, kept ? null : file.key]);
}

/** While a film is worked on it lies there three times: as it came, opened, and as what is made of it. A cut is sealed once more before. */
export const roomFactor = (uncut: boolean): number => (uncut ? 3 : 1.5);

/** Without room on the disk the job waits; nothing is given up for it. */
export async function requireRoom({ media }: House, row: RecordingRow): Promise<void> {
  if (!(await media.hasRoomFor(roomFactor(isUncut(row)) * (row.bytes ?? 0)))) throw new JobPostponed('no room on the disk');
}

const isFull = (error: unknown): boolean =>
  error instanceof Error && (('code' in error && error.code === 'ENOSPC') || /No space left|Disk quota/.test(error.message));

/** What an error means for the job: refused for good, put off until the machine is ready, or tried again. */
export function asJobError(error: unknown): unknown {
  if (error instanceof MediaRefused) return new JobRefused(error.reason);
  if (error instanceof FilmKeyGone) return new JobRefused('erased meanwhile');
  if (error instanceof SandboxClosed || error instanceof ScannerAway) return new JobPostponed(error.name);
  return isFull(error) ? new JobPostponed('no room on the disk') : error;
}
