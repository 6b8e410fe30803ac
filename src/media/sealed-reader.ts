import { readInto } from './descriptor.js';
import { freeAtOnce } from './free-at-once.js';
import { chunksAtOnce } from './rooms.js';
import { openChunk, requireMac, segmentKey, type SegmentKey } from './sealed-chunk.js';
import {
  chunkBytes,
  chunksIn,
  endOfChunks,
  type FileName,
  footerBytes,
  headerBytes,
  positionOf,
  readFooter,
  readSegments,
  requireHeader,
  SealBroken,
  sealedChunkBytes,
  type Segment,
  segmentBytes,
} from './sealed-format.js';

async function exactly(fd: number, bytes: number, position: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(bytes);
  if (!(await readInto(fd, buffer, bytes, position))) throw new SealBroken('it became shorter');
  return buffer;
}

/** What must be known of a file to open its chunks, besides its key. */
export interface Layout {
  /** By first chunk, ascending; of those with the same first chunk the later one counts. */
  segments: readonly Segment[];
  /** Plain bytes of the whole file. */
  plain: number;
}

/** Opens chunks of a file whose layout is known. */
export class ChunkReader {
  private readonly keys = new Map<Segment, SegmentKey>();
  readonly plain: number;

  constructor(
    readonly fd: number,
    private readonly dataKey: Buffer,
    private readonly fileName: FileName,
    private readonly layout: Layout,
  ) {
    this.plain = layout.plain;
  }

  /**
   * The plain bytes of at most nine chunks from `first` on, which may be fewer at the file's end, in the room. Each is copied there as soon as
   * it is opened: what the cipher makes is many buffers that would otherwise live as long as the reader is slow, and be collected dearly.
   */
  async read(first: number, count: number, room: Buffer): Promise<Buffer> {
    if (count > chunksAtOnce) throw new RangeError('more chunks than a room holds');
    const bytes = endOfChunks(Math.min(this.plain, (first + count) * chunkBytes)) - positionOf(first);
    if (!(await readInto(this.fd, room, bytes, positionOf(first)))) throw new SealBroken('it became shorter');
    let opened = 0;
    for (let at = 0; at < bytes; at += sealedChunkBytes) {
      const chunk = first + at / sealedChunkBytes;
      const last = chunk === chunksIn(this.plain) - 1;
      const sealed = room.subarray(at, Math.min(bytes, at + sealedChunkBytes));
      const plain = openChunk(this.keyFor(chunk), chunk, last, sealed);
      opened += plain.copy(room, opened);
      freeAtOnce(plain);
    }
    return room.subarray(0, opened);
  }

  private keyFor(chunk: number): SegmentKey {
    const segment = this.layout.segments.findLast(({ first }) => first <= chunk);
    if (!segment) throw new SealBroken('a chunk without a segment');
    const known = this.keys.get(segment);
    if (known) return known;
    const made = segmentKey(this.dataKey, this.fileName, segment);
    this.keys.set(segment, made);
    return made;
  }
}

interface Finished {
  fd: number;
  size: number;
}

/** Plain bytes of a finished file, as its footer says; the footer is believed only once the file is opened with its key. */
export async function plainSize({ fd, size }: Finished): Promise<number> {
  if (size < headerBytes + footerBytes) throw new SealBroken('it is too short');
  return readFooter(await exactly(fd, footerBytes, size - footerBytes), size).plain;
}

/** Enough for header or footer and the segments of most films. */
const tailBytes = 4096;

/** The layout of a finished file, after header, table and size are found to be as they were sealed. Throws `SealBroken`. */
export async function readLayout({ fd, size }: Finished, dataKey: Buffer, name: FileName): Promise<Layout> {
  if (size < headerBytes + footerBytes) throw new SealBroken('it is too short');
  const tail = await exactly(fd, Math.min(size - headerBytes, tailBytes), Math.max(headerBytes, size - tailBytes));
  const footer = readFooter(tail.subarray(tail.length - footerBytes), size);
  const tableBytes = footer.segments * segmentBytes;
  const table =
    tail.length >= tableBytes + footerBytes
      ? tail.subarray(tail.length - footerBytes - tableBytes, tail.length - footerBytes)
      : await exactly(fd, tableBytes, size - footerBytes - tableBytes);
  requireHeader(await exactly(fd, headerBytes, 0), name);
  requireMac(dataKey, name, table, footer);
  return { segments: readSegments(table), plain: footer.plain };
}
