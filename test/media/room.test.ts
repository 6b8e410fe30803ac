import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { diskOf, hasRoomFor } from '../../src/media/disk.js';
import { newBlobKey, openMedia } from '../../src/media/index.js';
import { ownFolder } from '../support/clips/folder.js';

let folder: Awaited<ReturnType<typeof ownFolder>>;
beforeAll(async () => (folder = await ownFolder()));
afterAll(() => folder.remove());

test('a film for which there is no room is known before it is sent', async () => {
  const free = (await diskOf(folder.path)).freeBytes;
  expect(await hasRoomFor(folder.path, 1)).toBe(free > 1024 ** 3);
  expect(await hasRoomFor(folder.path, free)).toBe(false);
});

test('the room opens with its folders and everything the rest of the house asks for', async () => {
  const media = await openMedia({ dataDir: join(folder.path, 'house'), filmKeys: { open: async () => randomBytes(32) } });
  expect((await readdir(join(folder.path, 'house'))).sort()).toEqual(['blobs', 'work']);
  const key = newBlobKey(1);
  await media.blobs.put(key, Readable.from([Buffer.from('film')]));
  expect(await media.blobs.size(key)).toBe(4);
});
