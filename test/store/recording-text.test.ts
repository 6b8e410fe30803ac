import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Database } from '../../src/store/database.js';
import { listFilmKeys, filmKeysOf } from '../../src/store/data-key.js';
import { decideErasure } from '../../src/store/recording-life.js';
import { finishErasure } from '../../src/store/recording-erasure.js';
import { keepText, openTexts, TextBroken, type TextSubject } from '../../src/store/recording-text.js';
import type { ErasedWhy } from '../../src/store/recording.js';
import { annotations, assessors, dataKeys } from '../../src/store/tables.js';
import { openAnnotations } from '../../src/store/annotation.js';
import { readRatings, saveRating } from '../../src/store/rating.js';
import { createCase, findCase } from '../../src/store/assessment.js';
import { buildAnnotation } from '../support/build/annotation.js';
import { buildAssessor, buildTrainee } from '../support/build/person.js';
import { buildRecording } from '../support/build/recording.js';
import { placeInTraining } from '../support/build/meeting.js';
import { openTestDatabase, testDialect } from '../support/database.js';

let db: Database;
const actor = { personId: null, requestId: null, now: new Date('2026-09-30T08:00:00.000Z') };
beforeAll(async () => (db = await openTestDatabase()));
afterAll(() => db.close());

const keep = (subject: TextSubject, text: string) => db.write((tx) => keepText(tx, subject, text));
const open = async (subject: TextSubject, kept: string | null) => (await openTexts(db, [{ subject, kept }]))[0];
const sentence = 'Amina ventede, og så sagde Jens: det gør ondt.';

describe(`what is written about a recording, on ${testDialect}`, () => {
  it('lies sealed, differs every time, and is opened again', async () => {
    const { id } = await buildRecording(db);
    const subject = { recordingId: id };
    const kept = await Promise.all(['', sentence, sentence, 'æ'.repeat(10_000)].map((text) => keep(subject, text)));
    expect(new Set(kept).size).toBe(4);
    expect(kept.join()).not.toMatch(/Amina|Jens|æ/);
    expect(
      await openTexts(
        db,
        [...kept, null].map((one) => ({ subject, kept: one })),
      ),
    ).toEqual(['', sentence, sentence, 'æ'.repeat(10_000), null]);
  });

  it('has one key for each recording, also when two write at once for the first time', async () => {
    const [one, other] = [await buildRecording(db), await buildRecording(db)];
    const kept = await Promise.all([one, one, one, other, other].map(({ id }) => keep({ recordingId: id }, sentence)));
    const keys = await db.all(dataKeys, { purpose: 'text' });
    for (const { id } of [one, other]) expect(keys.filter(({ recordingId }) => recordingId === id)).toHaveLength(1);
    for (const [index, { id }] of [one, one, one, other, other].entries())
      expect(await open({ recordingId: id }, kept[index]!)).toBe(sentence);
  });

  it('cannot be moved to another recording, nor changed in a single place', async () => {
    const [one, other] = [await buildRecording(db), await buildRecording(db)];
    const kept = await keep({ recordingId: one.id }, sentence);
    await keep({ recordingId: other.id }, sentence);
    await expect(open({ recordingId: other.id }, kept)).rejects.toThrow(TextBroken);
    await expect(open({ caseId: one.id }, kept)).rejects.toThrow(TextBroken);
    const [mark, keyId, sealed] = kept.split(':') as [string, string, string];
    const bytes = Buffer.from(sealed, 'base64url');
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Buffer.from(bytes);
      changed[at]! ^= 1;
      await expect(open({ recordingId: one.id }, [mark, keyId, changed.toString('base64url')].join(':'))).rejects.toThrow(TextBroken);
    }
    await expect(open({ recordingId: one.id }, 'somebody typed this')).rejects.toThrow(TextBroken);
  });

  it('of the time before sealing is still read', async () => {
    const { id } = await buildRecording(db);
    expect(await open({ recordingId: id }, `v0:${sentence}`)).toBe(sentence);
    expect(await open({ recordingId: id }, 'v0:')).toBe('');
    expect(await open({ recordingId: id }, '')).toBe('');
  });
});

describe(`erasure on ${testDialect}`, () => {
  const erase = (id: number, why: ErasedWhy) => db.write((tx) => decideErasure(tx, actor, id, why));
  const filmKey = async (id: number) => filmKeysOf(db).open((await listFilmKeys(db, id))[0] ?? 0);

  it.each<ErasedWhy>(['withdrawn', 'removed', 'unanswered'])('%s: film and words are unreadable from the decision on', async (why) => {
    const { id, ownerId } = await buildRecording(db);
    const { id: annotationId, textKept } = await buildAnnotation(db, { recordingId: id, authorId: ownerId, text: sentence });
    expect((await filmKey(id))?.length).toBe(32);
    expect(await erase(id, why)).toBe(true);
    expect(await filmKey(id)).toBeNull();
    expect((await openAnnotations(db, id, [annotationId])).get(annotationId)?.text).toBe('');
    expect(await open({ recordingId: id }, textKept)).toBe('');
    expect((await db.all(dataKeys, { recordingId: id })).map(({ wrapped }) => wrapped)).toEqual([null, null]);
    expect(await keep({ recordingId: id }, 'too late')).toBe('');
    await finishErasure(db, actor, id);
    expect((await db.find(annotations, { id: annotationId }))?.textKept).toBe('');
  });

  it('a destroyed key cannot be given a value again, nor its row removed', async () => {
    const { id } = await buildRecording(db);
    await erase(id, 'withdrawn');
    const frozen = { parent: { message: expect.stringContaining('frozen: data_key') } };
    await expect(
      db.write((tx) => tx.run(`UPDATE data_key SET wrapped = 'x', destroyed_at = NULL WHERE recording_id = $1`, [id])),
    ).rejects.toMatchObject(frozen);
    await expect(db.write((tx) => tx.run('DELETE FROM data_key WHERE recording_id = $1', [id]))).rejects.toMatchObject(frozen);
  });

  it.each<ErasedWhy>(['certified', 'age'])('%s: the film is unreadable, the comments go, and the rating keeps its words', async (why) => {
    const trainee = await buildTrainee(db);
    const { id: enrolmentId } = await placeInTraining(db, trainee.id);
    const recording = await buildRecording(db, { leaderId: trainee.id });
    const { id: annotationId } = await buildAnnotation(db, { recordingId: recording.id, authorId: trainee.id, text: sentence });
    const caseId = await db.write((tx) =>
      createCase(tx, actor, {
        enrolmentId,
        recordingId: recording.id,
        requestedOn: '2026-09-30',
        municipalityId: trainee.municipalityId ?? 1,
      }),
    );
    const assessor = await buildAssessor(db);
    const seatId = await db.write((tx) =>
      tx.insert(assessors, {
        caseId,
        personId: assessor.id,
        slot: 'A',
        rubric: 'P-12 v1',
        assignedBy: trainee.id,
        assignedAt: '2026-09-30T08:00:00.000Z',
      }),
    );
    const of = (await findCase(db, caseId))!;
    const draft = {
      overall: 4,
      feedback: { worked: 'Du ventede.', next: 'Spørg de stille.' },
      ratings: [{ element: 1, level: 4, notRatable: null, moments: [], wholeMeeting: true, note: sentence }],
    };
    await db.write((tx) => saveRating(tx, actor, of, seatId, draft));
    await erase(recording.id, why);
    await finishErasure(db, actor, recording.id);
    expect(await filmKey(recording.id)).toBeNull();
    expect((await openAnnotations(db, recording.id, [annotationId])).get(annotationId)?.text).toBe('');
    const [rating] = await readRatings(db, of);
    expect(rating?.ratings[0]?.note).toBe(sentence);
    expect(rating?.feedback).toEqual({ worked: 'Du ventede.', next: 'Spørg de stille.' });
  });
});
