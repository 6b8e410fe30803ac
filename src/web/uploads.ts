import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { setTimeout as wait } from 'node:timers/promises';
import type { Request, Response } from 'express';
import multer, { type StorageEngine } from 'multer';
import type { Incoming } from '../media/index.js';
import { badRequest, conflict, Refusal, refused } from './errors.js';
import type { House } from './house.js';
import { carriesToken } from './security.js';

export interface ReceivedFile {
  path: string;
  bytes: number;
}

interface Arrival {
  name: string;
  /** Settles when the last byte is written, or when writing has ended for good. */
  written: Promise<number>;
}

/** What fields and part headings may take besides the file. */
const fieldBytes = 64 * 1024;
const silenceMs = 60_000;
const lingerMs = 30_000;
const patienceMs = 1_000;
const keepingMs = 600_000;

const running = new Set<string>();
const busy = new Set<string>();

/** Names in the incoming folder that belong to an upload of this process at this moment. */
export const runningUploads: ReadonlySet<string> = running;

/** Writes the one file under a name made here. The sender's own name is never used nor kept. */
function intoIncoming(incoming: Incoming, arrived: (arrival: Arrival) => void, tooLarge: () => void): StorageEngine {
  return {
    _handleFile: (_req, file, done) => {
      const name = incoming.newName();
      running.add(name);
      file.stream.once('limit', tooLarge);
      const target = createWriteStream(incoming.pathOf(name), { flags: 'wx', mode: 0o600, highWaterMark: 1 << 18 });
      const written = pipeline(file.stream, target).then(() => target.bytesWritten);
      arrived({ name, written });
      written.then(
        (size) => done(null, { size }),
        (error: unknown) => done(error),
      );
    },
    _removeFile: (_req, _file, done) => done(null),
  };
}

/**
 * The rest of a refused body is read and thrown away, so that the sender gets to read the answer: many read nothing before they have
 * sent everything. The answer waits for it a moment; after half a minute the connection is closed.
 */
async function readOn(req: Request): Promise<void> {
  if (req.complete || req.destroyed) return;
  req.resume();
  const enough = setTimeout(() => req.socket.destroy(), lingerMs).unref();
  req.once('close', () => clearTimeout(enough));
  await Promise.race([once(req, 'close').catch(() => undefined), wait(patienceMs, undefined, { ref: false })]);
}

const fromDisk = (error: unknown): unknown =>
  ['ENOSPC', 'EDQUOT'].includes((error as NodeJS.ErrnoException).code ?? '') ? new Refusal(507, 'web:diskFull') : error;

/** Resolves with the bytes of the file, or rejects at the first thing that is wrong, without waiting for the rest of the body. */
function receive(house: House, req: Request, res: Response, field: string, arrived: (arrival: Arrival) => void): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const gone = () => reject(badRequest('web:badUpload'));
    // The sender may have left before multer began to listen.
    if (req.destroyed || res.destroyed) return gone();
    res.once('close', gone);
    let size: Promise<number> | null = null;
    const noted = (arrival: Arrival) => {
      size = arrival.written;
      size.catch(() => undefined);
      arrived(arrival);
    };
    const upload = multer({
      storage: intoIncoming(house.media.incoming, noted, () => reject(new Refusal(413, 'web:tooLarge'))),
      limits: {
        fileSize: house.settings.maxUploadBytes,
        files: 1,
        fields: 4,
        parts: 6,
        fieldSize: 2048,
        fieldNameSize: 100,
        headerPairs: 32,
        fieldNestingDepth: 0,
      },
      fileFilter: (_req, _file, accept) => {
        // The token is the form's first field: at another site's form the file is never written.
        if (carriesToken(req)) return accept(null, true);
        reject(refused('web:expired'));
        accept(refused('web:expired'));
      },
    }).single(field);
    upload(req, res, (error: unknown) => {
      if (error) return reject(fromDisk(error) as Error);
      if (!carriesToken(req)) return reject(refused('web:expired'));
      if (size === null) return resolve(null);
      size.then(resolve, reject);
    });
  });
}

async function refuseEarly(house: House, req: Request, owner: string): Promise<void> {
  const announced = Number(req.get('content-length') ?? 0);
  if (!req.is('multipart/form-data')) throw badRequest('web:badUpload');
  if (announced > house.settings.maxUploadBytes + fieldBytes) throw new Refusal(413, 'web:tooLarge');
  if (busy.has(owner)) throw conflict('web:uploadRunning');
  if (!(await house.media.hasRoomFor(announced))) throw new Refusal(507, 'web:diskFull');
  if (busy.has(owner)) throw conflict('web:uploadRunning');
}

/**
 * Receives one file of a multipart form and lends it to `take`; null when none was chosen. One at a time for each `owner`.
 * Whatever happens, the file is gone from the incoming folder afterwards, unless `take` moved it.
 */
export async function withUpload<T>(
  house: House,
  { req, res }: { req: Request; res: Response },
  { field, owner }: { field: string; owner: string },
  take: (file: ReceivedFile | null) => Promise<T> | T,
): Promise<T> {
  let arrival: Arrival | null = null;
  let mine = false;
  try {
    await refuseEarly(house, req, owner);
    busy.add(owner);
    mine = true;
    // A slow film may take hours, but a minute without a byte is the end of it.
    req.socket.setTimeout(silenceMs);
    const bytes = await receive(house, req, res, field, (one) => (arrival = one));
    req.socket.setTimeout(keepingMs);
    const kept = arrival as Arrival | null;
    return await take(kept === null || bytes === null ? null : { path: house.media.incoming.pathOf(kept.name), bytes });
  } catch (error) {
    await readOn(req);
    throw error;
  } finally {
    if (mine) busy.delete(owner);
    if (arrival) await clear(house, arrival);
  }
}

async function clear({ media }: House, { name, written }: Arrival): Promise<void> {
  await written.catch(() => undefined);
  await media.incoming.remove(name);
  running.delete(name);
}
