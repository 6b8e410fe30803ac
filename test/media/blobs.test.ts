import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, symlink, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { BlobKeyRefused, BlobMissing, type Blobs } from '../../src/media/blobs.js';
import { openDiskBlobs } from '../../src/media/disk-blobs.js';
import { ownFolder } from '../support/clips/folder.js';

const folders: Awaited<ReturnType<typeof ownFolder>>[] = [];
let outside: string;
let root: string;
let blobs: Blobs;
beforeEach(async () => {
  const folder = await ownFolder();
  folders.push(folder);
  outside = folder.path;
  root = join(outside, 'blobs');
  blobs = await openDiskBlobs(root);
});
afterAll(() => Promise.all(folders.map((folder) => folder.remove())));

const put = (key: string, bytes: Buffer): Promise<{ bytes: number }> => blobs.put(key, Readable.from([bytes]));
const everything = async (prefix = ''): Promise<string[]> => {
  const keys: string[] = [];
  for await (const key of blobs.list(prefix)) keys.push(key);
  return keys;
};

describe('keeping', () => {
  test('what is put is read again, byte for byte', async () => {
    const bytes = randomBytes(700_001);
    expect(await put('recordings/7/original', bytes)).toEqual({ bytes: bytes.length });
    expect(await blobs.size('recordings/7/original')).toBe(bytes.length);
    expect((await buffer(blobs.readRange('recordings/7/original', 0, bytes.length - 1))).equals(bytes)).toBe(true);
    expect(await readdir(join(root, 'recordings/7'))).toEqual(['original']);
  });

  test('a file that is put is taken from its old place', async () => {
    const path = join(outside, 'incoming');
    await writeFile(path, 'film');
    expect(await blobs.put('a/b', { path })).toEqual({ bytes: 4 });
    expect(existsSync(path)).toBe(false);
    expect(await blobs.withFile('a/b', (lent) => readFile(lent, 'utf8'))).toBe('film');
  });

  test('a put on the same key replaces the whole', async () => {
    await put('a', Buffer.from('first and longer'));
    await put('a', Buffer.from('second'));
    expect((await buffer(blobs.readRange('a', 0, 5))).toString()).toBe('second');
    expect(await blobs.size('a')).toBe(6);
  });

  test('a source that fails leaves the old bytes and no unfinished file', async () => {
    await put('a/b', Buffer.from('old'));
    const failing = Readable.from(
      (function* () {
        yield Buffer.alloc(100_000);
        throw new Error('line cut');
      })(),
    );
    await expect(blobs.put('a/b', failing)).rejects.toThrow('line cut');
    expect(await blobs.size('a/b')).toBe(3);
    expect(await readdir(join(root, 'a'))).toEqual(['b']);
  });

  test('remove is for good, and twice is no error', async () => {
    await put('a/b', Buffer.from('x'));
    await blobs.remove('a/b');
    await blobs.remove('a/b');
    await blobs.remove('never/was');
    expect(await blobs.size('a/b')).toBeNull();
    expect(await everything()).toEqual([]);
  });

  test('list gives every key with the prefix, in order, and nothing unfinished', async () => {
    for (const key of ['r/2/b', 'r/10/a', 'r/1/a', 'q', 'r-x']) await put(key, Buffer.from(key));
    await writeFile(join(root, 'r', '.unfinished-00'), 'half');
    expect(await everything('r/1')).toEqual(['r/1/a', 'r/10/a']);
    expect(await everything()).toEqual(['q', 'r-x', 'r/1/a', 'r/10/a', 'r/2/b']);
  });

  test('what a crash left unfinished is swept, but not what is being written', async () => {
    await mkdir(join(root, 'r'));
    await writeFile(join(root, 'r', '.unfinished-old'), 'half');
    await writeFile(join(root, 'r', '.unfinished-new'), 'half');
    await utimes(join(root, 'r', '.unfinished-old'), 0, 0);
    expect(await blobs.sweepUnfinished(60_000)).toBe(1);
    expect(await readdir(join(root, 'r'))).toEqual(['.unfinished-new']);
  });
});

describe('ranges', () => {
  test('any range is the same bytes as in the whole', async () => {
    const whole = randomBytes(900_000);
    await put('film', whole);
    const place = fc.integer({ min: 0, max: whole.length - 1 });
    await fc.assert(
      fc.asyncProperty(place, place, async (a, b) => {
        const [start, end] = [Math.min(a, b), Math.max(a, b)];
        return (await buffer(blobs.readRange('film', start, end))).equals(whole.subarray(start, end + 1));
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
    await put('film', Buffer.alloc(10));
    expect(() => blobs.readRange('film', start, end)).toThrow(RangeError);
  });

  test('a range that ends outside fails before the first byte', async () => {
    await put('film', Buffer.alloc(10));
    await expect(buffer(blobs.readRange('film', 0, 10))).rejects.toThrow(RangeError);
  });

  test('a film that becomes shorter while it is read fails and does not end as if whole', async () => {
    await put('film', Buffer.alloc(2_000_000));
    const stream = blobs.readRange('film', 0, 1_999_999);
    stream.once('data', () => void truncate(join(root, 'film'), 300_000));
    stream.pause();
    await expect(buffer(stream)).rejects.toThrow(RangeError);
  });

  test('a reader who leaves closes the file', async () => {
    await put('film', Buffer.alloc(2_000_000));
    const open = async (): Promise<number> => (await readdir('/proc/self/fd')).length;
    const before = await open();
    for (let n = 0; n < 20; n++) {
      for await (const piece of blobs.readRange('film', 0, 1_999_999)) if (piece) break;
    }
    expect(await open()).toBeLessThanOrEqual(before + 1);
  });

  test('a missing film is told as missing', async () => {
    await expect(buffer(blobs.readRange('nothing', 0, 0))).rejects.toThrow(BlobMissing);
    await expect(blobs.withFile('nothing', async () => 1)).rejects.toThrow(BlobMissing);
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
  ];
  test.each(wrong.map((key) => [JSON.stringify(key).slice(0, 20), key]))('%s is no key', async (_, key) => {
    await expect(put(key, Buffer.from('x'))).rejects.toThrow(BlobKeyRefused);
    await expect(blobs.size(key)).rejects.toThrow(BlobKeyRefused);
    await expect(blobs.remove(key)).rejects.toThrow(BlobKeyRefused);
    await expect(blobs.withFile(key, async () => 1)).rejects.toThrow(BlobKeyRefused);
    expect(() => blobs.readRange(key, 0, 0)).toThrow(BlobKeyRefused);
  });

  test('a symbolic link is not followed, neither as file nor as folder', async () => {
    await writeFile(join(outside, 'secret'), 'secret');
    await mkdir(join(outside, 'elsewhere'));
    await writeFile(join(outside, 'elsewhere', 'secret'), 'secret');
    await symlink(join(outside, 'secret'), join(root, 'link'));
    await symlink(join(outside, 'elsewhere'), join(root, 'folder'));
    for (const key of ['link', 'folder/secret']) {
      expect(await blobs.size(key)).toBeNull();
      await expect(buffer(blobs.readRange(key, 0, 0))).rejects.toThrow(BlobMissing);
      await expect(blobs.withFile(key, async () => 1)).rejects.toThrow(BlobMissing);
    }
    await blobs.remove('folder/secret');
    await expect(put('folder/new', Buffer.from('x'))).rejects.toThrow('symbolic link');
    await expect(blobs.put('taken', { path: join(root, 'link') })).rejects.toThrow();
    expect(await readdir(join(outside, 'elsewhere'))).toEqual(['secret']);
    expect(await everything()).toEqual([]);
  });
});
