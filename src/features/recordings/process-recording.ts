import type { FileHandle } from 'node:fs/promises';
import { JobRefused, type JobRun } from '../../jobs/catalogue.js';
import { canRemux, type Film, MediaRefused, type MediaRefusal } from '../../media/index.js';
import { failProcessing, findRecording, finishProcessing, noteProgress, type RecordingRow } from '../../store/recording-life.js';
import type { House } from '../../web/house.js';
import { keyBeside } from './film-keys.js';

export type ProcessingRefusal = MediaRefusal | 'gave-up';

const posterAtMs = 4_000;
const noteEveryMs = 2_000;

const nobody = (run: { now: () => Date }) => ({ personId: null, requestId: null, now: run.now() });

type Waiting = RecordingRow & { originalKey: string };

const isWaiting = (row: RecordingRow | null): row is Waiting =>
  row !== null &&
  row.originalKey !== null &&
  ['uploaded', 'processing'].includes(row.processing) &&
  row.erasedAt === null &&
  row.erasedWhy === null;

/** Tells the page how far it is, at most every two seconds. A note that cannot be kept is no reason to stop. */
function progressTo(house: House, recordingId: number): (fraction: number) => void {
  let last = 0;
  return (fraction) => {
    if (Date.now() - last < noteEveryMs) return;
    last = Date.now();
    noteProgress(house.db, recordingId, Math.min(99, Math.max(1, Math.floor(fraction * 100)))).catch(() => undefined);
  };
}

const remember = (run: JobRun) => (pid: number, startedAt: number) => void run.rememberChild({ pid, startedAt }).catch(() => undefined);

interface Kept {
  key: string;
  bytes: number;
}

/** Seals what was made under the key of the recording's original. */
async function keepFile(house: House, { originalKey }: Waiting, file: FileHandle): Promise<Kept> {
  const key = keyBeside(originalKey);
  const { size } = await file.stat();
  return { key, ...(await house.media.blobs.put(key, { fd: file.fd, bytes: size })) };
}

/** Makes a picture of the film and keeps it; null when there is only sound. */
async function poster(house: House, row: Waiting, film: FileHandle, run: JobRun): Promise<Kept | null> {
  const { media } = house;
  const probe = await media.probe(film.fd, { signal: run.signal });
  if (!probe.video) return null;
  const file = await media.nameless();
  try {
    const atMs = Math.min(posterAtMs, Math.floor(probe.durationMs / 2));
    await media.makePoster(film.fd, file.fd, { probe, atMs, signal: run.signal, onStart: remember(run) });
    return await keepFile(house, row, file);
  } finally {
    await file.close();
  }
}

async function make(house: House, row: Waiting, run: JobRun, original: number, film: FileHandle): Promise<Film> {
  const { media } = house;
  await media.scanner?.scan(original, { signal: run.signal });
  const probe = await media.probe(original, { signal: run.signal });
  await noteProgress(house.db, row.id, 1, { durationMs: probe.durationMs, hasPicture: probe.video ? 1 : 0 });
  const options = { probe, signal: run.signal, onStart: remember(run), onProgress: progressTo(house, row.id) };
  const remuxed = canRemux(probe) ? await media.makeRemux(original, film.fd, options) : null;
  return remuxed ?? media.makeSteady(original, film.fd, { ...options, keyframeGapMs: Infinity });
}

/** Puts the results among the blobs and turns the row to ready. What came too late is removed again. */
async function keep(house: House, row: Waiting, run: JobRun, film: FileHandle, durationMs: number): Promise<void> {
  const { blobs } = house.media;
  const picture = await poster(house, row, film, run);
  const { key: playableKey, bytes } = await keepFile(house, row, film);
  const posterKey = picture?.key ?? null;
  const playable = { playableKey, posterKey, bytes, durationMs, hasPicture: posterKey === null ? 0 : 1 };
  if (await finishProcessing(house.db, nobody(run), row.id, playable)) await blobs.remove(row.originalKey);
  else await Promise.all([playableKey, ...(posterKey === null ? [] : [posterKey])].map((key) => blobs.remove(key)));
}

/** Ends as failed, with the reason in words on the page, and without the file that could not be used. */
export async function giveUp(house: House, recordingId: number, why: ProcessingRefusal, now: () => Date): Promise<void> {
  const row = await findRecording(house.db, recordingId);
  if (!isWaiting(row)) return;
  if (await failProcessing(house.db, nobody({ now }), recordingId, why)) await house.media.blobs.remove(row.originalKey);
}

async function work(house: House, row: Waiting, run: JobRun): Promise<void> {
  const film = await house.media.nameless();
  try {
    const made = await house.media.blobs.withNameless(row.originalKey, (original) => make(house, row, run, original, film));
    await keep(house, row, run, film, made.durationMs);
  } finally {
    await film.close();
  }
}

/** From the file as it came to what every browser plays. May be run again at any point: only a waiting recording is touched. */
export async function processRecording(house: House, { recordingId }: { recordingId: number }, run: JobRun): Promise<void> {
  const row = await findRecording(house.db, recordingId);
  if (!isWaiting(row)) return;
  try {
    await work(house, row, run);
  } catch (error) {
    if (!(error instanceof MediaRefused)) throw error;
    await giveUp(house, recordingId, error.reason, run.now);
    throw new JobRefused(error.reason);
  }
}
