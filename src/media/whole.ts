import { readAt, sizeOf } from './files.js';
import { MediaRefused } from './refusal.js';

const headBytes = 16;
/** No film has this many boxes at its top; a file that does is left to the tools. */
const mostBoxes = 100_000;

/**
 * An MP4 or MOV says at the start of each of its parts how long the part is. Throws `MediaRefused` broken when one ends outside the
 * file: the copy was cut off on the way, and half a meeting would look like a whole one until its end was played.
 */
export async function requireWhole(input: number): Promise<void> {
  const size = await sizeOf(input);
  let at = 0;
  for (let box = 0; box < mostBoxes && at + 8 <= size; box += 1) {
    const length = await lengthAt(input, at, size);
    if (length === null) return;
    at += length;
  }
  if (at > size) throw new MediaRefused('broken', 'cut off');
}

/** Bytes of the box that begins here; null when it is no box, which is for the tools to judge. Zero means: to the end of the file. */
async function lengthAt(input: number, at: number, size: number): Promise<number | null> {
  const head = await readAt(input, at, headBytes);
  if (head.length < 8) return null;
  const short = head.readUInt32BE(0);
  if (short === 0) return size - at;
  if (short !== 1) return short < 8 ? null : short;
  const long = head.length < headBytes ? 0n : head.readBigUInt64BE(8);
  return long < 16n || long > BigInt(Number.MAX_SAFE_INTEGER) ? null : Number(long);
}
