import { existsSync } from 'node:fs';
import os from 'node:os';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { Unwanted } from './blobs.js';
import { lendRoom, takeBackRoom } from './rooms.js';
import { SealBroken } from './sealed-format.js';
import { openInto, type Place, type Stretch } from './stretch.js';

/** Chunks to be opened, and where they lie sealed: in a room, or in a file they are read from first. */
export interface Opening extends Stretch {
  sealed: Buffer | Place;
  /** Asked when its turn has come. */
  wanted: () => boolean;
}

export interface Opened {
  room: Buffer;
  /** Plain bytes at the beginning of the room. */
  bytes: number;
  /** Milliseconds the reading took; 0 without one. */
  readMs: number;
}

/** As it is handed over: few objects, whose names would cost more than the handing over. */
export type Job = [
  memory: SharedArrayBuffer,
  keys: Uint8Array,
  first: number,
  last: number,
  bytes: number,
  fd: number | null,
  position: number,
];

/** Why a stretch could not be opened: what is broken of its seal, or what the disk said. */
export type Fault = { broken: string } | { said: string };

/** For each job bytes and milliseconds. */
export type Answers = (number | Fault)[];

interface Asked {
  opening: Opening;
  resolve: (opened: Opened) => void;
  reject: (error: Error) => void;
}

interface HandedOver extends Asked {
  room: Buffer;
}

/** Handed over together: as many as make a mebibyte, and no more than this. */
const mostJobs = 16;
const enoughBytes = 1 << 20;

/** One is being opened while the next lies ready. */
const mostBatches = 2;

/** A room is lent only when the reading is about to begin, so that those who wait hold none. */
const roomOf = ({ sealed }: Opening): Buffer => ('fd' in sealed ? lendRoom() : sealed);
const placeOf = ({ sealed }: Opening): Place | null => ('fd' in sealed ? sealed : null);

function jobOf(opening: Opening, room: Buffer): Job {
  const { keys, first, last, bytes } = opening;
  const { fd = null, position = 0 } = placeOf(opening) ?? {};
  return [room.buffer as ArrayBufferLike as SharedArrayBuffer, keys, first, last, bytes, fd, position];
}

class Thread {
  private readonly batches: HandedOver[][] = [];
  private readonly worker: Worker;
  ended = false;

  constructor(script: URL, isFree: () => void) {
    this.worker = new Worker(script);
    this.worker.unref();
    this.worker.on('message', (answers: Answers) => {
      this.answered(answers);
      isFree();
    });
    const end = (error: Error) => {
      this.ended = true;
      for (const { reject } of this.batches.splice(0).flat()) reject(error);
      isFree();
    };
    this.worker.once('error', end).once('exit', () => end(new Error('a thread that opens film ended')));
  }

  get isFree(): boolean {
    return this.batches.length < mostBatches;
  }

  take(batch: Asked[]): void {
    const handed = batch.map((asked) => ({ ...asked, room: roomOf(asked.opening) }));
    this.batches.push(handed);
    this.worker.postMessage(handed.map(({ opening, room }) => jobOf(opening, room)));
  }

  end(): Promise<unknown> {
    return this.worker.terminate();
  }

  private answered(answers: Answers): void {
    for (const [index, { room, resolve, reject }] of (this.batches.shift() ?? []).entries()) {
      const [bytes, readMs] = [answers[2 * index] ?? { said: 'no answer' }, answers[2 * index + 1]];
      if (typeof bytes === 'number') {
        resolve({ room, bytes, readMs: Number(readMs) });
        continue;
      }
      takeBackRoom(room);
      reject('broken' in bytes ? new SealBroken(bytes.broken) : new Error(bytes.said));
    }
  }
}

/**
 * Threads that open film, so that pages need not wait for it. What is asked for in the same turn of the loop is handed over together: waking
 * a thread costs more than opening a chunk.
 */
export class Openers {
  private readonly waiting: Asked[] = [];
  private threads: Thread[] = [];
  private isSoon = false;

  constructor(
    private readonly script: URL,
    private readonly count: number,
  ) {}

  /** Throws `SealBroken`, `Unwanted`, and an Error when the thread ended meanwhile. */
  open(opening: Opening): Promise<Opened> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ opening, resolve, reject });
      this.soon();
    });
  }

  /** Ends the threads. They are started again when they are needed. */
  async end(): Promise<void> {
    await Promise.all(this.threads.map((thread) => thread.end()));
  }

  private soon(): void {
    if (this.isSoon) return;
    this.isSoon = true;
    process.nextTick(() => this.handOver());
  }

  private handOver(): void {
    this.isSoon = false;
    if (this.waiting.length === 0) return;
    this.threads = this.threads.filter(({ ended }) => !ended);
    while (this.threads.length < this.count) this.threads.push(new Thread(this.script, () => this.soon()));
    for (const thread of this.threads) {
      const batch = thread.isFree ? this.nextBatch() : [];
      if (batch.length > 0) thread.take(batch);
    }
  }

  private nextBatch(): Asked[] {
    const batch: Asked[] = [];
    for (let bytes = 0; batch.length < mostJobs && bytes < enoughBytes;) {
      const next = this.waiting.shift();
      if (!next) break;
      if (!next.opening.wanted()) {
        next.reject(new Unwanted());
        continue;
      }
      bytes += next.opening.bytes;
      batch.push(next);
    }
    return batch;
  }
}

const script = new URL('./opener-thread.js', import.meta.url);
const isBuilt = existsSync(fileURLToPath(script));

/** One processor is left for the pages. Null where the sources are run without being built: there film is opened where it is asked for. */
const openers = isBuilt ? new Openers(script, Math.max(1, Math.min(4, os.availableParallelism() - 1))) : null;

/** Throws `SealBroken`, `Unwanted`. */
export async function openChunks(opening: Opening): Promise<Opened> {
  if (openers) return openers.open(opening);
  if (!opening.wanted()) throw new Unwanted();
  const room = roomOf(opening);
  return { room, ...openInto(room, opening, placeOf(opening)) };
}
