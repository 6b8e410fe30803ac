import { closeFd } from './descriptor.js';
import { BlobMissing, type HeldBlob, type Piece } from './blobs.js';
import { chunksAtOnce } from './rooms.js';
import { chunkBytes } from './sealed-format.js';
import type { ChunkReader } from './sealed-reader.js';

/** Throws RangeError. */
export function requireRange(start: number, end: number): void {
  if (!Number.isSafeInteger(start) || !Number.isSafeInteger(end) || start < 0 || end < start) throw new RangeError('malformed range');
}

export function holdOpen(film: ChunkReader): HeldBlob {
  let [readers, released] = [0, false];
  const closeWhenDone = () => {
    if (released && readers === 0) closeFd(film.fd).catch(() => undefined);
  };
  async function* pieces(start: number, end: number, wanted = () => true): AsyncGenerator<Piece> {
    requireRange(start, end);
    if (end >= film.plain) throw new RangeError('range ends outside the file');
    if (released) throw new BlobMissing();
    readers += 1;
    const last = Math.floor(end / chunkBytes);
    try {
      for (let first = Math.floor(start / chunkBytes); first <= last; first += chunksAtOnce) {
        const { bytes, letGo } = await film.read(first, Math.min(chunksAtOnce, last - first + 1), wanted);
        const at = first * chunkBytes;
        yield { bytes: bytes.subarray(Math.max(0, start - at), end + 1 - at), letGo };
      }
    } finally {
      // The descriptor must not be closed, and its number given to another file, while it is read.
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
