import { JobRefused, type JobRun } from '../../jobs/catalogue.js';
import { MediaRefused, type MediaRefusal, type Probe } from '../../media/index.js';
import { failProcessing, findRecording, finishProcessing, noteProgress, type RecordingRow } from '../../store/recording-life.js';
import type { House } from '../../web/house.js';
import { newFilmKey } from './film-keys.js';

export type ProcessingRefusal = MediaRefusal | 'gave-up';

const posterAtMs = 4_000;
const noteEveryMs = 2_000;

const nobody = (run: { now: () => Date }) => ({ personId: null, requestId: null, now: run.now() });

const isWaiting = (row: RecordingRow | null): row is RecordingRow & { originalKey: string } =>
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

interface Made {
  film: string;
  poster: string | null;
  durationMs: number;
}

async function makePoster({ media }: House, film: string, run: JobRun, probe: Probe): Promise<string | null> {
  if (!probe.video) return null;
  const poster = media.workbench.pathFor(run.jobId, run.attempt, 'jpg');
  const atMs = Math.min(posterAtMs, Math.floor(probe.durationMs / 2));
  await media.makePoster(film, poster, { atMs, signal: run.signal, onStart: remember(run) });
  return poster;
}

const remember = (run: JobRun) => (pid: number, startedAt: number) => void run.rememberChild({ pid, startedAt }).catch(() => undefined);

async function make(house: House, row: RecordingRow & { originalKey: string }, run: JobRun): Promise<Made> {
  const { media, db } = house;
  const film = media.workbench.pathFor(run.jobId, run.attempt, 'mp4');
  return media.blobs.withFile(row.originalKey, async (original) => {
    const probe = await media.probe(original, { signal: run.signal });
    await noteProgress(db, row.id, 1, { durationMs: probe.durationMs, hasPicture: probe.video ? 1 : 0 });
    const made = await media.makePlayable(original, film, {
      probe,
      signal: run.signal,
      onStart: remember(run),
      onProgress: progressTo(house, row.id),
    });
    return { film, poster: await makePoster(house, film, run, probe), durationMs: made.durationMs };
  });
}

/** Puts the results among the blobs and turns the row to ready. What came too late is removed again. */
async function keep(house: House, row: RecordingRow & { originalKey: string }, run: JobRun, made: Made): Promise<void> {
  const { blobs } = house.media;
  const playableKey = newFilmKey(house);
  const posterKey = made.poster === null ? null : newFilmKey(house);
  const { bytes } = await blobs.put(playableKey, { path: made.film });
  if (posterKey !== null && made.poster !== null) await blobs.put(posterKey, { path: made.poster });
  const playable = { playableKey, posterKey, bytes, durationMs: made.durationMs, hasPicture: posterKey === null ? 0 : 1 };
  if (await finishProcessing(house.db, nobody(run), row.id, playable)) await blobs.remove(row.originalKey);
  else await Promise.all([playableKey, ...(posterKey === null ? [] : [posterKey])].map((key) => blobs.remove(key)));
}

/** Ends as failed, with the reason in words on the page, and without the file that could not be used. */
export async function giveUp(house: House, recordingId: number, why: ProcessingRefusal, now: () => Date): Promise<void> {
  const row = await findRecording(house.db, recordingId);
  if (!isWaiting(row)) return;
  if (await failProcessing(house.db, nobody({ now }), recordingId, why)) await house.media.blobs.remove(row.originalKey);
}

/** From the file as it came to what every browser plays. May be run again at any point: only a waiting recording is touched. */
export async function processRecording(house: House, { recordingId }: { recordingId: number }, run: JobRun): Promise<void> {
  const row = await findRecording(house.db, recordingId);
  if (!isWaiting(row)) return;
  await house.media.workbench.clear(run.jobId);
  try {
    await keep(house, row, run, await make(house, row, run));
  } catch (error) {
    if (!(error instanceof MediaRefused)) throw error;
    await giveUp(house, recordingId, error.reason, run.now);
    throw new JobRefused(error.reason);
  } finally {
    await house.media.workbench.clear(run.jobId);
  }
}
