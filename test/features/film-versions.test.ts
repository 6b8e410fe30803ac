import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { json } from 'node:stream/consumers';
import { tidyAfterMs } from '../../src/features/recordings/steady-recording.js';
import { recordingJobs } from '../../src/features/recordings/jobs.js';
import type { Handlers, JobKind } from '../../src/jobs/catalogue.js';
import { startRunner } from '../../src/jobs/runner.js';
import { enqueue } from '../../src/jobs/queue.js';
import { filmFor } from '../../src/store/recording-file.js';
import { auditEntries, jobs, recordingFiles, recordings } from '../../src/store/tables.js';
import { startWork } from '../../src/worker.js';
import { openTestApp, type Client, type TestApp } from '../support/app.js';
import { buildTrainee } from '../support/build/person.js';
import { buildRecording, putFilm } from '../support/build/recording.js';
import { buildUploaded } from '../support/build/uploaded.js';
import { clip, type Clip } from '../support/clips/make-clips.js';

let test: TestApp;
let trainee: { id: number };
let client: Client;

beforeAll(async () => {
  test = await openTestApp({ now: '2026-09-30T08:00:00.000Z' });
  trainee = await buildTrainee(test.db, { name: 'Nadia El-Khatib' });
  client = await test.as(trainee.id);
});
afterAll(() => test.close());

const uploaded = async (name: Clip) => buildUploaded(test, await clip(name), { leaderId: trainee.id });
const drain = () => startWork(test.house, 0).drain();
const find = (id: number) => test.db.find(recordings, { id });
const bytesBehind = (key: string | undefined) => test.house.media.blobs.size(key ?? 'k1/' + '0'.repeat(32));
const page = async (id: number) => (await client.get(`/recordings/${id}`)).text.replaceAll('\u00a0', ' ');

/** Runs the jobs of one kind that are due and leaves the others waiting. */
async function runOnly(kind: JobKind): Promise<void> {
  const { handlers, onDead } = recordingJobs(test.house);
  const rest = { heldBack: () => Promise.resolve(new Set<JobKind>()), endOrphan: () => Promise.resolve(), log: () => undefined, pollMs: 0 };
  await startRunner({ ...rest, db: test.db, kinds: [kind], handlers: handlers as Handlers, onDead, clock: test.clock.now }).drain();
}

describe('a film that browsers play already', () => {
  it('is ready by its copy while the steady version still waits, and then gives way to it', async () => {
    const { id, originalKey } = await uploaded('plays.mp4');
    await runOnly('process-recording');
    const quick = await filmFor(test.db, id);
    expect(await find(id)).toMatchObject({ processing: 'ready', playableKey: quick?.remux?.key, originalKey, settledAt: null });
    expect(quick).toMatchObject({ original: { plays: true }, remux: { width: 640, height: 360 }, steady: null, sprite: null });
    expect(await bytesBehind(originalKey ?? undefined)).toBeGreaterThan(0);
    expect(await page(id)).toContain('En udgave, der kører jævnt overalt, er på vej.');

    await runOnly('steady-recording');
    const after = await filmFor(test.db, id);
    expect(await find(id)).toMatchObject({ processing: 'ready', playableKey: after?.steady?.key, originalKey: null, step: null });
    expect((await find(id))?.settledAt).not.toBeNull();
    expect(await bytesBehind(originalKey ?? undefined)).toBeNull();
    expect(await page(id)).not.toContain('jævnt overalt');
    expect(await test.db.all(auditEntries, { action: 'recording.steady', objectId: id })).toHaveLength(1);
  });

  it('keeps its copy for a player that is open on it, and lets it go after some hours', async () => {
    const { id } = await uploaded('plays.mp4');
    await drain();
    const after = await filmFor(test.db, id);
    expect(await bytesBehind(after?.remux?.key)).toBe(after?.remux?.bytes);
    test.clock.forward(tidyAfterMs + 1_000);
    await drain();
    expect((await filmFor(test.db, id))?.remux).toBeNull();
    expect(await bytesBehind(after?.remux?.key)).toBeNull();
    expect(await bytesBehind(after?.steady?.key)).toBe(after?.steady?.bytes);
    test.clock.set('2026-09-30T08:00:00.000Z');
  });

  it('stays as it is when nothing steadier can be made of it, and its original goes', async () => {
    const { id, originalKey } = await uploaded('plays.mp4');
    await runOnly('process-recording');
    await putFilm(test.house.media, originalKey!, await clip('noise.mp4'));
    await runOnly('steady-recording');
    const row = await find(id);
    expect(row).toMatchObject({ processing: 'ready', originalKey: null });
    expect(row?.settledAt).not.toBeNull();
    expect(row?.playableKey).toBe((await filmFor(test.db, id))?.remux?.key);
    expect(await bytesBehind(originalKey ?? undefined)).toBeNull();
    expect(await test.db.all(auditEntries, { action: 'recording.unsteady', objectId: id })).toHaveLength(1);
    await drain();
  });

  it('has a picture strip, a wave and its silences, all sealed beside it', async () => {
    const { id, originalKey } = await uploaded('plays.mp4');
    await drain();
    const files = await filmFor(test.db, id);
    expect(files).toMatchObject({ sprite: { width: 160, height: 90, stepMs: 1_000 }, peaks: { stepMs: 100 } });
    const read = (key: string, bytes: number) => json(test.house.media.blobs.readRange(key, 0, bytes - 1));
    expect(await read(files!.peaks!.key, files!.peaks!.bytes)).toMatchObject({ everyMs: 100, peaks: expect.any(Array) });
    expect(await read(files!.silence!.key, files!.silence!.bytes)).toEqual({ silences: [] });
    const prefix = originalKey!.slice(0, originalKey!.indexOf('/') + 1);
    for (const file of Object.values(files!)) if (file) expect(file.key.startsWith(prefix)).toBe(true);
  });
});

describe('a film that must be made anew', () => {
  it('is ready when its steady version is, and goes before those that are only made smoother', async () => {
    const smooth = await uploaded('plays.mp4');
    await runOnly('process-recording');
    const { id, originalKey } = await uploaded('upright.mp4');
    await runOnly('process-recording');
    expect(await find(id)).toMatchObject({ processing: 'processing', step: 'waiting' });
    expect(await page(id)).toContain('Den begynder, når det bliver dens tur.');
    await drain();
    const made = await test.db.all(recordingFiles, { kind: 'steady' });
    const order = made.map(({ recordingId }) => recordingId);
    expect(order.indexOf(id)).toBeLessThan(order.indexOf(smooth.id));
    const files = await filmFor(test.db, id);
    expect(await find(id)).toMatchObject({ processing: 'ready', playableKey: files?.steady?.key, originalKey: null, hasPicture: 1 });
    expect(files).toMatchObject({ remux: null, steady: { width: 360, height: 640 }, sprite: { width: 90, height: 160 } });
    expect(await bytesBehind(originalKey ?? undefined)).toBeNull();
  });

  it('has its picture strip from the steady version when its own keyframes lie far apart', async () => {
    const { id } = await uploaded('one-keyframe.mp4');
    await runOnly('process-recording');
    await runOnly('picture-recording');
    expect(await filmFor(test.db, id)).toMatchObject({ sprite: null });
    await drain();
    expect((await filmFor(test.db, id))?.sprite).not.toBeNull();
  });
});

describe('what a damaged film lacks', () => {
  it('is told on its page', async () => {
    const { id } = await uploaded('worn.mp4');
    await drain();
    expect((await find(id))?.missingMs).toBeGreaterThan(1_500);
    expect(await page(id)).toContain('Filen var beskadiget. De sidste 2 sekunder mangler.');
  });
});

describe('the watchdog', () => {
  it('takes up what a worker that died between two steps forgot', async () => {
    const waiting = await uploaded('plays.mp4');
    const ready = await uploaded('plays.mp4');
    await test.db.write((tx) => tx.update(jobs, { state: 'waiting' }, { state: 'done', dedupe: null }));
    await test.db.write((tx) => tx.update(recordings, { id: waiting.id }, { processing: 'processing', step: 'looking' }));
    await test.db.write((tx) => tx.update(recordings, { id: ready.id }, { processing: 'ready', playableKey: ready.originalKey }));
    await test.db.write((tx) => enqueue(tx, 'sweep-work', {}, { now: test.clock.now() }));
    await drain();
    for (const { id } of [waiting, ready]) expect((await find(id))?.processing).toBe('ready');
    for (const { id } of [waiting, ready]) expect((await find(id))?.settledAt).not.toBeNull();
  });

  it('leaves what moves alone', async () => {
    const before = (await test.db.all(jobs, {})).filter(({ kind }) => !kind.startsWith('sweep')).length;
    await buildRecording(test.db, { leaderId: trainee.id });
    await test.db.write((tx) => enqueue(tx, 'sweep-work', {}, { now: test.clock.now() }));
    await drain();
    expect((await test.db.all(jobs, {})).filter(({ kind }) => !kind.startsWith('sweep'))).toHaveLength(before);
  });
});

describe('a standstill', () => {
  it.each([
    ['closed', 'det lukkede rum, vi åbner filer i, kan ikke startes'],
    ['missing', 'der mangler et program på serveren'],
    ['scanner', 'virusscanneren svarer ikke'],
  ] as const)('because of %s keeps jobs waiting, says why, and goes on by itself', async (why, words) => {
    const { id } = await uploaded('plays.mp4');
    const { media } = test.house;
    const standstill = media.standstill;
    media.standstill = () => Promise.resolve(why);
    await drain();
    expect(await find(id)).toMatchObject({ processing: 'uploaded', refusal: null });
    expect(await page(id)).toContain(words);
    const ready = await test.anonymous().get('/readyz');
    expect([ready.status, ready.text]).toEqual([503, expect.stringContaining('film is not processed')]);
    media.standstill = standstill;
    await drain();
    expect((await find(id))?.processing).toBe('ready');
    expect((await test.anonymous().get('/readyz')).text).toBe('ready');
  });

  it('lets what needs no tool go on', async () => {
    const { id } = await buildRecording(test.db, { leaderId: trainee.id, erasedWhy: 'removed' });
    await test.db.write((tx) => enqueue(tx, 'erase-recording', { recordingId: id }, { now: test.clock.now() }));
    const { media } = test.house;
    const standstill = media.standstill;
    media.standstill = () => Promise.resolve('closed');
    await drain();
    media.standstill = standstill;
    expect((await find(id))?.erasedAt).not.toBeNull();
  });

  it('for want of room on the disk counts no attempt', async () => {
    const { id } = await uploaded('plays.mp4');
    const { media } = test.house;
    const hasRoomFor = media.hasRoomFor;
    media.hasRoomFor = () => Promise.resolve(false);
    for (let turn = 0; turn < 6; turn += 1) {
      await drain();
      test.clock.forward(20_000);
    }
    const [job] = (await test.db.all(jobs, { kind: 'process-recording' })).slice(-1);
    expect(job).toMatchObject({ state: 'waiting', attempts: 0, lastError: 'no room on the disk' });
    expect(await page(id)).toContain('der er ikke plads nok på serveren');
    media.hasRoomFor = hasRoomFor;
    test.clock.forward(20_000);
    await drain();
    expect((await find(id))?.processing).toBe('ready');
  });
});
