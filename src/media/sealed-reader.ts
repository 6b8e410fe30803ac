import { read } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { promisify } from 'node:util';
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

const readAt = promisify(read);

async function exactly(fd: number, bytes: number, position: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(bytes);
  for (let got = 0; got < bytes;) {
    const { bytesRead } = await readAt(fd, buffer, got, bytes - got, position + got);
    if (bytesRead === 0) throw new SealBroken('it became shorter');
    got += bytesRead;
  }
  return buffer;
}

/** Opens chunks of a file whose segments are known. */
export class ChunkReader {
  private readonly keys = new Map<Segment, SegmentKey>();

  constructor(
    private readonly fd: number,
    private readonly dataKey: Buffer,
    private readonly fileName: FileName,
    /** By first chunk, ascending; of those with the same first chunk the later one counts. */
    private readonly segments: readonly Segment[],
    /** Plain bytes of the whole file. */
    readonly plain: number,
  ) {}

  /** The plain bytes of `count` chunks from `first` on, one buffer a chunk. The file's last chunk may be short. */
  async read(first: number, count: number): Promise<Buffer[]> {
    const end = endOfChunks(Math.min(this.plain, (first + count) * chunkBytes));
    const sealed = await exactly(this.fd, end - positionOf(first), positionOf(first));
    const opened: Buffer[] = [];
    for (let at = 0; at < sealed.length; at += sealedChunkBytes) {
      const chunk = first + opened.length;
      const last = chunk === chunksIn(this.plain) - 1;
      opened.push(openChunk(this.keyFor(chunk), chunk, last, sealed.subarray(at, at + sealedChunkBytes)));
    }
    return opened;
  }

  private keyFor(chunk: number): SegmentKey {
    const segment = this.segments.findLast(({ first }) => first <= chunk);
    if (!segment) throw new SealBroken('a chunk without a segment');
    const known = this.keys.get(segment);
    if (known) return known;
    const made = segmentKey(this.dataKey, this.fileName, segment);
    this.keys.set(segment, made);
    return made;
  }
}

/** Plain bytes of a finished file, as its footer says; the footer is believed only once the file is opened with its key. */
export async function plainSize(file: FileHandle): Promise<number> {
  const { size } = await file.stat();
  if (size < headerBytes + footerBytes) throw new SealBroken('it is too short');
  return readFooter(await exactly(file.fd, footerBytes, size - footerBytes), size).plain;
}

/** Opens a finished file after header, table and size are found to be as they were sealed. Throws `SealBroken`. */
export async function openFinished(file: FileHandle, dataKey: Buffer, name: FileName): Promise<ChunkReader> {
  const { size } = await file.stat();
  if (size < headerBytes + footerBytes) throw new SealBroken('it is too short');
  const tail = await exactly(file.fd, Math.min(size - headerBytes, 4096), Math.max(headerBytes, size - 4096));
  const footer = readFooter(tail.subarray(tail.length - footerBytes), size);
  const tableBytes = footer.segments * segmentBytes;
  const table =
    tail.length >= tableBytes + footerBytes
      ? tail.subarray(tail.length - footerBytes - tableBytes, tail.length - footerBytes)
      : await exactly(file.fd, tableBytes, size - footerBytes - tableBytes);
  requireHeader(await exactly(file.fd, headerBytes, 0), name);
  requireMac(dataKey, name, table, footer);
  return new ChunkReader(file.fd, dataKey, name, readSegments(table), footer.plain);
}
