import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createHash, randomBytes } from 'node:crypto';
import { appendFile, readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { type BlobFolder, openBlobFolder } from '../../src/media/blob-folder.js';
import { BlobMissing, type Blobs, FilmKeyGone } from '../../src/media/blobs.js';
import { diskBlobs } from '../../src/media/disk-blobs.js';
import { type GrowingFilms, growingFilms, GrowingBusy, NotWhole, OffsetMismatch } from '../../src/media/growing.js';
import { TooLong } from '../../src/media/sealed-writer.js';
import { ownFolder } from '../support/clips/folder.js';

const folders: Awaited<ReturnType<typeof ownFolder>>[] = [];
const chunk = 65_536;
const key = `k1/${'a'.repeat(32)}`;
let root: string;
let folder: BlobFolder;
let dataKey: Buffer | null;
let blobs: Blobs;
let films: GrowingFilms;
const filmKeys = { open: async () => dataKey };
/** As after a restart: nothing is remembered. */
const restart = () => (films = growingFilms(folder, filmKeys));
beforeEach(async () => {
  const own = await ownFolder();
  folders.push(own);
  root = join(own.path, 'blobs');
  dataKey = randomBytes(32);
  folder = await openBlobFolder(root);
  blobs = diskBlobs({ folder, work: join(own.path, 'work'), filmKeys });
  restart();
  await films.begin(key);
});
afterAll(() => Promise.all(folders.map((one) => one.remove())));

const whole = randomBytes(5 * chunk + 1_234);
const digest = createHash('sha256').update(whole).digest('hex');
/** The bytes from start to end in pieces as a socket gives them, and then the line is cut when told so. */
const line = (start: number, end: number, cut = false): Readable =>
  Readable.from(
    (function* () {
      for (let at = start; at < end; at += 50_000) yield whole.subarray(at, Math.min(end, at + 50_000));
      if (cut) throw new Error('line cut');
    })(),
  );
const isWhole = async () => (await buffer(blobs.readRange(key, 0, whole.length - 1))).equals(whole);
const file = `${key.slice(3)}.growing`;

describe('a film that grows', () => {
  test('in one piece is a blob when it is finished, and its digest is told', async () => {
    expect(await films.append(key, 0, whole.length, line(0, whole.length))).toBe(whole.length);
    expect(await blobs.size(key)).toBeNull();
    expect(await films.finish(key)).toEqual({ bytes: whole.length, sha256: digest });
    expect(await isWhole()).toBe(true);
    expect(await readdir(join(root, 'k1'))).toEqual([key.slice(3)]);
  });

  test('keeps whole chunks of a cut line and goes on from there', async () => {
    expect(await films.append(key, 0, whole.length, line(0, 2 * chunk + 9_999, true))).toBe(2 * chunk);
    expect(await films.offset(key)).toBe(2 * chunk);
    expect(await films.append(key, 2 * chunk, whole.length, line(2 * chunk, 3 * chunk, true))).toBe(3 * chunk);
    expect(await films.append(key, 3 * chunk, whole.length, line(3 * chunk, whole.length))).toBe(whole.length);
    expect(await films.finish(key)).toEqual({ bytes: whole.length, sha256: digest });
    expect(await isWhole()).toBe(true);
  });

  test('a restart loses nothing that was answered', async () => {
    await films.append(key, 0, whole.length, line(0, 3 * chunk + 1));
    restart();
    expect(await films.offset(key)).toBe(3 * chunk);
    await films.append(key, 3 * chunk, whole.length, line(3 * chunk, whole.length));
    restart();
    expect(await films.offset(key)).toBe(whole.length);
    expect(await films.finish(key)).toEqual({ bytes: whole.length, sha256: digest });
    restart();
    expect(await films.offset(key)).toBe(whole.length);
    expect(await films.finish(key)).toEqual({ bytes: whole.length, sha256: digest });
    expect(await isWhole()).toBe(true);
  });

  test.each([
    ['a torn chunk', async (path: string) => truncate(path, 64 + 2 * 65_552 + 30_000), 2 * chunk],
    ['zeros after a power cut', async (path: string) => appendFile(path, Buffer.alloc(200_000)), 3 * chunk],
    ['a chunk that never reached the disk', hole, 1 * chunk],
  ])('%s is cut off after a restart', async (_what, harm, kept) => {
    await films.append(key, 0, whole.length, line(0, 3 * chunk));
    restart();
    await harm(join(root, 'k1', file));
    expect(await films.offset(key)).toBe(kept);
    await films.append(key, kept, whole.length, line(kept, whole.length));
    expect(await films.finish(key)).toEqual({ bytes: whole.length, sha256: digest });
    expect(await isWhole()).toBe(true);
  });

  async function hole(path: string): Promise<void> {
    const bytes = await readFile(path);
    bytes.fill(0, 64 + 65_552 + 100, 64 + 65_552 + 4_196);
    await writeFile(path, bytes);
  }

  test('a torn record in the list of segments is written over', async () => {
    await films.append(key, 0, whole.length, line(0, 2 * chunk));
    await appendFile(join(root, 'k1', `${key.slice(3)}.segments`), Buffer.alloc(20, 1));
    restart();
    await films.append(key, 2 * chunk, whole.length, line(2 * chunk, whole.length));
    restart();
    expect(await films.finish(key)).toEqual({ bytes: whole.length, sha256: digest });
    expect(await isWhole()).toBe(true);
  });

  test('a film of no bytes can be finished', async () => {
    expect(await films.append(key, 0, 0, Readable.from([]))).toBe(0);
    expect(await films.finish(key)).toMatchObject({ bytes: 0 });
    expect(await blobs.size(key)).toBe(0);
  });
});

describe('what is refused', () => {
  test('bytes that do not follow the kept ones', async () => {
    await films.append(key, 0, whole.length, line(0, chunk));
    await expect(films.append(key, 0, whole.length, line(0, chunk))).rejects.toThrow(OffsetMismatch);
    await expect(films.append(key, 2 * chunk, whole.length, line(0, chunk))).rejects.toMatchObject({ kept: chunk });
    expect(await films.offset(key)).toBe(chunk);
  });

  test('more bytes than announced', async () => {
    await expect(films.append(key, 0, chunk, line(0, chunk + 1))).rejects.toThrow(TooLong);
    await films.append(key, await films.offset(key), chunk, line(0, chunk));
    await expect(films.append(key, chunk, chunk, line(0, 1))).rejects.toThrow(TooLong);
    expect(await films.offset(key)).toBe(chunk);
  });

  test('two at the same time', async () => {
    const first = films.append(key, 0, whole.length, line(0, whole.length));
    await expect(films.append(key, 0, whole.length, line(0, whole.length))).rejects.toThrow(GrowingBusy);
    await expect(films.finish(key)).rejects.toThrow(GrowingBusy);
    expect(await first).toBe(whole.length);
    expect(await films.finish(key)).toMatchObject({ sha256: digest });
  });

  test('finishing before all has come', async () => {
    await films.append(key, 0, whole.length, line(0, 3 * chunk));
    await expect(films.finish(key)).rejects.toThrow(NotWhole);
  });

  test('another size than before, an unknown film, a film without its key, a second beginning', async () => {
    await films.append(key, 0, whole.length, line(0, chunk));
    await expect(films.append(key, chunk, whole.length + 1, line(0, 1))).rejects.toThrow(RangeError);
    await expect(films.offset(`k1/${'b'.repeat(32)}`)).rejects.toThrow(BlobMissing);
    await expect(films.begin(key)).rejects.toMatchObject({ code: 'EEXIST' });
    dataKey = null;
    await expect(films.append(key, chunk, whole.length, line(0, 1))).rejects.toThrow(FilmKeyGone);
  });
});

test('a discarded film leaves nothing, and until then it is on the list', async () => {
  await films.append(key, 0, whole.length, line(0, 3 * chunk));
  const listed = async () => {
    const keys: string[] = [];
    for await (const one of blobs.list('k1/')) keys.push(one);
    return keys;
  };
  expect(await listed()).toEqual([key]);
  await films.discard(key);
  expect(await readdir(root)).toEqual([]);
  expect(await listed()).toEqual([]);
  await expect(films.offset(key)).rejects.toThrow(BlobMissing);
});

test('nothing of a growing film is readable on disk', async () => {
  const sentence = Buffer.alloc(3 * chunk, 'Rum til alle stemmer. ');
  await films.append(key, 0, whole.length, Readable.from([sentence]));
  for (const name of await readdir(join(root, 'k1'))) expect((await readFile(join(root, 'k1', name))).includes('stemmer')).toBe(false);
});
