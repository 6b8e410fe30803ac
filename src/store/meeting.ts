import { audit, type Actor } from './audit.js';
import type { Reader, Writer } from './database.js';
import type { RowOf } from './table.js';
import { attendees, networkMeetings } from './tables.js';

/** The trainee's own place in a cohort, as meetings need it. */
export interface MeetingEnrolment {
  id: number;
  municipalityId: number;
  municipalityName: string;
  enrolledOn: string;
  stoppedOn: string | null;
  /** Supervisor of the group the trainee is in now. */
  supervisorName: string | null;
}

export interface MeetingRecord {
  id: number;
  leaderId: number;
  enrolmentId: number;
  municipalityId: number;
  number: number;
  onDate: string;
  role: 'leader' | 'co_leader' | 'participant';
  course: string;
  citizens: number;
  relatives: number;
  network: number;
  professionals: number;
}

export interface MeetingLine extends MeetingRecord {
  /** The newest recording of the meeting, erased ones included. */
  recordingId: number | null;
  processing: 'uploaded' | 'processing' | 'ready' | 'failed' | null;
  review: 'draft' | 'ready_for_reflection' | 'reflected' | 'with_supervisor' | 'shared' | 'in_dialogue' | 'closed' | null;
  erasedAt: string | null;
  erasedWhy: string | null;
  attendees: number;
}

/** The newest enrolment of the person, a stopped one only when there is no other; or the one named. */
export const findMeetingEnrolment = (db: Reader, personId: number, today: string, enrolmentId?: number): Promise<MeetingEnrolment | null> =>
  db.row<MeetingEnrolment>(
    `SELECT e.id, e.municipality_id AS "municipalityId", place.name AS "municipalityName", e.enrolled_on AS "enrolledOn",
       (SELECT MIN(s.on_date) FROM enrolment_event s WHERE s.enrolment_id = e.id AND s.kind = 'stopped') AS "stoppedOn",
       (SELECT MAX(p.name) FROM group_member gm JOIN supervision_group g ON g.id = gm.group_id JOIN person p ON p.id = g.supervisor_id
          WHERE gm.enrolment_id = e.id AND gm.from_date <= $2 AND (gm.to_date IS NULL OR gm.to_date > $2)) AS "supervisorName"
     FROM enrolment e JOIN municipality place ON place.id = e.municipality_id
     WHERE e.person_id = $1 ${enrolmentId === undefined ? '' : 'AND e.id = $3'}
     ORDER BY CASE WHEN EXISTS (SELECT 1 FROM enrolment_event s WHERE s.enrolment_id = e.id AND s.kind = 'stopped') THEN 1 ELSE 0 END, e.enrolled_on DESC
     LIMIT 1`,
    enrolmentId === undefined ? [personId, today] : [personId, today, enrolmentId],
  );

const columns = `m.id, m.leader_id AS "leaderId", m.enrolment_id AS "enrolmentId", m.municipality_id AS "municipalityId", m.number, m.on_date AS "onDate",
  m.role, m.course, m.citizens, m.relatives, m.network, m.professionals`;

const withRecording = `SELECT ${columns}, r.id AS "recordingId", r.processing, r.review, r.erased_at AS "erasedAt", r.erased_why AS "erasedWhy",
    (SELECT COUNT(*) FROM attendee a WHERE a.meeting_id = m.id) AS "attendees"
  FROM network_meeting m LEFT JOIN recording r ON r.id = (SELECT MAX(x.id) FROM recording x WHERE x.meeting_id = m.id)`;

/** Everything a trainee has logged, the newest first. */
export const listMeetingsOf = (db: Reader, leaderId: number): Promise<MeetingLine[]> =>
  db.rows<MeetingLine>(`${withRecording} WHERE m.leader_id = $1 AND m.removed_at IS NULL ORDER BY m.on_date DESC, m.number DESC`, [
    leaderId,
  ]);

export const findMeeting = (db: Reader, meetingId: number): Promise<MeetingLine | null> =>
  db.row<MeetingLine>(`${withRecording} WHERE m.id = $1 AND m.removed_at IS NULL`, [meetingId]);

/** Letters in use, in the order of the alphabet. */
export const listCourses = async (db: Reader, enrolmentId: number): Promise<string[]> =>
  (
    await db.rows<{ course: string }>(
      'SELECT DISTINCT course FROM network_meeting WHERE enrolment_id = $1 AND removed_at IS NULL ORDER BY course',
      [enrolmentId],
    )
  ).map(({ course }) => course);

export type MeetingFields = Pick<MeetingRecord, 'onDate' | 'role' | 'course' | 'citizens' | 'relatives' | 'network' | 'professionals'>;
export type MeetingOwner = Pick<RowOf<typeof networkMeetings>, 'leaderId' | 'enrolmentId' | 'municipalityId'>;

/** Numbered per enrolment, removed meetings included, so that a number never means two meetings. */
export async function createMeeting(tx: Writer, actor: Actor, owner: MeetingOwner, fields: MeetingFields): Promise<number> {
  // Holds the row, so that two at once do not take the same number.
  await tx.run('UPDATE enrolment SET enrolled_on = enrolled_on WHERE id = $1', [owner.enrolmentId]);
  const last = await tx.row<{ number: number }>(
    'SELECT COALESCE(MAX(number), 0) AS "number" FROM network_meeting WHERE enrolment_id = $1',
    [owner.enrolmentId],
  );
  const id = await tx.insert(networkMeetings, { ...owner, ...fields, number: (last?.number ?? 0) + 1, createdAt: actor.now.toISOString() });
  await audit(tx, actor, 'meeting.create', 'network_meeting', id, owner.municipalityId);
  return id;
}

export async function changeMeeting(tx: Writer, actor: Actor, meeting: MeetingRecord, fields: MeetingFields): Promise<void> {
  await tx.update(networkMeetings, { id: meeting.id }, { ...fields });
  await audit(tx, actor, 'meeting.update', 'network_meeting', meeting.id, meeting.municipalityId);
}

/** False when a recording came in meanwhile. */
export async function removeMeeting(tx: Writer, actor: Actor, meeting: MeetingRecord): Promise<boolean> {
  const living = await tx.row(`SELECT id FROM recording WHERE meeting_id = $1 AND erased_at IS NULL AND processing <> 'failed'`, [
    meeting.id,
  ]);
  if (living) return false;
  await tx.update(networkMeetings, { id: meeting.id }, { removedAt: actor.now.toISOString() });
  await audit(tx, actor, 'meeting.remove', 'network_meeting', meeting.id, meeting.municipalityId);
  return true;
}

export type AttendeeFields = Pick<RowOf<typeof attendees>, 'kind' | 'ageGroup' | 'holders'>;

/** Adds one who was in the room, with the next free number of their kind. */
export async function addAttendee(tx: Writer, actor: Actor, meeting: MeetingRecord, fields: AttendeeFields): Promise<number> {
  await tx.run('UPDATE network_meeting SET number = number WHERE id = $1', [meeting.id]);
  const last = await tx.row<{ ordinal: number }>(
    'SELECT COALESCE(MAX(ordinal), 0) AS "ordinal" FROM attendee WHERE meeting_id = $1 AND kind = $2',
    [meeting.id, fields.kind],
  );
  const id = await tx.insert(attendees, {
    ...fields,
    meetingId: meeting.id,
    ordinal: (last?.ordinal ?? 0) + 1,
    addedAt: actor.now.toISOString(),
  });
  await audit(tx, actor, 'attendee.create', 'attendee', id, meeting.municipalityId);
  return id;
}

/** Only a line without any answer can go: an answer is never lost. */
export async function removeAttendee(tx: Writer, actor: Actor, meeting: MeetingRecord, attendeeId: number): Promise<boolean> {
  const answered = await tx.row('SELECT id FROM consent_answer WHERE attendee_id = $1', [attendeeId]);
  if (answered) return false;
  const removed = await tx.remove(attendees, { id: attendeeId, meetingId: meeting.id });
  if (removed > 0) await audit(tx, actor, 'attendee.remove', 'attendee', attendeeId, meeting.municipalityId);
  return removed > 0;
}

/** Age and holders change only while nobody has answered for the line. */
export async function changeAttendee(
  tx: Writer,
  actor: Actor,
  meeting: MeetingRecord,
  attendeeId: number,
  fields: Omit<AttendeeFields, 'kind'>,
): Promise<void> {
  if (await tx.row('SELECT id FROM consent_answer WHERE attendee_id = $1', [attendeeId])) return;
  if ((await tx.update(attendees, { id: attendeeId, meetingId: meeting.id }, fields)) > 0)
    await audit(tx, actor, 'attendee.update', 'attendee', attendeeId, meeting.municipalityId);
}

/** The recording of the meeting that is neither erased, on its way out, nor refused. */
export const findLivingRecording = async (db: Reader, meetingId: number): Promise<number | null> =>
  (
    await db.row<{ id: number }>(
      `SELECT id FROM recording WHERE meeting_id = $1 AND erased_at IS NULL AND erased_why IS NULL AND processing <> 'failed'`,
      [meetingId],
    )
  )?.id ?? null;
