import type { JobRun } from '../../jobs/catalogue.js';
import { MediaRefused, type Probe } from '../../media/index.js';
import { isUncut } from '../../store/recording-cut.js';
import { filmFor, type FilmFiles, forgetFile } from '../../store/recording-file.js';
import { findRecording, noteKeyframes, type RecordingRow } from '../../store/recording-life.js';
import type { House } from '../../web/house.js';
import { asJobError, dropFiles, keepBeside, remember, withFresh } from './made-file.js';

async function makeSprite(house: House, row: RecordingRow, run: JobRun, film: number, probe: Probe): Promise<void> {
  await withFresh(house, async (file) => {
    const { sprite, keyframeGapMs } = await house.media.makeSprite(film, file.fd, { probe, signal: run.signal, onStart: remember(run) });
    if (row.originalKey !== null && Number.isFinite(keyframeGapMs)) await noteKeyframes(house.db, row.id, Math.round(keyframeGapMs));
    // Without one the slider waits for the strip of the steady version.
    if (sprite)
      await keepBeside(house, row, run, file, { kind: 'sprite', width: sprite.width, height: sprite.height, stepMs: sprite.everyMs });
  });
}

async function makeWave(house: House, row: RecordingRow, run: JobRun, film: number, probe: Probe): Promise<void> {
  const { peaks, everyMs, silences } = await house.media.hear(film, { probe, signal: run.signal, onStart: remember(run) });
  await keepBeside(house, row, run, JSON.stringify({ everyMs, peaks }), { kind: 'peaks', stepMs: everyMs });
  await keepBeside(house, row, run, JSON.stringify({ silences }), { kind: 'silence' });
}

/** From the file as it came while it is there: its sound is not evened yet, so its silences are the room's own. */
const sourceOf = (row: RecordingRow): string | null => (isUncut(row) ? null : (row.originalKey ?? row.playableKey));

async function make(house: House, row: RecordingRow, run: JobRun, files: FilmFiles, film: number): Promise<void> {
  const probe = await house.media.probe(film, { signal: run.signal });
  if (probe.video && files.sprite === null) await makeSprite(house, row, run, film, probe);
  if (probe.audio && files.silence === null) await makeWave(house, row, run, film, probe);
}

/**
 * What the slider shows: the picture strip, the wave and the stretches of silence. Without them the film can be watched all the same, so
 * a film that does not let them be made is not failed for it.
 */
export async function pictureRecording(house: House, { recordingId }: { recordingId: number }, run: JobRun): Promise<void> {
  const row = await findRecording(house.db, recordingId);
  const files = await filmFor(house.db, recordingId);
  if (row === null || files === null || row.processing === 'failed' || row.erasedWhy !== null) return;
  const source = sourceOf(row);
  if (source === null) return;
  try {
    await house.media.blobs.withNameless(source, (film) => make(house, row, run, files, film));
  } catch (error) {
    if (error instanceof MediaRefused) return house.log.info({ reason: error.reason }, 'no picture strip or wave could be made');
    throw asJobError(error);
  }
}

/** The quick version goes when the steady one has stood for a while. */
export async function tidyRecording(house: House, { recordingId }: { recordingId: number }): Promise<void> {
  const files = await filmFor(house.db, recordingId);
  if (files?.steady && files.remux) await dropFiles(house, [await forgetFile(house.db, recordingId, 'remux')]);
}
