import type { JobKind } from '../../jobs/catalogue.js';
import { enqueue } from '../../jobs/queue.js';
import type { MediaRefusal } from '../../media/index.js';
import type { Writer } from '../../store/database.js';
import { filmFor } from '../../store/recording-file.js';
import { failProcessing, findRecording, type RecordingRow } from '../../store/recording-life.js';
import type { House } from '../../web/house.js';
import { dropFiles, nobody } from './made-file.js';

export type ProcessingRefusal = MediaRefusal | 'gave-up';

/** A film nobody can watch yet goes before one that is only made smoother. */
export const firstOfAll = 1;

export type Waiting = RecordingRow & { originalKey: string };

export const isWaiting = (row: RecordingRow | null): row is Waiting =>
  row !== null &&
  row.originalKey !== null &&
  ['uploaded', 'processing'].includes(row.processing) &&
  row.erasedAt === null &&
  row.erasedWhy === null;

type NextStep = Extract<JobKind, 'process-recording' | 'cut-recording' | 'picture-recording' | 'steady-recording'>;

export const nextSteps =
  (recordingId: number, kinds: readonly NextStep[], now: Date, priority = 0) =>
  async (tx: Writer): Promise<void> => {
    for (const kind of kinds) await enqueue(tx, kind, { recordingId }, { now, priority, dedupe: `${kind}:${recordingId}` });
  };

/** Ends as failed, with the reason in words on the page, and without the file that could not be used. */
export async function giveUp(house: House, recordingId: number, why: ProcessingRefusal, now: () => Date): Promise<void> {
  const row = await findRecording(house.db, recordingId);
  if (!isWaiting(row)) return;
  const files = await filmFor(house.db, recordingId);
  if (!(await failProcessing(house.db, nobody({ now }), recordingId, why))) return;
  await dropFiles(house, [row.originalKey, ...Object.values(files ?? {}).map((file) => file?.key)]);
}
