import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { newBlobKey, openMedia, type Media } from '../../src/media/index.js';
import { createFilmKey, filmKeysOf } from '../../src/store/data-key.js';
import { type Database, openDatabase } from '../../src/store/database.js';
import { nextMasterKey, openMasterKeys, writeMasterKeys } from '../../src/store/master-keys.js';
import { migrateUp } from '../../src/store/migrate.js';
import { keepText } from '../../src/store/recording-text.js';
import { dataKeys } from '../../src/store/tables.js';
import { root } from '../../src/web/root.js';
import { buildRecording } from '../support/build/recording.js';
import { clip } from '../support/clips/make-clips.js';
import { ownFolder } from '../support/clips/folder.js';

/** Debian's own python has what the reader needs; another may stand before it on the path. */
const python = ['python3', '/usr/bin/python3'].find((one) => spawnSync(one, ['-c', 'import cryptography']).status === 0) ?? 'python3';
const reader = path.join(root, 'test/media/second_reader.py');
const now = new Date('2026-09-30T08:00:00.000Z');
let folder: Awaited<ReturnType<typeof ownFolder>>;
let db: Database;
let media: Media;
let film: Buffer;
let keyId: number;
let dataKey: string;

const read = (...given: string[]): Buffer => execFileSync(python, [reader, ...given], { maxBuffer: 1 << 28 });
const masterFile = () => path.join(folder.path, 'keys', 'master.keys');
const fileOf = (key: string) => path.join(folder.path, 'blobs', key);

async function keyOf(id: number): Promise<string> {
  const row = await db.find(dataKeys, { id });
  return read('key', masterFile(), String(id), row!.purpose, String(row!.masterVersion), row!.wrapped!).toString().trim();
}

beforeAll(async () => {
  folder = await ownFolder();
  writeMasterKeys(masterFile(), [nextMasterKey([])]);
  db = openDatabase(`sqlite:${path.join(folder.path, 'polyfoni.sqlite')}`, openMasterKeys({ file: masterFile() }));
  await migrateUp(db);
  media = await openMedia({ dataDir: folder.path, filmKeys: filmKeysOf(db) });
  film = readFileSync(await clip('plays.mp4'));
  keyId = await db.write((tx) => createFilmKey(tx, now));
  dataKey = await keyOf(keyId);
});
afterAll(async () => {
  await db.close();
  await folder.remove();
});

it('a reader written from the document alone opens a film, from the key file on', async () => {
  const key = newBlobKey(keyId);
  await media.blobs.put(key, Readable.from([film]));
  expect(read('film', fileOf(key), dataKey).equals(film)).toBe(true);
  expect(read('film', fileOf(key), dataKey, '65000', '140000').equals(film.subarray(65_000, 140_001))).toBe(true);
});

it('it opens a film that came in many pieces', async () => {
  const key = newBlobKey(keyId);
  const whole = randomBytes(400_000);
  await media.growing.begin(key);
  for (let at = 0; at < whole.length;) {
    const piece = Readable.from([whole.subarray(at, at + 100_000)]);
    at = await media.growing.append(key, at, whole.length, piece);
  }
  await media.growing.finish(key);
  expect(read('film', fileOf(key), dataKey).equals(whole)).toBe(true);
});

it('it refuses what was changed', async () => {
  const key = newBlobKey(keyId);
  await media.blobs.put(key, Readable.from([film]));
  const sealed = readFileSync(fileOf(key));
  for (const at of [30, 70_000, sealed.length - 100, sealed.length - 50]) {
    const changed = Buffer.from(sealed);
    changed[at]! ^= 1;
    writeFileSync(fileOf(key), changed);
    const { status, stderr } = spawnSync(python, [reader, 'film', fileOf(key), dataKey]);
    expect({ at, status, refused: stderr.toString().includes('refused') }).toEqual({ at, status: 1, refused: true });
  }
});

it('it opens what was written about a recording', async () => {
  const { id } = await buildRecording(db);
  const kept = await db.write((tx) => keepText(tx, { recordingId: id }, 'Æblet faldt – og så blev der stille.'));
  const [, textKeyId = ''] = kept.split(':');
  const key = await keyOf(Number(textKeyId));
  expect(read('text', 'recording', String(id), key, kept).toString()).toBe('Æblet faldt – og så blev der stille.\n');
  expect(spawnSync(python, [reader, 'text', 'recording', String(id + 1), key, kept]).status).toBe(1);
});
