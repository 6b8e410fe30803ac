import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { auditEntries, uploads } from '../../src/store/tables.js';
import { openTestApp, type TestApp } from '../support/app.js';
import { buildMeeting, buildRoom, placeInTraining } from '../support/build/meeting.js';
import { buildTrainee } from '../support/build/person.js';
import { chunk, pieceClient, pieceType, type PieceClient } from '../support/pieces.js';

/** What tus 1.0 says of every request, of OPTIONS and of creation (https://tus.io/protocols/resumable-upload). */
let app: TestApp;
let tus: PieceClient;
let stranger: PieceClient;
let meeting: { id: number };
let traineeId: number;
const maxUploadBytes = 2 * 1024 ** 2;

async function readyMeeting(leaderId: number) {
  const made = await buildMeeting(app.db, { leaderId });
  await buildRoom(app.db, made);
  return made;
}

beforeAll(async () => {
  app = await openTestApp({ settings: { maxUploadBytes, maxFormBytes: maxUploadBytes } });
  traineeId = (await buildTrainee(app.db)).id;
  await placeInTraining(app.db, traineeId);
  tus = await pieceClient(app, await app.as(traineeId));
  const other = await buildTrainee(app.db);
  stranger = await pieceClient(app, await app.as(other.id));
});
afterAll(async () => {
  await tus.close();
  await stranger.close();
  await app.close();
});
beforeEach(async () => {
  meeting = await readyMeeting(traineeId);
});
afterEach(() => app.db.write((tx) => tx.run(`UPDATE upload SET state = 'discarded', created_at = '2020-01-01T00:00:00.000Z'`)));

const to = () => `/meetings/${meeting.id}/uploads`;
const begin = (headers: Record<string, string | undefined> = {}, client = tus) =>
  client.ask('POST', to(), { 'upload-length': '100000', ...headers });
const running = () => app.db.all(uploads, { state: 'running' });

describe('every request', () => {
  test('names the version in its answer, also in a refusal', async () => {
    expect((await begin()).headers['tus-resumable']).toBe('1.0.0');
    expect((await begin({ 'upload-length': 'x' })).headers['tus-resumable']).toBe('1.0.0');
    expect((await tus.head('/uploads/unknown')).headers['tus-resumable']).toBe('1.0.0');
  });

  test.each([undefined, '0.2.2', '2.0.0', 'latest'])(
    'with version %s is 412 with the versions we speak, and does nothing',
    async (version) => {
      const answer = await begin({ 'tus-resumable': version });
      expect(answer.status).toBe(412);
      expect(answer.headers['tus-version']).toBe('1.0.0');
      expect(await running()).toEqual([]);
    },
  );

  test('is answered without a word to other sites', async () => {
    const { headers } = await begin({ origin: 'http://127.0.0.1:3000' });
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  });
});

describe('OPTIONS', () => {
  test('tells version, extensions and the largest film', async () => {
    const answer = await tus.ask('OPTIONS', to());
    expect(answer.status).toBe(204);
    expect(answer.headers['tus-version']).toBe('1.0.0');
    expect(String(answer.headers['tus-extension']).split(',').sort()).toEqual(['creation', 'expiration', 'termination']);
    expect(answer.headers['tus-max-size']).toBe(String(maxUploadBytes));
  });

  test('needs no version', async () => {
    expect((await tus.ask('OPTIONS', to(), { 'tus-resumable': undefined })).status).toBe(204);
  });

  test('of a meeting one does not lead answers as an unknown one', async () => {
    expect((await stranger.ask('OPTIONS', to())).status).toBe(404);
  });
});

describe('creation', () => {
  test('answers 201 with an address made here, and a row, a key and an audit entry stand', async () => {
    const answer = await begin();
    expect(answer.status).toBe(201);
    expect(answer.headers.location).toMatch(/^\/uploads\/[0-9a-f]{32}$/);
    const [row] = await running();
    expect(row).toMatchObject({
      personId: traineeId,
      meetingId: meeting.id,
      bytes: 100_000,
      kept: 0,
      publicId: answer.headers.location?.slice(9),
    });
    expect(row?.blobKey).toMatch(/^k\d+\/[0-9a-f]{32}$/);
    expect(await app.db.all(auditEntries, { action: 'upload.begin', objectId: row?.id })).toHaveLength(1);
  });

  test('tells when what is sent will be thrown away: seven days on', async () => {
    expect((await begin()).headers['upload-expires']).toBe('Wed, 07 Oct 2026 08:00:00 GMT');
  });

  test('begins at nought', async () => {
    const { headers } = await begin();
    const head = await tus.head(headers.location ?? '');
    expect([head.status, head.headers['upload-offset'], head.headers['upload-length']]).toEqual([200, '0', '100000']);
  });

  test.each([undefined, '', '-1', '1.5', '1e3', 'ten', ' ', '99999999999999999999'])('with length %s is a 4xx', async (length) => {
    const answer = await begin({ 'upload-length': length });
    expect([400, 413]).toContain(answer.status);
    expect(await running()).toEqual([]);
  });

  test('of an empty film is refused in words', async () => {
    const answer = await begin({ 'upload-length': '0' });
    expect(answer.status).toBe(400);
    expect(answer.text).toContain('Filen er tom');
  });

  test('of one byte over the limit is 413 in words, and of the limit itself is begun', async () => {
    const over = await begin({ 'upload-length': String(maxUploadBytes + 1) });
    expect(over.status).toBe(413);
    expect(over.text).toMatch(/"error":".*for stor/);
    expect((await begin({ 'upload-length': String(maxUploadBytes) })).status).toBe(201);
  });

  test('with a length to come later is refused: that is not offered', async () => {
    expect((await begin({ 'upload-length': undefined, 'upload-defer-length': '1' })).status).toBe(400);
    expect((await begin({ 'upload-defer-length': '1' })).status).toBe(400);
  });

  test('of a part to be joined is refused: that is not offered', async () => {
    expect((await begin({ 'upload-concat': 'partial' })).status).toBe(400);
    expect((await begin({ 'upload-length': undefined, 'upload-concat': 'final;/uploads/a /uploads/b' })).status).toBe(400);
  });

  test.each(['filename', 'filename Zm9v', 'filename Zm9v,filetype dmlkZW8vbXA0', 'is_confidential,name Zm9v'])(
    'takes metadata «%s» and keeps none of it',
    async (metadata) => {
      const answer = await begin({ 'upload-metadata': metadata });
      expect(answer.status).toBe(201);
      expect((await tus.head(answer.headers.location ?? '')).headers['upload-metadata']).toBeUndefined();
      expect(JSON.stringify(await running())).not.toContain('foo');
    },
  );

  test.each(['name not-base64!', 'a b c', ',', 'name Zm9v,name Zm9v', 'navn\u00e6 Zm9v'])(
    'with malformed metadata «%s» is 400',
    async (metadata) => {
      expect((await begin({ 'upload-metadata': metadata })).status).toBe(400);
    },
  );

  test('with a body takes none of it: that extension is not offered', async () => {
    const answer = await tus.ask('POST', to(), { 'upload-length': String(chunk), 'content-type': pieceType }, Buffer.alloc(chunk));
    expect(answer.status).toBe(201);
    expect(answer.headers['upload-offset']).toBeUndefined();
    expect((await tus.head(answer.headers.location ?? '')).headers['upload-offset']).toBe('0');
  });
});

describe('who may begin', () => {
  test('nobody for a meeting of somebody else: it answers as an unknown one', async () => {
    const foreign = await begin({}, stranger);
    const unknown = await stranger.ask('POST', '/meetings/999999/uploads', { 'upload-length': '100000' });
    expect([foreign.status, foreign.text]).toEqual([404, unknown.text]);
  });

  test('nobody without the token of the session', async () => {
    expect((await begin({ 'x-csrf-token': undefined })).status).toBe(403);
    expect((await begin({ 'x-csrf-token': 'wrong' })).status).toBe(403);
  });

  test('nobody from another site', async () => {
    expect((await begin({ origin: 'https://evil.example' })).status).toBe(403);
    expect((await begin({ 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  });

  test('nobody who is signed out: 401, in words that tell what to do', async () => {
    const answer = await begin({ cookie: undefined });
    expect(answer.status).toBe(401);
    expect(answer.text).toContain('Log ind igen');
  });

  test('one at a time for each meeting: of two at once one wins', async () => {
    const both = await Promise.all([begin(), begin()]);
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect(both.find(({ status }) => status === 409)?.text).toContain('allerede en film på vej');
    expect(await running()).toHaveLength(1);
  });

  test('three half-sent films at most, told in words', async () => {
    for (let turn = 0; turn < 3; turn += 1) {
      expect((await begin()).status).toBe(201);
      meeting = await readyMeeting(traineeId);
    }
    const fourth = await begin();
    expect(fourth.status).toBe(429);
    expect(fourth.text).toContain('3 film, der er halvt sendt');
  });

  test('thirty films in a day at most', async () => {
    await begin();
    const [row] = await running();
    await app.db.write(async (tx) => {
      const { id: _id, ...copy } = row!;
      await tx.insertMany(
        uploads,
        Array.from({ length: 29 }, (_, at) => ({ ...copy, publicId: `${at}`.padStart(32, '0'), state: 'discarded' })),
      );
    });
    meeting = await readyMeeting(traineeId);
    expect((await begin()).status).toBe(429);
  });

  test('not when the disk is full: 507 in words, and no row', async () => {
    const { media } = app.house;
    app.house.media = { ...media, hasRoomFor: () => Promise.resolve(false) };
    const answer = await begin();
    app.house.media = media;
    expect(answer.status).toBe(507);
    expect(answer.text).toContain('ikke plads til mere film på serveren lige nu. Intet er sendt.');
    expect(await running()).toEqual([]);
  });

  test('not when an answer is missing', async () => {
    const bare = await buildMeeting(app.db, { leaderId: traineeId });
    const answer = await tus.ask('POST', `/meetings/${bare.id}/uploads`, { 'upload-length': '10' });
    expect(answer.status).toBe(409);
    expect(await running()).toEqual([]);
  });
});
