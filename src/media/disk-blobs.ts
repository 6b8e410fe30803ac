import { randomBytes } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import { access, type FileHandle, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { Readable } from 'node:stream';
import { type BlobFolder, growing, isUnfinished, segmentsOf, unfinishedName, writtenAt } from './blob-folder.js';
import { BlobKeyRefused, BlobMissing, type Blobs, FilmKeyGone, type FilmKeys, nameOf, type OpenFile } from './blobs.js';
import { closeFd, lookAt, openToRead } from './descriptor.js';
import { hasCode, syncFolder } from './files.js';
import { holdOpen, requireRange } from './held-blob.js';
import { Lately } from './lately.js';
import { namelessFile } from './nameless.js';
import { closing, segmentKey } from './sealed-chunk.js';
import { chunksIn, type FileName, newSegment, positionOf, writeHeader, writeSegment } from './sealed-format.js';
import { ChunkReader, type Layout, plainSize, readLayout } from './sealed-reader.js';
import { sealInto } from './sealed-writer.js';

export interface DiskBlobs {
  folder: BlobFolder;
  /** Where nameless files are made. */
  work: string;
  filmKeys: FilmKeys;
}

/** A film that came in a thousand pieces takes a tenth of a megabyte here. */
const mostLayouts = 100;

/** Keeps blobs as sealed files on the local disk. */
export function diskBlobs(disk: DiskBlobs): Blobs {
  const { folder, work, filmKeys } = disk;
  const layouts = new Layouts();
  const readRange = (key: string, start: number, end: number): Readable => {
    nameOf(key);
    requireRange(start, end);
    const flowing = copiesOf(() => openFilm(disk, layouts, key), start, end);
    return Readable.from(flowing, { objectMode: false, highWaterMark: flowingBytes });
  };
  const size = (key: string): Promise<number | null> => sizeOf(folder, layouts, key);
  return {
    readRange,
    size,
    hold: (key) =>
      openFilm(disk, layouts, key).then(holdOpen, (error: unknown) => {
        if (error instanceof BlobMissing) return null;
        throw error;
      }),
    put: async (key, source) => {
      const name = nameOf(key);
      const dataKey = await dataKeyOf(filmKeys, name);
      const target = await folder.makePlace(key);
      return sealThenRename(name, dataKey, source instanceof Readable ? source : fromStart(source), target);
    },
    remove: (key) => folder.remove(key),
    list: (prefix) => listKeys(folder, prefix),
    withNameless: async (key, use) => {
      const bytes = await size(key);
      if (bytes === null) throw new BlobMissing();
      const file = await namelessFile(work);
      try {
        if (bytes > 0) await pour(await openFilm(disk, layouts, key), file);
        return await use(file.fd, bytes);
      } finally {
        await file.close();
      }
    },
    sweepUnfinished: (olderThanMs) => sweep(folder, olderThanMs),
  };
}

const flowingBytes = 1 << 18;

/** Opened at the first read, and let go when whoever reads has enough. Copied, as nobody says when they are done with it. */
async function* copiesOf(open: () => Promise<ChunkReader>, start: number, end: number): AsyncGenerator<Buffer> {
  const film = holdOpen(await open());
  try {
    for await (const { bytes, letGo } of film.pieces(start, end)) {
      const copy = Buffer.from(bytes);
      letGo();
      yield copy;
    }
  } finally {
    film.release();
  }
}

async function dataKeyOf(filmKeys: FilmKeys, { keyId }: FileName): Promise<Buffer> {
  const dataKey = await filmKeys.open(keyId);
  if (dataKey === null) throw new FilmKeyGone();
  return dataKey;
}

/** Layouts of films that were opened lately, so that a player's next range costs no more than its chunks. A sealed file never changes. */
class Layouts {
  private readonly known = new Map<string, { ino: number; size: number; layout: Layout }>();

  find(key: string, { ino, size }: { ino: number; size: number }): Layout | null {
    const one = this.known.get(key);
    return one?.ino === ino && one.size === size ? one.layout : null;
  }

  note(key: string, { ino, size }: { ino: number; size: number }, found: Layout): Layout {
    const layout = { ...found, lately: new Lately(chunksIn(found.plain)) };
    const [oldest] = this.known.keys();
    if (oldest !== undefined && this.known.size >= mostLayouts) this.known.delete(oldest);
    this.known.set(key, { ino, size, layout });
    return layout;
  }
}

async function openFilm({ folder, filmKeys }: DiskBlobs, layouts: Layouts, key: string): Promise<ChunkReader> {
  const name = nameOf(key);
  const file = await openToRead(folder.pathOf(key));
  try {
    const dataKey = await dataKeyOf(filmKeys, name);
    const layout = layouts.find(key, file) ?? layouts.note(key, file, await readLayout(file, dataKey, name));
    return new ChunkReader(file.fd, dataKey, name, layout);
  } catch (error) {
    await closeFd(file.fd);
    throw error;
  }
}

async function sizeOf(folder: BlobFolder, layouts: Layouts, key: string): Promise<number | null> {
  const path = folder.pathOf(key);
  const there = await lookAt(path);
  if (there === null) return null;
  const known = layouts.find(key, there);
  if (known) return known.plain;
  const file = await openToRead(path);
  return plainSize(file).finally(() => closeFd(file.fd));
}

async function* listKeys(folder: BlobFolder, prefix: string): AsyncGenerator<string> {
  let before = '';
  for await (const path of folder.walk()) {
    const key = relative(folder.base, path).replace(/\.growing$/, '');
    if (key !== before && key.startsWith(prefix) && isKey(key)) yield (before = key);
  }
}

async function sweep(folder: BlobFolder, olderThanMs: number): Promise<number> {
  let swept = 0;
  for await (const path of folder.walk()) {
    if (!(isUnfinished(basename(path)) || (await isLeftOver(path)))) continue;
    const written = await writtenAt(path);
    if (written === null || Date.now() - written < olderThanMs) continue;
    await rm(path, { force: true });
    swept += 1;
  }
  return swept;
}

function isKey(key: string): boolean {
  try {
    nameOf(key);
    return true;
  } catch (error) {
    if (error instanceof BlobKeyRefused) return false;
    throw error;
  }
}

/** A list of segments whose film is finished or gone. */
async function isLeftOver(path: string): Promise<boolean> {
  if (!path.endsWith(segmentsOf)) return false;
  return access(path.slice(0, -segmentsOf.length) + growing).then(
    () => false,
    (error: unknown) => hasCode(error, 'ENOENT'),
  );
}

const fromStart = ({ fd, bytes }: OpenFile): Readable =>
  bytes === 0 ? Readable.from([]) : createReadStream('', { fd, start: 0, end: bytes - 1, autoClose: false, highWaterMark: 1 << 18 });

async function sealThenRename(name: FileName, dataKey: Buffer, source: Readable, target: string): Promise<{ bytes: number }> {
  const temporary = join(dirname(target), unfinishedName(randomBytes(16).toString('hex')));
  const file = await open(temporary, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW, 0o600);
  try {
    const bytes = await sealWhole(file, name, dataKey, source);
    await file.sync();
    await file.close();
    await rename(temporary, target);
    await syncFolder(dirname(target));
    return { bytes };
  } catch (error) {
    await file.close().catch(() => undefined);
    await rm(temporary, { force: true });
    throw error;
  }
}

async function sealWhole(file: FileHandle, name: FileName, dataKey: Buffer, source: Readable): Promise<number> {
  const segment = newSegment(0);
  const with_ = segmentKey(dataKey, name, segment);
  await file.write(writeHeader(name), 0, undefined, 0);
  const { plain, cut } = await sealInto({ fd: file.fd, first: 0, total: null, openSegment: async () => with_, hash: null }, source);
  if (cut !== null) throw cut;
  const table = plain === 0 ? Buffer.alloc(0) : writeSegment(segment);
  const { size } = await file.stat();
  await file.write(closing(dataKey, name, table, { segments: plain === 0 ? 0 : 1, plain }), 0, undefined, Math.max(size, positionOf(0)));
  return plain;
}

async function pour(from: ChunkReader, to: FileHandle): Promise<void> {
  const film = holdOpen(from);
  let at = 0;
  try {
    for await (const { bytes, letGo } of film.pieces(0, film.bytes - 1)) {
      for (let written = 0; written < bytes.length;) written += (await to.write(bytes, written, undefined, at + written)).bytesWritten;
      at += bytes.length;
      letGo();
    }
  } finally {
    film.release();
  }
}
