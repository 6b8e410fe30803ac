import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { openMedia, type Media } from '../../src/media/index.js';
import { sealExisting } from '../../src/seal-existing.js';
import { openAnnotations } from '../../src/store/annotation.js';
import { findReflection } from '../../src/store/reflection.js';
import { listReplies } from '../../src/store/reply.js';
import { filmKeysOf } from '../../src/store/data-key.js';
import type { Database } from '../../src/store/database.js';
import { recordings } from '../../src/store/tables.js';
import { buildAnnotation, buildReflection, buildReply } from '../support/build/annotation.js';
import { buildRecording } from '../support/build/recording.js';
import { clip } from '../support/clips/make-clips.js';
import { ownFolder } from '../support/clips/folder.js';
import { openTestDatabase } from '../support/database.js';

let db: Database;
let media: Media;
let folder: Awaited<ReturnType<typeof ownFolder>>;
let film: Buffer;
const now = new Date('2026-09-30T08:00:00.000Z');
const old = (word: string): string => `Dette skrev ${word} før nogen forseglede det`;
const keys: string[] = [];
const ids = { recording: 0, annotation: 0, withdrawn: 0 };

const plainKey = (folder_: string): string => {
  const key = `${folder_}/${randomBytes(16).toString('hex')}`;
  keys.push(key);
  return key;
};

/** A recording with its texts, as a server of the time before sealing left them. */
async function leaveBehind(): Promise<void> {
  const recording = await buildRecording(db);
  const { id: annotationId } = await buildAnnotation(db, { recordingId: recording.id, authorId: recording.ownerId, text: 'x' });
  await buildReply(db, { recordingId: recording.id, annotationId, authorId: recording.ownerId });
  await buildReflection(db, { recordingId: recording.id, authorId: recording.ownerId });
  const withdrawn = await buildRecording(db);
  await db.write(async (tx) => {
    for (const sql of [
      `UPDATE annotation SET text_kept = 'v0:${old('Amina')}', former_text_kept = 'v0:'`,
      `UPDATE reply SET text_kept = 'v0:${old('Bo')}'`,
      `UPDATE reflection SET text_kept = 'v0:${old('Kirsten')}'`,
      `DELETE FROM data_key`,
      `DELETE FROM sealing`,
    ])
      await tx.run(sql);
    await tx.update(recordings, { id: recording.id }, { playableKey: plainKey('film'), posterKey: plainKey('poster') });
    await tx.update(recordings, { id: withdrawn.id }, { playableKey: plainKey('film'), erasedWhy: 'withdrawn' });
  });
  Object.assign(ids, { recording: recording.id, annotation: annotationId, withdrawn: withdrawn.id });
  for (const key of [...keys, plainKey('film')]) {
    const at = path.join(folder.path, 'blobs', key);
    await mkdir(path.dirname(at), { recursive: true });
    await writeFile(at, film);
  }
  for (const half of ['incoming/half', 'work/job-1.1.mp4']) {
    await mkdir(path.dirname(path.join(folder.path, half)), { recursive: true });
    await writeFile(path.join(folder.path, half), film);
  }
}

beforeAll(async () => {
  db = await openTestDatabase();
  folder = await ownFolder();
  media = await openMedia({ dataDir: folder.path, filmKeys: filmKeysOf(db) });
  film = await readFile(await clip('plays.mp4'));
  await leaveBehind();
});
afterAll(async () => {
  await db.close();
  await folder.remove();
});

/** The same database, that fails at its nth transaction from now on and at all that follow, as a server that was ended there. */
function endedAt(nth: number): Database {
  let count = 0;
  return {
    ...db,
    write: (work) => {
      count += 1;
      if (count > nth) throw new Error('ended');
      return db.write(work);
    },
  };
}

const everyByte = (): Buffer[] =>
  readdirSync(folder.path, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) => readFileSync(path.join(one.parentPath, one.name)));

it('seals everything kept before, wherever it was ended in between, and leaves no trace of what was plain', async () => {
  let ends = 0;
  for (let sealed = null; sealed === null;)
    sealed = await sealExisting({ db: endedAt(ends), media, now }).catch((error: Error) => {
      expect(error.message).toBe('ended');
      ends += 1;
      return null;
    });
  expect(ends).toBeGreaterThan(5);
  expect(await sealExisting({ db, media, now })).toBeNull();

  for (const key of keys) expect(existsSync(path.join(folder.path, 'blobs', key))).toBe(false);
  const run = film.subarray(film.length >> 1, (film.length >> 1) + 32);
  for (const bytes of everyByte()) {
    expect(bytes.includes(run)).toBe(false);
    expect(/ftyp(?:isom|mp42|qt {2})/.test(bytes.toString('latin1'))).toBe(false);
  }
});

it('films play as before, and one that was withdrawn is not brought back', async () => {
  const row = await db.find(recordings, { id: ids.recording });
  const [playable, poster] = [String(row?.playableKey), String(row?.posterKey)];
  expect(playable).toMatch(/^k\d+\//);
  expect(poster.split('/')[0]).toBe(playable.split('/')[0]);
  for (const key of [playable, poster]) expect((await buffer(media.blobs.readRange(key, 0, film.length - 1))).equals(film)).toBe(true);
  expect((await db.find(recordings, { id: ids.withdrawn }))?.playableKey).toBeNull();
});

it('texts read as before', async () => {
  const words = (await openAnnotations(db, ids.recording, [ids.annotation])).get(ids.annotation);
  expect(words).toMatchObject({ text: old('Amina'), former: '' });
  expect((await listReplies(db, ids.recording, [ids.annotation])).get(ids.annotation)?.[0]?.text).toBe(old('Bo'));
  expect((await findReflection(db, ids.recording))?.text).toBe(old('Kirsten'));
});

it('no old sentence is left in the database file, its log or its free pages', async () => {
  if (db.dialect !== 'sqlite') return;
  const [{ file = '' } = {}] = await db.rows<{ file: string }>(`SELECT file FROM pragma_database_list WHERE name = 'main'`);
  for (const end of ['', '-wal', '-shm'])
    if (existsSync(file + end)) expect(readFileSync(file + end).includes('før nogen forseglede')).toBe(false);
  expect(readFileSync(file).length).toBeGreaterThan(100_000);
});
