import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { newBlobKey, refusalReasons } from '../../src/media/index.js';
import { enqueue, leaseMs } from '../../src/jobs/queue.js';
import { scheduleSweeps } from '../../src/features/recordings/sweeps.js';
import { createFilmKey } from '../../src/store/data-key.js';
import { assessmentCases, auditEntries, certificates, certificationDecisions, jobs, recordings } from '../../src/store/tables.js';
import { languages, readLocales } from '../../src/web/language.js';
import { startWork } from '../../src/worker.js';
import { openTestApp, type Client, type TestApp } from '../support/app.js';
import { buildMeeting, buildRoom, gather, placeInTraining } from '../support/build/meeting.js';
import { buildTrainee } from '../support/build/person.js';
import { buildRecording, putFilm } from '../support/build/recording.js';
import { buildUploaded } from '../support/build/uploaded.js';
import { clip, type Clip } from '../support/clips/make-clips.js';

let test: TestApp;
let trainee: Awaited<ReturnType<typeof buildTrainee>>;
let client: Client;

beforeAll(async () => {
  test = await openTestApp({ now: '2026-09-30T08:00:00.000Z' });
  trainee = await buildTrainee(test.db, { name: 'Nadia El-Khatib' });
  client = await test.as(trainee.id);
});
afterAll(() => test.close());

const filesIn = (folder: string) =>
  readdirSync(path.join(test.dataDir, folder), { recursive: true, withFileTypes: true }).filter((one) => one.isFile()).length;
const plain = (html: string) => html.replaceAll('\u00a0', ' ');

const uploaded = async (name: Clip) => buildUploaded(test, await clip(name), { leaderId: trainee.id });
const drain = () => startWork(test.house, 0).drain();
const find = (id: number) => test.db.find(recordings, { id });

describe('processing', () => {
  it('makes what can be played, with a picture, and keeps only that', async () => {
    const { id, originalKey } = await uploaded('large.mp4');
    const before = await client.get(`/recordings/${id}`);
    expect(before.text).toContain('Filmen bliver gjort klar');
    expect(before.text).toContain('data-waiting=');
    await drain();
    const row = await find(id);
    expect(row).toMatchObject({ processing: 'ready', review: 'ready_for_reflection', progress: 100, originalKey: null, hasPicture: 1 });
    expect(row?.durationMs).toBeGreaterThan(1800);
    expect(await test.house.media.blobs.size(originalKey ?? '')).toBeNull();
    expect(await test.house.media.blobs.size(row?.playableKey ?? '')).toBe(row?.bytes);
    expect(filesIn('work')).toBe(0);
    expect(await test.db.all(auditEntries, { action: 'recording.ready', objectId: id })).toHaveLength(1);
    expect((await client.get(`/recordings/${id}/film`).set('Range', 'bytes=4-7')).body.toString()).toBe('ftyp');
    expect((await client.get(`/recordings/${id}/poster`)).headers['content-type']).toBe('image/jpeg');
    const page = await client.get(`/recordings/${id}`);
    expect(page.text).toContain('Se filmen, og skriv din refleksion');
    expect(page.text).toContain('det kræver mindst 45 minutter');
    expect(plain(page.text)).toMatch(/Filmen varer \d sekund/);
    expect(plain(page.text)).not.toContain('0 timer');
    expect(page.text).not.toContain('data-waiting=');
  });

  it.each([
    [{ cutStartMs: 60_000, cutEndMs: 0 }, 'det første 1 min er slettet.', 'the first 1 min is deleted.'],
    [{ cutStartMs: 0, cutEndMs: 120_000 }, 'de sidste 2 min er slettet.', 'the last 2 min are deleted.'],
  ])('tells what was cut off in the number it has: %j', async (cut, danish, english) => {
    const made = { cutFromMs: 1, cutToMs: 3_000_000, cutAt: '2026-09-16T15:05:00.000Z', ...cut };
    const leader = await buildTrainee(test.db);
    const { id } = await buildRecording(test.db, { leaderId: leader.id, ...made });
    const own = await test.as(leader.id);
    expect(plain((await own.get(`/recordings/${id}`)).text)).toContain(danish);
    await own.post('/language', { lang: 'en', returnTo: '/' });
    expect(plain((await own.get(`/recordings/${id}`)).text)).toContain(english);
  });

  it('takes sound alone', async () => {
    const { id } = await uploaded('sound.mp3');
    await drain();
    expect(await find(id)).toMatchObject({ processing: 'ready', hasPicture: 0, posterKey: null });
    expect((await client.get(`/recordings/${id}/film`)).headers['content-type']).toBe('audio/mp4');
    expect((await client.get(`/recordings/${id}/poster`)).status).toBe(404);
  });

  it.each([
    ['text.mp4', 'not-a-film', 'Filen er ikke en film.'],
    ['noise.mp4', 'broken', 'Filmen er ødelagt eller ikke hel.'],
    ['magic.avi', 'codec-refused', 'optaget i et format'],
  ] as const)('of %s ends as failed, with the reason in words and a way out', async (name, reason, sentence) => {
    const { id, meetingId, originalKey } = await uploaded(name);
    await drain();
    expect(await find(id)).toMatchObject({ processing: 'failed', refusal: reason, originalKey: null });
    expect(await test.house.media.blobs.size(originalKey ?? '')).toBeNull();
    const page = await client.get(`/recordings/${id}`);
    expect(page.text).toContain(sentence);
    expect(page.text).toContain(`href="/meetings/${meetingId}/recording/new"`);
    expect((await client.get(`/meetings/${meetingId}/recording/new`)).text).toContain('type="file"');
    expect((await client.get(`/recordings/${id}/film`)).status).toBe(404);
    expect(filesIn('work')).toBe(0);
  });

  it('is taken up again when its worker died, and never done twice', async () => {
    const { id } = await uploaded('plays.mp4');
    const [job] = (await test.db.all(jobs, { kind: 'process-recording' })).slice(-1);
    await test.db.write((tx) =>
      tx.update(
        jobs,
        { id: job?.id },
        { state: 'running', worker: 'dead', attempts: 1, leaseUntil: new Date(test.clock.now().getTime() + leaseMs).toISOString() },
      ),
    );
    await drain();
    expect(await find(id)).toMatchObject({ processing: 'uploaded' });
    test.clock.forward(leaseMs + 1000);
    await drain();
    const first = await find(id);
    expect(first).toMatchObject({ processing: 'ready' });
    expect(filesIn('work')).toBe(0);
    await test.db.write((tx) => enqueue(tx, 'process-recording', { recordingId: id }, { now: test.clock.now() }));
    await drain();
    expect((await find(id))?.playableKey).toBe(first?.playableKey);
    test.clock.set('2026-09-30T08:00:00.000Z');
  });

  it('that fails again and again ends in words, never in between', async () => {
    const recording = await buildRecording(test.db, {
      leaderId: trainee.id,
      processing: 'uploaded',
      original: true,
      playableKey: null,
      durationMs: null,
      readyAt: null,
    });
    await test.db.write((tx) => enqueue(tx, 'process-recording', { recordingId: recording.id }, { now: test.clock.now() }));
    for (let turn = 0; turn < 6; turn += 1) {
      await drain();
      test.clock.forward(120_000);
    }
    expect(await find(recording.id)).toMatchObject({ processing: 'failed', refusal: 'gave-up' });
    expect((await client.get(`/recordings/${recording.id}`)).text).toContain('Vi prøvede flere gange');
    test.clock.set('2026-09-30T08:00:00.000Z');
  });

  it('of a film somebody has withdrawn from is not begun', async () => {
    const { id } = await uploaded('plays.mp4');
    await test.db.write((tx) => tx.update(recordings, { id }, { erasedWhy: 'withdrawn' }));
    await drain();
    expect(await find(id)).toMatchObject({ processing: 'uploaded', playableKey: null });
  });

  it('is told to the waiting page as it goes', async () => {
    const recording = await buildRecording(test.db, {
      leaderId: trainee.id,
      processing: 'processing',
      review: 'draft',
      progress: 41,
      step: 'steadying',
      stepSince: '2026-09-30T07:30:00.000Z',
      uploadedAt: '2026-09-30T07:00:00.000Z',
      readyAt: null,
      playableKey: null,
    });
    const status = (await client.get(`/recordings/${recording.id}/status`)).body as Record<string, unknown>;
    expect(status).toMatchObject({ percent: 41, told: '41 % er færdig.', left: 'Cirka 44 minutter endnu', open: true });
    const page = plain((await client.get(`/recordings/${recording.id}`)).text);
    expect(page).toContain('cirka kl. 10.43');
    expect(page).toContain(`data-mark="${String(status['mark'])}"`);
  });
});

it('every reason a film can be refused for has its sentence in both languages', () => {
  const locales = readLocales() as Record<string, Record<string, { refusal: Record<string, string> }>>;
  for (const language of languages)
    for (const reason of [...refusalReasons, 'gave-up']) expect(locales[language]?.['recordings']?.refusal[reason]).toMatch(/\.$|\?$/);
});

describe('the page of a recording', () => {
  it('says who may see the film, from when and why not, and when it is erased', async () => {
    const assessed = await buildRecording(test.db, {
      leaderId: trainee.id,
      review: 'ready_for_reflection',
      scope: ['own_learning', 'supervision_own_municipality', 'assessment'],
    });
    await gather(
      test.db,
      [trainee.id],
      (await import('../support/build/person.js').then((build) => build.buildSupervisor(test.db, { name: 'Ragnhild Sværke' }))).id,
    );
    const page = plain((await client.get(`/recordings/${assessed.id}`)).text);
    expect(page).toContain('Ragnhild Sværke');
    expect(page).toContain('Efter refleksion');
    expect(page).toContain('To bedømmere');
    expect(page).toContain('Fire har ikke svaret på det.');
    expect(page).toContain('Filmen slettes senest mandag 15. marts 2027.');
    expect(page).toContain('Regnet ud af fire menneskers svar');
    expect(page).not.toContain('Kun til øvelse');
  });

  it('of one’s own can be erased by oneself, with everything', async () => {
    const recording = await buildRecording(test.db, { leaderId: trainee.id });
    await putFilm(test.house.media, recording.playableKey ?? '', await clip('plays.mp4'));
    const answer = await client.post(`/recordings/${recording.id}/removal`);
    expect(answer.headers['location']).toBe(`/recordings/${recording.id}`);
    expect((await client.get(`/recordings/${recording.id}/film`)).status).toBe(404);
    // While it waits for the night nobody sees it, and nobody is said to.
    expect((await client.get(`/recordings/${recording.id}`)).text).not.toContain('Hvem må se filmen');
    await drain();
    expect(await find(recording.id)).toMatchObject({ erasedWhy: 'removed', playableKey: null });
    expect(await test.house.media.blobs.size(recording.playableKey ?? '')).toBeNull();
    expect((await client.post(`/recordings/${recording.id}/removal`)).status).toBe(403);
  });

  it('is not taken from under an assessment that is going on', async () => {
    const recording = await buildRecording(test.db, { leaderId: trainee.id });
    const enrolment = await placeInTraining(test.db, trainee.id);
    await test.db.write((tx) =>
      tx.insert(assessmentCases, {
        enrolmentId: enrolment.id,
        attempt: 7,
        route: 'film',
        recordingId: recording.id,
        requestedOn: '2026-09-20',
        requestedAt: 'x',
      }),
    );
    const answer = await client.post(`/recordings/${recording.id}/removal`);
    expect(answer.status).toBe(403);
    expect(answer.text).toContain('Filmen er ved at blive bedømt');
    expect(await find(recording.id)).toMatchObject({ erasedWhy: null });
  });
});

describe('lists', () => {
  it('show the supervisor the films of the own groups, waiting ones too, and whose turn it is', async () => {
    const mine = await buildTrainee(test.db, { name: 'Kirsten Mølbak' });
    const { supervisorId } = await gather(test.db, [mine.id]);
    const waiting = await buildRecording(test.db, { leaderId: mine.id, review: 'ready_for_reflection' });
    const ready = await buildRecording(test.db, { leaderId: mine.id, review: 'reflected' });
    const page = await (await test.as(supervisorId)).get('/recordings');
    expect(page.text).toContain('Hos Kirsten Mølbak, skriver refleksion');
    expect(page.text).toContain('Din tur: se filmen');
    expect(page.text).toContain(`href="/recordings/${waiting.id}"`);
    expect(page.text).toContain(`href="/review/${ready.id}"`);
    expect(page.text).not.toContain('Nadia');
  });

  it('say when there is nothing', async () => {
    const lonely = await test.as((await buildTrainee(test.db)).id);
    expect((await lonely.get('/recordings')).text).toContain('Du har ikke lagt nogen film op endnu');
  });
});

describe('the daily sweep', () => {
  const sweep = async (now: string) => {
    test.clock.set(now);
    await scheduleSweeps(test.house);
    await drain();
    test.clock.set('2026-09-30T08:00:00.000Z');
  };

  it('erases on the date told at upload, and plans its own next run', async () => {
    const recording = await buildRecording(test.db, {
      leaderId: trainee.id,
      uploadedAt: '2026-04-01T10:00:00.000Z',
      eraseOn: '2026-09-28',
    });
    const kept = await buildRecording(test.db, { leaderId: trainee.id, uploadedAt: '2026-04-12T10:00:00.000Z', eraseOn: '2026-10-09' });
    await sweep('2026-09-30T22:30:00.000Z');
    expect(await find(recording.id)).toMatchObject({ erasedWhy: 'age', playableKey: null });
    expect(await find(kept.id)).toMatchObject({ erasedAt: null });
    client = await test.as(trainee.id);
    const page = plain((await client.get(`/recordings/${recording.id}`)).text);
    expect(page).toContain('Den blev slettet 1. oktober 2026 efter reglen om 180 dage.');
    const next = await test.db.all(jobs, { kind: 'sweep-retention', state: 'waiting' });
    expect(next.map(({ runAt }) => runAt)).toContain('2026-10-02T00:30:00.000Z');
  });

  it('erases thirty days after certification', async () => {
    const certified = await buildTrainee(test.db);
    const recording = await buildRecording(test.db, {
      leaderId: certified.id,
      uploadedAt: '2026-05-06T10:00:00.000Z',
      eraseOn: '2026-11-02',
    });
    const { id: enrolmentId } = await placeInTraining(test.db, certified.id);
    await test.db.write(async (tx) => {
      const decisionId = await tx.insert(certificationDecisions, {
        enrolmentId,
        caseId: null,
        decision: 'certified',
        nextSteps: '',
        decidedBy: trainee.id,
        decidedOn: '2026-06-09',
        recordedAt: 'x',
      });
      await tx.insert(certificates, {
        enrolmentId,
        decisionId,
        namePrinted: 'N',
        programme: 'P',
        rulesVersion: 1,
        issuedOn: '2026-06-09',
        serial: 'S',
        code: 'C',
        withdrawnAt: null,
      });
    });
    const told = plain((await (await test.as(certified.id)).get(`/recordings/${recording.id}`)).text);
    expect(told).toContain('torsdag 9. juli 2026');
    await sweep('2026-07-08T10:00:00.000Z');
    expect(await find(recording.id)).toMatchObject({ erasedAt: null });
    await sweep('2026-07-09T10:00:00.000Z');
    expect(await find(recording.id)).toMatchObject({ erasedWhy: 'certified' });
  });

  it('removes film that no recording names, but only when it is still so the next time', async () => {
    const meeting = await buildMeeting(test.db, { leaderId: trainee.id });
    await buildRoom(test.db, meeting);
    const stray = newBlobKey(await test.db.write((tx) => createFilmKey(tx, test.clock.now())));
    await putFilm(test.house.media, stray, await clip('plays.mp4'));
    const work = startWork(test.house, 0);
    test.clock.set('2026-10-01T08:00:00.000Z');
    await scheduleSweeps(test.house);
    await work.drain();
    expect(await test.house.media.blobs.size(stray)).not.toBeNull();
    test.clock.set('2026-10-01T09:00:01.000Z');
    await work.drain();
    expect(await test.house.media.blobs.size(stray)).toBeNull();
    test.clock.set('2026-09-30T08:00:00.000Z');
  });
});
