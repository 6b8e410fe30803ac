import type { FileHandle } from 'node:fs/promises';
import type { JobRun } from '../../jobs/catalogue.js';
import { canRemux, type Film, MediaRefused, playsAsItIs, type Probe } from '../../media/index.js';
import { isUncut } from '../../store/recording-cut.js';
import type { NewFile } from '../../store/recording-file.js';
import { beginStep, findRecording, finishProcessing, type RecordingRow } from '../../store/recording-life.js';
import type { House } from '../../web/house.js';
import { cutByCopy } from './cut-recording.js';
import { asJobError, dropFiles, keepBeside, nobody, progressTo, remember, requireRoom, seal, withFresh } from './made-file.js';
import { firstOfAll, giveUp, isWaiting, nextSteps, type Waiting } from './waiting.js';

const posterAtMs = 4_000;

async function makePoster(house: House, row: Waiting, run: JobRun, film: number, probe: Probe): Promise<void> {
  if (!probe.video) return;
  const atMs = Math.min(posterAtMs, Math.floor(probe.durationMs / 2));
  await withFresh(house, async (file) => {
    await house.media.makePoster(film, file.fd, { probe, atMs, signal: run.signal, onStart: remember(run) });
    await keepBeside(house, row, run, file, { kind: 'poster' });
  });
}

/** What is put among the files about a film. */
export const aboutFilm = (kind: 'remux' | 'steady', made: Film): Pick<NewFile, 'kind' | 'width' | 'height' | 'durationMs'> => ({
  ...{ kind, durationMs: made.durationMs, width: made.picture?.width ?? null, height: made.picture?.height ?? null },
});

/** Turns the row to ready with this film. What came too late is removed again. */
export async function makeReady(house: House, row: Waiting, run: JobRun, file: NewFile, made: Film): Promise<boolean> {
  const playable = { file, poster: null, durationMs: made.durationMs, missingMs: made.missingMs, hasPicture: made.picture ? 1 : 0 };
  const steady = file.kind === 'remux' ? (['steady-recording'] as const) : [];
  const along = nextSteps(row.id, steady, run.now());
  const ready = await finishProcessing(house.db, nobody(run), row.id, playable, along);
  if (!ready) await dropFiles(house, [file.key]);
  return ready;
}

async function copy(house: House, row: Waiting, run: JobRun, film: number, probe: Probe, into: FileHandle): Promise<boolean> {
  const options = { probe, signal: run.signal, onStart: remember(run), onProgress: progressTo(house, row.id) };
  const made = await house.media.makeRemux(film, into.fd, options);
  if (made) await makeReady(house, row, run, await seal(house, row, into, aboutFilm('remux', made)), made);
  return made !== null;
}

async function work(house: House, row: Waiting, run: JobRun, film: number): Promise<void> {
  const { media, db } = house;
  await media.scanner?.scan(film, { signal: run.signal });
  const probe = await media.probe(film, { signal: run.signal });
  const measured = { durationMs: probe.durationMs, hasPicture: probe.video ? 1 : 0, originalPlays: playsAsItIs(probe) ? 1 : 0 };
  if (!(await beginStep(db, row.id, 'copying', run.now(), measured))) return;
  await makePoster(house, row, run, film, probe);
  await db.write(nextSteps(row.id, ['picture-recording'], run.now()));
  const copied = canRemux(probe) && (await withFresh(house, (into) => copy(house, row, run, film, probe, into)));
  if (copied || !(await beginStep(db, row.id, 'waiting', run.now()))) return;
  await db.write(nextSteps(row.id, ['steady-recording'], run.now(), firstOfAll));
}

/** The recording with its film cut, or as it stands when that is for the slow lane. */
async function afterCut(house: House, row: Waiting, run: JobRun): Promise<RecordingRow | null> {
  return (await cutByCopy(house, row, run)) ? findRecording(house.db, row.id) : row;
}

/**
 * From the file as it came to what others may watch, within seconds when its picture can be kept; otherwise the slow lane makes it anew.
 * May be run again at any point: only a waiting recording is touched.
 */
export async function processRecording(house: House, { recordingId }: { recordingId: number }, run: JobRun): Promise<void> {
  const found = await findRecording(house.db, recordingId);
  if (!isWaiting(found)) return;
  await requireRoom(house, found);
  try {
    const row = isUncut(found) ? await afterCut(house, found, run) : found;
    if (!isWaiting(row) || isUncut(row)) return;
    await beginStep(house.db, row.id, 'looking', run.now());
    await house.media.blobs.withNameless(row.originalKey, (film) => work(house, row, run, film));
  } catch (error) {
    if (error instanceof MediaRefused) await giveUp(house, recordingId, error.reason, run.now);
    throw asJobError(error);
  }
}
