import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes, randomInt } from 'node:crypto';
import { existsSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Unwanted } from '../../src/media/blobs.js';
import { Openers, type Opening } from '../../src/media/openers.js';
import { lendRoom } from '../../src/media/rooms.js';
import { sealChunk, segmentKey } from '../../src/media/sealed-chunk.js';
import { chunkBytes, newSegment, SealBroken, sealedChunkBytes } from '../../src/media/sealed-format.js';
import { packKeys } from '../../src/media/stretch.js';
import { root } from '../../src/web/root.js';
import { ownFolder } from '../support/clips/folder.js';

const script = join(root, 'dist/src/media/opener-thread.js');
const name = { keyId: 1, fileId: randomBytes(16) };
const dataKey = randomBytes(32);
const chunks = 40;
/** From this chunk on another segment, and so another key, counts. */
const second = 13;
const segments = [newSegment(0), newSegment(second)].map((segment) => ({ ...segmentKey(dataKey, name, segment), first: segment.first }));
const plain = randomBytes(chunks * chunkBytes - 1000);

let own: Awaited<ReturnType<typeof ownFolder>>;
let file: FileHandle;
let openers: Openers;

beforeAll(async () => {
  if (!existsSync(script))
    throw new Error('Build first (npm run build): this test starts the built thread, and dist/src/media is not there.');
  own = await ownFolder();
  file = await open(join(own.path, 'sealed'), 'w+');
  for (let chunk = 0; chunk < chunks; chunk += 1) {
    const bytes = plain.subarray(chunk * chunkBytes, (chunk + 1) * chunkBytes);
    await file.write(Buffer.concat(sealChunk(segments[chunk < second ? 0 : 1]!, chunk, chunk === chunks - 1, [bytes])));
  }
  openers = new Openers(pathToFileURL(script), 2);
});
afterAll(async () => {
  await openers.end();
  await file.close();
  await own.remove();
});

const stretch = (first: number, count: number, sealed?: Opening['sealed']): Opening => ({
  keys: packKeys(segments.filter((one, index) => (segments[index + 1]?.first ?? chunks) > first && one.first < first + count)),
  first,
  last: chunks - 1,
  bytes: Math.min(first + count, chunks) * sealedChunkBytes - (first + count >= chunks ? 1000 : 0) - first * sealedChunkBytes,
  sealed: sealed ?? { fd: file.fd, position: first * sealedChunkBytes },
  wanted: () => true,
});
const isRight = async (first: number, count: number, opened: ReturnType<Openers['open']>): Promise<boolean> => {
  const { room, bytes } = await opened;
  return room.subarray(0, bytes).equals(plain.subarray(first * chunkBytes, (first + count) * chunkBytes));
};

describe('threads that open film', () => {
  it('open hundreds of stretches at once, over the border of a segment and to the end of the file', async () => {
    const asked = Array.from({ length: 400 }, () => {
      const first = randomInt(chunks);
      return [first, 1 + randomInt(Math.min(9, chunks - first))] as const;
    });
    asked.push([second - 1, 2], [chunks - 1, 1], [chunks - 9, 9]);
    const right = await Promise.all(asked.map(([first, count]) => isRight(first, count, openers.open(stretch(first, count)))));
    expect(right.filter((one) => !one)).toEqual([]);
  });

  it('open what lies in the room already', async () => {
    const room = lendRoom();
    await file.read(room, 0, 9 * sealedChunkBytes, 5 * sealedChunkBytes);
    expect(await isRight(5, 9, openers.open(stretch(5, 9, room)))).toBe(true);
  });

  it('say which chunk is broken, and open the others asked for beside it', async () => {
    const room = lendRoom();
    await file.read(room, 0, 3 * sealedChunkBytes, 20 * sealedChunkBytes);
    room[sealedChunkBytes + 77]! ^= 1;
    const [before, broken, after] = await Promise.allSettled([
      isRight(0, 9, openers.open(stretch(0, 9))),
      openers.open(stretch(20, 3, room)),
      isRight(20, 3, openers.open(stretch(20, 3))),
    ]);
    expect([before, after].map((one) => one.status === 'fulfilled' && one.value)).toEqual([true, true]);
    expect(broken.status === 'rejected' && (broken.reason as unknown)).toEqual(new SealBroken('chunk 21'));
  });

  it('open nothing for those who are gone when their turn comes', async () => {
    const gone = openers.open({ ...stretch(0, 9), wanted: () => false });
    const beside = openers.open(stretch(9, 9));
    await expect(gone).rejects.toBeInstanceOf(Unwanted);
    expect(await isRight(9, 9, beside)).toBe(true);
  });

  it('say that a file became shorter, and what the disk says', async () => {
    await expect(openers.open(stretch(0, 9, { fd: file.fd, position: (chunks - 2) * sealedChunkBytes }))).rejects.toBeInstanceOf(
      SealBroken,
    );
    const fault = openers.open(stretch(0, 1, { fd: 999_999, position: 0 }));
    await expect(fault).rejects.toThrow('EBADF');
    await expect(fault).rejects.not.toBeInstanceOf(SealBroken);
  });

  it('that end fail what they were at, and are there again for the next', async () => {
    const asked = Array.from({ length: 100 }, () => openers.open(stretch(0, 9)));
    const all = Promise.allSettled(asked);
    await new Promise((resolve) => setImmediate(resolve));
    await openers.end();
    const ended = await all;
    for (const one of ended) if (one.status === 'rejected') expect(one.reason).toEqual(new Error('a thread that opens film ended'));
    expect(ended.some(({ status }) => status === 'rejected')).toBe(true);
    expect(await isRight(3, 9, openers.open(stretch(3, 9)))).toBe(true);
  });
});
