import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Client, TestApp } from '../support/app.js';
import { openTestApp } from '../support/app.js';
import { auditEntries, attendees, recordings, viewings, viewingStretches } from '../../src/store/tables.js';
import { buildReview } from '../support/build/annotation.js';
import { buildAnswers, gather } from '../support/build/meeting.js';
import { buildSupervisor, buildTrainee } from '../support/build/person.js';
import { putFilm } from '../support/build/recording.js';
import { clip } from '../support/clips/make-clips.js';

let world: TestApp;
beforeAll(async () => {
  world = await openTestApp();
});
afterAll(() => world.close());

const minute = 60_000;

/** Half an hour and more without a sign of the film, for people who stay signed in. */
async function later(...clients: Client[]): Promise<void> {
  for (let quarter = 0; quarter < 3; quarter += 1) {
    world.clock.forward(15 * minute);
    for (const client of clients) await client.get('/help');
  }
}

async function setting() {
  const { recording, leader, supervisor } = await buildReview(world.db);
  await putFilm(world.house.media, recording.playableKey ?? '', await clip('plays.mp4'));
  const film = `/recordings/${recording.id}/film`;
  const [own, theirs] = [await world.as(leader.id), await world.as(supervisor.id)];
  const lines = () => world.db.all(viewings, { recordingId: recording.id });
  const tell = (client: Client, stretches: unknown) =>
    client.post(`/recordings/${recording.id}/viewing`, { stretches: JSON.stringify(stretches) });
  const sayNo = async () => {
    const [citizen] = await world.db.all(attendees, { meetingId: recording.meetingId });
    await buildAnswers(world.db, citizen?.id ?? 0, { askedBy: leader.id, answer: 'no', purposes: ['own_learning'] });
  };
  return { recording, leader, supervisor, film, own, theirs, lines, tell, sayNo, page: `/recordings/${recording.id}` };
}

const plain = (html: string) => html.replaceAll('\u00a0', ' ');

describe('the log of who has seen a film', () => {
  test('gets a line and an audit entry before the first byte, and one only for a whole sitting', async () => {
    const { film, theirs, lines, recording, supervisor } = await setting();
    for (const range of ['bytes=0-9', 'bytes=10-19', 'bytes=20-29']) await theirs.get(film).set('Range', range);
    world.clock.forward(29 * minute);
    await theirs.get(film).set('Range', 'bytes=0-9');
    expect(await lines()).toMatchObject([{ viewerId: supervisor.id, purpose: 'supervision_own_municipality' }]);
    const audited = await world.db.all(auditEntries, { action: 'recording.watch', objectId: recording.id });
    expect(audited).toMatchObject([{ actorId: supervisor.id, objectKind: 'recording' }]);
  });

  test('gets a new line after half an hour without a sign, and one each for two people', async () => {
    const { film, own, theirs, lines } = await setting();
    await theirs.get(film).set('Range', 'bytes=0-9');
    await later(own, theirs);
    await theirs.get(film).set('Range', 'bytes=0-9');
    await own.get(film).set('Range', 'bytes=0-9');
    expect((await lines()).map(({ purpose }) => purpose)).toEqual([
      'supervision_own_municipality',
      'supervision_own_municipality',
      'own_learning',
    ]);
  });

  test('gets one line of requests that come at once', async () => {
    const { film, theirs, lines } = await setting();
    await Promise.all(Array.from({ length: 6 }, () => theirs.get(film).set('Range', 'bytes=0-9')));
    expect(await lines()).toHaveLength(1);
  });

  test('gets none from a question about the film, a picture, or a refusal', async () => {
    const { film, own, theirs, lines, page, sayNo } = await setting();
    await theirs.agent.head(film);
    await theirs.get(page);
    await theirs.get(film).set({ 'sec-fetch-site': 'none', 'sec-fetch-dest': 'document' });
    await sayNo();
    await own.get(film);
    expect(await lines()).toEqual([]);
  });

  test('is told to the one who led the meeting, in words, with the parts that were played', async () => {
    const { film, own, theirs, tell, page } = await setting();
    expect(plain((await own.get(page)).text)).toContain('Ingen andre har åbnet filmen.');
    await theirs.get(film).set('Range', 'bytes=0-9');
    expect(plain((await own.get(page)).text)).toMatch(/Birgit Lund<\/strong> til supervision[^]*åbnede filmen/);
    expect((await tell(theirs, [[0, 30_000]])).body).toMatchObject({ open: true });
    await tell(theirs, [
      [30_000, 90_000],
      [600_000, 660_000],
    ]);
    await own.get(film).set('Range', 'bytes=0-9');
    const { text } = await own.get(page);
    expect(plain(text)).toMatch(/Birgit Lund<\/strong> til supervision[^]*0\.00–1\.30 og 10\.00–11\.00, i alt 2 minutter\./);
    expect(plain(text)).toMatch(/Du selv<\/strong> én gang/);
    expect((await theirs.get(page)).text).not.toContain('Hvem har set filmen');
    await own.post('/language', { lang: 'en', returnTo: page });
    expect(plain((await own.get(page)).text)).toMatch(/Who has seen the film[^]*for supervision[^]*2 minutes in all/);
  });

  test('stays when the film is erased', async () => {
    const { film, own, theirs, page, recording } = await setting();
    await theirs.get(film).set('Range', 'bytes=0-9');
    await world.db.write((tx) =>
      tx.update(recordings, { id: recording.id }, { erasedAt: '2026-09-30T08:00:00.000Z', erasedWhy: 'age', playableKey: null }),
    );
    expect(plain((await own.get(page)).text)).toMatch(/Filmen er slettet[^]*Hvem har set filmen[^]*Birgit Lund/);
  });
});

describe('what a player tells', () => {
  test.each([['nothing'], [[[5, 3]]], [[['a', 'b']]], ['{']])('%j is refused and nothing is kept', async (stretches) => {
    const { theirs, film, lines, recording } = await setting();
    await theirs.get(film).set('Range', 'bytes=0-9');
    const told = typeof stretches === 'string' ? stretches : JSON.stringify(stretches);
    expect((await theirs.post(`/recordings/${recording.id}/viewing`, { stretches: told })).status).toBe(400);
    const [line] = await lines();
    expect(await world.db.all(viewingStretches, { viewingId: line?.id ?? 0 })).toEqual([]);
  });

  test('is refused without the token of the page', async () => {
    const { theirs, recording } = await setting();
    const answer = await theirs.agent.post(`/recordings/${recording.id}/viewing`).type('form').send({ stretches: '[]' });
    expect(answer.status).toBe(403);
  });

  test('of a film that is not theirs answers as of one that does not exist', async () => {
    const { recording } = await setting();
    const stranger = await world.as((await buildSupervisor(world.db)).id);
    for (const id of [recording.id, 99_999_999]) {
      expect((await stranger.post(`/recordings/${id}/viewing`, { stretches: '[[0,5000]]' })).status).toBe(404);
      expect((await stranger.get(`/recordings/${id}/playing`)).status).toBe(404);
    }
  });

  test('after the right has ended is kept for what was seen before, and answered with no more than they may know', async () => {
    const { film, own, theirs, tell, lines, sayNo, recording, leader } = await setting();
    const fellow = await buildTrainee(world.db, { municipalityId: leader.municipalityId });
    await gather(world.db, [leader.id, fellow.id]);
    const beside = await world.as(fellow.id);
    for (const client of [own, theirs, beside]) await client.get(film).set('Range', 'bytes=0-9');
    await sayNo();
    expect((await tell(own, [[0, 5_000]])).body).toEqual({ open: false, viewer: expect.any(Number) });
    expect((await tell(theirs, [[0, 5_000]])).body).toEqual({ open: false, viewer: expect.any(Number) });
    expect((await tell(beside, [[0, 5_000]])).status).toBe(404);
    expect((await own.get(`/recordings/${recording.id}/playing`)).body).toEqual({ open: false, viewer: expect.any(Number) });
    expect((await beside.get(`/recordings/${recording.id}/playing`)).status).toBe(404);
    const kept = await Promise.all((await lines()).map(({ id }) => world.db.all(viewingStretches, { viewingId: id })));
    expect(kept.map((parts) => parts.length)).toEqual([1, 1, 1]);
    await later(own);
    expect((await tell(own, [[5_000, 9_000]])).status).toBe(404);
  });
});
