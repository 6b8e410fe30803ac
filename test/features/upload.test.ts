import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readdirSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import http, { type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { consentAnswers, attendees, auditEntries, dataKeys, jobs, recordings } from '../../src/store/tables.js';
import { openTestApp, type Client, type TestApp } from '../support/app.js';
import { buildAnswers, buildMeeting, buildRoom, placeInTraining } from '../support/build/meeting.js';
import { buildTrainee } from '../support/build/person.js';
import { clip } from '../support/clips/make-clips.js';

let test: TestApp;
let trainee: { id: number };
let client: Client;
let server: Server;
let port: number;

beforeAll(async () => {
  test = await openTestApp({ settings: { maxUploadBytes: 3 * 1024 ** 2, maxFormBytes: 2 * 1024 ** 2 } });
  trainee = await buildTrainee(test.db);
  await placeInTraining(test.db, trainee.id);
  client = await test.as(trainee.id);
  server = http.createServer(test.app).listen(0, '127.0.0.1');
  server.requestTimeout = 0;
  await new Promise((ready) => server.once('listening', ready));
  port = (server.address() as AddressInfo).port;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
  await test.close();
});

const blobs = () => readdirSync(path.join(test.dataDir, 'blobs'), { recursive: true, withFileTypes: true }).filter((one) => one.isFile());

/** Films that are arriving, and whatever a refused one left. */
const arriving = () => blobs().filter(({ name }) => name.startsWith('.'));
const looseKeys = async () => (await test.db.all(dataKeys, { recordingId: null })).length;

async function readyMeeting() {
  const meeting = await buildMeeting(test.db, { leaderId: trainee.id });
  const room = await buildRoom(test.db, meeting);
  return { ...meeting, room, to: `/meetings/${meeting.id}/recording` };
}

const send = async (to: string, file: string | Buffer, filename = 'film.mp4') =>
  client.agent
    .post(to)
    .field('_csrf', await client.token())
    .attach('film', file, filename);

/** A request written by hand, so that it can be cut, stalled or malformed. */
async function open(to: string, type: string, length?: number) {
  const cookie = client.cookie();
  const request = http.request({
    port,
    host: '127.0.0.1',
    path: to,
    method: 'POST',
    headers: { cookie, 'content-type': type, ...(length === undefined ? {} : { 'content-length': length }) },
  });
  request.on('error', () => undefined);
  const answer = new Promise<{ status: number; text: string }>((resolve) => {
    request.on('response', (response) => {
      let text = '';
      response
        .setEncoding('utf8')
        .on('data', (piece: string) => (text += piece))
        .on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
  });
  return { request, answer };
}

const boundary = 'xxxxxxxxxxxxxxxx';
const multipart = `multipart/form-data; boundary=${boundary}`;
const token = (value: string) => `--${boundary}\r\nContent-Disposition: form-data; name="_csrf"\r\n\r\n${value}\r\n`;
const fileHead = `--${boundary}\r\nContent-Disposition: form-data; name="film"; filename="a.mp4"\r\nContent-Type: video/mp4\r\n\r\n`;
const end = `\r\n--${boundary}--\r\n`;

describe('a film that comes in whole', () => {
  it('becomes a recording, a job and an audit entry at once, under a key made here', async () => {
    const meeting = await readyMeeting();
    const answer = await send(meeting.to, await clip('plays.mp4'), '../../Jens Hansen 610190-1234.mp4');
    expect(answer.status).toBe(303);
    const row = await test.db.find(recordings, { meetingId: meeting.id });
    expect(answer.headers['location']).toBe(`/recordings/${row?.id}`);
    expect(row).toMatchObject({
      processing: 'uploaded',
      review: 'draft',
      ownerId: trainee.id,
      eraseOn: '2027-03-29',
      bytes: statSync(await clip('plays.mp4')).size,
    });
    expect(row?.originalKey).toMatch(/^k\d+\/[0-9a-f]{32}$/);
    expect(await test.db.all(jobs, { kind: 'process-recording' })).toHaveLength(1);
    expect(await test.db.all(auditEntries, { action: 'recording.create', objectId: row?.id })).toHaveLength(1);
    expect(arriving()).toEqual([]);
    const page = await client.get(`/recordings/${row?.id}`);
    expect(page.text).toContain('Behold den på telefonen');
    expect(page.text).toContain('Filmen slettes senest mandag 29. marts 2027.'.replace(/(\d+\.) /, '$1\u00a0'));
    expect(JSON.stringify(await test.db.all(recordings, {}))).not.toContain('Jens');
    const again = await send(meeting.to, Buffer.from('x'));
    expect(again.status).toBe(403);
    expect(again.text).toContain('Mødet har allerede en film');
  });
});

describe('a no while the film comes in whole', () => {
  it('says so on the page of those who are missing, with the way to the answers, and keeps no film', async () => {
    const meeting = await readyMeeting();
    const { media } = test.house;
    const [citizen] = await test.db.all(attendees, { meetingId: meeting.id, kind: 'citizen' });
    test.house.media = {
      ...media,
      playsAtOnce: async (key) => {
        await buildAnswers(test.db, citizen!.id, { askedBy: trainee.id, answer: 'no' });
        return media.playsAtOnce(key);
      },
    };
    const answer = await send(meeting.to, await clip('plays.mp4'));
    test.house.media = media;
    expect(answer.status).toBe(409);
    expect(answer.text).toContain('Nogen har ændret sit svar, mens filmen var på vej. Filmen er ikke gemt.');
    expect(answer.text).toContain('Har sagt nej');
    expect(answer.text).toContain(`href="/meetings/${meeting.id}/answers"`);
    expect(await test.db.all(recordings, { meetingId: meeting.id })).toEqual([]);
  });
});

describe('what is told before anything is chosen', () => {
  it('limits and formats', async () => {
    const meeting = await readyMeeting();
    const page = (await client.get(`${meeting.to}/new`)).text.replaceAll('\u00a0', ' ');
    expect(page).toContain('MP4, MOV, MKV eller WebM');
    expect(page).toContain('Højst 3 MB og 4 timer.');
    expect(page).toContain('Uden script tager vi imod højst 2 MB.');
  });

  it('who is missing, when the answers do not cover it', async () => {
    const meeting = await readyMeeting();
    await test.db.write((tx) =>
      tx.insert(attendees, { meetingId: meeting.id, kind: 'relative', ordinal: 2, ageGroup: 'adult', holders: 0, addedAt: '' }),
    );
    const page = await client.get(`${meeting.to}/new`);
    expect(page.text).toContain('Pårørende\u00a02');
    const answer = await send(meeting.to, Buffer.from('x'));
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('Der mangler svar, før du kan vælge film');
    expect(await test.db.all(recordings, { meetingId: meeting.id })).toHaveLength(0);
  });

  it('that there is no film when one has said no', async () => {
    const meeting = await readyMeeting();
    await test.db.write((tx) =>
      tx.insert(consentAnswers, {
        attendeeId: meeting.room[0]?.id,
        givenBy: 'self',
        purpose: 'own_learning',
        answer: 'no',
        method: 'oral',
        textVersion: '1',
        askedBy: trainee.id,
        answeredOn: '2026-09-16',
        recordedAt: '2026-09-20',
      }),
    );
    expect((await client.get(`${meeting.to}/new`)).text).toContain('det tæller aldrig imod dig');
  });
});

describe('a file that cannot be used', () => {
  it.each([
    ['a text file named .mp4', 'text.mp4', 'Filen er ikke en film.'],
    ['an empty file', 'empty.mp4', 'Filen er tom.'],
    ['a film without its index', 'no-end.mp4', 'Filmen er ødelagt eller ikke hel.'],
    ['a film cut off in the middle', 'cut.mp4', 'Filmen er ødelagt eller ikke hel.'],
    ['a playlist named .mp4', 'playlist.mp4', 'Den slags filer kan vi ikke tage imod.'],
    ['a codec that is not allowed', 'magic.avi', 'Filmen er optaget i et format'],
    ['less than a second', 'short.mp4', 'under et sekund'],
  ] as const)('%s is answered in a sentence', async (_what, name, sentence) => {
    const meeting = await readyMeeting();
    const answer = await send(meeting.to, await clip(name));
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(sentence);
    expect(answer.text).toContain('href="#film"');
    expect(arriving()).toEqual([]);
    expect(await test.db.all(recordings, { meetingId: meeting.id })).toHaveLength(0);
  });

  it('none at all', async () => {
    const meeting = await readyMeeting();
    const answer = await client.agent.post(meeting.to).field('_csrf', await client.token());
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('Vælg den film, der skal sendes.');
  });

  it('one over the limit, told at once by its announced length', async () => {
    const meeting = await readyMeeting();
    const { request, answer } = await open(meeting.to, multipart, 3 * 1024 ** 3);
    request.write(token('anything') + fileHead);
    const { status, text } = await answer;
    expect(status).toBe(413);
    expect(text.replaceAll('\u00a0', ' ')).toContain('Uden script tager vi imod 2 MB');
    request.destroy();
    expect(arriving()).toEqual([]);
  });

  it('one byte over the limit, also without an announced length; exactly at the limit is looked at', async () => {
    const meeting = await readyMeeting();
    const over = await open(meeting.to, multipart);
    over.request.write(token(await client.token()) + fileHead);
    over.request.end(Buffer.concat([Buffer.alloc(2 * 1024 ** 2 + 1), Buffer.from(end)]));
    expect((await over.answer).status).toBe(413);
    const exact = await send(meeting.to, Buffer.alloc(2 * 1024 ** 2, 1));
    expect(exact.status).toBe(422);
    expect(arriving()).toEqual([]);
  });
});

describe('a form that is not ours', () => {
  it('with a wrong token never writes the file', async () => {
    const meeting = await readyMeeting();
    const before = blobs().length;
    const answer = await client.agent
      .post(meeting.to)
      .field('_csrf', 'wrong')
      .attach('film', await clip('plays.mp4'), 'a.mp4');
    expect(answer.status).toBe(403);
    expect(arriving()).toEqual([]);
    expect(blobs()).toHaveLength(before);
  });

  it('with the token after the file is refused too', async () => {
    const meeting = await readyMeeting();
    const answer = await client.agent
      .post(meeting.to)
      .attach('film', await clip('plays.mp4'), 'a.mp4')
      .field('_csrf', await client.token());
    expect(answer.status).toBe(403);
  });

  it('from another site is refused before it is read', async () => {
    const meeting = await readyMeeting();
    const answer = await client.agent
      .post(meeting.to)
      .set('Origin', 'https://evil.example')
      .field('_csrf', await client.token());
    expect(answer.status).toBe(403);
  });

  it('for a meeting of somebody else answers as an unknown one', async () => {
    const other = await buildMeeting(test.db);
    await buildRoom(test.db, other);
    expect((await send(`/meetings/${other.id}/recording`, Buffer.from('x'))).status).toBe(404);
  });

  const cases: [string, string, (token: string) => string][] = [
    ['no boundary', 'multipart/form-data', (csrf) => token(csrf) + fileHead + 'x' + end],
    ['a cut boundary', multipart, (csrf) => token(csrf) + fileHead + 'x\r\n--xxxx'],
    [
      'a heading without a body',
      multipart,
      (csrf) => token(csrf) + `--${boundary}\r\nContent-Disposition: form-data; name="film"; filename="a"\r\n`,
    ],
    [
      'an empty field name',
      multipart,
      (csrf) => token(csrf) + `--${boundary}\r\nContent-Disposition: form-data; name=""; filename="a"\r\n\r\nx${end}`,
    ],
    [
      'a deep field name',
      multipart,
      (csrf) => token(csrf) + `--${boundary}\r\nContent-Disposition: form-data; name="a${'[a]'.repeat(5000)}"\r\n\r\nx${end}`,
    ],
    ['another file field', multipart, (csrf) => token(csrf) + fileHead.replace('name="film"', 'name="poster"') + 'x' + end],
    ['two files', multipart, (csrf) => token(csrf) + fileHead + 'x\r\n' + fileHead + 'x' + end],
    ['too many fields', multipart, (csrf) => token(csrf).repeat(30) + fileHead + 'x' + end],
    ['nothing', multipart, () => ''],
  ];
  it.each(cases)('%s is a 4xx and leaves nothing', async (_what, type, body) => {
    const meeting = await readyMeeting();
    const { request, answer } = await open(meeting.to, type);
    request.end(body(await client.token()));
    const { status, text } = await answer;
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
    expect(text).toContain('<h1>');
    expect(arriving()).toEqual([]);
  });
});

describe('a connection that fails', () => {
  it('fifty dropped uploads leave no file', async () => {
    const meeting = await readyMeeting();
    const csrf = await client.token();
    for (let turn = 0; turn < 50; turn += 1) {
      const { request } = await open(meeting.to, multipart);
      request.write(token(csrf) + fileHead);
      request.write(Buffer.alloc(64 * 1024 * (turn % 5)));
      await wait(turn % 3 === 0 ? 25 : 2);
      request.destroy();
    }
    // The last of them may not have been noticed yet.
    let after = await send(meeting.to, await clip('plays.mp4'));
    for (let turn = 0; turn < 50 && after.status === 409; turn += 1) {
      await wait(100);
      after = await send(meeting.to, await clip('plays.mp4'));
    }
    expect(after.status).toBe(303);
    expect(await looseKeys()).toBe(0);
    expect(arriving()).toEqual([]);
  });

  it('one upload a meeting at a time', async () => {
    const meeting = await readyMeeting();
    const first = await open(meeting.to, multipart);
    first.request.write(token(await client.token()) + fileHead + 'x');
    for (let turn = 0; turn < 100 && arriving().length === 0; turn += 1) await wait(20);
    const second = await send(meeting.to, await clip('plays.mp4'));
    expect(second.status).toBe(409);
    expect(second.text).toContain('Der er allerede en film på vej');
    first.request.destroy();
  });

  it('a film that trickles arrives whole', async () => {
    const meeting = await readyMeeting();
    const { request, answer } = await open(meeting.to, multipart);
    request.write(token(await client.token()) + fileHead);
    const film = await readFile(await clip('sound.m4a'));
    for (let at = 0; at < film.length; at += 2048) {
      request.write(film.subarray(at, at + 2048));
      await wait(60);
    }
    request.end(end);
    expect((await answer).status).toBe(303);
    expect(await test.db.find(recordings, { meetingId: meeting.id })).toMatchObject({ bytes: film.length });
  });

  it('a full disk is told before the film is sent', async () => {
    const meeting = await readyMeeting();
    const { media } = test.house;
    test.house.media = { ...media, hasRoomFor: () => Promise.resolve(false) };
    const answer = await send(meeting.to, await clip('plays.mp4'));
    test.house.media = media;
    expect(answer.status).toBe(507);
    expect(answer.text).toContain('Der er ikke plads til filmen');
  });
});
