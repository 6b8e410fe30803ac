import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { auditEntries, uploads } from '../../src/store/tables.js';
import { openTestApp, type TestApp } from '../support/app.js';
import { buildMeeting, buildRoom, placeInTraining } from '../support/build/meeting.js';
import { buildTrainee } from '../support/build/person.js';
import { chunk, pieceClient, pieceType, sha256, type PieceClient } from '../support/pieces.js';

/** What tus 1.0 says of HEAD, PATCH, DELETE and expiry (https://tus.io/protocols/resumable-upload), and what we add: whole chunks only. */
let app: TestApp;
let tus: PieceClient;
let stranger: PieceClient;
let traineeId: number;
let meeting: { id: number };
let at: string;
const film = randomBytes(3 * chunk + 1000);

beforeAll(async () => {
  app = await openTestApp();
  traineeId = (await buildTrainee(app.db)).id;
  await placeInTraining(app.db, traineeId);
  tus = await pieceClient(app, await app.as(traineeId));
  stranger = await pieceClient(app, await app.as((await buildTrainee(app.db)).id));
});
afterAll(async () => {
  await tus.close();
  await stranger.close();
  await app.close();
});
beforeEach(async () => {
  const made = await buildMeeting(app.db, { leaderId: traineeId });
  await buildRoom(app.db, made);
  meeting = made;
  at = await tus.begin(meeting.id, film.length);
});
afterEach(() => app.db.write((tx) => tx.run(`UPDATE upload SET state = 'discarded', created_at = '2020-01-01T00:00:00.000Z'`)));

const offset = async () => (await tus.head(at)).headers['upload-offset'];
const piece = (from: number, to = film.length) => tus.patch(at, from, film.subarray(from, to));
const row = async () => (await app.db.find(uploads, { publicId: at.slice(9) }))!;
const standing = async () => JSON.parse((await tus.ask('GET', at)).text) as { kept: number; bytes: number; sha256: string };

describe('HEAD', () => {
  test('tells offset and length, and is kept by no cache', async () => {
    const answer = await tus.head(at);
    expect(answer.status).toBe(200);
    expect(answer.headers).toMatchObject({ 'upload-offset': '0', 'upload-length': String(film.length), 'cache-control': 'no-store' });
    expect(answer.headers['upload-expires']).toBe('Wed, 07 Oct 2026 08:00:00 GMT');
  });

  test.each(['unknown', '0'.repeat(32), '0'.repeat(31), 'A'.repeat(32), '..%2F..%2Fetc%2Fpasswd', '%00'])('of «%s» is 404', async (id) => {
    expect((await tus.head(`/uploads/${id}`)).status).toBe(404);
  });
});

describe('PATCH', () => {
  test('of the whole film answers 204 with its length, and no time of expiry any more', async () => {
    const answer = await piece(0);
    expect(answer.status).toBe(204);
    expect(answer.headers['upload-offset']).toBe(String(film.length));
    expect(answer.headers['upload-expires']).toBeUndefined();
    expect(await standing()).toMatchObject({ kept: film.length, bytes: film.length, sha256: sha256(film) });
  });

  test('in whole chunks goes on from the offset that was answered', async () => {
    for (const end of [chunk, 3 * chunk, film.length]) {
      const answer = await piece(Number(await offset()), end);
      expect([answer.status, answer.headers['upload-offset']]).toEqual([204, String(end)]);
    }
    expect((await standing()).sha256).toBe(sha256(film));
  });

  test('that ends inside a chunk keeps the whole ones and says so', async () => {
    expect((await piece(0, chunk + 77)).headers['upload-offset']).toBe(String(chunk));
    expect((await piece(chunk, chunk + 77)).headers['upload-offset']).toBe(String(chunk));
    expect((await piece(chunk)).headers['upload-offset']).toBe(String(film.length));
    expect((await standing()).sha256).toBe(sha256(film));
  });

  test('of nothing changes nothing', async () => {
    const answer = await tus.patch(at, 0, Buffer.alloc(0));
    expect([answer.status, answer.headers['upload-offset']]).toEqual([204, '0']);
  });

  test('tells a later time of expiry, by the last piece', async () => {
    app.clock.set('2026-09-30T08:20:00.000Z');
    const answer = await piece(0, chunk);
    app.clock.set('2026-09-30T08:00:00.000Z');
    expect(answer.headers['upload-expires']).toBe('Wed, 07 Oct 2026 08:20:00 GMT');
  });

  test.each([1, chunk, 5 * chunk])('from offset %s where nought is kept is 409 and changes nothing', async (from) => {
    const answer = await tus.patch(at, from, film.subarray(0, chunk));
    expect(answer.status).toBe(409);
    expect(await offset()).toBe('0');
  });

  test('from an offset that was passed is 409', async () => {
    await piece(0, 2 * chunk);
    expect((await piece(0, chunk)).status).toBe(409);
    expect(await offset()).toBe(String(2 * chunk));
  });

  test.each([undefined, '', '-1', '1.5', 'one', '0x0', '00'])('with offset %s is 400', async (given) => {
    const answer = await tus.ask('PATCH', at, { 'content-type': pieceType, 'upload-offset': given }, film.subarray(0, chunk));
    expect(answer.status).toBe(400);
    expect(await offset()).toBe('0');
  });

  test.each([undefined, 'application/octet-stream', 'video/mp4', 'multipart/form-data; boundary=x', `${pieceType}; charset=utf-8`])(
    'with type %s is 415',
    async (type) => {
      const answer = await tus.ask('PATCH', at, { 'content-type': type, 'upload-offset': '0' }, film.subarray(0, chunk));
      expect(answer.status).toBe(415);
      expect(await offset()).toBe('0');
    },
  );

  test('of one byte more than the film holds is 413 and changes nothing', async () => {
    const answer = await tus.patch(at, 0, Buffer.concat([film, Buffer.from('x')]));
    expect(answer.status).toBe(413);
    expect(await offset()).toBe('0');
  });

  test('of more than the film holds, without saying how much, is 413 too', async () => {
    const { request, answer } = tus.open('PATCH', at, { 'content-type': pieceType, 'upload-offset': '0', 'transfer-encoding': 'chunked' });
    request.end(Buffer.concat([film, Buffer.alloc(chunk)]));
    expect((await answer)?.status).toBe(413);
    await tus.patch(at, Number(await offset()), film.subarray(Number(await offset())));
    expect((await standing()).sha256).toBe(sha256(film));
  });

  test('with a body of unknown length is taken', async () => {
    const { request, answer } = tus.open('PATCH', at, { 'content-type': pieceType, 'upload-offset': '0', 'transfer-encoding': 'chunked' });
    request.write(film.subarray(0, 100));
    request.end(film.subarray(100));
    expect((await answer)?.headers['upload-offset']).toBe(String(film.length));
  });

  test('with a length of its own is refused: it was told at the beginning', async () => {
    expect((await tus.patch(at, 0, film, { 'upload-length': '5' })).status).toBe(400);
  });

  test('after the last byte: nothing is 204, anything is a 4xx', async () => {
    await piece(0);
    expect((await tus.patch(at, film.length, Buffer.alloc(0))).status).toBe(204);
    expect((await tus.patch(at, film.length, Buffer.from('x'))).status).toBe(413);
    expect((await tus.patch(at, 0, film)).status).toBe(409);
  });

  test('that stops half-way keeps the whole chunks that came', async () => {
    let kept = 0;
    // A busy machine may meet the end of the line before it has read a byte.
    for (const pauseMs of [80, 400, 2_000]) {
      const headers = { 'content-type': pieceType, 'upload-offset': '0', 'content-length': String(film.length) };
      const { request, answer } = tus.open('PATCH', at, headers);
      await new Promise((sent) => request.write(film.subarray(0, 2 * chunk + 5), sent));
      await wait(pauseMs);
      request.destroy();
      expect(await answer).toBeNull();
      kept = Number(await offset());
      if (kept > 0) break;
    }
    expect([chunk, 2 * chunk]).toContain(kept);
    await piece(kept);
    expect((await standing()).sha256).toBe(sha256(film));
  });

  test('twice at once has one winner', async () => {
    const both = await Promise.all([piece(0), piece(0)]);
    expect(both.map(({ status }) => status).sort()).toEqual([204, 409]);
    expect((await standing()).sha256).toBe(sha256(film));
  });

  test('on a line that went silent gives way to the one that comes after it', async () => {
    const silent = tus.open('PATCH', at, { 'content-type': pieceType, 'upload-offset': '0', 'content-length': String(film.length) });
    await new Promise((sent) => silent.request.write(film.subarray(0, chunk + 9), sent));
    await wait(300);
    const kept = Number(await offset());
    expect([0, chunk]).toContain(kept);
    expect(await silent.answer).toBeNull();
    expect((await piece(kept)).status).toBe(204);
  });

  test.each(['PATCH', 'HEAD', 'DELETE'])('and others may be asked for by POST: %s', async (method) => {
    const headers = { 'x-http-method-override': method, 'content-type': pieceType, 'upload-offset': '0' };
    const answer = await tus.ask('POST', at, headers, method === 'PATCH' ? film : undefined);
    expect(answer.status).toBe(method === 'HEAD' ? 200 : 204);
  });

  test('when the disk is full is 507 in words, what came is kept, and others go on', async () => {
    await piece(0, chunk);
    const { media } = app.house;
    const full = Object.assign(new Error('full'), { code: 'ENOSPC' });
    app.house.media = { ...media, growing: { ...media.growing, append: () => Promise.reject(full) } };
    const answer = await piece(chunk);
    app.house.media = media;
    expect(answer.status).toBe(507);
    expect(answer.text).toContain('ikke plads');
    expect((await tus.ask('GET', '/help')).status).toBe(200);
    expect(await offset()).toBe(String(chunk));
  });
});

describe('DELETE', () => {
  test('answers 204, and afterwards everything is 410 in words and nothing lies on disk', async () => {
    await piece(0, chunk);
    const { blobKey } = await row();
    expect((await tus.ask('DELETE', at)).status).toBe(204);
    for (const method of ['HEAD', 'DELETE']) expect((await tus.ask(method, at)).status).toBe(410);
    expect((await piece(chunk)).status).toBe(410);
    expect((await tus.ask('GET', at)).text).toContain('er slettet');
    const left = [];
    for await (const key of app.house.media.blobs.list('')) left.push(key);
    expect(left).not.toContain(blobKey);
    expect(await app.db.all(auditEntries, { action: 'upload.discard', objectId: (await row()).id })).toHaveLength(1);
  });

  test('of all of it is possible until it is a recording', async () => {
    await piece(0);
    expect((await tus.ask('DELETE', at)).status).toBe(204);
  });
});

describe("somebody else's upload", () => {
  test.each(['HEAD', 'PATCH', 'DELETE', 'GET', 'OPTIONS'])('answers %s byte for byte as an unknown id', async (method) => {
    const headers = { 'content-type': pieceType, 'upload-offset': '0' };
    const [theirs, unknown] = [
      await stranger.ask(method, at, headers, film),
      await stranger.ask(method, `/uploads/${'0'.repeat(32)}`, headers, film),
    ];
    const told = ({ date: _date, 'content-security-policy': _policy, ...headers }: Record<string, unknown>) => headers;
    expect([theirs.status, theirs.text, told(theirs.headers)]).toEqual([404, unknown.text, told(unknown.headers)]);
    expect(await offset()).toBe('0');
  });

  test.each(['completion', 'removal'])('has no %s', async (what) => {
    const answer = await stranger.ask(
      'POST',
      `${at}/${what}`,
      { 'content-type': 'application/x-www-form-urlencoded' },
      Buffer.from(`sha256=${sha256(film)}`),
    );
    expect(answer.status).toBe(404);
    expect((await row()).state).toBe('running');
  });
});

describe('every write', () => {
  test.each(['PATCH', 'DELETE'])('by %s needs the token of the session', async (method) => {
    const headers = { 'content-type': pieceType, 'upload-offset': '0', 'x-csrf-token': undefined };
    expect((await tus.ask(method, at, headers, film)).status).toBe(403);
    expect(await offset()).toBe('0');
  });

  test.each(['PATCH', 'DELETE'])('by %s from another site is refused', async (method) => {
    const headers = { 'content-type': pieceType, 'upload-offset': '0', origin: 'https://evil.example' };
    expect((await tus.ask(method, at, headers, film)).status).toBe(403);
    expect(await offset()).toBe('0');
  });

  test.each(['PATCH', 'DELETE', 'HEAD'])('by %s of one who is signed out is 401', async (method) => {
    const headers = { 'content-type': pieceType, 'upload-offset': '0', cookie: undefined };
    const answer = await tus.ask(method, at, headers, method === 'PATCH' ? film : undefined);
    expect(answer.status).toBe(401);
    if (method !== 'HEAD') expect(answer.text).toContain('Det, der er sendt, er gemt');
  });
});
