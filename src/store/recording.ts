import type { ViewerRelation } from '../domain/consent/viewers.js';
import { findRoom, type RoomRecord } from './consent.js';
import type { Reader } from './database.js';

export interface RecordingRecord {
  id: number;
  meetingId: number;
  ownerId: number;
  processing: 'uploaded' | 'processing' | 'ready' | 'failed';
  refusal: string | null;
  progress: number;
  review: 'draft' | 'ready_for_reflection' | 'reflected' | 'with_supervisor' | 'shared' | 'in_dialogue' | 'closed';
  reviewSince: string;
  originalKey: string | null;
  playableKey: string | null;
  posterKey: string | null;
  bytes: number | null;
  durationMs: number | null;
  hasPicture: boolean;
  uploadedAt: string;
  readyAt: string | null;
  eraseOn: string;
  erasedAt: string | null;
  erasedWhy: 'certified' | 'age' | 'withdrawn' | 'unanswered' | 'removed' | null;
}

export interface RecordedMeeting {
  id: number;
  number: number;
  onDate: string;
  enrolmentId: number;
  municipalityId: number;
  municipalityName: string;
  leaderId: number;
  leaderName: string;
}

/** Everything the policies ask about one recording and one viewer. */
export interface RecordingFor {
  recording: RecordingRecord;
  meeting: RecordedMeeting;
  /** What the viewer is to the recording at this moment. A right always needs one of these besides the answers. */
  relation: ViewerRelation;
  /** Everyone who was in the room and their answers in force. */
  room: RoomRecord;
}

const columns = `r.id, r.meeting_id AS "meetingId", r.owner_id AS "ownerId", r.processing, r.refusal, r.progress, r.review, r.review_since AS "reviewSince",
  r.original_key AS "originalKey", r.playable_key AS "playableKey", r.poster_key AS "posterKey", r.bytes, r.duration_ms AS "durationMs",
  r.has_picture AS "hasPicture", r.uploaded_at AS "uploadedAt", r.ready_at AS "readyAt", r.erase_on AS "eraseOn", r.erased_at AS "erasedAt", r.erased_why AS "erasedWhy"`;

const meetingColumns = `m.number, m.on_date AS "onDate", m.enrolment_id AS "enrolmentId", m.municipality_id AS "municipalityId", m.leader_id AS "leaderId",
  leader.name AS "leaderName", place.name AS "municipalityName"`;

const current = (member: string) => `${member}.from_date <= $3 AND (${member}.to_date IS NULL OR ${member}.to_date > $3)`;
const notStopped = (enrolment: string) =>
  `NOT EXISTS (SELECT 1 FROM enrolment_event s WHERE s.enrolment_id = ${enrolment} AND s.kind = 'stopped' AND s.on_date <= $3)`;

/** Groups of which the leader of the meeting is a member today. */
const leadersGroups = `group_member theirs JOIN supervision_group g ON g.id = theirs.group_id
  WHERE theirs.enrolment_id = m.enrolment_id AND ${current('theirs')}`;
const fellows = `SELECT COUNT(*) FROM group_member mine JOIN enrolment e ON e.id = mine.enrolment_id JOIN ${leadersGroups}
  AND mine.group_id = theirs.group_id AND e.person_id = $2 AND ${current('mine')} AND ${notStopped('e.id')}`;
const assigned = `SELECT COUNT(*) FROM assessor a JOIN assessment_case c ON c.id = a.case_id
  WHERE c.recording_id = r.id AND c.closed_on IS NULL AND a.person_id = $2`;

const relations = `(SELECT COUNT(*) FROM ${leadersGroups} AND g.supervisor_id = $2) AS "supervises",
  (${fellows}) AS "fellow", (${fellows} AND e.municipality_id = m.municipality_id) AS "fellowAtHome",
  (${assigned} AND a.slot <> 'adjudicator') AS "assesses", (${assigned} AND a.slot = 'adjudicator') AS "adjudicates"`;

type FactRow = Omit<RecordingRecord, 'hasPicture'> &
  Omit<RecordedMeeting, 'id'> & { hasPicture: number | null; supervises: number; fellow: number; fellowAtHome: number; assesses: number; adjudicates: number };

const shaped = (row: FactRow, viewerId: number): Omit<RecordingFor, 'room'> => {
  const { number, onDate, enrolmentId, municipalityId, municipalityName, leaderId, leaderName, supervises, fellow, fellowAtHome, assesses, adjudicates, ...rest } = row;
  return {
    recording: { ...rest, hasPicture: Boolean(rest.hasPicture) },
    meeting: { id: rest.meetingId, number, onDate, enrolmentId, municipalityId, municipalityName, leaderId, leaderName },
    relation: {
      isLeader: leaderId === viewerId,
      isGroupSupervisor: supervises > 0,
      isGroupMember: fellow > 0,
      isGroupMemberOfSameMunicipality: fellowAtHome > 0,
      isAssignedAssessor: assesses > 0,
      isAdjudicator: adjudicates > 0,
    },
  };
};

/** The recording with its meeting, what the viewer is to it on the date `today`, and everyone's answers in force. Null for an unknown id. */
export async function findRecordingFor(db: Reader, viewerId: number, recordingId: number, today: string): Promise<RecordingFor | null> {
  const row = await db.row<FactRow>(
    `SELECT ${columns}, ${meetingColumns}, ${relations}
     FROM recording r JOIN network_meeting m ON m.id = r.meeting_id JOIN person leader ON leader.id = m.leader_id
     JOIN municipality place ON place.id = m.municipality_id WHERE r.id = $1`,
    [recordingId, viewerId, today],
  );
  if (!row) return null;
  return { ...shaped(row, viewerId), room: await findRoom(db, row.meetingId) };
}
