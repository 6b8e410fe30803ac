import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash, randomBytes, randomInt } from 'node:crypto';
import { copyFile, type FileHandle, open, readFile, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { openBlobFolder } from '../../src/media/blob-folder.js';
import { type Blobs, type Piece, Unwanted } from '../../src/media/blobs.js';
import { diskBlobs } from '../../src/media/disk-blobs.js';
import { type GrowingFilms, growingFilms } from '../../src/media/growing.js';
import { nonceOf } from '../../src/media/sealed-chunk.js';
import { chunkBytes, newSegment, positionOf, SealBroken, sealedChunkBytes } from '../../src/media/sealed-format.js';
import { ownFolder } from '../support/clips/folder.js';

const chunks = 1_000;
const dataKey = randomBytes(32);
const filmKeys = { open: async () => dataKey };
let own: Awaited<ReturnType<typeof ownFolder>>;
let root: string;
let blobs: Blobs;
let films: GrowingFilms;
let fresh: () => GrowingFilms;
let count = 0;
const newKey = (): string => `k7/${String((count += 1)).padStart(32, '0')}`;

beforeAll(async () => {
  own = await ownFolder();
  root = join(own.path, 'blobs');
  const folder = await openBlobFolder(root);
  blobs = diskBlobs({ folder, work: join(own.path, 'work'), filmKeys });
  fresh = () => growingFilms(folder, filmKeys);
  films = fresh();
});
afterAll(() => own.remove());

/** A film of as many bytes, of which every chunk is the same: only the place tells them apart. */
const alike = (bytes: number): Readable =>
  Readable.from(
    (function* () {
      for (let at = 0; at < bytes; at += chunkBytes) yield Buffer.alloc(Math.min(chunkBytes, bytes - at));
    })(),
  );
const readByte = (key: string, chunk: number): Promise<Buffer> => buffer(blobs.readRange(key, chunk * chunkBytes, chunk * chunkBytes));

async function lend<T>(key: string, work: (file: FileHandle) => Promise<T>): Promise<T> {
  const file = await open(join(root, key), 'r+');
  try {
    return await work(file);
  } finally {
    await file.close();
  }
}
const bytesAt = async (file: FileHandle, at: number, length: number): Promise<Buffer> => {
  const bytes = Buffer.alloc(length);
  await file.read(bytes, 0, length, at);
  return bytes;
};

describe(`a film of ${chunks} chunks`, () => {
  const [film, other] = [newKey(), newKey()];
  const size = chunks * chunkBytes - 5;
  /** Whether reading from the chunk is refused after the harm; the file is as before afterwards. */
  const noticed = async (file: FileHandle, chunk: number, at: number, bytes: Buffer): Promise<boolean> => {
    const before = await bytesAt(file, at, bytes.length);
    await file.write(bytes, 0, bytes.length, at);
    const refused = await readByte(film, chunk).then(
      () => false,
      (error: unknown) => error instanceof SealBroken,
    );
    await file.write(before, 0, before.length, at);
    return refused;
  };
  const each = async (work: (file: FileHandle, chunk: number) => Promise<boolean>): Promise<number> =>
    lend(film, async (file) => {
      let found = 0;
      for (let chunk = 0; chunk < chunks; chunk += 1) if (await work(file, chunk)) found += 1;
      return found;
    });

  beforeAll(async () => {
    await blobs.put(film, alike(size));
    await blobs.put(other, alike(size));
  }, 60_000);

  it('opens as it was', async () => {
    const hash = createHash('sha256');
    for await (const piece of blobs.readRange(film, 0, size - 1) as AsyncIterable<Buffer>) hash.update(piece);
    expect(hash.digest('hex')).toBe(createHash('sha256').update(Buffer.alloc(size)).digest('hex'));
  });

  it('tells one flipped bit in any of them, in film or tag', async () => {
    const flipped = await each(async (file, chunk) => {
      const length = chunk === chunks - 1 ? sealedChunkBytes - 5 : sealedChunkBytes;
      const at = positionOf(chunk) + (chunk % 2 === 0 ? randomInt(length - 16) : length - 1 - randomInt(16));
      const byte = await bytesAt(file, at, 1);
      byte[0]! ^= 1 << randomInt(8);
      return noticed(file, chunk, at, byte);
    });
    expect(flipped).toBe(chunks);
  });

  it('tells a chunk put in the place of another, and one from another film under the same key', async () => {
    const swapped = await each(async (file, chunk) => {
      const from = (chunk + 1 + randomInt(chunks - 2)) % chunks;
      const bytes = await bytesAt(file, positionOf(from), from === chunks - 1 ? sealedChunkBytes - 5 : sealedChunkBytes);
      return noticed(file, chunk, positionOf(chunk), bytes);
    });
    const mixed = await lend(other, (foreign) =>
      each(async (file, chunk) => noticed(file, chunk, positionOf(chunk), await bytesAt(foreign, positionOf(chunk), sealedChunkBytes - 5))),
    );
    expect({ swapped, mixed }).toEqual({ swapped: chunks, mixed: chunks });
  });

  it('tells when it was cut or lengthened anywhere, wherever it is read', async () => {
    const whole = (await stat(join(root, film))).size;
    const tail = await lend(film, (file) => bytesAt(file, positionOf(chunks - 1), whole - positionOf(chunks - 1)));
    let found = 0;
    const isRefused = () =>
      readByte(film, 0).then(
        () => 0,
        (error: unknown) => (error instanceof SealBroken ? 1 : 0),
      );
    for (let turn = 0; turn < chunks; turn += 1) {
      await truncate(join(root, film), turn % 2 === 0 ? whole - 1 - randomInt(tail.length) : whole + 1 + randomInt(sealedChunkBytes));
      found += await isRefused();
      await truncate(join(root, film), whole);
      await lend(film, (file) => file.write(tail, 0, tail.length, positionOf(chunks - 1)));
    }
    // Its last chunk left out and the footer moved up, as if it had ended there.
    const moved = newKey();
    await copyFile(join(root, film), join(root, moved));
    found += await readByte(moved, 0).then(
      () => 0,
      (error: unknown) => (error instanceof SealBroken ? 1 : 0),
    );
    expect(found).toBe(chunks + 1);
    expect((await readByte(film, chunks - 1)).length).toBe(1);
  });

  it('never uses a place of the key stream twice: equal chunks lie unequal', async () => {
    const starts = new Set<string>();
    for (const key of [film, other])
      await lend(key, async (file) => {
        for (let chunk = 0; chunk < chunks; chunk += 1) starts.add((await bytesAt(file, positionOf(chunk), 16)).toString('hex'));
      });
    expect(starts.size).toBe(2 * chunks);
  });
});

it('in a million chunks over a hundred segments no key meets a nonce twice', () => {
  const salts = new Set<string>();
  let nonces = 0;
  for (let segment = 0; segment < 100; segment += 1) {
    const { first, salt, prefix } = newSegment(segment * 10_000);
    salts.add(salt.toString('hex'));
    const seen = new Set<string>();
    for (let chunk = 0; chunk < 10_000; chunk += 1) seen.add(nonceOf(prefix, first + chunk, chunk === 9_999).toString('latin1'));
    nonces += seen.size;
  }
  expect({ salts: salts.size, nonces }).toEqual({ salts: 100, nonces: 1_000_000 });
});

it('ten thousand random ranges of a film in many pieces are the same bytes as in the whole', async () => {
  const key = newKey();
  const whole = randomBytes(30 * chunkBytes + 777);
  await films.begin(key);
  for (let at = 0; at < whole.length;)
    at = await films.append(
      key,
      at,
      whole.length,
      Readable.from([whole.subarray(at, at + chunkBytes * (1 + randomInt(6)) + randomInt(999))]),
    );
  await films.finish(key);
  let [equal, asked] = [0, 0];
  const ask = async () => {
    while (asked < 10_000) {
      const start = randomInt(whole.length);
      const end = Math.min(whole.length - 1, start + randomInt(asked++ % 20 === 0 ? 400_000 : 5_000));
      if ((await buffer(blobs.readRange(key, start, end))).equals(whole.subarray(start, end + 1))) equal += 1;
    }
  };
  await Promise.all(Array.from({ length: 8 }, ask));
  expect(equal).toBe(10_000);
}, 60_000);

describe('an upload that is cut and goes on with other bytes', () => {
  const [first, again] = [randomBytes(3 * chunkBytes), randomBytes(3 * chunkBytes)];
  const xor = (a: Buffer, b: Buffer): Buffer => Buffer.from(a.map((byte, at) => byte ^ b[at]!));
  const sealedIn = async (key: string) =>
    (await readFile(join(root, `${key}.growing`))).subarray(positionOf(1), positionOf(1) + chunkBytes);

  it('at any byte of a chunk leaves nothing of that chunk', async () => {
    const key = newKey();
    await films.begin(key);
    await films.append(key, 0, first.length, Readable.from([first.subarray(0, chunkBytes)]));
    let torn = 0;
    for (let cut = 1; cut < chunkBytes; cut += cut < 64 || cut > chunkBytes - 64 ? 1 : 97) {
      await films.append(key, chunkBytes, first.length, Readable.from([first.subarray(chunkBytes, chunkBytes + cut)]));
      if ((await stat(join(root, `${key}.growing`))).size !== positionOf(1)) torn += 1;
    }
    expect(torn).toBe(0);
  }, 30_000);

  it('after a crash at any byte of a sealed chunk shares no key stream with what was there', async () => {
    let shared = 0;
    for (let cut = 0; cut < sealedChunkBytes; cut += cut < 8 || cut > sealedChunkBytes - 8 ? 1 : 1_999) {
      const key = newKey();
      await films.begin(key);
      await films.append(key, 0, first.length, Readable.from([first.subarray(0, 2 * chunkBytes)]));
      const before = await sealedIn(key);
      await truncate(join(root, `${key}.growing`), positionOf(1) + cut);
      const restarted = fresh();
      expect(await restarted.offset(key)).toBe(chunkBytes);
      await restarted.append(key, chunkBytes, first.length, Readable.from([again.subarray(chunkBytes, 2 * chunkBytes)]));
      const streams = [
        xor(before, first.subarray(chunkBytes, 2 * chunkBytes)),
        xor(await sealedIn(key), again.subarray(chunkBytes, 2 * chunkBytes)),
      ];
      // 8 equal bytes at the same place in two independent streams: once in 2^48 films.
      for (let at = 0; at + 8 <= chunkBytes; at += 8) if (streams[0]!.compare(streams[1]!, at, at + 8, at, at + 8) === 0) shared += 1;
      await restarted.discard(key);
    }
    expect(shared).toBe(0);
  }, 30_000);
});

describe('a room', () => {
  const film = newKey();
  const plain = randomBytes(30 * chunkBytes);
  beforeAll(() => blobs.put(film, Readable.from([plain])));
  const firstOf = async (from: AsyncGenerator<Piece>): Promise<Piece> => {
    const { value } = await from.next();
    if (!value) throw new Error('no piece');
    return value as Piece;
  };

  it('let go twice is lent to one only', async () => {
    const held = (await blobs.hold(film))!;
    const before = await firstOf(held.pieces(0, chunkBytes));
    before.letGo();
    before.letGo();
    const [one, other] = await Promise.all([firstOf(held.pieces(0, 99)), firstOf(held.pieces(20 * chunkBytes, 20 * chunkBytes + 99))]);
    expect(one.bytes.buffer).not.toBe(other.bytes.buffer);
    expect([one.bytes, other.bytes].map((bytes) => Buffer.from(bytes))).toEqual([
      plain.subarray(0, 100),
      plain.subarray(20 * chunkBytes, 20 * chunkBytes + 100),
    ]);
    held.release();
  });

  it('is not taken for somebody who is gone', async () => {
    const held = (await blobs.hold(film))!;
    await expect(held.pieces(0, 99, () => false).next()).rejects.toBeInstanceOf(Unwanted);
    held.release();
  });
});
