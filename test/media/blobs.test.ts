import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, open, readdir, readFile, readlink, rename, stat, symlink, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { openBlobFolder } from '../../src/media/blob-folder.js';
import { BlobKeyRefused, BlobMissing, type Blobs, FilmKeyGone } from '../../src/media/blobs.js';
import { diskBlobs } from '../../src/media/disk-blobs.js';
import { SealBroken } from '../../src/media/sealed-format.js';
import { ownFolder } from '../support/clips/folder.js';

const folders: Awaited<ReturnType<typeof ownFolder>>[] = [];
let outside: string;
let root: string;
let blobs: Blobs;
const keys = new Map<number, Buffer>();
/** A key as the server makes them: film key, then the file's own name. */
const at = (keyId: number, name: number | string): string => `k${keyId}/${String(name).padStart(32, '0')}`;
const film = at(1, 'f');
beforeEach(async () => {
  const folder = await ownFolder();
  folders.push(folder);
  outside = folder.path;
  root = join(outside, 'blobs');
  for (const id of [1, 2, 10]) keys.set(id, randomBytes(32));
  const filmKeys = { open: async (id: number) => keys.get(id) ?? null };
  blobs = diskBlobs({ folder: await openBlobFolder(root), work: join(outside, 'work'), filmKeys });
});
afterAll(() => Promise.all(folders.map((folder) => folder.remove())));

const put = (key: string, bytes: Buffer): Promise<{ bytes: number }> => blobs.put(key, Readable.from([bytes]));
const everything = async (prefix = ''): Promise<string[]> => {
  const keys: string[] = [];
  for await (const key of blobs.list(prefix)) keys.push(key);
  return keys;
};

describe('keeping', () => {
  test('what is put is read again, byte for byte, and lies sealed', async () => {
    const bytes = Buffer.alloc(700_001, 'Rum til alle stemmer. ');
    expect(await put(film, bytes)).toEqual({ bytes: bytes.length });
    expect(await blobs.size(film)).toBe(bytes.length);
    expect((await buffer(blobs.readRange(film, 0, bytes.length - 1))).equals(bytes)).toBe(true);
    expect(await readdir(join(root, 'k1'))).toEqual([film.slice(3)]);
    expect((await readFile(join(root, film))).includes('stemmer')).toBe(false);
  });

  test.each([0, 1, 65_535, 65_536, 65_537, 131_072, 1_000_000])('%i bytes come back', async (size) => {
    const bytes = randomBytes(size);
    expect(await put(film, bytes)).toEqual({ bytes: size });
    expect(await blobs.size(film)).toBe(size);
    await blobs.withNameless(film, async (fd, length) => {
      expect(length).toBe(size);
      expect((await readFile(`/proc/self/fd/${fd}`)).equals(bytes)).toBe(true);
    });
  });

  test('an open file is put from its first byte on, wherever its reader stands', async () => {
    const path = join(outside, 'incoming');
    await writeFile(path, 'film');
    const file = await open(path);
    await file.read(Buffer.alloc(2));
    expect(await blobs.put(film, { fd: file.fd, bytes: 4 })).toEqual({ bytes: 4 });
    await file.close();
    expect((await buffer(blobs.readRange(film, 0, 3))).toString()).toBe('film');
  });

  test('a lent file has no name, is closed to others and gone afterwards', async () => {
    await put(film, Buffer.from('film'));
    const lent = await blobs.withNameless(film, async (fd) => {
      expect(await readdir(join(outside, 'work'))).toEqual([]);
      expect((await stat(`/proc/self/fd/${fd}`)).mode & 0o777).toBe(0o600);
      expect((await stat(`/proc/self/fd/${fd}`)).nlink).toBe(0);
      return fd;
    });
    expect(existsSync(`/proc/self/fd/${lent}`) && (await readlink(`/proc/self/fd/${lent}`)).includes('nameless')).toBe(false);
  });

  test('a put on the same key replaces the whole', async () => {
    await put(film, Buffer.from('first and longer'));
    await put(film, Buffer.from('second'));
    expect((await buffer(blobs.readRange(film, 0, 5))).toString()).toBe('second');
    expect(await blobs.size(film)).toBe(6);
  });

  test('a source that fails leaves the old bytes and no unfinished file', async () => {
    await put(film, Buffer.from('old'));
    const failing = Readable.from(
      (function* () {
        yield Buffer.alloc(100_000);
        throw new Error('line cut');
      })(),
    );
    await expect(blobs.put(film, failing)).rejects.toThrow('line cut');
    expect(await blobs.size(film)).toBe(3);
    expect(await readdir(join(root, 'k1'))).toEqual([film.slice(3)]);
  });

  test('remove is for good, and twice is no error', async () => {
    await put(film, Buffer.from('x'));
    await blobs.remove(film);
    await blobs.remove(film);
    await blobs.remove(at(10, 7));
    expect(await blobs.size(film)).toBeNull();
    expect(await everything()).toEqual([]);
    expect(await readdir(root)).toEqual([]);
  });

  test('list gives every key with the prefix, in order, and nothing unfinished', async () => {
    for (const key of [at(2, 'b'), at(10, 'a'), at(1, 'a'), at(1, 'c')]) await put(key, Buffer.from(key));
    await writeFile(join(root, 'k1', '.unfinished-00'), 'half');
    await writeFile(join(root, 'stranger'), 'not ours');
    expect(await everything('k1/')).toEqual([at(1, 'a'), at(1, 'c')]);
    expect(await everything()).toEqual([at(1, 'a'), at(1, 'c'), at(10, 'a'), at(2, 'b')]);
  });

  test('what a crash left unfinished is swept, but not what is being written', async () => {
    await put(film, Buffer.from('x'));
    for (const name of ['.unfinished-old', '.unfinished-new', `${film.slice(3)}.segments`]) await writeFile(join(root, 'k1', name), 'half');
    for (const name of ['.unfinished-old', `${film.slice(3)}.segments`]) await utimes(join(root, 'k1', name), 0, 0);
    expect(await blobs.sweepUnfinished(60_000)).toBe(2);
    expect((await readdir(join(root, 'k1'))).sort()).toEqual(['.unfinished-new', film.slice(3)]);
  });
});

describe('without its key', () => {
  test('a film is closed for ever, and nothing can be put beside it', async () => {
    await put(film, Buffer.from('x'));
    keys.delete(1);
    await expect(buffer(blobs.readRange(film, 0, 0))).rejects.toThrow(FilmKeyGone);
    await expect(blobs.withNameless(film, async () => 1)).rejects.toThrow(FilmKeyGone);
    await expect(put(at(1, 'a'), Buffer.from('x'))).rejects.toThrow(FilmKeyGone);
    expect(await everything()).toEqual([film]);
  });

  test('another key does not open it', async () => {
    await put(film, Buffer.from('x'));
    keys.set(1, randomBytes(32));
    await expect(buffer(blobs.readRange(film, 0, 0))).rejects.toThrow(SealBroken);
  });
});

describe('ranges', () => {
  test('any range is the same bytes as in the whole', async () => {
    const whole = randomBytes(900_000);
    await put(film, whole);
    const place = fc.integer({ min: 0, max: whole.length - 1 });
    await fc.assert(
      fc.asyncProperty(place, place, async (a, b) => {
        const [start, end] = [Math.min(a, b), Math.max(a, b)];
        return (await buffer(blobs.readRange(film, start, end))).equals(whole.subarray(start, end + 1));
      }),
      {
        numRuns: 60,
        examples: [
          [0, 0],
          [899_999, 899_999],
          [0, 899_999],
          [262_143, 262_144],
        ],
      },
    );
  });

  test.each([
    [-1, 2],
    [2, 1],
    [0.5, 2],
    [0, Number.NaN],
    [0, Infinity],
  ])('the range %p–%p is refused', async (start, end) => {
    await put(film, Buffer.alloc(10));
    expect(() => blobs.readRange(film, start, end)).toThrow(RangeError);
  });

  test('a range that ends outside fails before the first byte', async () => {
    await put(film, Buffer.alloc(10));
    await expect(buffer(blobs.readRange(film, 0, 10))).rejects.toThrow(RangeError);
  });

  test('a film that becomes shorter while it is read fails and does not end as if whole', async () => {
    await put(film, Buffer.alloc(2_000_000));
    const stream = blobs.readRange(film, 0, 1_999_999);
    stream.once('data', () => void truncate(join(root, film), 300_000));
    stream.pause();
    await expect(buffer(stream)).rejects.toThrow(SealBroken);
  });

  test('a reader who leaves closes the file', async () => {
    await put(film, Buffer.alloc(2_000_000));
    const open = async (): Promise<number> => (await readdir('/proc/self/fd')).length;
    const before = await open();
    for (let n = 0; n < 20; n++) {
      for await (const piece of blobs.readRange(film, 0, 1_999_999)) if (piece) break;
    }
    expect(await open()).toBeLessThanOrEqual(before + 1);
  });

  test('a piece keeps its bytes while others are read, until it is let go', async () => {
    const whole = randomBytes(2_000_000);
    await put(film, whole);
    const held = (await blobs.hold(film))!;
    const [first] = await Promise.all([held.pieces(5, 1_999_999).next(), held.pieces(900_000, 900_009).next()]);
    for (let n = 0; n < 5; n++) for await (const { letGo } of held.pieces(0, 1_999_999)) letGo();
    const { bytes, letGo } = first.value as { bytes: Buffer; letGo: () => void };
    expect(bytes.equals(whole.subarray(5, 5 + bytes.length))).toBe(true);
    expect(bytes.length).toBeLessThanOrEqual(9 * 65_536);
    letGo();
    held.release();
  });

  test('a missing film is told as missing', async () => {
    await expect(buffer(blobs.readRange(at(1, 9), 0, 0))).rejects.toThrow(BlobMissing);
    await expect(blobs.withNameless(at(1, 9), async () => 1)).rejects.toThrow(BlobMissing);
  });
});

describe('keys', () => {
  const wrong = [
    '',
    '/',
    '/etc/passwd',
    '..',
    'a/../b',
    'a/..',
    '../a',
    'a//b',
    'a/',
    './a',
    'a/.b',
    '.a',
    'A',
    'å',
    'a b',
    'a\0',
    'a\\b',
    'a\n',
    '-a',
    'a..b',
    'a'.repeat(201),
    `k0/${'0'.repeat(32)}`,
    `k01/${'0'.repeat(32)}`,
    `k1/${'0'.repeat(31)}`,
    `k1/${'A'.repeat(32)}`,
    `k1/${'0'.repeat(32)}.growing`,
    `film/${'0'.repeat(32)}`,
  ];
  test.each(wrong.map((key) => [JSON.stringify(key).slice(0, 20), key]))('%s is no key', async (_, key) => {
    await expect(put(key, Buffer.from('x'))).rejects.toThrow(BlobKeyRefused);
    await expect(blobs.size(key)).rejects.toThrow(BlobKeyRefused);
    await expect(blobs.remove(key)).rejects.toThrow(BlobKeyRefused);
    await expect(blobs.withNameless(key, async () => 1)).rejects.toThrow(BlobKeyRefused);
    expect(() => blobs.readRange(key, 0, 0)).toThrow(BlobKeyRefused);
  });

  test('a symbolic link is not followed, neither as file nor as folder', async () => {
    await put(film, Buffer.from('secret'));
    const link = at(1, 'c');
    await symlink(join(root, film), join(root, link));
    await mkdir(join(outside, 'k2'));
    await rename(join(root, film), join(outside, 'k2', film.slice(3)));
    await symlink(join(outside, 'k2'), join(root, 'k2'));
    for (const key of [link, at(2, 'f')]) {
      expect(await blobs.size(key)).toBeNull();
      await expect(buffer(blobs.readRange(key, 0, 0))).rejects.toThrow(BlobMissing);
      await expect(blobs.withNameless(key, async () => 1)).rejects.toThrow(BlobMissing);
    }
    await blobs.remove(at(2, 'f'));
    await expect(put(at(2, 'a'), Buffer.from('x'))).rejects.toThrow('symbolic link');
    expect(await readdir(join(outside, 'k2'))).toEqual([film.slice(3)]);
    expect(await everything()).toEqual([]);
  });
});
