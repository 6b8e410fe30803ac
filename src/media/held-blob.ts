import { closeFd } from './descriptor.js';
import { BlobMissing, type HeldBlob } from './blobs.js';
import { chunkBytes } from './sealed-format.js';
import type { ChunkReader } from './sealed-reader.js';

/** Chunks read at once: 256 KiB serves a film at half the processor time of one chunk at a time. */
const chunksAtOnce = 4;

/** Throws RangeError. */
export function requireRange(start: number, end: number): void {
  if (!Number.isSafeInteger(start) || !Number.isSafeInteger(end) || start < 0 || end < start) throw new RangeError('malformed range');
}

export function holdOpen(film: ChunkReader): HeldBlob {
  let [readers, released] = [0, false];
  const closeWhenDone = () => {
    if (released && readers === 0) closeFd(film.fd).catch(() => undefined);
  };
  async function* pieces(start: number, end: number): AsyncGenerator<Buffer[]> {
    requireRange(start, end);
    if (end >= film.plain) throw new RangeError('range ends outside the file');
    if (released) throw new BlobMissing();
    readers += 1;
    const last = Math.floor(end / chunkBytes);
    const read = (first: number) => (first > last ? null : film.read(first, Math.min(chunksAtOnce, last - first + 1)));
    let coming = read(Math.floor(start / chunkBytes));
    try {
      for (let first = Math.floor(start / chunkBytes); first <= last; first += chunksAtOnce) {
        const opened = await coming!;
        coming = read(first + chunksAtOnce);
        coming?.catch(() => undefined);
        yield opened.map((piece, index) => {
          const at = (first + index) * chunkBytes;
          return piece.subarray(Math.max(0, start - at), Math.min(piece.length, end + 1 - at));
        });
      }
    } finally {
      // The descriptor must not be closed, and its number given to another file, while it is read.
      await coming?.catch(() => undefined);
      readers -= 1;
      closeWhenDone();
    }
  }
  return {
    bytes: film.plain,
    pieces,
    release: () => {
      if (released) return;
      released = true;
      closeWhenDone();
    },
  };
}
