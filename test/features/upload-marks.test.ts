import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { findMarks, setMarks } from '../../src/store/upload.js';
import { auditEntries, recordings, uploads } from '../../src/store/tables.js';
import { openTestApp, type Client, type TestApp } from '../support/app.js';
import { buildMeeting, buildRoom, placeInTraining } from '../support/build/meeting.js';
import { buildTrainee } from '../support/build/person.js';
import { testDialect } from '../support/database.js';
import { longFilms } from '../support/clips/long-films.js';
import { chunk, pieceClient, sha256, type PieceClient } from '../support/pieces.js';

let app: TestApp;
let client: Client;
let stranger: Client;
let tus: PieceClient;
let traineeId: number;
let meeting: Awaited<ReturnType<typeof buildMeeting>>;
let path: string;
let film: Buffer;
let at: string;

beforeAll(async () => {
  app = await openTestApp();
  traineeId = (await buildTrainee(app.db)).id;
  await placeInTraining(app.db, traineeId);
  client = await app.as(traineeId);
  stranger = await app.as((await buildTrainee(app.db)).id);
  tus = await pieceClient(app, client);
  path = (await longFilms()).often;
  film = await readFile(path);
}, 120_000);
afterAll(async () => {
  await tus.close();
  await app.close();
});
beforeEach(async () => {
  await app.db.write((tx) => tx.run(`UPDATE upload SET state = 'discarded', created_at = '2020-01-01' WHERE state = 'running'`));
  meeting = await buildMeeting(app.db, { leaderId: traineeId });
  await buildRoom(app.db, meeting);
  at = await tus.begin(meeting.id, film.length);
});

const form = { 'content-type': 'application/x-www-form-urlencoded' };
const mark = (from: string, to: string) => tus.ask('POST', `${at}/cut`, form, Buffer.from(new URLSearchParams({ from, to }).toString()));
const row = async () => (await app.db.find(uploads, { publicId: at.slice(9) }))!;
const sendAll = async () => {
  for (let from = 0; from < film.length; from += 8 * chunk) await tus.patch(at, from, film.subarray(from, from + 8 * chunk));
};
const page = async () => (await client.get(`/meetings/${meeting.id}/recording/new`)).text;

describe(`from–to of a film under way, on ${testDialect}`, () => {
  test('is set and changed, with an audit entry for each change, and prefilled when the film is gone on with', async () => {
    const answer = await mark('0:20', '1.35');
    expect([answer.status, JSON.parse(answer.text)]).toEqual([200, { from: '0.20', to: '1.35' }]);
    await mark('0.20', '1.35');
    await mark('0.30', '1.35');
    const { id, cutFromMs, cutToMs } = await row();
    expect([cutFromMs, cutToMs]).toEqual([30_000, 95_000]);
    expect(await app.db.all(auditEntries, { action: 'upload.cut', objectId: id })).toHaveLength(2);
    expect(await page()).toMatch(/id="from"[^>]*value="0\.30"/);
    expect(await page()).toMatch(/id="to"[^>]*value="1\.35"/);
    expect(await page()).toMatch(/<details[^>]* open>/);
  });

  test('without script it is a form as any other: done is said on the page, refused beside the field with what was typed', async () => {
    const done = await client.post(`${at}/cut`, { from: '0.20', to: '' });
    expect([done.status, done.headers['location']]).toEqual([303, `/meetings/${meeting.id}/recording/new`]);
    expect(await page()).toContain('Filmen bliver klippet, når den er sendt.');
    const refused = await client.post(`${at}/cut`, { from: 'snart', to: '1.35' });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('id="from-error"');
    expect(refused.text).toMatch(/id="from"[^>]*value="snart"/);
    expect((await row()).cutFromMs).toBe(20_000);
  });

  test.each([
    ['snart', '', 'Skriv minutter og sekunder'],
    ['1.00', '0.30', 'senere, end den begynder'],
    ['0.10', '0.40', 'mindst et minut'],
    ['', '7.00.00', 'inden for seks timer'],
  ])('%s to %s is refused in words', async (from, to, words) => {
    const answer = await mark(from, to);
    expect(answer.status).toBe(422);
    expect((JSON.parse(answer.text) as { error: string }).error).toContain(words);
    expect((await row()).cutToMs).toBeNull();
  });

  test('nobody else sets it, and after the end nobody does', async () => {
    expect((await stranger.post(`${at}/cut`, { from: '0.20', to: '' })).status).toBe(404);
    expect((await app.anonymous().post(`${at}/cut`, { from: '0.20', to: '' })).status).toBe(403);
    await sendAll();
    await tus.complete(at, sha256(film));
    expect((await mark('0.20', '')).status).toBe(409);
  });

  test('follows the film to its recording, which cannot be seen before it is cut', async () => {
    await mark('0.20', '1.35');
    await sendAll();
    expect((await tus.complete(at, sha256(film))).status).toBe(201);
    const [made] = await app.db.all(recordings, { meetingId: meeting.id });
    expect(made).toMatchObject({ cutFromMs: 20_000, cutToMs: 95_000, cutAt: null, originalPlays: 0 });
    expect((await client.get(`/recordings/${made!.id}/film`).set('sec-fetch-dest', 'video')).status).toBe(404);
    expect((await client.get(`/recordings/${made!.id}`)).text).not.toContain('Du kan allerede se den selv');
  });

  test('outside the film: said at completion, what was sent is kept, and corrected marks are taken', async () => {
    await mark('1.30', '');
    await sendAll();
    const refused = await tus.complete(at, sha256(film));
    expect(refused.status).toBe(409);
    expect((JSON.parse(refused.text) as { error: string }).error).toContain('det, der er sendt, er gemt');
    expect((await row()).state).toBe('running');
    await mark('0.30', '');
    expect((await tus.complete(at, sha256(film))).status).toBe(201);
    expect(await app.db.all(recordings, { meetingId: meeting.id })).toMatchObject([{ cutFromMs: 30_000, cutToMs: null }]);
  });

  test('a change and the completion at the same moment: the change holds, or is refused', async () => {
    await mark('0.20', '');
    await sendAll();
    const [changed, done] = await Promise.all([mark('0.30', ''), tus.complete(at, sha256(film))]);
    expect(done.status).toBe(201);
    const [made] = await app.db.all(recordings, { meetingId: meeting.id });
    expect(made?.cutFromMs).toBe(changed.status === 200 ? 30_000 : 20_000);
    expect([200, 409]).toContain(changed.status);
  });

  test('the store changes nothing of an upload that has ended', async () => {
    const { id } = await row();
    const actor = { personId: traineeId, requestId: null, now: app.clock.now() };
    await app.db.write((tx) => tx.update(uploads, { id }, { state: 'discarded' }));
    expect(await app.db.write((tx) => setMarks(tx, actor, id, { fromMs: 1_000, toMs: null }, null))).toBe(false);
    expect(await app.db.write((tx) => findMarks(tx, id))).toBeNull();
  });
});

describe('the plain form', () => {
  beforeEach(() => app.db.write((tx) => tx.run(`UPDATE upload SET state = 'discarded' WHERE state = 'running'`)));

  const send = async (fields: Record<string, string>) => {
    const asked = client.agent
      .post(`/meetings/${meeting.id}/recording`)
      .field('_csrf', await client.token())
      .attach('film', path);
    for (const [name, value] of Object.entries(fields)) void asked.field(name, value);
    return asked;
  };

  test('takes the fields with the film, also when they come after it', async () => {
    expect((await send({ from: '0.20', to: '1.35' })).status).toBe(303);
    expect(await app.db.all(recordings, { meetingId: meeting.id })).toMatchObject([
      { cutFromMs: 20_000, cutToMs: 95_000, originalPlays: 0, processing: 'uploaded' },
    ]);
  });

  test.each([
    [{ from: 'snart', to: '1.35' }, 'Skriv minutter og sekunder'],
    [{ from: '1.30', to: '' }, 'under et minut tilbage'],
  ])('refuses %j beside the field, keeps what was typed, and keeps no film', async (fields, words) => {
    const answer = await send(fields);
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(words);
    expect(answer.text).toContain('id="from-error"');
    expect(answer.text).toMatch(/vælg filmen igen/i);
    expect(answer.text).toContain(`value="${fields.from}"`);
    expect(await app.db.all(recordings, { meetingId: meeting.id })).toEqual([]);
  });
});
