import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { keyBeside } from '../../src/features/recordings/film-keys.js';
import { placeFile, type FileKind } from '../../src/store/recording-file.js';
import { attendees, recordings } from '../../src/store/tables.js';
import { openTestApp, type Client, type TestApp } from '../support/app.js';
import { buildReview } from '../support/build/annotation.js';
import { buildAnswers } from '../support/build/meeting.js';
import { buildAdministrator, buildCoordinator, buildSupervisor } from '../support/build/person.js';
import { putFilm } from '../support/build/recording.js';
import { clip } from '../support/clips/make-clips.js';

let world: TestApp;
beforeAll(async () => {
  world = await openTestApp();
});
afterAll(() => world.close());

const plain = (html: string) => html.replaceAll('\u00a0', ' ');
const asVideo = { 'sec-fetch-site': 'same-origin', 'sec-fetch-dest': 'video' };
const asImage = { 'sec-fetch-site': 'same-origin', 'sec-fetch-dest': 'image' };
const asScript = { 'sec-fetch-site': 'same-origin', 'sec-fetch-dest': 'empty' };

async function setting(given: Parameters<typeof buildReview>[1] = {}) {
  const { recording, leader, supervisor } = await buildReview(world.db, given);
  await putFilm(world.house.media, recording.playableKey ?? '', await clip('plays.mp4'));
  const beside = async (kind: FileKind, body: Buffer | string, more: { width?: number; height?: number; stepMs?: number } = {}) => {
    const key = keyBeside(recording.playableKey ?? '');
    const { bytes } = await world.house.media.blobs.put(key, Readable.from([Buffer.from(body)]));
    await world.db.write((tx) => placeFile(tx, recording.id, { kind, key, bytes, ...more }, world.clock.now()));
    return key;
  };
  const [own, theirs] = [await world.as(leader.id), await world.as(supervisor.id)];
  return {
    recording,
    leader,
    beside,
    own,
    theirs,
    at: (end: string) => `/recordings/${recording.id}/${end}`,
    room: `/review/${recording.id}`,
  };
}

const addressIn = (html: string): string => /<video[^>]+src="([^"#]+)/.exec(html)?.[1] ?? '';
const playing = async (client: Client, address: string) =>
  (await client.get(address)).body as { open: boolean; src?: string; mark?: string; viewer?: number };

describe('which file is played', () => {
  const uploaded = { processing: 'processing', review: 'draft', original: true, originalPlays: 1, readyAt: null, settledAt: null };

  test('by whoever uploaded it, the file as it came, at once; by nobody else', async () => {
    const { recording, own, theirs, at, room } = await setting(uploaded);
    await putFilm(world.house.media, recording.originalKey ?? '', await clip('plays.mp4'));
    await world.db.write((tx) => tx.update(recordings, { id: recording.id }, { playableKey: null }));
    const page = (await own.get(room)).text;
    expect((await own.get(addressIn(page)).set({ ...asVideo, range: 'bytes=4-7' })).body.toString()).toBe('ftyp');
    expect(plain((await own.get(`/recordings/${recording.id}`)).text)).toMatch(/Du kan allerede se den selv[^]*Se filmen nu/);
    expect((await theirs.get(room)).text).not.toContain('<video');
    expect((await theirs.get(at('film'))).status).toBe(404);
  });

  test('as it came only while browsers play it', async () => {
    const { recording, own, at } = await setting({ ...uploaded, originalPlays: 0 });
    await world.db.write((tx) => tx.update(recordings, { id: recording.id }, { playableKey: null }));
    expect((await own.get(at('film'))).status).toBe(404);
    expect((await own.get(`/review/${recording.id}`)).text).toContain('Filmen bliver gjort klar');
  });

  test('is the quick one until the steady one stands; an open player is told, and what it has goes on', async () => {
    const { recording, theirs, beside, at } = await setting({ settledAt: null });
    const quick = await playing(theirs, at('playing'));
    await world.db.write((tx) =>
      placeFile(tx, recording.id, { kind: 'remux', key: recording.playableKey ?? '', bytes: 1 }, world.clock.now()),
    );
    const steady = await beside('steady', 'a steadier film');
    await world.db.write((tx) =>
      tx.update(recordings, { id: recording.id }, { playableKey: steady, settledAt: '2026-09-30T08:00:00.000Z' }),
    );
    const later = await playing(theirs, at('playing'));
    expect([later.open, later.mark === quick.mark]).toEqual([true, false]);
    expect((await theirs.get(later.src ?? '').set(asVideo)).body.toString()).toBe('a steadier film');
    expect((await theirs.get(quick.src ?? '').set({ ...asVideo, range: 'bytes=4-7' })).body.toString()).toBe('ftyp');
  });

  test('goes on being the file as it came for whoever uploaded it, until the last version stands', async () => {
    const { recording, own, theirs, at } = await setting({ original: true, originalPlays: 1, settledAt: null });
    await putFilm(world.house.media, recording.originalKey ?? '', await clip('plays.mp4'));
    const [mine, other] = [await playing(own, at('playing')), await playing(theirs, at('playing'))];
    expect(mine.mark).not.toBe(other.mark);
    expect((await theirs.get(mine.src ?? '').set(asVideo)).status).toBe(404);
    await world.db.write((tx) => tx.update(recordings, { id: recording.id }, { settledAt: '2026-09-30T08:00:00.000Z', originalKey: null }));
    expect(await playing(own, at('playing'))).toEqual({ ...other, viewer: mine.viewer });
  });
});

describe('what is drawn of a film', () => {
  test('stands on its page: the strip, the wave, and the silences as links', async () => {
    const { theirs, beside, at, room } = await setting();
    await beside('sprite', 'a picture', { width: 160, height: 90, stepMs: 2000 });
    await beside('peaks', JSON.stringify({ everyMs: 100, peaks: [1, 50, 99] }), { stepMs: 100 });
    await beside(
      'silence',
      JSON.stringify({
        silences: [
          [1_000, 3_500],
          [724_000, 733_000],
        ],
      }),
    );
    const { text } = await theirs.get(room);
    expect(text).toMatch(/data-preview="[^"]+sprite" data-width="160" data-height="90" data-every="2000"/);
    expect(text).toContain(`data-wave="${at('wave')}"`);
    expect(plain(text)).toMatch(/Stilhed på 3 sekunder eller mere: ét sted[^]*\?t=724"[^>]*>12\.04<\/a> <span>9 sekunder/);
    expect((await theirs.get(at('wave')).set(asScript)).body).toEqual({ peaks: [1, 50, 99] });
    const strip = await theirs.get(at('sprite')).set(asImage);
    expect([strip.headers['content-type'], strip.headers['cache-control'], strip.body.toString()]).toEqual([
      'image/jpeg',
      'no-store',
      'a picture',
    ]);
    expect((await theirs.get(at('wave')).set({ ...asScript, 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await theirs.get(at('sprite')).set({ ...asImage, 'sec-fetch-dest': 'document' })).status).toBe(403);
  });

  test('is nothing before it is made, and a film without silence says so', async () => {
    const { own, beside, at, room } = await setting();
    expect((await own.get(room)).text).not.toMatch(/data-wave|data-preview|data-sound/);
    for (const end of ['sprite', 'wave']) expect((await own.get(at(end))).status).toBe(404);
    await beside('silence', JSON.stringify({ silences: [[1_000, 3_500]] }));
    expect(plain((await own.get(room)).text)).toContain('Der er ingen stilhed på 3 sekunder eller mere.');
  });

  test('obeys the same rule as the film', async () => {
    const { recording, own, theirs, leader, beside, at, room } = await setting();
    await beside('sprite', 'a picture', { width: 160, height: 90, stepMs: 2000 });
    await beside('peaks', JSON.stringify({ everyMs: 100, peaks: [1] }));
    await beside('silence', JSON.stringify({ silences: [[10_000, 20_000]] }));
    const home = { municipalityId: leader.municipalityId };
    for (const person of [await buildCoordinator(world.db, home), await buildAdministrator(world.db), await buildSupervisor(world.db)]) {
      const client = await world.as(person.id);
      for (const end of ['film', 'poster', 'sprite', 'wave', 'playing']) expect((await client.get(at(end))).status).toBe(404);
    }
    const [citizen] = await world.db.all(attendees, { meetingId: recording.meetingId });
    await buildAnswers(world.db, citizen?.id ?? 0, { askedBy: leader.id, answer: 'no', purposes: ['own_learning'] });
    for (const client of [own, theirs]) {
      for (const end of ['film', 'sprite', 'wave']) expect((await client.get(at(end))).status).toBe(404);
      expect((await client.get(room)).text).not.toMatch(/<video|Stilhed på/);
    }
  });
});

test('the page names the viewer over the picture and offers no download', async () => {
  const { theirs, room } = await setting();
  const { text } = await theirs.get(room);
  expect(plain(text)).toMatch(/data-watermark[^>]*><span>Birgit Lund<\/span> <span[^>]*>30\. sep\. 2026 kl\. 10\.00/);
  expect(text).toMatch(/<video controls controlslist="nodownload noremoteplayback" disablepictureinpicture/);
});
