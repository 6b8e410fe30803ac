import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Database } from '../../src/store/database.js';
import { findRooms } from '../../src/store/consent.js';
import { addAttendee, changeAttendee, createMeeting, findMeeting, findMeetingEnrolment, removeAttendee } from '../../src/store/meeting.js';
import { attendees, enrolmentEvents, networkMeetings } from '../../src/store/tables.js';
import { buildAnswers, buildAttendee, buildMeeting, gather, placeInTraining } from '../support/build/meeting.js';
import { buildSupervisor, buildTrainee } from '../support/build/person.js';
import { buildRecording } from '../support/build/recording.js';
import { openTestDatabase } from '../support/database.js';

let db: Database;
const actor = { personId: null, requestId: null, now: new Date('2026-09-30T08:00:00.000Z') };
const fields = { onDate: '2026-09-16', role: 'leader', course: 'A', citizens: 1, relatives: 0, network: 0, professionals: 1 } as const;

beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db.close());

it('numbers meetings one by one, also when several come at once', async () => {
  const trainee = await buildTrainee(db);
  const { id: enrolmentId, municipalityId } = await placeInTraining(db, trainee.id);
  const owner = { leaderId: trainee.id, enrolmentId, municipalityId };
  await Promise.all(Array.from({ length: 5 }, () => db.write((tx) => createMeeting(tx, actor, owner, fields))));
  expect((await db.all(networkMeetings, { enrolmentId })).map(({ number }) => number).sort()).toEqual([1, 2, 3, 4, 5]);
});

it('finds the place in training with the supervisor of today, and whether it has stopped', async () => {
  const trainee = await buildTrainee(db);
  const supervisor = await buildSupervisor(db, { name: 'Ragnhild Sværke' });
  await gather(db, [trainee.id], supervisor.id);
  expect(await findMeetingEnrolment(db, trainee.id, '2026-09-30')).toMatchObject({ supervisorName: 'Ragnhild Sværke', stoppedOn: null });
  const { id } = await placeInTraining(db, trainee.id);
  const event = { enrolmentId: id, kind: 'stopped', onDate: '2026-09-01', reason: '', recordedBy: supervisor.id, recordedAt: 'x' };
  await db.write((tx) => tx.insert(enrolmentEvents, event));
  expect(await findMeetingEnrolment(db, trainee.id, '2026-09-30')).toMatchObject({ stoppedOn: '2026-09-01' });
  expect(await findMeetingEnrolment(db, supervisor.id, '2026-09-30')).toBeNull();
});

it('numbers attendees of a kind, and changes or removes only those nobody has answered for', async () => {
  const meeting = await buildMeeting(db);
  const record = await findMeeting(db, meeting.id);
  if (!record) throw new Error('the meeting is not there');
  const adult = { kind: 'relative', ageGroup: 'adult', holders: 0 };
  const ids = await Promise.all([1, 2, 3].map(() => db.write((tx) => addAttendee(tx, actor, record, adult))));
  expect((await db.all(attendees, { meetingId: meeting.id })).map(({ ordinal }) => ordinal).sort()).toEqual([1, 2, 3]);
  await buildAnswers(db, ids[0] ?? 0, { askedBy: meeting.leaderId });
  for (const id of ids.slice(0, 2)) {
    await db.write((tx) => changeAttendee(tx, actor, record, id, { ageGroup: 'under_15', holders: 2 }));
    await db.write((tx) => removeAttendee(tx, actor, record, id));
  }
  const left = await db.all(attendees, { meetingId: meeting.id });
  expect(left.map(({ id }) => id)).toEqual([ids[0], ids[2]]);
  expect(left[0]).toMatchObject({ ageGroup: 'adult' });
});

it('an attendee of another meeting is not removed through this one', async () => {
  const [mine, other] = [await buildMeeting(db), await buildMeeting(db)];
  const record = await findMeeting(db, mine.id);
  const stranger = await buildAttendee(db, { meetingId: other.id });
  if (!record) throw new Error('the meeting is not there');
  expect(await db.write((tx) => removeAttendee(tx, actor, record, stranger.id))).toBe(false);
});

it('reads the rooms of many meetings at once, with only the newest answer of each', async () => {
  const recording = await buildRecording(db);
  const empty = await buildMeeting(db);
  const [first] = await db.all(attendees, { meetingId: recording.meetingId });
  await buildAnswers(db, first?.id ?? 0, { askedBy: recording.ownerId, answer: 'no', purposes: ['assessment'] });
  const rooms = await findRooms(db, [recording.meetingId, empty.id]);
  expect(rooms.get(empty.id)).toEqual({ attendees: [], answers: [] });
  const answers = rooms.get(recording.meetingId)?.answers.filter((one) => one.attendeeId === first?.id && one.purpose === 'assessment');
  expect(answers?.map(({ answer }) => answer)).toEqual(['no']);
});
