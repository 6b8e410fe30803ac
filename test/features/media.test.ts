import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFile } from 'node:fs/promises';
import type { Response } from 'supertest';
import { attendees, recordings } from '../../src/store/tables.js';
import { rangeOf } from '../../src/web/send-media.js';
import { openTestApp, type Client, type TestApp } from '../support/app.js';
import { buildAnswers, gather } from '../support/build/meeting.js';
import {
  buildAdministrator,
  buildAssessor,
  buildCoordinator,
  buildManager,
  buildSupervisor,
  buildTrainee,
} from '../support/build/person.js';
import { buildRecording, putFilm, type RecordingRow } from '../support/build/recording.js';
import { clip } from '../support/clips/make-clips.js';

let test: TestApp;
let leader: Awaited<ReturnType<typeof buildTrainee>>;
let owner: Client;
let recording: RecordingRow;
let whole: Buffer;
let film: string;

const bytes = (answer: Response) => answer.body as Buffer;

beforeAll(async () => {
  test = await openTestApp();
  leader = await buildTrainee(test.db);
  recording = await buildRecording(test.db, { leaderId: leader.id, poster: true });
  await putFilm(test.house.media, recording.posterKey ?? '', await clip('plays.mp4'));
  await putFilm(test.house.media, recording.playableKey ?? '', await clip('plays.mp4'));
  whole = await readFile(await clip('plays.mp4'));
  owner = await test.as(leader.id);
  film = `/recordings/${recording.id}/film`;
});
afterAll(() => test.close());

describe('byte ranges', () => {
  it.each([
    ['bytes=0-99', 0, 99],
    ['bytes=100-', 100, -1],
    ['bytes=-50', -50, -1],
    ['bytes=0-0', 0, 0],
    ['bytes=10-999999999', 10, -1],
    ['bytes=-999999999', 0, -1],
  ])('%s sends exactly those bytes', async (range, from, to) => {
    const answer = await owner.get(film).set('Range', range);
    const start = from < 0 ? whole.length + from : from;
    const end = to < 0 ? whole.length - 1 : to;
    expect(answer.status).toBe(206);
    expect(answer.headers['content-range']).toBe(`bytes ${start}-${end}/${whole.length}`);
    expect(answer.headers['content-length']).toBe(String(end - start + 1));
    expect(bytes(answer).equals(whole.subarray(start, end + 1))).toBe(true);
  });

  it.each(['bytes=', 'bytes=5-3', 'items=0-5', 'bytes=a-b', 'bytes=0-1,5-6', 'bytes=--5'])(
    '%s is not followed: the whole is sent',
    async (range) => {
      const answer = await owner.get(film).set('Range', range);
      expect(answer.status).toBe(200);
      expect(bytes(answer).equals(whole)).toBe(true);
    },
  );

  it.each(['bytes=999999999-', 'bytes=-0'])('%s lies outside', async (range) => {
    const answer = await owner.get(film).set('Range', range);
    expect(answer.status).toBe(416);
    expect(answer.headers['content-range']).toBe(`bytes */${whole.length}`);
  });

  it('follow If-Range only for the very same film', async () => {
    const tag = (await owner.get(film).set('Range', 'bytes=0-0')).headers['etag'] ?? '';
    expect(tag).toMatch(/^"[\w-]+"$/);
    expect((await owner.get(film).set('Range', 'bytes=0-9').set('If-Range', tag)).status).toBe(206);
    expect((await owner.get(film).set('Range', 'bytes=0-9').set('If-Range', '"another"')).status).toBe(200);
    expect((await owner.get(film).set('Range', 'bytes=0-9').set('If-Range', 'Wed, 21 Oct 2015 07:28:00 GMT')).status).toBe(200);
  });

  it('are told to HEAD without a body', async () => {
    const answer = await owner.agent.head(film).set('Range', 'bytes=0-99');
    expect(answer.status).toBe(206);
    expect(answer.headers['content-length']).toBe('100');
    expect((await owner.agent.head(film)).headers['content-length']).toBe(String(whole.length));
  });

  it('of an empty film are outside', () => expect(rangeOf('bytes=-5', 0)).toBe('outside'));
});

describe('what leaves', () => {
  it('is kept by nobody and shown to our own pages only', async () => {
    const { headers } = await owner.get(film);
    expect(headers['cache-control']).toBe('no-store');
    expect(headers['content-disposition']).toBe('inline; filename="film.mp4"');
    expect(headers['content-type']).toBe('video/mp4');
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['cross-origin-resource-policy']).toBe('same-origin');
    expect(headers['accept-ranges']).toBe('bytes');
  });

  it.each([
    ['an address in a tab', { 'sec-fetch-site': 'none', 'sec-fetch-dest': 'document' }],
    ['a link that downloads', { 'sec-fetch-site': 'same-origin', 'sec-fetch-dest': 'document' }],
    ['«save as»', { 'sec-fetch-site': 'same-origin', 'sec-fetch-dest': 'empty' }],
    ['a script', { 'sec-fetch-site': 'same-origin', 'sec-fetch-dest': 'empty', 'sec-fetch-mode': 'cors' }],
    ['another site', { 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'video' }],
    ['a neighbour of the site', { 'sec-fetch-site': 'same-site', 'sec-fetch-dest': 'video' }],
    ['a frame', { 'sec-fetch-site': 'same-origin', 'sec-fetch-dest': 'iframe' }],
  ])('is not given to %s, and the one who may watch is told why', async (_name, headers) => {
    for (const path of [film, `/recordings/${recording.id}/poster`]) {
      const answer = await owner.get(path).set(headers);
      expect(answer.status).toBe(403);
      expect(answer.text).toContain('Filmen bliver kun vist på sin egen side');
      expect((await (await test.as((await buildSupervisor(test.db)).id)).get(path).set(headers)).status).toBe(404);
    }
  });

  it('is given to the player and the picture of our own page, by the mark of the file it began with', async () => {
    const ours = { 'sec-fetch-site': 'same-origin', 'sec-fetch-dest': 'video', 'sec-fetch-mode': 'no-cors' };
    expect((await owner.get(film).set(ours)).status).toBe(200);
    expect((await owner.get(`/recordings/${recording.id}/poster`).set({ ...ours, 'sec-fetch-dest': 'image' })).status).toBe(200);
    const { src } = (await owner.get(`/recordings/${recording.id}/playing`)).body as { src: string };
    expect((await owner.get(src).set(ours)).status).toBe(200);
    expect((await owner.get(`${film}?v=another-file`).set(ours)).status).toBe(404);
  });

  it('lies at no address of its own', async () => {
    const [key = ''] = [recording.playableKey ?? ''];
    for (const guess of [`/${key}`, `/static/${key}`, `/static/../data/blobs/${key}`, `/blobs/${key}`])
      expect((await owner.get(guess)).status).toBe(404);
  });
});

describe('who is sent film', () => {
  const strip = (html: string) => html.replaceAll(/name="_csrf" value="[^"]+"|nonce="[^"]+"|\/recordings\/\d+[\w/]*/g, '');
  const refusedAsUnknown = async (client: Client, path = film) => {
    const answer = await client.get(path);
    const unknown = await client.get('/recordings/99999999/film');
    expect(answer.status).toBe(404);
    expect(unknown.status).toBe(404);
    expect(strip(answer.text)).toBe(strip(unknown.text));
  };

  it('never a coordinator, manager or administrator, whatever everyone has said yes to', async () => {
    const home = { municipalityId: leader.municipalityId };
    for (const person of [
      await buildCoordinator(test.db, home),
      await buildManager(test.db, home),
      await buildAdministrator(test.db, home),
      await buildAssessor(test.db),
    ]) {
      const client = await test.as(person.id);
      await refusedAsUnknown(client);
      await refusedAsUnknown(client, `/recordings/${recording.id}`);
      await refusedAsUnknown(client, `/recordings/${recording.id}/status`);
      await refusedAsUnknown(client, `/recordings/${recording.id}/poster`);
    }
  });

  it('nobody who is not signed in', async () => {
    const answer = await test.anonymous().get(film);
    expect(answer.status).toBe(303);
    expect(answer.headers['location']).toMatch(/^\/sign-in/);
  });

  it('the supervisor of the group, when the reflection is delivered, and nobody else’s supervisor', async () => {
    const { supervisorId } = await gather(test.db, [leader.id]);
    const supervisor = await test.as(supervisorId);
    expect((await supervisor.get(film)).status).toBe(200);
    await refusedAsUnknown(await test.as((await buildSupervisor(test.db)).id));
    await test.db.write((tx) => tx.update(recordings, { id: recording.id }, { review: 'ready_for_reflection' }));
    await refusedAsUnknown(supervisor);
    await test.db.write((tx) => tx.update(recordings, { id: recording.id }, { review: 'reflected' }));
  });

  it('fellows of the group only as far as everyone’s answers go', async () => {
    const fellowHome = await buildTrainee(test.db, { municipalityId: leader.municipalityId });
    const fellowAway = await buildTrainee(test.db);
    const own = await buildRecording(test.db, { leaderId: leader.id, scope: ['own_learning', 'supervision_own_municipality'] });
    await putFilm(test.house.media, own.playableKey ?? '', await clip('plays.mp4'));
    await gather(test.db, [leader.id, fellowHome.id, fellowAway.id]);
    const path = `/recordings/${own.id}/film`;
    expect((await (await test.as(fellowHome.id)).get(path)).status).toBe(200);
    await refusedAsUnknown(await test.as(fellowAway.id), path);
    expect((await (await test.as(fellowAway.id)).get('/recordings')).text).not.toContain(`/${own.id}"`);
  });

  it('nobody whose account was opened again and not confirmed', async () => {
    const held = await buildTrainee(test.db, { filmHold: true });
    const own = await buildRecording(test.db, { leaderId: held.id });
    await putFilm(test.house.media, own.playableKey ?? '', await clip('plays.mp4'));
    await refusedAsUnknown(await test.as(held.id), `/recordings/${own.id}/film`);
  });

  it('asks the answers at every request: a no stops the next one, and the status address says why', async () => {
    const own = await buildRecording(test.db, { leaderId: leader.id });
    await putFilm(test.house.media, own.playableKey ?? '', await clip('plays.mp4'));
    const path = `/recordings/${own.id}/film`;
    expect((await owner.get(path).set('Range', 'bytes=0-9')).status).toBe(206);
    const [citizen] = await test.db.all(attendees, { meetingId: own.meetingId });
    await buildAnswers(test.db, citizen?.id ?? 0, { askedBy: leader.id, answer: 'no', purposes: ['own_learning'] });
    await refusedAsUnknown(owner, path);
    expect((await owner.get(`/recordings/${own.id}/status`)).body).toMatchObject({ open: false });
  });

  const withdraws = async ({ meetingId }: { meetingId: number }) => {
    const [citizen] = await test.db.all(attendees, { meetingId });
    await buildAnswers(test.db, citizen?.id ?? 0, { askedBy: leader.id, answer: 'no', purposes: ['own_learning'] });
  };
  const signsOut = async (_: unknown, client: Client) => void (await client.post('/sign-out'));

  it.each([
    ['the right', withdraws],
    ['the session', signsOut],
  ])('a long stream ends soon after %s has ended', async (_, ends) => {
    const own = await buildRecording(test.db, { leaderId: leader.id });
    await test.house.media.blobs.put(
      own.playableKey ?? '',
      (await import('node:stream')).Readable.from(Array.from({ length: 64 }, () => Buffer.alloc(1 << 20))),
    );
    const server = http.createServer(test.app).listen(0, '127.0.0.1');
    await new Promise((ready) => server.once('listening', ready));
    const client = await test.as(leader.id);
    const cookie = client.cookie();
    const { port } = server.address() as AddressInfo;
    let begun: () => void = () => undefined;
    const firstBytes = new Promise<void>((resolve) => (begun = resolve));
    const ended = new Promise<{ received: number; clean: boolean }>((resolve, reject) => {
      http
        .get({ port, path: `/recordings/${own.id}/film`, headers: { cookie } }, (response) => {
          let received = 0;
          response.once('data', () => {
            begun();
            response.pause();
            setTimeout(() => response.resume(), 8_000);
          });
          response.on('data', (piece: Buffer) => (received += piece.length));
          response.on('close', () => resolve({ received, clean: response.complete }));
          response.on('error', () => undefined);
        })
        .on('error', reject);
    });
    await firstBytes;
    await ends(own, client);
    const { received, clean } = await ended;
    expect(clean).toBe(false);
    expect(received).toBeLessThan(64 << 20);
    server.closeAllConnections();
    server.close();
  });
});
