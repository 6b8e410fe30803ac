import { enqueue } from '../../../src/jobs/queue.js';
import type { TestApp } from '../app.js';
import { buildRecording, putFilm, type RecordingGiven, type RecordingRow } from './recording.js';

/** A recording as it stands just after the upload of the file at the path, with its job. */
export async function buildUploaded({ db, house, clock }: TestApp, filmPath: string, given: RecordingGiven = {}): Promise<RecordingRow> {
  const recording = await buildRecording(db, {
    ...{ processing: 'uploaded', review: 'draft', progress: 0, original: true, playableKey: null, durationMs: null, hasPicture: null },
    ...{ readyAt: null, uploadedAt: clock.now().toISOString(), ...given },
  });
  await putFilm(house.media, recording.originalKey ?? '', filmPath);
  await db.write((tx) => enqueue(tx, 'process-recording', { recordingId: recording.id }, { now: clock.now() }));
  return recording;
}
