import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { readdir, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { freeBytes, hasRoomFor, openIncoming } from '../../src/media/incoming.js';
import { newBlobKey, openMedia } from '../../src/media/index.js';
import { ownFolder } from '../support/clips/folder.js';

let folder: Awaited<ReturnType<typeof ownFolder>>;
beforeAll(async () => (folder = await ownFolder()));
afterAll(() => folder.remove());

describe('incoming', () => {
  test('names are made here, random, and nothing else is taken for one', async () => {
    const incoming = await openIncoming(join(folder.path, 'names'));
    const names = Array.from({ length: 1_000 }, () => incoming.newName());
    expect(new Set(names).size).toBe(1_000);
    expect(names.every((name) => /^[0-9a-f]{32}$/.test(name))).toBe(true);
    for (const name of ['', '..', '../x', 'film.mp4', `${names[0]}/x`, `${names[0]}\0`])
      expect(() => incoming.pathOf(name)).toThrow(RangeError);
  });

  test('the folder is closed to others', async () => {
    const incoming = await openIncoming(join(folder.path, 'closed'));
    expect((await stat(incoming.folder)).mode & 0o077).toBe(0);
  });

  test('old files are swept, new ones and kept ones stay', async () => {
    const incoming = await openIncoming(join(folder.path, 'sweep'));
    const [old, kept, young] = [incoming.newName(), incoming.newName(), incoming.newName()];
    for (const name of [old, kept, young]) await writeFile(incoming.pathOf(name), 'x');
    for (const name of [old, kept]) await utimes(incoming.pathOf(name), 0, 0);
    expect(await incoming.sweep(60_000, new Set([kept]))).toBe(1);
    expect((await readdir(incoming.folder)).sort()).toEqual([kept, young].sort());
    await incoming.remove(young);
    await incoming.remove(young);
    expect(await readdir(incoming.folder)).toEqual([kept]);
  });

  test('a film for which there is no room is known before it is sent', async () => {
    const free = await freeBytes(folder.path);
    expect(await hasRoomFor(folder.path, 1)).toBe(free > 1024 ** 3);
    expect(await hasRoomFor(folder.path, free)).toBe(false);
  });
});

test('the room opens with its folders and everything the rest of the house asks for', async () => {
  const media = await openMedia({ dataDir: join(folder.path, 'house'), filmKeys: { open: async () => randomBytes(32) } });
  expect((await readdir(join(folder.path, 'house'))).sort()).toEqual(['blobs', 'incoming', 'work']);
  const key = newBlobKey(1);
  await media.blobs.put(key, Readable.from([Buffer.from('film')]));
  expect(await media.blobs.size(key)).toBe(4);
});
