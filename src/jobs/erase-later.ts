import type { Actor } from '../store/audit.js';
import type { Writer } from '../store/database.js';
import type { ErasedWhy } from '../store/recording.js';
import { decideErasure } from '../store/recording-life.js';
import { enqueue } from './queue.js';

/** Closes the film for everyone now and has it erased next, in the caller's transaction. */
export async function eraseLater(tx: Writer, actor: Actor, recordingId: number, why: ErasedWhy): Promise<void> {
  if (await decideErasure(tx, actor, recordingId, why))
    await enqueue(tx, 'erase-recording', { recordingId }, { now: actor.now, dedupe: `erase-recording:${recordingId}`, maxAttempts: 8 });
}
