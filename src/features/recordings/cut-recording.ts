import type { FileHandle } from 'node:fs/promises';
import { stretchOf } from '../../domain/recording/cut.js';
import type { JobRun } from '../../jobs/catalogue.js';
import { type Cut, type CutSpan, MediaRefused, newBlobKey, type Probe } from '../../media/index.js';
import { beginCut, isUncut, marksOf, needNoCut, takeCut } from '../../store/recording-cut.js';
import { type Along, beginStep, findRecording } from '../../store/recording-life.js';
import type { House } from '../../web/house.js';
import { removeUnder } from './film-keys.js';
import { asJobError, dropFiles, nobody, progressTo, remember, requireRoom, withFresh } from './made-file.js';
import { firstOfAll, giveUp, isWaiting, nextSteps, type Waiting } from './waiting.js';

/** What the marks mean for this film. Null: they leave nothing out. Throws `MediaRefused` when they lie outside it. */
function spanOf(row: Waiting, { durationMs }: Probe): CutSpan | null {
  const marks = marksOf(row);
  const stretch = stretchOf(marks, durationMs);
  if (stretch === null) throw new MediaRefused('cut-outside', `${durationMs} ms`);
  const span = { fromMs: marks.fromMs, toMs: stretch.toMs < durationMs ? stretch.toMs : null };
  return span.fromMs === null && span.toMs === null ? null : span;
}

type MakeIt = (film: number, probe: Probe, span: CutSpan, into: FileHandle) => Promise<Cut | null>;

/**
 * Seals the cut film under a key of its own. When that is on disk, one stroke makes it the recording's film and destroys the key of the file
 * as it came; killed before it, everything stands as it did, killed after it, what is left of the former file can be opened by nobody.
 */
async function replace(
  house: House,
  row: Waiting,
  run: JobRun,
  { into, cut, along }: { into: FileHandle; cut: Cut; along: Along },
): Promise<void> {
  const place = await beginCut(house.db, row.id, run.now());
  if (place === null) return;
  for (const keyId of place.leftovers) await removeUnder(house.media, keyId);
  const key = newBlobKey(place.keyId);
  const { bytes } = await house.media.blobs.put(key, { fd: into.fd, bytes: (await into.stat()).size });
  const former = await takeCut(house.db, nobody(run), row.id, { key, bytes, removed: cut }, along);
  await dropFiles(house, [former === null ? key : former]);
  if (former !== null) await house.db.forget();
}

/** True when the film is whole or cut; false when this way of cutting does not do. */
async function cutFilm(house: House, row: Waiting, run: JobRun, makeIt: MakeIt, along: Along): Promise<boolean> {
  return house.media.blobs.withNameless(row.originalKey, async (film) => {
    await house.media.scanner?.scan(film, { signal: run.signal });
    const probe = await house.media.probe(film, { signal: run.signal });
    const span = spanOf(row, probe);
    if (span === null) return needNoCut(house.db, nobody(run), row.id, along);
    return withFresh(house, async (into) => {
      const cut = await makeIt(film, probe, span, into);
      if (cut !== null) await replace(house, row, run, { into, cut, along });
      return cut !== null;
    });
  });
}

/**
 * The first thing that is done with a film of which only a part is kept, before anything of it is made or can be seen. False when it must wait
 * for the slow lane, which makes the picture anew exactly from the mark.
 */
export async function cutByCopy(house: House, row: Waiting, run: JobRun): Promise<boolean> {
  if (!(await beginStep(house.db, row.id, 'cutting', run.now()))) return false;
  const { media, db } = house;
  const options = { signal: run.signal, onStart: remember(run) };
  const makeIt: MakeIt = (film, probe, span, into) => media.makeCut(film, into.fd, span, { ...options, probe });
  const done = await cutFilm(house, row, run, makeIt, () => Promise.resolve());
  if (!done && (await beginStep(db, row.id, 'waiting', run.now())))
    await db.write(nextSteps(row.id, ['cut-recording'], run.now(), firstOfAll));
  return done;
}

/** In the slow lane, for a film that cannot be cut by copy. Then it goes on as any other. */
export async function cutRecording(house: House, { recordingId }: { recordingId: number }, run: JobRun): Promise<void> {
  const { media, db } = house;
  const row = await findRecording(db, recordingId);
  if (!isWaiting(row) || !isUncut(row)) return;
  await requireRoom(house, row);
  if (!(await beginStep(db, row.id, 'cutting', run.now()))) return;
  const options = { signal: run.signal, onStart: remember(run), onProgress: progressTo(house, row.id) };
  const makeIt: MakeIt = (film, probe, span, into) => media.makeCutAnew(film, into.fd, span, { ...options, probe });
  try {
    await cutFilm(house, row, run, makeIt, nextSteps(row.id, ['process-recording'], run.now()));
  } catch (error) {
    if (error instanceof MediaRefused) await giveUp(house, recordingId, error.reason, run.now);
    throw asJobError(error);
  }
}
