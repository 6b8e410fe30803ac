import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import type { Request, Response } from 'express';
import multer, { type StorageEngine } from 'multer';
import type { Blobs } from '../media/index.js';
import { badRequest, conflict, Refusal, refused } from './errors.js';
import type { House } from './house.js';
import { carriesToken } from './security.js';

/** Where one file goes: its key among the blobs, and whatever the caller must know of it. */
export interface Place {
  key: string;
}

export interface Reception<P extends Place> {
  /** Name of the file's field. */
  field: string;
  /** One upload at a time for each. */
  owner: string;
  /** Asked for before the body is read: a file that has begun to arrive cannot wait. */
  place: () => Promise<P>;
  /** Told when the file came to nothing. */
  drop: (place: P) => Promise<void>;
}

/** What fields and part headings may take besides the file. */
const fieldBytes = 64 * 1024;
const silenceMs = 60_000;
const lingerMs = 30_000;
const patienceMs = 1_000;
const keepingMs = 600_000;

const busy = new Set<string>();

/** Seals the one file as it arrives. The sender's own name is never used nor kept. `arrived` is told when writing has ended for good. */
function intoBlobs(blobs: Blobs, key: string, arrived: (written: Promise<number>) => void, tooLarge: () => void): StorageEngine {
  return {
    _handleFile: (_req, file, done) => {
      file.stream.once('limit', tooLarge);
      const written = blobs.put(key, file.stream).then(({ bytes }) => bytes);
      arrived(written);
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
 * sent everything. The answer waits for it a moment; after half a minute, or `atMostMs`, the connection is closed.
 */
export async function readOn(req: Request, atMostMs = lingerMs): Promise<void> {
  if (req.complete || req.destroyed) return;
  req.resume();
  const enough = setTimeout(() => req.socket.destroy(), atMostMs).unref();
  req.once('close', () => clearTimeout(enough));
  await Promise.race([once(req, 'close').catch(() => undefined), wait(patienceMs, undefined, { ref: false })]);
}

const fromDisk = (error: unknown): unknown =>
  ['ENOSPC', 'EDQUOT'].includes((error as NodeJS.ErrnoException).code ?? '') ? new Refusal(507, 'web:diskFull') : error;

/** Resolves with the bytes of the file, or rejects at the first thing that is wrong, without waiting for the rest of the body. */
function receive(
  house: House,
  { req, res }: { req: Request; res: Response },
  { field, key }: { field: string; key: string },
  arrived: (written: Promise<number>) => void,
): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const gone = () => reject(badRequest('web:badUpload'));
    // The sender may have left before multer began to listen.
    if (req.destroyed || res.destroyed) return gone();
    res.once('close', gone);
    let size: Promise<number> | null = null;
    const noted = (written: Promise<number>) => {
      size = written;
      written.catch(() => undefined);
      arrived(written);
    };
    const upload = multer({
      storage: intoBlobs(house.media.blobs, key, noted, () => reject(new Refusal(413, 'web:tooLarge'))),
      limits: {
        fileSize: house.settings.maxFormBytes,
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
  if (announced > house.settings.maxFormBytes + fieldBytes) throw new Refusal(413, 'web:tooLarge');
  if (busy.has(owner)) throw conflict('web:uploadRunning');
  if (!(await house.media.hasRoomFor(announced))) throw new Refusal(507, 'web:diskFull');
  if (busy.has(owner)) throw conflict('web:uploadRunning');
}

/**
 * Receives one file of a multipart form, sealed as it arrives, and hands it to `take`; null when none was chosen.
 * When there is none, `take` throws, or the file does not come whole, its place is dropped.
 */
export async function withUpload<P extends Place, T>(
  house: House,
  exchange: { req: Request; res: Response },
  reception: Reception<P>,
  take: (file: (P & { bytes: number }) | null) => Promise<T> | T,
): Promise<T> {
  const { req } = exchange;
  const { owner, field } = reception;
  let place: P | null = null;
  let written: Promise<number> | null = null;
  let mine = false;
  const drop = async (): Promise<void> => {
    await written?.catch(() => undefined);
    if (place) await reception.drop(place);
    place = null;
  };
  try {
    await refuseEarly(house, req, owner);
    busy.add(owner);
    mine = true;
    place = await reception.place();
    // A slow film may take hours, but a minute without a byte is the end of it.
    req.socket.setTimeout(silenceMs);
    const bytes = await receive(house, exchange, { field, key: place.key }, (one) => (written = one));
    req.socket.setTimeout(keepingMs);
    if (bytes === null) await drop();
    return await take(place === null || bytes === null ? null : { ...place, bytes });
  } catch (error) {
    await readOn(req);
    await drop();
    throw error;
  } finally {
    if (mine) busy.delete(owner);
  }
}
