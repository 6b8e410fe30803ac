import { open, type FileHandle } from 'node:fs/promises';
import { MediaRefused } from './refusal.js';

const headBytes = 16;
/** No film has this many boxes at its top; a file that does is left to the tools. */
const mostBoxes = 100_000;

/**
 * An MP4 or MOV says at the start of each of its parts how long the part is. Throws `MediaRefused` broken when one ends outside the
 * file: the copy was cut off on the way, and half a meeting would look like a whole one until its end was played.
 */
export async function requireWhole(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    let at = 0;
    for (let box = 0; box < mostBoxes && at + 8 <= size; box += 1) {
      const length = await lengthAt(file, at, size);
      if (length === null) return;
      at += length;
    }
    if (at > size) throw new MediaRefused('broken', 'cut off');
  } finally {
    await file.close();
  }
}

/** Bytes of the box that begins here; null when it is no box, which is for the tools to judge. Zero means: to the end of the file. */
async function lengthAt(file: FileHandle, at: number, size: number): Promise<number | null> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, at);
  if (bytesRead < 8) return null;
  const short = buffer.readUInt32BE(0);
  if (short === 0) return size - at;
  if (short !== 1) return short < 8 ? null : short;
  const long = bytesRead < headBytes ? 0n : buffer.readBigUInt64BE(8);
  return long < 16n || long > BigInt(Number.MAX_SAFE_INTEGER) ? null : Number(long);
}
