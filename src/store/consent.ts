import type { AgeGroup, AttendeeKind, ConsentAnswer, GivenBy, Method, Purpose } from '../domain/consent/consent.js';
import { audit, type Actor } from './audit.js';
import { among } from './among.js';
import type { Reader, Writer } from './database.js';
import { fieldsOf, packedRow } from './packed.js';
import { consentAnswers } from './tables.js';

/** One who was in the room, without a name. */
export interface AttendeeRecord {
  id: number;
  meetingId: number;
  kind: AttendeeKind;
  ordinal: number;
  ageGroup: AgeGroup;
  holders: number;
  addedAt: string;
}

/** The answer in force: the newest of one giver to one purpose. Older ones stay in the table. */
export interface AnswerRecord extends ConsentAnswer {
  method: Method;
  textVersion: string;
  answeredOn: string;
  recordedAt: string;
}

/** Everyone who was in the room, in the order they were written down, and every answer in force. */
export interface RoomRecord {
  attendees: AttendeeRecord[];
  answers: AnswerRecord[];
}

/** A row as two values; an attendee without answers has an answer without a number. */
interface JoinedRow {
  attendee: string;
  answer: string;
}

const attendeeColumns = ['a.id', 'a.meeting_id', 'a.kind', 'a.ordinal', 'a.age_group', 'a.holders', 'a.added_at'];
const answerColumns = [
  'c.id?',
  'c.given_by?',
  'c.purpose?',
  'c.answer?',
  'c.method?',
  'c.text_version?',
  'c.answered_on?',
  'c.recorded_at?',
];
const joined = `SELECT ${packedRow(attendeeColumns)} AS attendee, ${packedRow(answerColumns)} AS answer
  FROM attendee a LEFT JOIN consent_answer c ON c.attendee_id = a.id AND NOT EXISTS (
    SELECT 1 FROM consent_answer n WHERE n.attendee_id = c.attendee_id AND n.given_by = c.given_by AND n.purpose = c.purpose AND n.id > c.id)`;

function attendeeOf(line: string): AttendeeRecord {
  const [id, meetingId, kind, ordinal, ageGroup, holders, addedAt = ''] = fieldsOf(line);
  const counted = { id: Number(id), meetingId: Number(meetingId), ordinal: Number(ordinal), holders: Number(holders) };
  return { ...counted, kind: kind as AttendeeKind, ageGroup: ageGroup as AgeGroup, addedAt };
}

function answerOf(line: string, attendeeId: number): AnswerRecord | null {
  const [id, givenBy, purpose, answer, method, textVersion = '', answeredOn = '', recordedAt = ''] = fieldsOf(line);
  if (!id) return null;
  const words = { givenBy: givenBy as GivenBy, purpose: purpose as Purpose, answer: answer as 'yes' | 'no', method: method as Method };
  return { id: Number(id), attendeeId, ...words, textVersion, answeredOn, recordedAt };
}

function byMeeting(rows: JoinedRow[], meetingIds: number[]): Map<number, RoomRecord> {
  const rooms = new Map<number, RoomRecord>(meetingIds.map((id) => [id, { attendees: [], answers: [] }]));
  let lineBefore = '';
  let attendeeId = 0;
  let room: RoomRecord | undefined;
  for (const { attendee, answer } of rows) {
    if (attendee !== lineBefore) {
      const next = attendeeOf(attendee);
      lineBefore = attendee;
      attendeeId = next.id;
      room = rooms.get(next.meetingId);
      room?.attendees.push(next);
    }
    const given = answerOf(answer, attendeeId);
    if (given) room?.answers.push(given);
  }
  return rooms;
}

/** The rooms of many meetings in one query; a meeting without attendees gets an empty room. */
export async function findRooms(db: Reader, meetingIds: number[]): Promise<Map<number, RoomRecord>> {
  if (meetingIds.length === 0) return new Map();
  const places = among(meetingIds);
  return byMeeting(await db.rows<JoinedRow>(`${joined} WHERE a.meeting_id IN (${places}) ORDER BY a.id, c.id`, meetingIds), meetingIds);
}

export const findRoom = async (db: Reader, meetingId: number): Promise<RoomRecord> =>
  byMeeting(await db.rows<JoinedRow>(`${joined} WHERE a.meeting_id = $1 ORDER BY a.id, c.id`, [meetingId]), [meetingId]).get(meetingId) ?? {
    attendees: [],
    answers: [],
  };

export interface NewAnswer {
  attendeeId: number;
  givenBy: GivenBy;
  purpose: Purpose;
  answer: 'yes' | 'no';
  method: Method;
  textVersion: string;
  answeredOn: string;
}

/** Adds answers; nothing is overwritten, a changed answer is a new line. */
export async function addAnswers(
  tx: Writer,
  actor: Actor & { personId: number },
  answers: NewAnswer[],
  municipalityId: number,
): Promise<void> {
  const recordedAt = actor.now.toISOString();
  await tx.insertMany(
    consentAnswers,
    answers.map((one) => ({ ...one, askedBy: actor.personId, recordedAt })),
  );
  for (const attendeeId of new Set(answers.map((one) => one.attendeeId)))
    await audit(tx, actor, 'consent.answer', 'attendee', attendeeId, municipalityId);
}

/** The meeting of an attendee, or null for an unknown id. */
export const findAttendeeMeeting = async (db: Reader, attendeeId: number): Promise<number | null> =>
  (await db.row<{ meetingId: number }>('SELECT meeting_id AS "meetingId" FROM attendee WHERE id = $1', [attendeeId]))?.meetingId ?? null;
