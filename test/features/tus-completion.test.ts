import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { openMedia } from '../../src/media/index.js';
import { sweepUploads } from '../../src/features/uploads/sweep-uploads.js';
import { filmKeysOf } from '../../src/store/data-key.js';
import { decideErasure } from '../../src/store/recording-life.js';
import { auditEntries, dataKeys, jobs, networkMeetings, phoneCopies, recordings, uploads } from '../../src/store/tables.js';
import { createUpload, stopUploads } from '../../src/store/upload.js';
import { startWork } from '../../src/worker.js';
import { openTestApp, type Client, type TestApp } from '../support/app.js';
import { buildAnswers, buildAttendee, buildMeeting, buildRoom, placeInTraining } from '../support/build/meeting.js';
import { buildTrainee } from '../support/build/person.js';
import { clip } from '../support/clips/make-clips.js';
import { chunk, pieceClient, sha256, type PieceClient } from '../support/pieces.js';

let app: TestApp;
let client: Client;
let tus: PieceClient;
let traineeId: number;
let meeting: { id: number; number: number };
let room: { id: number }[];
let film: Buffer;
let at: string;

beforeAll(async () => {
  app = await openTestApp();
  traineeId = (await buildTrainee(app.db)).id;
  await placeInTraining(app.db, traineeId);
  client = await app.as(traineeId);
  tus = await pieceClient(app, client);
  film = await readFile(await clip('plays.mp4'));
});
afterAll(async () => {
  await tus.close();
  await app.close();
});
beforeEach(async () => {
  await app.db.write((tx) =>
    tx.run(`UPDATE upload SET state = 'discarded', created_at = '2020-01-01T00:00:00.000Z' WHERE state = 'running'`),
  );
  const made = await buildMeeting(app.db, { leaderId: traineeId });
  room = await buildRoom(app.db, made);
  meeting = made;
  at = await tus.begin(meeting.id, film.length);
});

const row = async () => (await app.db.find(uploads, { publicId: at.slice(9) }))!;
const recordingsOf = () => app.db.all(recordings, { meetingId: meeting.id });
const blobKeys = async (): Promise<string[]> => {
  const found = [];
  for await (const key of app.house.media.blobs.list('')) found.push(key);
  return found;
};
const sendAll = async (bytes = film) => {
  for (let from = 0; from < bytes.length; from += 2 * chunk) await tus.patch(at, from, bytes.subarray(from, from + 2 * chunk));
};
const bytesOf = async (key: string, length: number): Promise<Buffer> => {
  const parts: Buffer[] = [];
  for await (const part of app.house.media.blobs.readRange(key, 0, length - 1)) parts.push(part as Buffer);
  return Buffer.concat(parts);
};

describe('a film that has come whole, with the right fingerprint', () => {
  test('is a recording with job, audit entries and the question about the phone, all at once', async () => {
    await sendAll();
    const answer = await tus.complete(at, sha256(film));
    expect(answer.status).toBe(201);
    const [recording] = await recordingsOf();
    expect(JSON.parse(answer.text)).toEqual({ location: `/recordings/${recording?.id}` });
    const done = await row();
    expect(done).toMatchObject({ state: 'finished', recordingId: recording?.id, sha256: sha256(film) });
    expect(recording).toMatchObject({ ownerId: traineeId, bytes: film.length, originalKey: done.blobKey, processing: 'uploaded' });
    expect(await app.db.find(dataKeys, { id: done.dataKeyId ?? 0 })).toMatchObject({ recordingId: recording?.id });
    expect((await app.db.all(jobs, { kind: 'process-recording' })).map(({ payload }) => payload)).toContainEqual({
      recordingId: recording?.id,
    });
    expect(await app.db.all(auditEntries, { action: 'upload.finish', objectId: done.id })).toHaveLength(1);
    expect(await app.db.all(phoneCopies, { recordingId: recording?.id ?? 0 })).toMatchObject([{ confirmedAt: null }]);
    expect((await bytesOf(done.blobKey ?? '', film.length)).equals(film)).toBe(true);
  });

  test('asked for twice, as after a lost answer, is one recording and the same answer', async () => {
    await sendAll();
    const [first, second] = [await tus.complete(at, sha256(film)), await tus.complete(at, sha256(film))];
    expect(second.text).toBe(first.text);
    expect(await recordingsOf()).toHaveLength(1);
    expect((await tus.head(at)).headers['upload-offset']).toBe(String(film.length));
    expect((await tus.ask('DELETE', at)).status).toBe(409);
  });

  test('asked for twice at once is one recording', async () => {
    await sendAll();
    const both = await Promise.all([tus.complete(at, sha256(film)), tus.complete(at, sha256(film))]);
    expect(both.some(({ status }) => status === 201)).toBe(true);
    expect(both.filter(({ status }) => status >= 500)).toEqual([]);
    expect(await recordingsOf()).toHaveLength(1);
  });

  test('after the server died between file and row is still a recording', async () => {
    await sendAll();
    await app.house.media.growing.finish((await row()).blobKey ?? '');
    expect((await tus.complete(at, sha256(film))).status).toBe(201);
  });

  test('and goes on over a restart of the server: the fingerprint of what has come is read from disk', async () => {
    await tus.patch(at, 0, film.subarray(0, chunk));
    const { media } = app.house;
    app.house.media = await openMedia({ dataDir: app.dataDir, filmKeys: filmKeysOf(app.db) });
    const told = JSON.parse((await tus.ask('GET', at)).text) as object;
    expect(told).toMatchObject({ kept: chunk, sha256: sha256(film.subarray(0, chunk)) });
    await tus.patch(at, chunk, film.subarray(chunk));
    expect((await tus.complete(at, sha256(film))).status).toBe(201);
    app.house.media = media;
  });
});

describe('a film that is not what was sent', () => {
  test('is refused in words and thrown away, file and key', async () => {
    await sendAll(Buffer.concat([film.subarray(0, -1), Buffer.from([film.at(-1)! ^ 1])]));
    const answer = await tus.complete(at, sha256(film));
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('ikke kommet rigtigt frem');
    const gone = await row();
    expect(gone.state).toBe('discarded');
    expect(await blobKeys()).not.toContain(gone.blobKey);
    expect(await app.db.find(dataKeys, { id: gone.dataKeyId ?? 0 })).toBeNull();
    expect(await recordingsOf()).toEqual([]);
  });

  test.each(['', 'x', 'A'.repeat(64), '0'.repeat(63)])('without a fingerprint («%s») stays as it was', async (digest) => {
    await sendAll();
    expect((await tus.complete(at, digest)).status).toBe(422);
    expect((await row()).state).toBe('running');
  });

  test('before the last byte is told to go on', async () => {
    await tus.patch(at, 0, film.subarray(0, chunk));
    const answer = await tus.complete(at, sha256(film.subarray(0, chunk)));
    expect(answer.status).toBe(409);
    expect((await row()).state).toBe('running');
  });

  test('no film at all is refused with its reason and thrown away', async () => {
    const noise = randomBytes(film.length);
    await sendAll(noise);
    const answer = await tus.complete(at, sha256(noise));
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('Filen er ikke en film');
    expect((await row()).state).toBe('discarded');
  });
});

describe('while the film is on its way', () => {
  test('a no from someone in the room ends it in the same moment: nobody can read what came', async () => {
    await tus.patch(at, 0, film.subarray(0, chunk));
    const { dataKeyId } = await row();
    const citizen = room[0]?.id ?? 0;
    const posted = await client.post(`/meetings/attendees/${citizen}/withdrawal`, {
      what: 'all',
      givenBy: 'self',
      method: 'oral',
      answeredOn: '30.9.2026',
    });
    expect(posted.status).toBe(303);
    expect((await row()).state).toBe('discarded');
    expect(await app.db.find(dataKeys, { id: dataKeyId ?? 0 })).toBeNull();
    for (const answer of [
      await tus.patch(at, chunk, film.subarray(chunk)),
      await tus.ask('GET', at),
      await tus.complete(at, sha256(film)),
    ]) {
      expect(answer.status).toBe(410);
      expect(answer.text).toContain('Nogen, der var i lokalet, har sagt nej. Det, der var sendt, er slettet. Det tæller aldrig imod dig.');
    }
  });

  test('a no between our asking and our writing is told of as a no', async () => {
    await tus.patch(at, 0, film.subarray(0, chunk));
    const { growing } = app.house.media;
    app.house.media.growing = {
      ...growing,
      append: async (...given) => {
        const actor = { personId: traineeId, requestId: null, now: app.clock.now() };
        await buildAnswers(app.db, room[0]?.id ?? 0, { askedBy: traineeId, answer: 'no' });
        await app.db.write((tx) => stopUploads(tx, actor, meeting.id));
        return growing.append(...given);
      },
    };
    const answer = await tus.patch(at, chunk, film.subarray(chunk));
    app.house.media.growing = growing;
    expect(answer.status).toBe(410);
    expect(answer.text).toContain('har sagt nej');
  });

  test('a no while it is being sent ends the sending within seconds', async () => {
    const { request, answer } = tus.open('PATCH', at, {
      'content-type': 'application/offset+octet-stream',
      'upload-offset': '0',
      'content-length': String(film.length),
    });
    const over = new Promise<number>((resolve) => request.once('close', () => resolve(performance.now())));
    request.write(film.subarray(0, chunk));
    const actor = { personId: traineeId, requestId: null, now: app.clock.now() };
    await app.db.write((tx) => stopUploads(tx, actor, meeting.id));
    const begun = performance.now();
    request.write(film.subarray(chunk, 3 * chunk));
    const drip = setInterval(() => request.write(Buffer.alloc(16)), 100);
    expect((await over) - begun).toBeLessThan(15_000);
    clearInterval(drip);
    const told = await answer;
    if (told !== null) expect(told.status).toBe(410);
  }, 40_000);

  test('a no that came by another way is met at the next piece, in words', async () => {
    await buildAnswers(app.db, room[0]?.id ?? 0, { askedBy: traineeId, answer: 'no' });
    const answer = await tus.patch(at, 0, film);
    expect(answer.status).toBe(410);
    expect(answer.text).toContain('har sagt nej');
    expect((await row()).state).toBe('discarded');
  });

  test('someone new in the room without an answer stops it, and keeps what came', async () => {
    await tus.patch(at, 0, film.subarray(0, chunk));
    const added = await buildAttendee(app.db, { meetingId: meeting.id, kind: 'network', ordinal: 7 });
    const answer = await tus.patch(at, chunk, film.subarray(chunk));
    expect(answer.status).toBe(409);
    expect(answer.text).toContain('mangler at svare');
    await buildAnswers(app.db, added.id, { askedBy: traineeId });
    expect((await tus.patch(at, chunk, film.subarray(chunk))).status).toBe(204);
  });

  test('a removed meeting ends it', async () => {
    await app.db.write((tx) => tx.update(networkMeetings, { id: meeting.id }, { removedAt: '2026-09-30T08:00:00.000Z' }));
    expect((await tus.patch(at, 0, film)).status).toBe(410);
    expect((await row()).state).toBe('discarded');
  });

  test('the plain form says that what has been sent must be deleted first, and has the button for it', async () => {
    const answer = await client.agent
      .post(`/meetings/${meeting.id}/recording`)
      .field('_csrf', await client.token())
      .attach('film', film, 'film.mp4');
    expect(answer.status).toBe(409);
    expect(answer.text).toContain('uden script kan vi ikke fortsætte. Slet først det, der er sendt, og vælg så filmen igen.');
    expect(answer.text).toContain(`action="${at}/removal"`);
  });

  test('after seven days without a byte it is swept, file, key and all, and says so', async () => {
    await tus.patch(at, 0, film.subarray(0, chunk));
    expect(await sweepUploads(app.house, new Date('2026-10-07T07:59:00.000Z'))).toBe(0);
    expect(await sweepUploads(app.house, new Date('2026-10-07T08:01:00.000Z'))).toBe(1);
    const gone = await row();
    expect(gone.state).toBe('expired');
    expect(await blobKeys()).not.toContain(gone.blobKey);
    const answer = await tus.ask('GET', at);
    expect([answer.status, answer.text]).toEqual([410, expect.stringContaining('syv dage')]);
    expect(await app.db.all(auditEntries, { action: 'upload.expire', objectId: gone.id })).toHaveLength(1);
  });
});

describe('twenty cut and twenty doubled pieces', () => {
  test('lose nothing that was answered for', async () => {
    const whole = randomBytes(8 * chunk + 321);
    at = await tus.begin(
      (
        await (async () => {
          const made = await buildMeeting(app.db, { leaderId: traineeId });
          await buildRoom(app.db, made);
          return made;
        })()
      ).id,
      whole.length,
    );
    let acknowledged = 0;
    const offset = async () => Number((await tus.head(at)).headers['upload-offset']);
    for (let turn = 0; turn < 20; turn += 1) {
      const headers = {
        'content-type': 'application/offset+octet-stream',
        'upload-offset': String(acknowledged),
        'content-length': String(whole.length - acknowledged),
      };
      const cut = tus.open('PATCH', at, headers);
      cut.request.write(whole.subarray(acknowledged, acknowledged + Math.floor(Math.random() * 1.5 * chunk)));
      setTimeout(() => cut.request.destroy(), Math.random() * 30);
      await cut.answer;
      const kept = await offset();
      expect(kept).toBeGreaterThanOrEqual(acknowledged);
      const both = await Promise.all(
        [0, 1].map(() => tus.patch(at, kept, whole.subarray(kept, Math.min(whole.length, kept + Math.floor(Math.random() * chunk) + 1)))),
      );
      expect(both.filter(({ status }) => ![204, 409, 413].includes(status))).toEqual([]);
      acknowledged = Math.max(
        kept,
        ...both.filter(({ status }) => status === 204).map(({ headers: told }) => Number(told['upload-offset'])),
      );
      expect(await offset()).toBeGreaterThanOrEqual(acknowledged);
    }
    await tus.patch(at, await offset(), whole.subarray(await offset()));
    expect(JSON.parse((await tus.ask('GET', at)).text)).toMatchObject({ kept: whole.length, sha256: sha256(whole) });
  });
});

describe('Today and the page', () => {
  test('a half-sent film is listed with how far it is, a way to go on, and one to discard', async () => {
    await tus.patch(at, 0, film.subarray(0, 2 * chunk));
    const percent = Math.floor(((2 * chunk) / film.length) * 100);
    const today = (await client.get('/')).text.replaceAll('\u00a0', ' ');
    expect(today).toContain(`Send resten af filmen fra netværksmøde ${meeting.number}`);
    expect(today).toContain(`Vælg den samme fil igen, så fortsætter vi fra ${percent} %`);
    expect(today).toContain('Det kræver en browser, hvor script er slået til.');
    expect(today).toContain(`action="${at}/removal"`);
    const page = (await client.get(`/meetings/${meeting.id}/recording/new`)).text.replaceAll('\u00a0', ' ');
    expect(page).toContain(`hidden>Vælg den samme fil igen, så fortsætter vi fra ${percent} %.`);
    const [, unscripted] = /<noscript>([^]*?)<\/noscript>/.exec(page) ?? [];
    expect(unscripted).toContain('Så kan vi ikke fortsætte, hvor filmen slap. Slet det, der er sendt, og send hele filmen på én gang.');
    expect(unscripted).toContain(`action="${at}/removal"`);
    expect((await client.post(`${at}/removal`)).headers['location']).toBe(`/meetings/${meeting.id}/recording/new`);
    expect((await row()).state).toBe('discarded');
    expect((await client.get('/')).text).not.toContain(at);
  });

  test('a half-sent film is not asked for as one to choose, too', async () => {
    const { id } = await buildTrainee(app.db);
    await placeInTraining(app.db, id);
    const made = await buildMeeting(app.db, { leaderId: id });
    await buildRoom(app.db, made);
    const own = await app.as(id);
    const today = async () => (await own.get('/')).text.replaceAll('\u00a0', ' ');
    expect(await today()).toContain(`Læg filmen fra Netværksmøde ${made.number} op`);
    const given = { publicId: 'ab'.repeat(16), personId: id, meetingId: made.id, blobKey: null, dataKeyId: null, bytes: 100 };
    const actor = { personId: id, requestId: null, now: app.clock.now() };
    await app.db.write((tx) => createUpload(tx, actor, given, made.municipalityId));
    const after = await today();
    expect(after).toContain(`Send resten af filmen fra netværksmøde ${made.number}`);
    expect(after).not.toContain(`Læg filmen fra Netværksmøde ${made.number} op`);
  });

  test('the copy on the phone is asked for once the film is known to be usable, until it is ticked, with an audit entry', async () => {
    await sendAll();
    await tus.complete(at, sha256(film));
    const [recording] = await recordingsOf();
    const question = `Slet filmen fra netværksmøde ${meeting.number} på telefonen`;
    const page = `/recordings/${recording?.id}`;
    expect((await client.get('/')).text.replaceAll('\u00a0', ' ')).not.toContain(question);
    expect((await client.get(page)).text).toContain('Behold den på telefonen');
    await client.post(`/uploads/phone-copies/${recording?.id}`, { back: page });
    expect((await client.get(page)).text).not.toContain('Ja, den er slettet');
    await startWork(app.house, 0).drain();
    expect((await client.get('/')).text.replaceAll('\u00a0', ' ')).toContain(question);
    expect((await client.get(page)).text).toContain('Ja, den er slettet');
    const ticked = await client.post(`/uploads/phone-copies/${recording?.id}`, { back: page });
    expect([ticked.status, ticked.headers['location']]).toEqual([303, page]);
    expect((await client.get(page)).text).not.toContain('Ja, den er slettet');
    expect((await client.get('/')).text.replaceAll('\u00a0', ' ')).not.toContain(question);
    expect(await app.db.all(auditEntries, { action: 'phone_copy.confirm', objectId: recording?.id })).toHaveLength(1);
    const stranger = await app.as((await buildTrainee(app.db)).id);
    expect((await stranger.post(`/uploads/phone-copies/${recording?.id}`)).status).toBe(404);
  });

  test('the phone’s copy of a film whose contents turn out to be destroyed is never asked for: it must be sent again from there', async () => {
    const whole = await readFile(await clip('faststart.mp4'));
    const noise = Buffer.from(whole).fill(0x55, whole.indexOf('mdat') + 4);
    await client.post(`${at}/removal`);
    at = await tus.begin(meeting.id, noise.length);
    await sendAll(noise);
    expect((await tus.complete(at, sha256(noise))).status).toBe(201);
    const [recording] = await recordingsOf();
    const asked = async () => {
      const [today, page] = await Promise.all([client.get('/'), client.get(`/recordings/${recording?.id}`)]);
      const question = `Slet filmen fra netværksmøde ${meeting.number} på telefonen`;
      return [today.text.replaceAll('\u00a0', ' ').includes(question), /Ja, den er slettet|Slet den nu på telefonen/.test(page.text)];
    };
    expect(await asked()).toEqual([false, false]);
    await startWork(app.house, 0).drain();
    expect((await recordingsOf())[0]).toMatchObject({ processing: 'failed', refusal: 'broken' });
    expect(await asked()).toEqual([false, false]);
  });

  test('the phone’s copy of a film that was erased before it was ready is asked for all the same', async () => {
    await sendAll();
    await tus.complete(at, sha256(film));
    const [recording] = await recordingsOf();
    const actor = { personId: null, requestId: null, now: app.clock.now() };
    await app.db.write((tx) => decideErasure(tx, actor, recording?.id ?? 0, 'withdrawn'));
    const today = (await client.get('/')).text.replaceAll('\u00a0', ' ');
    expect(today).toContain(`Slet filmen fra netværksmøde ${meeting.number} på telefonen`);
    expect(today).toContain('Filmen ligger her ikke længere.');
  });
});
