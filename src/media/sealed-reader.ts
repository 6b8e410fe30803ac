import { Semaphore } from 'async-mutex';
import { type Piece, Unwanted } from './blobs.js';
import { readInto } from './descriptor.js';
import type { Lately } from './lately.js';
import { openChunks } from './openers.js';
import { chunksAtOnce, lendRoom, takeBackRoom } from './rooms.js';
import { packKeys } from './stretch.js';
import { requireMac, segmentKey, type SegmentKey } from './sealed-chunk.js';
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
  /** Of a file many read from again and again. */
  lately?: Lately;
}

/** Read at once: each of them holds a room until it is opened. */
const fromDisk = new Semaphore(16);

/** Once, however often it is called: a room taken back twice would be lent to two. */
function lettingGo(room: Buffer): () => void {
  let lent = true;
  return () => {
    if (lent) takeBackRoom(room);
    lent = false;
  };
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
   * The plain bytes of at most nine chunks from `first` on, which may be fewer at the file's end, in a room that is lent until it is let go.
   * Throws `SealBroken`, and `Unwanted` when nobody waits for them any more once their turn has come.
   */
  async read(first: number, count: number, wanted = () => true): Promise<Piece> {
    if (count > chunksAtOnce) throw new RangeError('more chunks than a room holds');
    const { lately } = this.layout;
    const position = positionOf(first);
    const bytes = endOfChunks(Math.min(this.plain, (first + count) * chunkBytes)) - position;
    const stretch = { keys: this.keysFor(first, count), first, last: chunksIn(this.plain) - 1, bytes };
    const { room, readMs, ...opened } = lately?.covers(first, count)
      ? await openChunks({ ...stretch, sealed: { fd: this.fd, position }, wanted })
      : await fromDisk.runExclusive(async () => {
          if (!wanted()) throw new Unwanted();
          return openChunks({ ...stretch, sealed: await this.readSealed(position, bytes), wanted: () => true });
        });
    lately?.note(first, count, readMs);
    return { bytes: room.subarray(0, opened.bytes), letGo: lettingGo(room) };
  }

  private async readSealed(position: number, bytes: number): Promise<Buffer> {
    const room = lendRoom();
    if (await readInto(this.fd, room, bytes, position)) return room;
    takeBackRoom(room);
    throw new SealBroken('it became shorter');
  }

  private keysFor(first: number, count: number): Uint8Array {
    const segment = this.layout.segments.findLast((one) => one.first <= first);
    if (!segment) throw new SealBroken('a chunk without a segment');
    const begun = this.layout.segments.filter((one) => one.first > first && one.first < first + count);
    return packKeys([segment, ...begun].map((one) => ({ ...this.keyOf(one), first: one.first })));
  }

  private keyOf(segment: Segment): SegmentKey {
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
