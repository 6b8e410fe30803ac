import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createCase } from '../../src/store/assessment.js';
import type { Database, Reader } from '../../src/store/database.js';
import { factsFor } from '../../src/store/enrolment-facts.js';
import { recordings } from '../../src/store/tables.js';
import { buildAnswers, buildMeeting, buildRoom, placeInTraining } from '../support/build/meeting.js';
import { buildRecording } from '../support/build/recording.js';
import { buildTrainee } from '../support/build/person.js';
import { openTestDatabase, testDialect } from '../support/database.js';

describe(`the facts of many enrolments, on ${testDialect}`, () => {
  let db: Database;
  beforeAll(async () => {
    db = await openTestDatabase();
  });
  afterAll(() => db.close());

  async function filmUnderAssessment() {
    const trainee = await buildTrainee(db);
    const enrolment = await placeInTraining(db, trainee.id);
    const meeting = await buildMeeting(db, { leaderId: trainee.id });
    const room = await buildRoom(db, meeting);
    const recording = await buildRecording(db, { meetingId: meeting.id, ownerId: trainee.id, durationMs: 48 * 60_000 + 59_000 });
    await db.write((tx) =>
      createCase(
        tx,
        { personId: trainee.id, requestId: null, now: new Date('2026-09-18T08:00:00Z') },
        {
          enrolmentId: enrolment.id,
          recordingId: recording.id,
          requestedOn: '2026-09-18',
          municipalityId: enrolment.municipalityId,
        },
      ),
    );
    return { trainee, enrolment, room, recording };
  }

  const caseOf = async (enrolmentId: number) => (await factsFor(db, [enrolmentId])).get(enrolmentId)!.cases[0]!;

  test('a case tells whole minutes, and that everyone’s answer covers assessment', async () => {
    const { enrolment } = await filmUnderAssessment();
    expect(await caseOf(enrolment.id)).toMatchObject({ attempt: 1, route: 'film', minutes: 48, consentValid: true });
  });

  test('one no to assessment ends the consent, whatever was said before', async () => {
    const { enrolment, room, trainee } = await filmUnderAssessment();
    await buildAnswers(db, room[1]!.id, { askedBy: trainee.id, answer: 'no', purposes: ['assessment'] });
    expect((await caseOf(enrolment.id)).consentValid).toBe(false);
    await buildAnswers(db, room[1]!.id, { askedBy: trainee.id, answer: 'yes', purposes: ['assessment'] });
    expect((await caseOf(enrolment.id)).consentValid).toBe(true);
  });

  test('a film erased by its date stays lawful evidence, one erased after a withdrawal does not', async () => {
    for (const [why, valid] of [
      ['certified', true],
      ['age', true],
      ['withdrawn', false],
      ['removed', false],
    ] as const) {
      const { enrolment, recording } = await filmUnderAssessment();
      await db.write((tx) => tx.update(recordings, { id: recording.id }, { erasedWhy: why, erasedAt: '2026-09-29T02:00:00.000Z' }));
      expect([why, (await caseOf(enrolment.id)).consentValid]).toEqual([why, valid]);
    }
  });

  test('thirty enrolments take no more statements than one', async () => {
    const ids = [];
    for (let index = 0; index < 30; index += 1) ids.push((await filmUnderAssessment()).enrolment.id);
    const statements = async (of: number[]) => {
      let count = 0;
      const counting: Reader = {
        ...db,
        rows: (sql, bind) => {
          count += 1;
          return db.rows(sql, bind);
        },
      };
      expect((await factsFor(counting, of)).size).toBe(of.length);
      return count;
    };
    expect(await statements(ids)).toBe(await statements(ids.slice(0, 1)));
  });
});
