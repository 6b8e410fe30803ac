import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Database } from '../../src/store/database.js';
import { createFilmKey } from '../../src/store/data-key.js';
import { findRecordingFor, listRecordingsFor } from '../../src/store/recording.js';
import { createRecording } from '../../src/store/recording-life.js';
import { interruptCases } from '../../src/store/recording-erasure.js';
import { assessmentCases, assessors, consentAnswers, enrolmentEvents, groupMembers, ratings } from '../../src/store/tables.js';
import { buildMeeting, gather, placeInTraining } from '../support/build/meeting.js';
import { buildAssessor, buildTrainee } from '../support/build/person.js';
import { buildRecording } from '../support/build/recording.js';
import { openTestDatabase } from '../support/database.js';

let db: Database;
const today = '2026-09-30';
const actor = { personId: null, requestId: null, now: new Date('2026-09-30T08:00:00.000Z') };

beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db.close());

const relation = async (viewerId: number, recordingId: number, on = today) =>
  (await findRecordingFor(db, viewerId, recordingId, on))?.relation;

describe('what a viewer is to a recording', () => {
  it('is nothing to a stranger, and an unknown recording is null', async () => {
    const recording = await buildRecording(db);
    const stranger = await buildTrainee(db);
    expect(Object.values((await relation(stranger.id, recording.id)) ?? { missing: true })).toEqual(Array(6).fill(false));
    expect(await findRecordingFor(db, stranger.id, 999_999, today)).toBeNull();
  });

  it('follows the group as it is today: members who left or stopped are nothing any more', async () => {
    const [leader, stays, leaves, stops] = [await buildTrainee(db), await buildTrainee(db), await buildTrainee(db), await buildTrainee(db)];
    const recording = await buildRecording(db, { leaderId: leader.id });
    const { supervisorId } = await gather(db, [leader.id, stays.id, leaves.id, stops.id]);
    const [left, stopped] = [await placeInTraining(db, leaves.id), await placeInTraining(db, stops.id)];
    await db.write(async (tx) => {
      await tx.update(groupMembers, { enrolmentId: left.id }, { toDate: '2026-09-15' });
      await tx.insert(enrolmentEvents, {
        enrolmentId: stopped.id,
        kind: 'stopped',
        onDate: '2026-09-15',
        reason: '',
        recordedBy: leader.id,
        recordedAt: 'x',
      });
    });
    expect(await relation(supervisorId, recording.id)).toMatchObject({ isGroupSupervisor: true, isGroupMember: false });
    expect(await relation(stays.id, recording.id)).toMatchObject({ isGroupMember: true, isGroupMemberOfSameMunicipality: false });
    expect(await relation(leaves.id, recording.id, '2026-09-14')).toMatchObject({ isGroupMember: true });
    for (const { id } of [leaves, stops]) expect(await relation(id, recording.id)).toMatchObject({ isGroupMember: false });
  });

  it('knows the municipality of the meeting', async () => {
    const leader = await buildTrainee(db);
    const home = await buildTrainee(db, { municipalityId: leader.municipalityId });
    const recording = await buildRecording(db, { leaderId: leader.id });
    await gather(db, [leader.id, home.id]);
    expect(await relation(home.id, recording.id)).toMatchObject({ isGroupMemberOfSameMunicipality: true });
    expect(await relation(leader.id, recording.id)).toMatchObject({ isLeader: true });
  });
});

async function assessed(levels: { a: number | null; b: number | null; adjudicator?: number }) {
  const recording = await buildRecording(db);
  const enrolment = await placeInTraining(db, recording.ownerId);
  const people = [await buildAssessor(db), await buildAssessor(db), await buildAssessor(db)];
  const caseId = await db.write(async (tx) => {
    const id = await tx.insert(assessmentCases, {
      enrolmentId: enrolment.id,
      attempt: 1,
      route: 'film',
      recordingId: recording.id,
      requestedOn: '2026-09-20',
      requestedAt: 'x',
    });
    for (const [index, slot] of ['A', 'B', 'adjudicator'].entries()) {
      const level = [levels.a, levels.b, levels.adjudicator][index];
      if (level === undefined) continue;
      const lockedAt = level === null ? null : '2026-09-25';
      const who = await tx.insert(assessors, {
        caseId: id,
        personId: people[index]?.id,
        slot,
        rubric: 'P-12 v1',
        assignedBy: recording.ownerId,
        assignedAt: 'x',
        lockedAt,
      });
      if (level !== null) await tx.insert(ratings, { assessorId: who, element: 1, level, moments: [], lockedAt });
    }
    return id;
  });
  return { recording, caseId, people };
}

describe('an assessment when consent ends', () => {
  it.each([
    ['is stopped while one has not locked', { a: 4, b: null }, 'consent_withdrawn'],
    ['is stopped while two are apart', { a: 2, b: 4 }, 'consent_withdrawn'],
    ['stands when both have locked', { a: 4, b: 3 }, null],
    ['stands when the adjudicator has spoken', { a: 2, b: 4, adjudicator: 3 }, null],
  ])('%s', async (_what, levels, why) => {
    const { recording, caseId, people } = await assessed(levels);
    expect(await relation(people[0]?.id ?? 0, recording.id)).toMatchObject({ isAssignedAssessor: true, isAdjudicator: false });
    await db.write((tx) => interruptCases(tx, actor, recording.id, today));
    expect(await db.find(assessmentCases, { id: caseId })).toMatchObject({ closedWhy: why });
    expect(await relation(people[0]?.id ?? 0, recording.id)).toMatchObject({ isAssignedAssessor: why === null });
  });
});

it('lists only the newest recording of each meeting, with everyone’s answers, in two queries', async () => {
  const leader = await buildTrainee(db);
  const failed = await buildRecording(db, { leaderId: leader.id, processing: 'failed', refusal: 'broken' });
  const second = await buildRecording(db, { meetingId: failed.meetingId });
  await buildRecording(db, { leaderId: leader.id });
  let asked = 0;
  const counting = { ...db, rows: <T extends object>(sql: string, bind?: unknown[]) => ((asked += 1), db.rows<T>(sql, bind)) };
  const list = await listRecordingsFor(counting, leader.id, today);
  expect(asked).toBe(2);
  expect(list.map(({ recording }) => recording.id)).toContain(second.id);
  expect(list.map(({ recording }) => recording.id)).not.toContain(failed.id);
  expect(list).toHaveLength(2);
  expect(list.every(({ room }) => room.attendees.length === 4 && room.answers.length === 16)).toBe(true);
});

it('a meeting has one living recording, also when two come at once', async () => {
  const meeting = await buildMeeting(db);
  const filmKeyId = await db.write((tx) => createFilmKey(tx, actor.now));
  const given = {
    meetingId: meeting.id,
    ownerId: meeting.leaderId,
    originalKey: `k${filmKeyId}/${'0'.repeat(32)}`,
    filmKeyId,
    bytes: 1,
    eraseOn: '2027-03-29',
  };
  const made = await Promise.all([1, 2, 3].map(() => db.write((tx) => createRecording(tx, actor, given, meeting.municipalityId))));
  expect(made.filter((id) => id !== null)).toHaveLength(1);
});

it('an answer is never changed or removed', async () => {
  const recording = await buildRecording(db);
  const { room } = (await findRecordingFor(db, recording.ownerId, recording.id, today)) ?? { room: null };
  const id = room?.answers[0]?.id ?? 0;
  // Sequelize calls a trigger's refusal on SQLite a validation error; the trigger's own text is in the parent.
  const refused = { parent: { message: expect.stringContaining('append-only') } };
  await expect(db.write((tx) => tx.update(consentAnswers, { id }, { answer: 'no' }))).rejects.toMatchObject(refused);
  await expect(db.write((tx) => tx.remove(consentAnswers, { id }))).rejects.toMatchObject(refused);
});
