import { readIntoNow } from './descriptor.js';
import { freeAtOnce } from './free-at-once.js';
import { openChunk, type SegmentKey } from './sealed-chunk.js';
import { headerBytes, SealBroken, sealedChunkBytes } from './sealed-format.js';

/** What the chunks from `first` on are sealed with, until the next one's. */
export interface StretchKey extends SegmentKey {
  first: number;
}

/** Some chunks that follow each other, sealed, as they lie at the beginning of a room. */
export interface Stretch {
  /** What they are sealed with, packed. */
  keys: Uint8Array;
  /** Number of the first of them. */
  first: number;
  /** Number of the file's last chunk. */
  last: number;
  /** Sealed bytes. */
  bytes: number;
}

const [firstBytes, keyBytes, prefixBytes] = [8, 32, 7];
const packedBytes = firstBytes + keyBytes + prefixBytes + headerBytes;

/** Ascending; the first one's counts from the stretch's first chunk on. In memory of their own, so that nothing else goes with them to a thread. */
export function packKeys(keys: readonly StretchKey[]): Uint8Array {
  const packed = Buffer.allocUnsafeSlow(keys.length * packedBytes);
  for (const [index, { first, key, prefix, header }] of keys.entries()) {
    let at = index * packedBytes;
    at = packed.writeDoubleBE(first, at);
    at += key.copy(packed, at);
    at += prefix.copy(packed, at);
    header.copy(packed, at);
  }
  return packed;
}

function unpackKeys({ buffer, byteOffset, length }: Uint8Array): StretchKey[] {
  const packed = Buffer.from(buffer, byteOffset, length);
  const keys: StretchKey[] = [];
  for (let at = 0; at < length; at += packedBytes) {
    const [key, prefix, header] = [at + firstBytes, at + firstBytes + keyBytes, at + firstBytes + keyBytes + prefixBytes];
    keys.push({
      first: packed.readDoubleBE(at),
      key: packed.subarray(key, prefix),
      prefix: packed.subarray(prefix, header),
      header: packed.subarray(header, at + packedBytes),
    });
  }
  return keys;
}

/** Where a stretch is read from before it is opened. */
export interface Place {
  fd: number;
  position: number;
}

/**
 * Reads the stretch into the room first, while everybody in this thread waits; with no place it lies there already. Returns the plain bytes
 * that now stand at the beginning of the room, and the milliseconds of reading. Throws `SealBroken`.
 */
export function openInto(room: Buffer, stretch: Stretch, place: Place | null): { bytes: number; readMs: number } {
  if (!place) return { bytes: openStretch(room, stretch), readMs: 0 };
  const begun = performance.now();
  if (!readIntoNow(place.fd, room, stretch.bytes, place.position)) throw new SealBroken('it became shorter');
  const readMs = performance.now() - begun;
  return { bytes: openStretch(room, stretch), readMs };
}

/**
 * Opens the chunks where they lie. Returns how many plain bytes now stand at the beginning of the room. Each is copied there as soon as it is
 * opened: what the cipher makes is many buffers that would otherwise live as long as the reader is slow, and be collected dearly.
 */
function openStretch(room: Buffer, { keys, first, last, bytes }: Stretch): number {
  const later = unpackKeys(keys);
  let key = later.shift();
  let opened = 0;
  for (let at = 0, chunk = first; at < bytes; at += sealedChunkBytes, chunk += 1) {
    while (later[0] && later[0].first <= chunk) key = later.shift();
    if (!key) throw new RangeError('a stretch without a key');
    const plain = openChunk(key, chunk, chunk === last, room.subarray(at, Math.min(bytes, at + sealedChunkBytes)));
    opened += plain.copy(room, opened);
    freeAtOnce(plain);
  }
  return opened;
}
