import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sweepFilmKeys } from '../../src/features/recordings/sweep-film-keys.js';
import { scheduleSweeps } from '../../src/features/recordings/sweeps.js';
import { newBlobKey } from '../../src/media/index.js';
import { bindFilmKey, createFilmKey, filmKeysOf, listFilmKeys, removeForgottenFilmKey } from '../../src/store/data-key.js';
import { auditEntries, dataKeys, uploads } from '../../src/store/tables.js';
import { endUpload } from '../../src/store/upload.js';
import { startWork } from '../../src/worker.js';
import { openTestApp, type TestApp } from '../support/app.js';
import { buildMeeting } from '../support/build/meeting.js';
import { buildRecording, putFilm } from '../support/build/recording.js';
import { buildUploaded } from '../support/build/uploaded.js';
import { clip } from '../support/clips/make-clips.js';
import { testDialect } from '../support/database.js';

const made = new Date('2026-09-01T08:00:00.000Z');
const eightDaysLater = '2026-09-09T08:00:00.000Z';
const actor = { personId: null, requestId: null, now: new Date(eightDaysLater) };
let test: TestApp;

beforeAll(async () => {
  test = await openTestApp({ now: eightDaysLater });
});
afterAll(() => test.close());

const makeKey = (at = made): Promise<number> => test.db.write((tx) => createFilmKey(tx, at));
const stands = async (id: number): Promise<boolean> => (await test.db.find(dataKeys, { id })) !== null;
const sweep = () => sweepFilmKeys(test.house, test.clock.now());

/** An upload begun the day the key was made, and touched since. */
async function buildUpload(keyId: number): Promise<number> {
  const { id: meetingId, leaderId } = await buildMeeting(test.db);
  const at = { createdAt: made.toISOString(), touchedAt: '2026-09-08T20:00:00.000Z' };
  const film = { blobKey: newBlobKey(keyId), dataKeyId: keyId, bytes: 1_000, kept: 0, state: 'running' };
  return test.db.write((tx) => tx.insert(uploads, { publicId: `upload-${keyId}`, personId: leaderId, meetingId, ...film, ...at }));
}

describe(`film keys nothing names, on ${testDialect}`, () => {
  it('a key whose process was ended before there was a film goes after seven days, with its entry in the log', async () => {
    const [old, young] = [await makeKey(), await makeKey(new Date('2026-09-02T08:00:01.000Z'))];
    expect(await sweep()).toBe(1);
    expect([await stands(old), await stands(young)]).toEqual([false, true]);
    expect(await test.db.all(auditEntries, { action: 'film-key.sweep' })).toMatchObject([{ objectKind: 'data_key', objectId: old }]);
    expect(await filmKeysOf(test.db).open(old)).toBeNull();
  });

  it('a key under which bytes lie stays until they are gone', async () => {
    const keyId = await makeKey();
    const key = newBlobKey(keyId);
    await putFilm(test.house.media, key, await clip('sound.mp3'));
    expect(await sweep()).toBe(0);
    await test.house.media.blobs.remove(key);
    expect(await sweep()).toBe(1);
  });

  it('the key of an upload under way stays, however old, and also before its first byte; once the upload has ended it goes', async () => {
    const keyId = await makeKey();
    const uploadId = await buildUpload(keyId);
    expect(await sweep()).toBe(0);
    expect(await stands(keyId)).toBe(true);
    await test.db.write((tx) => endUpload(tx, actor, uploadId, 'discarded'));
    expect(await sweep()).toBe(1);
  });

  it('keys of recordings stay: waiting, ready, failed, and as a tombstone when erased', async () => {
    const waiting = await buildUploaded(test, await clip('sound.mp3'));
    const others = [
      await buildRecording(test.db),
      await buildRecording(test.db, { processing: 'failed', playableKey: null, refusal: 'broken' }),
      await buildRecording(test.db, { erasedAt: made.toISOString(), erasedWhy: 'age', playableKey: null }),
    ];
    await test.db.write((tx) => tx.update(dataKeys, {}, { createdAt: made.toISOString() }));
    await sweep();
    for (const { id } of [waiting, ...others]) expect((await listFilmKeys(test.db, id)).length).toBe(1);
  });

  it('of a recording and a sweep that want the same key at once, exactly one gets it', async () => {
    const [keyId, { id }] = [await makeKey(), await buildRecording(test.db)];
    await test.db.write((tx) => tx.run('DELETE FROM data_key WHERE recording_id = $1', [id]));
    const [bound, removed] = await Promise.all([
      test.db
        .write((tx) => bindFilmKey(tx, keyId, id))
        .then(
          () => true,
          () => false,
        ),
      test.db.write((tx) => removeForgottenFilmKey(tx, actor, keyId)),
    ]);
    expect(bound).not.toBe(removed);
    expect(await stands(keyId)).toBe(bound);
  });

  it('the hourly watch removes first the bytes nobody named and then their key', async () => {
    const keyId = await makeKey();
    const key = newBlobKey(keyId);
    await putFilm(test.house.media, key, await clip('sound.mp3'));
    const work = startWork(test.house, 0);
    await scheduleSweeps(test.house);
    for (const hour of ['09', '10', '11']) {
      await work.drain();
      test.clock.set(`2026-09-09T${hour}:00:01.000Z`);
    }
    await work.drain();
    expect(await test.house.media.blobs.size(key)).toBeNull();
    expect(await stands(keyId)).toBe(false);
  });
});
