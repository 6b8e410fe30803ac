import { constants } from 'node:fs';
import { access, type FileHandle, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Readable } from 'node:stream';
import { type BlobFolder, growing, segmentsOf } from './blob-folder.js';
import { BlobMissing, FilmKeyGone, type FilmKeys, nameOf } from './blobs.js';
import { hasCode, syncFolder } from './files.js';
import { type Growth, hashOf, noteSegment, readGrowth } from './growing-file.js';
import { closing, segmentKey } from './sealed-chunk.js';
import { chunkBytes, endOfChunks, type FileName, newSegment, type Segment, writeHeader, writeSegment } from './sealed-format.js';
import { ChunkReader, readLayout } from './sealed-reader.js';
import { sealInto, TooLong } from './sealed-writer.js';

/** Films on their way in, piece by piece, over hours and restarts. Every piece is sealed as it arrives. */
export interface GrowingFilms {
  /** Opens an empty sealed file under the key. Throws when something is kept or growing there. */
  begin(key: string): Promise<void>;
  /** Plain bytes safely kept (on disk), always a multiple of 65,536 until the last byte has come. Throws `BlobMissing`. */
  offset(key: string): Promise<number>;
  /**
   * Seals what arrives from `offset` on, whole chunks only (the last short one only when offset and bytes reach `total`), and returns
   * the new offset, which is on disk. A source that is cut keeps the whole chunks it gave; the source is left open, so that its sender can
   * be answered. `total` is the same at every call. Throws `OffsetMismatch`, `TooLong`, `GrowingBusy`, `BlobMissing`, `FilmKeyGone`, or what the disk said.
   */
  append(key: string, offset: number, total: number, source: Readable): Promise<number>;
  /** How many plain bytes are kept, and their SHA-256 (hexadecimal). After a restart they are read once for it. Throws `GrowingBusy`. */
  keptSha256(key: string): Promise<{ offset: number; sha256: string }>;
  /**
   * Closes the file; from now on it is an ordinary blob under the same key. Calling it again gives the same answer.
   * Throws `NotWhole` when bytes are missing, `GrowingBusy`.
   */
  finish(key: string): Promise<{ bytes: number; sha256: string }>;
  /** Removes everything under the key. Throws `GrowingBusy` while bytes arrive. */
  discard(key: string): Promise<void>;
}

/** The bytes offered do not follow the bytes kept. */
export class OffsetMismatch extends Error {
  override readonly name = 'OffsetMismatch';
  constructor(readonly kept: number) {
    super('the offset is not the one that is kept');
  }
}

/** Somebody else adds to this film at this moment. */
export class GrowingBusy extends Error {
  override readonly name = 'GrowingBusy';
  constructor() {
    super('bytes for this film arrive already');
  }
}

export class NotWhole extends Error {
  override readonly name = 'NotWhole';
  constructor() {
    super('the film has not come whole');
  }
}

interface Place {
  key: string;
  path: string;
  name: FileName;
  dataKey: Buffer;
}

export function growingFilms(folder: BlobFolder, filmKeys: FilmKeys): GrowingFilms {
  const { alone, lend, known } = lending(folder);
  const placeOf = async (key: string): Promise<Place> => {
    const name = nameOf(key);
    const dataKey = await filmKeys.open(name.keyId);
    if (dataKey === null) throw new FilmKeyGone();
    return { key, name, dataKey, path: folder.pathOf(key) };
  };
  return {
    begin: (key) => begin(folder, key),
    offset: async (key) => {
      const growth = known.get(key);
      if (growth) return growth.kept;
      const place = await placeOf(key);
      const finished = await openWhole(folder, place);
      return finished ? finished.plain : alone(key, () => lend(place, async (_file, { kept }) => kept));
    },
    append: (key, offset, total, source) =>
      alone(key, async () => {
        if (!Number.isSafeInteger(total) || total < 0) throw new RangeError('malformed size');
        const place = await placeOf(key);
        return lend(place, async (file, growth) => {
          if (growth.kept !== offset) throw new OffsetMismatch(growth.kept);
          if (growth.total !== null && growth.total !== total) throw new RangeError('the size was another one before');
          return offset === total ? tooLongUnlessEmpty(source, total) : append(place, file, growth, total, source);
        });
      }),
    keptSha256: (key) =>
      alone(key, async () => {
        const place = await placeOf(key);
        const finished = await openWhole(folder, place, digestOf);
        if (finished) return { offset: finished.plain, sha256: finished.more ?? '' };
        return lend(place, async (file, growth) => {
          const chunks = () => new ChunkReader(file.fd, place.dataKey, place.name, { segments: growth.segments, plain: growth.total ?? 0 });
          growth.hash ??= await hashOf(chunks(), growth.kept);
          return { offset: growth.kept, sha256: growth.hash.copy().digest('hex') };
        });
      }),
    finish: (key) =>
      alone(key, async () => {
        const place = await placeOf(key);
        const finished = await openWhole(folder, place, digestOf);
        if (finished) return { bytes: finished.plain, sha256: finished.more ?? '' };
        const done = await lend(place, (file, growth) => close(place, file, growth));
        known.delete(key);
        return done;
      }),
    discard: (key) =>
      alone(key, async () => {
        known.delete(key);
        await folder.remove(key);
      }),
  };
}

/** Lends a growing file to one at a time. */
function lending(folder: BlobFolder) {
  /** What is known without reading; dropped whenever it may no longer be true. */
  const known = new Map<string, Growth>();
  const busy = new Set<string>();
  const alone = async <T>(key: string, work: () => Promise<T>): Promise<T> => {
    if (busy.has(key)) throw new GrowingBusy();
    busy.add(key);
    try {
      return await work();
    } finally {
      busy.delete(key);
    }
  };
  const lend = async <T>(place: Place, work: (file: FileHandle, growth: Growth) => Promise<T>): Promise<T> => {
    const file = await folder.openFile(place.path + growing, constants.O_RDWR);
    try {
      const growth = known.get(place.key) ?? (await readGrowth(file, place.path, place.dataKey, place.name));
      known.set(place.key, growth);
      return await work(file, growth);
    } catch (error) {
      if (!(error instanceof OffsetMismatch || error instanceof NotWhole)) known.delete(place.key);
      throw error;
    } finally {
      await file.close();
    }
  };
  return { alone, lend, known };
}

async function begin(folder: BlobFolder, key: string): Promise<void> {
  const path = await folder.makePlace(key);
  if (await exists(path)) throw new Error('a film lies there already');
  const file = await open(path + growing, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW, 0o600);
  try {
    await file.write(writeHeader(nameOf(key)), 0, undefined, 0);
    await file.sync();
  } finally {
    await file.close();
  }
  await syncFolder(dirname(path));
}

async function append(place: Place, file: FileHandle, growth: Growth, total: number, source: Readable): Promise<number> {
  const first = growth.kept / chunkBytes;
  const openSegment = async () => {
    const segment = newSegment(first);
    await noteSegment(place.path, growth, total, segment);
    return segmentKey(place.dataKey, place.name, segment);
  };
  const { plain } = await sealInto({ fd: file.fd, first, total, openSegment, hash: growth.hash, flush: () => file.datasync() }, source);
  await file.datasync();
  growth.kept = plain;
  return plain;
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    (error: unknown) => {
      if (hasCode(error, 'ENOENT')) return false;
      throw error;
    },
  );

async function tooLongUnlessEmpty(source: Readable, total: number): Promise<number> {
  const { done } = await source.iterator({ destroyOnReturn: false }).next();
  if (done !== true) throw new TooLong();
  return total;
}

const digestOf = async (chunks: ChunkReader): Promise<string> => (await hashOf(chunks)).digest('hex');

/** A film that was finished before; null while it grows. */
async function openWhole<T>(
  folder: BlobFolder,
  { path, dataKey, name }: Place,
  work?: (chunks: ChunkReader) => Promise<T>,
): Promise<{ plain: number; more: T | undefined } | null> {
  let file: FileHandle;
  try {
    file = await folder.openFile(path);
  } catch (error) {
    if (error instanceof BlobMissing) return null;
    throw error;
  }
  try {
    const { size } = await file.stat();
    const chunks = new ChunkReader(file.fd, dataKey, name, await readLayout({ fd: file.fd, size }, dataKey, name));
    return { plain: chunks.plain, more: await work?.(chunks) };
  } finally {
    await file.close();
  }
}

/** Of segments with the same first chunk only the last holds any. */
const inUse = (segments: readonly Segment[]): Segment[] => segments.filter(({ first }, index) => segments[index + 1]?.first !== first);

async function close({ path, dataKey, name }: Place, file: FileHandle, growth: Growth): Promise<{ bytes: number; sha256: string }> {
  const total = growth.total ?? 0;
  if (growth.kept !== total) throw new NotWhole();
  const segments = inUse(growth.segments);
  const hash = growth.hash ?? (await hashOf(new ChunkReader(file.fd, dataKey, name, { segments, plain: total })));
  const table = Buffer.concat(segments.map(writeSegment));
  const end = endOfChunks(total);
  await file.truncate(end);
  await file.write(closing(dataKey, name, table, { segments: segments.length, plain: total }), 0, undefined, end);
  await file.sync();
  await rename(path + growing, path);
  await rm(path + segmentsOf, { force: true });
  await syncFolder(dirname(path));
  return { bytes: total, sha256: hash.copy().digest('hex') };
}
