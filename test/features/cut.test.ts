import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { recordingJobs } from '../../src/features/recordings/jobs.js';
import type { Handlers, JobKind } from '../../src/jobs/catalogue.js';
import { enqueue } from '../../src/jobs/queue.js';
import { startRunner } from '../../src/jobs/runner.js';
import { prefixOf } from '../../src/media/index.js';
import { filmKeysOf, listFilmKeys, listLivingFilmKeys } from '../../src/store/data-key.js';
import { filmFor } from '../../src/store/recording-file.js';
import { auditEntries, recordings } from '../../src/store/tables.js';
import { startWork } from '../../src/worker.js';
import { openTestApp, type Client, type TestApp } from '../support/app.js';
import { buildTrainee } from '../support/build/person.js';
import { buildUploaded } from '../support/build/uploaded.js';
import { ownFolder } from '../support/clips/folder.js';
import { longFilms, numbersOf } from '../support/clips/long-films.js';

let test: TestApp;
let trainee: { id: number };
let client: Client;
let folder: Awaited<ReturnType<typeof ownFolder>>;
let films: Awaited<ReturnType<typeof longFilms>>;

beforeAll(async () => {
  test = await openTestApp();
  trainee = await buildTrainee(test.db);
  client = await test.as(trainee.id);
  folder = await ownFolder();
  films = await longFilms();
}, 120_000);
afterAll(async () => {
  await test.close();
  await folder.remove();
});

const marks = { cutFromMs: 20_000, cutToMs: 95_000 };
const uploaded = (film: string, given: Partial<typeof marks> = marks) =>
  buildUploaded(test, film, { leaderId: trainee.id, originalPlays: 0, ...given });
const drain = () => startWork(test.house, 0).drain();
const find = async (id: number) => (await test.db.find(recordings, { id }))!;
const page = async (id: number) => (await client.get(`/recordings/${id}`)).text.replaceAll('\u00a0', ' ');

async function runOnly(kind: JobKind): Promise<void> {
  const { handlers, onDead } = recordingJobs(test.house);
  const rest = { heldBack: () => Promise.resolve(new Set<JobKind>()), endOrphan: () => Promise.resolve(), log: () => undefined, pollMs: 0 };
  await startRunner({ ...rest, db: test.db, kinds: [kind], handlers: handlers as Handlers, onDead, clock: test.clock.now }).drain();
}

const blobsUnder = async (keyId: number): Promise<string[]> => {
  const found: string[] = [];
  for await (const key of test.house.media.blobs.list(prefixOf(keyId))) found.push(key);
  return found;
};

/** Every address at which a film or anything drawn from it could be had, for its own leader. */
async function requireUnseen(id: number): Promise<void> {
  for (const part of ['film', 'poster', 'sprite', 'wave']) {
    for (const range of [undefined, 'bytes=0-', 'bytes=1000-2000']) {
      const asked = client.get(`/recordings/${id}/${part}`).set('sec-fetch-dest', part === 'film' ? 'video' : 'image');
      expect((await (range ? asked.set('Range', range) : asked)).status).toBe(404);
    }
  }
  expect((await client.get(`/recordings/${id}/playing`).set('Accept', 'application/json')).body).toEqual({
    open: false,
    viewer: expect.any(Number),
  });
}

async function numbersBehind(key: string): Promise<number[]> {
  const path = join(folder.path, `${key.replace('/', '-')}.mp4`);
  const size = await test.house.media.blobs.size(key);
  await pipeline(test.house.media.blobs.readRange(key, 0, size! - 1), createWriteStream(path));
  const numbers = await numbersOf(path);
  await rm(path);
  return numbers;
}

describe('a film of which only a part is kept', () => {
  it('can be seen by nobody before it is cut, and afterwards holds nothing outside the marks', async () => {
    const { id, originalKey } = await uploaded(films.often);
    await requireUnseen(id);
    expect(await page(id)).toContain('Filmen skal klippes.');
    expect(await page(id)).toContain('Ingen kan se filmen før da.');
    const [before] = await listFilmKeys(test.db, id);
    await runOnly('process-recording');
    const row = await find(id);
    expect(row).toMatchObject({ processing: 'ready', cutStartMs: 20_000 });
    expect(row.cutAt).not.toBeNull();
    expect(row.originalKey).not.toBe(originalKey);
    const numbers = await numbersBehind(row.originalKey!);
    expect(Math.min(...numbers)).toBe(films.numberAt(20_000));
    // Pictures built on one after the mark go with it: here one of five in a second.
    expect(films.numberAt(95_000) - Math.max(...numbers)).toBeLessThanOrEqual(2);
    expect(75_000 - row.durationMs!).toBeLessThan(400);
    expect(await page(id)).toContain('Klippet, før nogen så den:');
    expect(await page(id)).toContain('de første 20 s og de sidste 25 s er slettet.');
    expect(await filmKeysOf(test.db).open(before!)).toBeNull();
    expect(await blobsUnder(before!)).toEqual([]);
    await drain();
    const files = await filmFor(test.db, id);
    for (const film of [files?.steady]) {
      const shown = await numbersBehind(film!.key);
      expect(Math.min(...shown)).toBeGreaterThanOrEqual(films.numberAt(20_000));
      expect(Math.max(...shown)).toBeLessThan(films.numberAt(95_000));
    }
    expect(await test.db.all(auditEntries, { action: 'recording.cut', objectId: id })).toHaveLength(1);
    expect((await client.get(`/recordings/${id}/film`).set('sec-fetch-dest', 'video')).status).toBe(200);
  }, 120_000);

  it('without a keyframe near the mark is made anew by the slow lane, and said to be', async () => {
    const { id } = await uploaded(films.rarely);
    await runOnly('process-recording');
    expect(await find(id)).toMatchObject({ processing: 'processing', step: 'waiting', cutAt: null, posterKey: null, playableKey: null });
    await requireUnseen(id);
    expect(await page(id)).toContain('Billedet skal laves om for at kunne klippes præcist.');
    await runOnly('picture-recording');
    await runOnly('steady-recording');
    await requireUnseen(id);
    await drain();
    const row = await find(id);
    expect(row).toMatchObject({ processing: 'ready', cutStartMs: 20_000, durationMs: 75_000 });
    const numbers = await numbersBehind(row.playableKey!);
    expect(Math.min(...numbers)).toBeGreaterThanOrEqual(films.numberAt(20_000));
    expect(Math.max(...numbers)).toBeLessThan(films.numberAt(95_000));
  }, 120_000);

  it('is refused when the marks lie outside it, and shown to nobody', async () => {
    const { id, originalKey } = await uploaded(films.often, { cutFromMs: 90_000, cutToMs: 200_000 });
    await runOnly('process-recording');
    expect(await find(id)).toMatchObject({ processing: 'failed', refusal: 'cut-outside', originalKey: null });
    await requireUnseen(id);
    expect(await page(id)).toContain('ligger uden for filmen');
    expect(await test.house.media.blobs.size(originalKey!)).toBeNull();
    expect(await listLivingFilmKeys(test.db, id)).toEqual([]);
  }, 60_000);

  it('stays whole when nothing lies outside the marks, and says so', async () => {
    const { id, originalKey } = await uploaded(films.often, { cutToMs: 200_000 });
    await runOnly('process-recording');
    expect(await find(id)).toMatchObject({ processing: 'ready', originalKey, cutStartMs: 0, cutEndMs: 0, durationMs: 120_000 });
    expect(await page(id)).toContain('der var ikke noget uden for de tidspunkter');
  }, 60_000);
});

describe('a worker that dies while it cuts', () => {
  type Place = 'before it is sealed' | 'before it is written down' | 'before the former file is gone';

  /** Breaks once at the place, as a kill would: nothing after it is done. Returns what mends it. */
  function breakAt(place: Place): () => void {
    const { blobs } = test.house.media;
    const { put, remove } = blobs;
    let armed = true;
    const dieOnce = <T>(otherwise: T): T => {
      if (!armed) return otherwise;
      armed = false;
      throw new Error('killed');
    };
    if (place === 'before it is sealed') blobs.put = async (...given) => dieOnce(true) && put.apply(blobs, given);
    if (place === 'before it is written down') blobs.put = async (...given) => dieOnce(await put.apply(blobs, given));
    if (place === 'before the former file is gone') blobs.remove = async (key) => dieOnce(true) && remove.call(blobs, key);
    return () => Object.assign(blobs, { put, remove });
  }

  it.each<Place>(['before it is sealed', 'before it is written down', 'before the former file is gone'])(
    '%s: the film is whole and hidden, or cut, and the next worker finishes it',
    async (place) => {
      const { id, originalKey } = await uploaded(films.often);
      const mend = breakAt(place);
      await runOnly('process-recording');
      mend();
      const between = await find(id);
      await requireUnseen(id);
      const living = await listLivingFilmKeys(test.db, id);
      const swapped = place === 'before the former file is gone';
      if (swapped) {
        expect(between.originalKey).not.toBe(originalKey);
        expect(living).toHaveLength(1);
      } else {
        expect(between).toMatchObject({ originalKey, cutAt: null });
        expect(living).toHaveLength(2);
      }
      await test.db.write((tx) => tx.run(`UPDATE job SET run_at = $1 WHERE state = 'waiting'`, [test.clock.now().toISOString()]));
      await runOnly('process-recording');
      const row = await find(id);
      expect(row).toMatchObject({ processing: 'ready', cutStartMs: 20_000 });
      const keys = await listLivingFilmKeys(test.db, id);
      expect(keys).toHaveLength(1);
      // What a kill left of the former file is swept as a stray; its key is gone already.
      const former = (await listFilmKeys(test.db, id)).filter((key) => !keys.includes(key));
      if (!swapped) for (const key of former) expect(await blobsUnder(key)).toEqual([]);
      const numbers = await numbersBehind(row.originalKey!);
      expect(Math.min(...numbers)).toBe(films.numberAt(20_000));
    },
    60_000,
  );

  it('and a no in between closes both the film as it came and the half-made cut', async () => {
    const { id } = await uploaded(films.often);
    const mend = breakAt('before it is written down');
    await runOnly('process-recording');
    mend();
    expect(await listLivingFilmKeys(test.db, id)).toHaveLength(2);
    const answer = await client.post(`/recordings/${id}/removal`);
    expect(answer.status).toBe(303);
    expect(await listLivingFilmKeys(test.db, id)).toEqual([]);
    await runOnly('erase-recording');
    for (const key of await listFilmKeys(test.db, id)) expect(await blobsUnder(key)).toEqual([]);
  }, 60_000);

  it('leaves its job to the watchdog when it died between two jobs', async () => {
    const { id } = await uploaded(films.rarely);
    await runOnly('process-recording');
    await test.db.write((tx) => tx.run(`UPDATE job SET state = 'done', dedupe = NULL WHERE state = 'waiting'`));
    await test.db.write((tx) => enqueue(tx, 'sweep-work', {}, { now: test.clock.now() }));
    await drain();
    expect(await find(id)).toMatchObject({ processing: 'ready', cutStartMs: 20_000 });
  }, 60_000);
});

describe('what the database itself refuses', () => {
  it('a row in which a film that is not cut could be seen', async () => {
    const { id, originalKey } = await uploaded(films.often);
    for (const change of [{ processing: 'ready' }, { originalPlays: 1 }, { playableKey: originalKey }, { posterKey: originalKey }])
      await expect(test.db.write((tx) => tx.update(recordings, { id }, change))).rejects.toThrow();
  });
});
