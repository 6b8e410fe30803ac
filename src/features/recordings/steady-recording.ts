import type { JobRun } from '../../jobs/catalogue.js';
import { enqueue } from '../../jobs/queue.js';
import { type Film, MediaRefused } from '../../media/index.js';
import { isUncut } from '../../store/recording-cut.js';
import type { NewFile } from '../../store/recording-file.js';
import { filmFor } from '../../store/recording-file.js';
import {
  beginSteady,
  beginStep,
  findRecording,
  noteKeyframes,
  type RecordingRow,
  stayAsItIs,
  takePlace,
} from '../../store/recording-life.js';
import type { House } from '../../web/house.js';
import { asJobError, dropFiles, nobody, progressTo, remember, requireRoom, seal, withFresh } from './made-file.js';
import { aboutFilm, makeReady } from './process-recording.js';
import { giveUp, isWaiting, nextSteps, type ProcessingRefusal } from './waiting.js';

/** A player that is open on the quick version goes on with it; it is loaded afresh long before this. */
export const tidyAfterMs = 6 * 3_600_000;

type Unsettled = RecordingRow & { originalKey: string };

const isUnsettled = (row: RecordingRow | null): row is Unsettled =>
  row !== null &&
  row.originalKey !== null &&
  !isUncut(row) &&
  row.settledAt === null &&
  row.erasedAt === null &&
  row.erasedWhy === null &&
  row.processing !== 'failed';

async function gapOf({ media, db }: House, row: Unsettled, run: JobRun, film: number, probe: Parameters<typeof media.keyframeGapMs>[1]) {
  if (row.keyframeGapMs !== null) return row.keyframeGapMs;
  const gap = await media.keyframeGapMs(film, probe, run.signal);
  if (Number.isFinite(gap)) await noteKeyframes(db, row.id, Math.round(gap));
  return gap;
}

async function make(house: House, row: Unsettled, run: JobRun, into: number): Promise<Film> {
  return house.media.blobs.withNameless(row.originalKey, async (film) => {
    const probe = await house.media.probe(film, { signal: run.signal });
    const keyframeGapMs = await gapOf(house, row, run, film, probe);
    const options = { probe, keyframeGapMs, signal: run.signal, onStart: remember(run), onProgress: progressTo(house, row.id) };
    return house.media.makeSteady(film, into, options);
  });
}

/** The sprite of a film whose keyframes lie far apart could not be made from the file as it came. */
async function pictureAgain(house: House, row: RecordingRow, run: JobRun): Promise<void> {
  const files = await filmFor(house.db, row.id);
  if (files?.sprite === null) await house.db.write(nextSteps(row.id, ['picture-recording'], run.now()));
}

/** The quick version, and the file as it came, have done their service. */
async function replace(house: House, row: Unsettled, run: JobRun, file: NewFile): Promise<void> {
  const now = run.now();
  const taken = await takePlace(house.db, nobody(run), row.id, file, (tx) =>
    enqueue(tx, 'tidy-recording', { recordingId: row.id }, { now, runAt: new Date(now.getTime() + tidyAfterMs) }),
  );
  await dropFiles(house, [taken ? row.originalKey : file.key]);
}

async function work(house: House, row: Unsettled, run: JobRun): Promise<void> {
  await withFresh(house, async (into) => {
    const made = await make(house, row, run, into.fd);
    const file = await seal(house, row, into, aboutFilm('steady', made));
    const now = await findRecording(house.db, row.id);
    if (!isWaiting(now)) await replace(house, row, run, file);
    else if (await makeReady(house, now, run, file, made)) await dropFiles(house, [row.originalKey]);
  });
  await pictureAgain(house, row, run);
}

/** Nothing steadier can be made: a film that can be watched stays as it is, one that cannot has failed. */
export async function endUnsteady(house: House, recordingId: number, why: ProcessingRefusal, now: () => Date): Promise<void> {
  const row = await findRecording(house.db, recordingId);
  if (isWaiting(row)) return giveUp(house, recordingId, why, now);
  if (await stayAsItIs(house.db, nobody({ now }), recordingId)) await dropFiles(house, [row?.originalKey]);
}

/** The smooth version. It takes the quick one's place, or is the first one where there could be no quick one. */
export async function steadyRecording(house: House, { recordingId }: { recordingId: number }, run: JobRun): Promise<void> {
  const row = await findRecording(house.db, recordingId);
  if (!isUnsettled(row)) return;
  await requireRoom(house, row);
  const first: boolean = isWaiting(row);
  const begun = first ? beginStep(house.db, row.id, 'steadying', run.now()) : beginSteady(house.db, row.id, run.now());
  if (!(await begun)) return;
  try {
    await work(house, row, run);
  } catch (error) {
    if (error instanceof MediaRefused) await endUnsteady(house, recordingId, error.reason, run.now);
    throw asJobError(error);
  }
}
