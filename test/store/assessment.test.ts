import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { assignSeat, closeCase, createCase, findCase, findIndependence, listCases, listIndependence } from '../../src/store/assessment.js';
import { addDecision, issueCertificate, listDecisions } from '../../src/store/certificate.js';
import { lockRating, readRatings, saveRating, holdSeat, type RatingDraft } from '../../src/store/rating.js';
import type { Database } from '../../src/store/database.js';
import { assessors, certificates, ratings } from '../../src/store/tables.js';
import { gather, placeInTraining } from '../support/build/meeting.js';
import { buildPerson, buildTrainee } from '../support/build/person.js';
import { openTestDatabase, testDialect } from '../support/database.js';

const now = new Date('2026-09-30T08:00:00.000Z');
const actorOf = (personId: number) => ({ personId, requestId: null, now });
const draft = (note = 'Hun venter.'): RatingDraft => ({
  overall: 4,
  feedback: { worked: 'To styrker.', next: 'Ét næste skridt.' },
  ratings: [
    { element: 1, level: 4, notRatable: null, moments: [{ startMs: 724_000, endMs: 760_000 }], wholeMeeting: false, note },
    { element: 2, level: 1, notRatable: null, moments: [], wholeMeeting: true, note: '' },
    { element: 3, level: null, notRatable: 'sound', moments: [], wholeMeeting: false, note: '' },
  ],
});

describe(`what is kept of an assessment, on ${testDialect}`, () => {
  let db: Database;
  beforeAll(async () => {
    db = await openTestDatabase();
  });
  afterAll(() => db.close());

  /** A case without film with one assessor. */
  async function openCase() {
    const trainee = await buildTrainee(db);
    const enrolment = await placeInTraining(db, trainee.id);
    const assessor = await buildPerson(db, { assessor: true });
    const actor = actorOf(assessor.id);
    const { caseId, seatId } = await db.write(async (tx) => {
      const made = await createCase(tx, actor, {
        enrolmentId: enrolment.id,
        recordingId: null,
        requestedOn: '2026-09-18',
        municipalityId: enrolment.municipalityId,
      });
      return { caseId: made, seatId: await assignSeat(tx, actor, { caseId: made, personId: assessor.id, slot: 'A', rubric: 'P-12 v1' }) };
    });
    return { trainee, enrolment, assessor, actor, caseId, seatId };
  }

  test('a rating comes back as it was given, with its texts, and none of them in plain columns', async () => {
    const { actor, caseId, seatId } = await openCase();
    const file = (await findCase(db, caseId))!;
    await db.write((tx) => saveRating(tx, actor, file, seatId, draft()));
    expect(await readRatings(db, file)).toEqual([{ seatId, ...draft() }]);
    expect((await findCase(db, caseId))!.seats).toMatchObject([{ slot: 'A', rated: 3, lockedAt: null }]);
  });

  test('a second draft takes the place of the first', async () => {
    const { actor, caseId, seatId } = await openCase();
    const file = (await findCase(db, caseId))!;
    for (const note of ['Først.', 'Siden.']) await db.write((tx) => saveRating(tx, actor, file, seatId, draft(note)));
    expect((await readRatings(db, file))[0]!.ratings.map(({ note }) => note)).toEqual(['Siden.', '', '']);
  });

  test('locked, the database itself refuses new levels, moments, seats and removal', async () => {
    const { actor, caseId, seatId } = await openCase();
    const file = (await findCase(db, caseId))!;
    await db.write(async (tx) => {
      await saveRating(tx, actor, file, seatId, draft());
      await lockRating(tx, actor, seatId);
    });
    expect(await db.write((tx) => holdSeat(tx, seatId))).toBe(false);
    for (const attempt of [
      () => db.write((tx) => saveRating(tx, actor, file, seatId, draft('Nyt.'))),
      () => db.write((tx) => tx.update(ratings, { assessorId: seatId }, { level: 5 })),
      () => db.write((tx) => tx.update(ratings, { assessorId: seatId }, { moments: [] })),
      () => db.write((tx) => tx.update(assessors, { id: seatId }, { overall: 1 })),
      () => db.write((tx) => tx.update(assessors, { id: seatId }, { lockedAt: null })),
      () => db.write((tx) => tx.remove(assessors, { id: seatId })),
    ])
      await expect(attempt()).rejects.toThrow();
    expect(await readRatings(db, file)).toEqual([{ seatId, ...draft() }]);
  });

  test('a level and a reason why not exclude each other', async () => {
    const { seatId } = await openCase();
    await expect(
      db.write((tx) => tx.insert(ratings, { assessorId: seatId, element: 5, level: 3, notRatable: 'sound', moments: [] })),
    ).rejects.toThrow();
  });

  test('attempts are numbered, and a closed case keeps why', async () => {
    const { enrolment, actor, caseId } = await openCase();
    await db.write((tx) => closeCase(tx, actor, caseId, { closedOn: '2026-09-20', closedWhy: 'not_ratable' }));
    const given = { enrolmentId: enrolment.id, recordingId: null, requestedOn: '2026-09-21', municipalityId: enrolment.municipalityId };
    await db.write((tx) => createCase(tx, actor, given));
    expect((await listCases(db, enrolment.id)).map(({ attempt, closedWhy }) => [attempt, closedWhy])).toEqual([
      [1, 'not_ratable'],
      [2, null],
    ]);
  });

  test('independence knows every supervisor there was and everyone who has locked, one by one and for many at once', async () => {
    const { trainee, enrolment, assessor, actor, caseId, seatId } = await openCase();
    const { supervisorId } = await gather(db, [trainee.id]);
    const who = { personId: trainee.id, municipalityId: enrolment.municipalityId };
    expect(await findIndependence(db, who, caseId)).toMatchObject({
      ownSupervisorIds: [supervisorId],
      formerAssessorIds: [],
      assignedIds: [assessor.id],
    });
    await db.write((tx) => lockRating(tx, actor, seatId));
    const later = await findIndependence(db, who, null);
    expect(later).toMatchObject({ formerAssessorIds: [assessor.id], assignedIds: [] });
    expect((await listIndependence(db, [{ id: enrolment.id, ...who }])).get(enrolment.id)).toEqual(later);
  });

  test('certificates of one year are numbered without gaps or doubles, twelve at once', async () => {
    const files = [];
    for (let index = 0; index < 12; index += 1) files.push(await openCase());
    await Promise.all(
      files.map(({ enrolment, caseId, actor }, index) =>
        db.write(async (tx) => {
          const decisionId = await addDecision(tx, actor, {
            enrolmentId: enrolment.id,
            caseId,
            decision: 'certified',
            nextSteps: '',
            decidedOn: '2026-09-30',
            municipalityId: enrolment.municipalityId,
          });
          await issueCertificate(tx, actor, {
            enrolmentId: enrolment.id,
            decisionId,
            namePrinted: 'Navn',
            programme: 'moedeleder_2019',
            rulesVersion: 1,
            issuedOn: '2026-09-30',
            code: `CODE-${index}`,
          });
        }),
      ),
    );
    const serials = (await db.all(certificates, {})).map(({ serial }) => serial).sort();
    expect(serials).toEqual(Array.from({ length: 12 }, (_, index) => `PF-2026-${String(index + 1).padStart(4, '0')}`));
  });

  test('nobody is certified twice', async () => {
    const { enrolment, caseId, actor } = await openCase();
    const decision = {
      enrolmentId: enrolment.id,
      caseId,
      nextSteps: '',
      decidedOn: '2026-09-30',
      municipalityId: enrolment.municipalityId,
    };
    await db.write((tx) => addDecision(tx, actor, { ...decision, decision: 'not_yet', nextSteps: 'Øv.' }));
    await db.write((tx) => addDecision(tx, actor, { ...decision, decision: 'certified' }));
    await expect(db.write((tx) => addDecision(tx, actor, { ...decision, decision: 'certified' }))).rejects.toThrow();
    expect((await listDecisions(db, enrolment.id)).map((one) => one.decision)).toEqual(['not_yet', 'certified']);
  });
});
