import type { Processing, Review } from '../domain/recording/recording.js';
import { among } from './among.js';
import type { Reader } from './database.js';

const current = (member: string) => `${member}.from_date <= $2 AND (${member}.to_date IS NULL OR ${member}.to_date > $2)`;
const stopped = (enrolment: string) =>
  `EXISTS (SELECT 1 FROM enrolment_event v WHERE v.enrolment_id = ${enrolment} AND v.kind = 'stopped' AND v.on_date <= $2)`;

/** The trainee's own place in a cohort, with the group they are in today. */
export interface Journey {
  enrolmentId: number;
  cohortName: string;
  groupName: string | null;
  supervisorName: string | null;
  certificateId: number | null;
}

/** The newest enrolment of the person; a stopped one only when there is no other. */
export const findJourney = (db: Reader, personId: number, today: string): Promise<Journey | null> =>
  db.row<Journey>(
    `SELECT e.id AS "enrolmentId", c.name AS "cohortName", g.name AS "groupName", s.name AS "supervisorName",
       (SELECT x.id FROM certificate x WHERE x.enrolment_id = e.id AND x.withdrawn_at IS NULL) AS "certificateId"
     FROM enrolment e JOIN cohort c ON c.id = e.cohort_id
       LEFT JOIN group_member m ON m.id = (SELECT MAX(y.id) FROM group_member y WHERE y.enrolment_id = e.id AND ${current('y')})
       LEFT JOIN supervision_group g ON g.id = m.group_id LEFT JOIN person s ON s.id = g.supervisor_id
     WHERE e.person_id = $1 ORDER BY CASE WHEN ${stopped('e.id')} THEN 1 ELSE 0 END, e.enrolled_on DESC, e.id DESC LIMIT 1`,
    [personId, today],
  );

/** A meeting of the trainee's own, with its newest recording. */
export interface JourneyMeeting {
  id: number;
  number: number;
  onDate: string;
  recordingId: number | null;
  processing: Processing | null;
  review: Review | null;
  reviewSince: string | null;
  uploadedAt: string | null;
  durationMs: number | null;
  eraseOn: string | null;
  erasedAt: string | null;
  erasedWhy: string | null;
  /** When the last of those in the room was written down; null when nobody is. */
  roomAt: string | null;
  /** Shared comments of the supervisor, and how many of them the trainee has not answered. */
  comments: number;
  unanswered: number;
  commentedAt: string | null;
}

const shared = `FROM annotation a WHERE a.recording_id = r.id AND a.pass = 'supervision' AND a.shared_at IS NOT NULL AND a.removed_at IS NULL`;

/** Meetings of an enrolment that have a room or a recording, the newest first. */
export const listJourneyMeetings = (db: Reader, enrolmentId: number): Promise<JourneyMeeting[]> =>
  db.rows<JourneyMeeting>(
    `SELECT m.id, m.number, m.on_date AS "onDate", r.id AS "recordingId", r.processing, r.review, r.review_since AS "reviewSince",
       r.uploaded_at AS "uploadedAt", r.duration_ms AS "durationMs", r.erase_on AS "eraseOn", r.erased_at AS "erasedAt", r.erased_why AS "erasedWhy",
       (SELECT MAX(p.added_at) FROM attendee p WHERE p.meeting_id = m.id) AS "roomAt",
       (SELECT COUNT(*) ${shared}) AS "comments", (SELECT MAX(a.shared_at) ${shared}) AS "commentedAt",
       (SELECT COUNT(*) ${shared} AND NOT EXISTS (SELECT 1 FROM reply q WHERE q.annotation_id = a.id AND q.author_id = m.leader_id)) AS "unanswered"
     FROM network_meeting m LEFT JOIN recording r ON r.id = (SELECT MAX(x.id) FROM recording x WHERE x.meeting_id = m.id)
     WHERE m.enrolment_id = $1 AND m.removed_at IS NULL
       AND (r.id IS NOT NULL OR EXISTS (SELECT 1 FROM attendee p WHERE p.meeting_id = m.id)) ORDER BY m.on_date DESC, m.number DESC`,
    [enrolmentId],
  );

export interface NextSession {
  id: number;
  onDate: string;
  startsAt: number;
  endsAt: number;
  groupName: string;
  hostName: string | null;
}

const sessionColumns = `SELECT s.id, s.on_date AS "onDate", s.starts_at AS "startsAt", s.ends_at AS "endsAt", g.name AS "groupName", h.name AS "hostName"
  FROM supervision_session s JOIN supervision_group g ON g.id = s.group_id LEFT JOIN municipality h ON h.id = s.host_municipality_id`;

/** The next planned sessions of a trainee's groups, or of a supervisor's, today's included. */
export const listNextSessions = (
  db: Reader,
  of: { enrolmentId: number } | { supervisorId: number },
  today: string,
): Promise<NextSession[]> =>
  'supervisorId' in of
    ? db.rows<NextSession>(
        `${sessionColumns} WHERE g.supervisor_id = $1 AND s.state = 'planned' AND s.on_date >= $2 ORDER BY s.on_date, s.starts_at, s.id LIMIT 2`,
        [of.supervisorId, today],
      )
    : db.rows<NextSession>(
        `${sessionColumns} JOIN group_member m ON m.group_id = g.id AND m.enrolment_id = $1 AND m.from_date <= s.on_date AND (m.to_date IS NULL OR m.to_date > s.on_date)
         WHERE s.state = 'planned' AND s.on_date >= $2 ORDER BY s.on_date, s.starts_at, s.id LIMIT 1`,
        [of.enrolmentId, today],
      );

/** A recording in the supervisor's hands, if everyone's answers let them look. */
export interface WithSupervisor {
  recordingId: number;
  meetingId: number;
  number: number;
  leaderName: string;
  municipalityName: string;
  processing: Processing;
  review: Review;
  reviewSince: string;
  durationMs: number | null;
  erasedAt: string | null;
  erasedWhy: string | null;
  deliveredAt: string | null;
}

/** Recordings of the groups somebody supervises today that wait for them, the longest first. */
export const listWithSupervisor = (db: Reader, supervisorId: number, today: string): Promise<WithSupervisor[]> =>
  db.rows<WithSupervisor>(
    `SELECT DISTINCT r.id AS "recordingId", m.id AS "meetingId", m.number, p.name AS "leaderName", k.name AS "municipalityName", r.processing, r.review,
       r.review_since AS "reviewSince", r.duration_ms AS "durationMs", r.erased_at AS "erasedAt", r.erased_why AS "erasedWhy", f.delivered_at AS "deliveredAt"
     FROM recording r JOIN network_meeting m ON m.id = r.meeting_id AND m.removed_at IS NULL JOIN person p ON p.id = m.leader_id
       JOIN municipality k ON k.id = m.municipality_id JOIN group_member theirs ON theirs.enrolment_id = m.enrolment_id AND ${current('theirs')}
       JOIN supervision_group g ON g.id = theirs.group_id LEFT JOIN reflection f ON f.recording_id = r.id
     WHERE g.supervisor_id = $1 AND r.processing = 'ready' AND r.erased_at IS NULL AND r.erased_why IS NULL
       AND r.review IN ('reflected', 'with_supervisor', 'in_dialogue') ORDER BY r.review_since, r.id`,
    [supervisorId, today],
  );

export interface LastReply {
  recordingId: number;
  startMs: number;
  textKept: string;
}

/** The newest reply of the leader to each of these recordings. The text is opened by the caller. */
export async function listLastReplies(db: Reader, recordingIds: number[]): Promise<LastReply[]> {
  if (recordingIds.length === 0) return [];
  const places = among(recordingIds);
  return db.rows<LastReply>(
    `SELECT a.recording_id AS "recordingId", a.start_ms AS "startMs", q.text_kept AS "textKept"
     FROM reply q JOIN annotation a ON a.id = q.annotation_id
     WHERE q.id IN (SELECT MAX(y.id) FROM reply y JOIN annotation b ON b.id = y.annotation_id JOIN recording r ON r.id = b.recording_id
       WHERE b.recording_id IN (${places}) AND y.author_id = r.owner_id AND b.removed_at IS NULL GROUP BY b.recording_id)`,
    recordingIds,
  );
}

export interface GroupMemberLine {
  groupId: number;
  groupName: string;
  cohortName: string;
  enrolmentId: number;
  name: string;
  municipalityId: number;
}

/** Who is in the groups somebody supervises today, by group and name in Danish order; those who stopped are left out. */
export const listOwnMembers = (db: Reader, supervisorId: number, today: string): Promise<GroupMemberLine[]> =>
  db.rows<GroupMemberLine>(
    `SELECT g.id AS "groupId", g.name AS "groupName", c.name AS "cohortName", e.id AS "enrolmentId", p.name, e.municipality_id AS "municipalityId"
     FROM supervision_group g JOIN cohort c ON c.id = g.cohort_id JOIN group_member m ON m.group_id = g.id AND ${current('m')}
       JOIN enrolment e ON e.id = m.enrolment_id JOIN person p ON p.id = e.person_id
     WHERE g.supervisor_id = $1 AND c.ends_on >= $2 AND NOT ${stopped('e.id')} ORDER BY c.starts_on DESC, g.name, g.id, p.sort_key, e.id`,
    [supervisorId, today],
  );

export interface UndecidedLine {
  enrolmentId: number;
  personId: number;
  name: string;
  municipalityId: number;
  municipalityName: string;
  /** A group of theirs is or was this person's. */
  own: number;
}

/** Enrolments whose latest case has both first ratings and no decision, as seen by somebody who may have to decide. */
export const listUndecidedFor = (db: Reader, personId: number, today: string): Promise<UndecidedLine[]> =>
  db.rows<UndecidedLine>(
    `SELECT e.id AS "enrolmentId", e.person_id AS "personId", p.name, e.municipality_id AS "municipalityId", k.name AS "municipalityName",
       (SELECT COUNT(*) FROM group_member m JOIN supervision_group g ON g.id = m.group_id WHERE m.enrolment_id = e.id AND g.supervisor_id = $1) AS "own"
     FROM enrolment e JOIN person p ON p.id = e.person_id JOIN municipality k ON k.id = e.municipality_id
     WHERE NOT ${stopped('e.id')} AND EXISTS (SELECT 1 FROM assessment_case c WHERE c.enrolment_id = e.id AND c.closed_on IS NULL
       AND NOT EXISTS (SELECT 1 FROM certification_decision d WHERE d.case_id = c.id)
       AND (SELECT COUNT(*) FROM assessor s WHERE s.case_id = c.id AND s.slot <> 'adjudicator' AND s.locked_at IS NOT NULL) = 2)
     ORDER BY p.sort_key, e.id`,
    [personId, today],
  );

export interface OpenSeat {
  caseId: number;
  name: string;
  municipalityName: string;
  requestedOn: string;
  slot: 'A' | 'B' | 'adjudicator';
  assignedAt: string;
}

/** Seats at open cases that the person has not locked, the oldest first. */
export const listOpenSeats = (db: Reader, personId: number): Promise<OpenSeat[]> =>
  db.rows<OpenSeat>(
    `SELECT c.id AS "caseId", p.name, m.name AS "municipalityName", c.requested_on AS "requestedOn", a.slot, a.assigned_at AS "assignedAt"
     FROM assessor a JOIN assessment_case c ON c.id = a.case_id JOIN enrolment e ON e.id = c.enrolment_id JOIN person p ON p.id = e.person_id
       JOIN municipality m ON m.id = e.municipality_id
     WHERE a.person_id = $1 AND a.locked_at IS NULL AND c.closed_on IS NULL
       AND NOT EXISTS (SELECT 1 FROM certification_decision d WHERE d.case_id = c.id) ORDER BY a.assigned_at, c.id`,
    [personId],
  );
