import type { Reader } from './database.js';

/** The answer in force: the newest of one giver to one purpose. Older ones stay in the table. */
export interface AnswerInForce {
  id: number;
  givenBy: 'self' | 'holder_1' | 'holder_2';
  purpose: 'own_learning' | 'supervision_own_municipality' | 'supervision_cross_municipal' | 'assessment' | 'calibration' | 'teaching';
  answer: 'yes' | 'no';
  method: 'paper' | 'tablet' | 'oral' | 'phone';
  textVersion: string;
  answeredOn: string;
  recordedAt: string;
}

/** One who was in the room, without a name, and what they have answered. */
export interface AttendeeWithAnswers {
  id: number;
  meetingId: number;
  kind: 'citizen' | 'relative' | 'network' | 'professional' | 'interpreter' | 'meeting_leader' | 'meeting_participant';
  ordinal: number;
  ageGroup: 'adult' | '15_to_17' | 'under_15';
  holders: number;
  answers: AnswerInForce[];
}

type JoinedRow = Omit<AttendeeWithAnswers, 'id' | 'answers'> & { attendeeId: number } & (AnswerInForce | { id: null });

const joined = `SELECT a.id AS "attendeeId", a.meeting_id AS "meetingId", a.kind, a.ordinal, a.age_group AS "ageGroup", a.holders,
    c.id, c.given_by AS "givenBy", c.purpose, c.answer, c.method, c.text_version AS "textVersion", c.answered_on AS "answeredOn", c.recorded_at AS "recordedAt"
  FROM attendee a LEFT JOIN consent_answer c ON c.attendee_id = a.id AND NOT EXISTS (
    SELECT 1 FROM consent_answer n WHERE n.attendee_id = c.attendee_id AND n.given_by = c.given_by AND n.purpose = c.purpose AND n.id > c.id)`;

function nested(rows: JoinedRow[]): AttendeeWithAnswers[] {
  const found = new Map<number, AttendeeWithAnswers>();
  for (const row of rows) {
    const { attendeeId, meetingId, kind, ordinal, ageGroup, holders, ...answer } = row;
    const attendee = found.get(attendeeId) ?? { id: attendeeId, meetingId, kind, ordinal, ageGroup, holders, answers: [] };
    found.set(attendeeId, attendee);
    if (answer.id !== null) attendee.answers.push(answer);
  }
  return [...found.values()];
}

/** Everyone who was in the room of the meeting, in the order they were written down, with the answers in force. */
export const listAttendees = async (db: Reader, meetingId: number): Promise<AttendeeWithAnswers[]> =>
  nested(await db.rows<JoinedRow>(`${joined} WHERE a.meeting_id = $1 ORDER BY a.id, c.id`, [meetingId]));

/** The same for many meetings in one query. */
export async function listAttendeesOf(db: Reader, meetingIds: number[]): Promise<Map<number, AttendeeWithAnswers[]>> {
  const found = new Map<number, AttendeeWithAnswers[]>(meetingIds.map((id) => [id, []]));
  if (meetingIds.length === 0) return found;
  const places = meetingIds.map((_, index) => `$${index + 1}`).join(', ');
  for (const attendee of nested(await db.rows<JoinedRow>(`${joined} WHERE a.meeting_id IN (${places}) ORDER BY a.id, c.id`, meetingIds)))
    found.get(attendee.meetingId)?.push(attendee);
  return found;
}
