import { close } from 'node:fs';
import { Readable } from 'node:stream';
import type { ChunkReader } from './sealed-reader.js';
import { chunkBytes } from './sealed-format.js';

/** Chunks read at once: 256 KiB serves a film at half the processor time of one chunk at a time. */
const chunksAtOnce = 4;

/** Opens the bytes start–end, both included, of a sealed file that is opened at the first read and closed with the stream. */
export class RangeStream extends Readable {
  private film: ChunkReader | null = null;
  private position: number;

  constructor(
    private readonly openFilm: () => Promise<ChunkReader>,
    start: number,
    private readonly end: number,
  ) {
    if (!Number.isSafeInteger(start) || !Number.isSafeInteger(end) || start < 0 || end < start) throw new RangeError('malformed range');
    super({ highWaterMark: chunksAtOnce * chunkBytes });
    this.position = start;
  }

  override _construct(done: (error?: Error | null) => void): void {
    this.openFilm().then(
      (film) => {
        this.film = film;
        done(this.end >= film.plain ? new RangeError('range ends outside the file') : null);
      },
      (error: Error) => done(error),
    );
  }

  override _read(): void {
    this.readPieces().catch((error: unknown) => this.destroy(error instanceof Error ? error : new Error('unreadable file')));
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    if (this.film === null) return done(error);
    close(this.film.fd, (closing) => done(error ?? closing));
  }

  private async readPieces(): Promise<void> {
    if (this.position > this.end || this.film === null) {
      this.push(null);
      return;
    }
    const first = Math.floor(this.position / chunkBytes);
    const count = Math.min(chunksAtOnce, Math.floor(this.end / chunkBytes) - first + 1);
    const pieces = await this.film.read(first, count);
    const from = this.position - first * chunkBytes;
    this.position = Math.min(this.end + 1, (first + count) * chunkBytes);
    pieces.forEach((piece, index) => {
      const start = index === 0 ? from : 0;
      this.push(piece.subarray(start, Math.min(piece.length, this.end + 1 - (first + index) * chunkBytes)));
    });
  }
}
