import type { JobRun } from '../../jobs/catalogue.js';
import { finishErasure } from '../../store/recording-erasure.js';
import { findRecording } from '../../store/recording-life.js';
import type { House } from '../../web/house.js';
import { removeFilm } from './film-keys.js';

/** Removes the files, then the words, then their traces. The order matters: a row is a tombstone only when nothing is left to play. */
export async function eraseRecording(house: House, { recordingId }: { recordingId: number }, run: JobRun): Promise<void> {
  const row = await findRecording(house.db, recordingId);
  if (row === null || row.erasedWhy === null) return;
  if (row.erasedAt === null) {
    await removeFilm(house, recordingId);
    await finishErasure(house.db, { personId: null, requestId: null, now: run.now() }, recordingId);
  }
  await house.db.forget();
}
