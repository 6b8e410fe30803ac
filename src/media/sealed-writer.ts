import type { Hash } from 'node:crypto';
import { writev } from 'node:fs';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { sealChunk, type SegmentKey } from './sealed-chunk.js';
import { chunkBytes, positionOf } from './sealed-format.js';

const writeAll = promisify(writev);

/** Sealed bytes gathered before they are written: fewer, larger writes. */
const batchBytes = 1 << 19;

/** The disk begins to keep what was written while more arrives, so that little is left to wait for at the end. */
const flushBytes = 4 << 20;

/** More bytes arrived than were announced. */
export class TooLong extends Error {
  override readonly name = 'TooLong';
  constructor() {
    super('more bytes than announced');
  }
}

export interface Sealing {
  fd: number;
  /** Number of the first chunk to be written. */
  first: number;
  /** Plain bytes of the whole file; null when the file ends where the source ends. */
  total: number | null;
  /** Asked for once, before the first chunk is sealed; must be safely kept when it resolves. */
  openSegment: () => Promise<SegmentKey>;
  /** Told of every byte that was sealed. */
  hash: Hash | null;
  /** Asks the disk to keep what is written so far. What is written last is the caller's to flush. */
  flush?: () => Promise<void>;
}

/** Seals bytes chunk by chunk into a file. A chunk is sealed when it is known whether another one follows. */
class ChunkWriter {
  private readonly held: Buffer[] = [];
  private heldBytes = 0;
  private queue: Buffer[] = [];
  private queued = 0;
  private position: number;
  private writing: Promise<void> = Promise.resolve();
  private flushing: Promise<void> = Promise.resolve();
  private unflushed = 0;
  private segment: SegmentKey | null = null;
  chunk: number;
  /** Plain bytes of the file that were sealed, those before this writer included. */
  sealed: number;

  constructor(private readonly to: Sealing) {
    this.chunk = to.first;
    this.sealed = to.first * chunkBytes;
    this.position = positionOf(to.first);
  }

  async take(piece: Buffer): Promise<void> {
    if (this.to.total !== null && this.sealed + this.heldBytes + piece.length > this.to.total) throw new TooLong();
    for (let at = 0; at < piece.length;) {
      if (this.heldBytes === chunkBytes) await this.seal(false);
      const part = piece.subarray(at, at + chunkBytes - this.heldBytes);
      this.held.push(part);
      this.heldBytes += part.length;
      at += part.length;
    }
    if (this.queued >= batchBytes) await this.write();
  }

  /** Seals what is held, when it is a whole chunk or the file's last, and waits until everything is written. */
  async end(): Promise<void> {
    const reached = this.sealed + this.heldBytes;
    const last = this.to.total === null || reached === this.to.total;
    if (this.heldBytes > 0 && (last || this.heldBytes === chunkBytes)) await this.seal(last);
    await this.write();
    await this.writing;
    await this.flushing;
  }

  async settled(): Promise<void> {
    await Promise.allSettled([this.writing, this.flushing]);
  }

  private async seal(last: boolean): Promise<void> {
    this.segment ??= await this.to.openSegment();
    for (const piece of this.held) this.to.hash?.update(piece);
    for (const piece of sealChunk(this.segment, this.chunk, last, this.held)) {
      this.queue.push(piece);
      this.queued += piece.length;
    }
    this.chunk += 1;
    this.sealed += this.heldBytes;
    this.held.length = 0;
    this.heldBytes = 0;
  }

  /** One batch is written while the next is gathered. */
  private async write(): Promise<void> {
    await this.writing;
    this.flush();
    if (this.queued === 0) return;
    const [pieces, bytes, at] = [this.queue, this.queued, this.position];
    this.queue = [];
    this.queued = 0;
    this.position += bytes;
    this.unflushed += bytes;
    this.writing = put(this.to.fd, pieces, bytes, at);
    this.writing.catch(() => undefined);
  }

  /** What the disk says of it is told at the end: a failure is reported only once. */
  private flush(): void {
    if (!this.to.flush || this.unflushed < flushBytes) return;
    this.unflushed = 0;
    const { flush } = this.to;
    this.flushing = this.flushing.then(() => flush());
    this.flushing.catch(() => undefined);
  }
}

async function put(fd: number, pieces: Buffer[], bytes: number, position: number): Promise<void> {
  const { bytesWritten } = await writeAll(fd, pieces, position);
  if (bytesWritten === bytes) return;
  // A disk that is nearly full takes less than it was given; the next write says why.
  const rest = Buffer.concat(pieces).subarray(bytesWritten);
  if (bytesWritten === 0) throw Object.assign(new Error('nothing could be written'), { code: 'ENOSPC' });
  await put(fd, [rest], rest.length, position + bytesWritten);
}

export interface Sealed {
  /** Plain bytes of the file that lie sealed in it now. */
  plain: number;
  /** What ended the source too early, if anything did. */
  cut: Error | null;
}

/**
 * Seals the source to its end. A source that fails is told in `cut`, and the whole chunks it gave are kept.
 * The source is left as it is, so that its sender can be answered. Throws `TooLong`, or what the disk said.
 */
export async function sealInto(to: Sealing, source: Readable): Promise<Sealed> {
  const writer = new ChunkWriter(to);
  try {
    const cut = await drain(source, writer);
    if (cut === null || to.total !== null) await writer.end();
    return { plain: writer.sealed, cut };
  } finally {
    // The descriptor may be closed, and its number given to another file, as soon as this returns.
    await writer.settled();
  }
}

async function drain(source: Readable, writer: ChunkWriter): Promise<Error | null> {
  const pieces = source.iterator({ destroyOnReturn: false }) as AsyncIterator<Buffer | string>;
  for (;;) {
    let next: IteratorResult<Buffer | string>;
    try {
      next = await pieces.next();
    } catch (error) {
      return error instanceof Error ? error : new Error('source failed');
    }
    if (next.done) return null;
    await writer.take(typeof next.value === 'string' ? Buffer.from(next.value) : next.value);
  }
}
