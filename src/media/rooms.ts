import { sealedChunkBytes } from './sealed-format.js';

/** Chunks read at once: half a mebibyte from any byte on. */
export const chunksAtOnce = 9;

/** 36 MiB: as many as are lent at once to a hundred players that ask without a pause. */
const mostKept = 64;

const kept: Buffer[] = [];

/**
 * Room for one read, sealed at first and then opened where it lies, in memory that threads share. Made anew for every read it would cost more
 * than the read.
 */
export const lendRoom = (): Buffer => kept.pop() ?? Buffer.from(new SharedArrayBuffer(chunksAtOnce * sealedChunkBytes));

/** Only what nobody, the network included, reads from any more. */
export function takeBackRoom(room: Buffer): void {
  if (kept.length < mostKept) kept.push(room);
}
