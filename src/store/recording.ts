import { localDate } from '../domain/calendar/dates.js';
import type { ViewerRelation } from '../domain/consent/viewers.js';
import type { Person } from '../domain/person/person.js';
import type { Processing, Review } from '../domain/recording/recording.js';
import { eraseOn } from '../domain/recording/retention.js';
import { mayWatchRecording } from '../domain/recording/watch.js';
import type { Verdict } from '../domain/verdict.js';
import { findRoom, findRooms, type RoomRecord } from './consent.js';
import type { Reader } from './database.js';

export type ErasedWhy = 'certified' | 'age' | 'withdrawn' | 'unanswered' | 'removed';

export interface RecordingRecord {
  id: number;
  meetingId: number;
  ownerId: number;
  processing: Processing;
  refusal: string | null;
  progress: number;
  review: Review;
  reviewSince: string;
  originalKey: string | null;
  playableKey: string | null;
  posterKey: string | null;
  bytes: number | null;
  durationMs: number | null;
  hasPicture: boolean;
  /** What is being made of it at the moment and since when; null when nothing is. */
  step: string | null;
  stepSince: string | null;
  /** How much of the length its header promised was not there. */
  missingMs: number | null;
  /** Since when nothing more is made of it. */
  settledAt: string | null;
  /** The file as it came is still there, and browsers play it. */
  originalPlays: boolean;
  /** From–to is asked for and not made yet: there is nothing of the film that anybody may see. */
  uncut: boolean;
  /** How much was left out before anybody saw it, in ms; null when nothing was asked to be. */
  cutStartMs: number | null;
  cutEndMs: number | null;
  /** The quick version, until the steady one has stood for a while. */
  remuxKey: string | null;
  uploadedAt: string;
  readyAt: string | null;
  eraseOn: string;
  /** The certificate issued on or after the day of upload. */
  certifiedOn: string | null;
  erasedAt: string | null;
  /** Stands from the moment erasure is decided, before the files are gone. */
  erasedWhy: ErasedWhy | null;
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
  /** An assessment of it is asked for and not decided. */
  underAssessment: boolean;
}

const columns = `r.id, r.meeting_id AS "meetingId", r.owner_id AS "ownerId", r.processing, r.refusal, r.progress, r.review, r.review_since AS "reviewSince",
  r.original_key AS "originalKey", r.playable_key AS "playableKey", r.poster_key AS "posterKey", r.bytes, r.duration_ms AS "durationMs",
  r.has_picture AS "recordedPicture", r.uploaded_at AS "uploadedAt", r.ready_at AS "readyAt", r.erase_on AS "eraseOn", r.erased_at AS "erasedAt", r.erased_why AS "erasedWhy",
  r.step, r.step_since AS "stepSince", r.missing_ms AS "missingMs", r.settled_at AS "settledAt", r.original_plays AS "originalPlayed",
  r.cut_start_ms AS "cutStartMs", r.cut_end_ms AS "cutEndMs", CASE WHEN r.cut_at IS NULL AND (r.cut_from_ms IS NOT NULL OR r.cut_to_ms IS NOT NULL) THEN 1 ELSE 0 END AS "toCut",
  (SELECT f.blob_key FROM recording_file f WHERE f.recording_id = r.id AND f.kind = 'remux') AS "remuxKey"`;

const meetingColumns = `m.number, m.on_date AS "onDate", m.enrolment_id AS "enrolmentId", m.municipality_id AS "municipalityId", m.leader_id AS "leaderId",
  leader.name AS "leaderName", place.name AS "municipalityName"`;

const current = (member: string) => `${member}.from_date <= $2 AND (${member}.to_date IS NULL OR ${member}.to_date > $2)`;
const notStopped = (enrolment: string) =>
  `NOT EXISTS (SELECT 1 FROM enrolment_event s WHERE s.enrolment_id = ${enrolment} AND s.kind = 'stopped' AND s.on_date <= $2)`;

const supervised = `SELECT COUNT(*) FROM group_member theirs JOIN supervision_group g ON g.id = theirs.group_id
  WHERE theirs.enrolment_id = m.enrolment_id AND ${current('theirs')} AND g.supervisor_id = $1`;
const fellows = `SELECT COUNT(*) FROM group_member theirs JOIN group_member mine ON mine.group_id = theirs.group_id JOIN enrolment e ON e.id = mine.enrolment_id
  WHERE theirs.enrolment_id = m.enrolment_id AND ${current('theirs')} AND e.person_id = $1 AND ${current('mine')} AND ${notStopped('e.id')}`;
const assigned = `SELECT COUNT(*) FROM assessor a JOIN assessment_case c ON c.id = a.case_id
  WHERE c.recording_id = r.id AND c.closed_on IS NULL AND a.person_id = $1`;

const openCase = `SELECT COUNT(*) FROM assessment_case c WHERE c.recording_id = r.id AND c.closed_on IS NULL
  AND NOT EXISTS (SELECT 1 FROM certification_decision d WHERE d.case_id = c.id)`;
const certified = `SELECT MIN(c.issued_on) FROM certificate c
  WHERE c.enrolment_id = m.enrolment_id AND c.withdrawn_at IS NULL AND c.issued_on >= SUBSTR(r.uploaded_at, 1, 10)`;

const relations = `(${supervised}) AS "supervises",
  (${fellows}) AS "fellow", (${fellows} AND e.municipality_id = m.municipality_id) AS "fellowAtHome",
  (${assigned} AND a.slot <> 'adjudicator') AS "assesses", (${assigned} AND a.slot = 'adjudicator') AS "adjudicates",
  (${openCase}) AS "openCases", (${certified}) AS "certifiedOn"`;

interface AsideRow {
  supervises: number;
  fellow: number;
  fellowAtHome: number;
  assesses: number;
  adjudicates: number;
  openCases: number;
  recordedPicture: number | null;
  originalPlayed: number | null;
  toCut: number;
}

type FactRow = Omit<RecordingRecord, 'hasPicture' | 'originalPlays' | 'uncut'> & Omit<RecordedMeeting, 'id'> & AsideRow;

/** The date told to people: the one set at upload, or earlier when a certificate has come since. */
const erasure = (row: FactRow): string => {
  const { date } = eraseOn(localDate(new Date(row.uploadedAt)), row.certifiedOn);
  return date < row.eraseOn ? date : row.eraseOn;
};

function shaped(row: FactRow, viewerId: number): Omit<RecordingFor, 'room'> {
  const { number, onDate, enrolmentId, municipalityId, municipalityName, leaderId, leaderName, ...more } = row;
  const { supervises, fellow, fellowAtHome, assesses, adjudicates, openCases, recordedPicture, originalPlayed, toCut, ...recording } = more;
  return {
    recording: {
      ...recording,
      hasPicture: recordedPicture === 1,
      originalPlays: originalPlayed === 1 && recording.originalKey !== null && toCut === 0,
      uncut: toCut === 1,
      eraseOn: erasure(row),
    },
    meeting: { id: recording.meetingId, number, onDate, enrolmentId, municipalityId, municipalityName, leaderId, leaderName },
    relation: {
      isLeader: leaderId === viewerId,
      isGroupSupervisor: supervises > 0,
      isGroupMember: fellow > 0,
      isGroupMemberOfSameMunicipality: fellowAtHome > 0,
      isAssignedAssessor: assesses > 0,
      isAdjudicator: adjudicates > 0,
    },
    underAssessment: openCases > 0,
  };
}

const source = `FROM recording r JOIN network_meeting m ON m.id = r.meeting_id JOIN person leader ON leader.id = m.leader_id
  JOIN municipality place ON place.id = m.municipality_id`;

/** The recording with its meeting, what the viewer is to it on the date `today`, and everyone's answers in force. Null for an unknown id. */
export async function findRecordingFor(db: Reader, viewerId: number, recordingId: number, today: string): Promise<RecordingFor | null> {
  const row = await db.row<FactRow>(`SELECT ${columns}, ${meetingColumns}, ${relations} ${source} WHERE r.id = $3`, [
    viewerId,
    today,
    recordingId,
  ]);
  return row ? { ...shaped(row, viewerId), room: await findRoom(db, row.meetingId) } : null;
}

/** May this viewer watch at this moment? Asked at every request for film. `facts` were found for the same person. */
export const watchable = (person: Person, facts: RecordingFor): Verdict => mayWatchRecording(person, facts);

/**
 * The newest recording of every meeting the viewer led, or that a member of a group they supervise or belong to led; newest first.
 * What of it they may know of is the policy's to say. Two queries, however many there are.
 */
export async function listRecordingsFor(db: Reader, viewerId: number, today: string): Promise<RecordingFor[]> {
  const rows = await db.rows<FactRow>(
    `SELECT ${columns}, ${meetingColumns}, ${relations} ${source}
     WHERE r.id = (SELECT MAX(x.id) FROM recording x WHERE x.meeting_id = r.meeting_id) AND m.removed_at IS NULL AND (m.leader_id = $1
       OR m.enrolment_id IN (
         SELECT theirs.enrolment_id FROM group_member theirs JOIN supervision_group g ON g.id = theirs.group_id WHERE g.supervisor_id = $1
         UNION SELECT theirs.enrolment_id FROM group_member theirs JOIN group_member mine ON mine.group_id = theirs.group_id
           JOIN enrolment e ON e.id = mine.enrolment_id WHERE e.person_id = $1))
     ORDER BY r.uploaded_at DESC, r.id DESC`,
    [viewerId, today],
  );
  const rooms = await findRooms(
    db,
    rows.map(({ meetingId }) => meetingId),
  );
  return rows.map((row) => ({ ...shaped(row, viewerId), room: rooms.get(row.meetingId) ?? { attendees: [], answers: [] } }));
}

export interface Watcher {
  relation: 'supervisor' | 'A' | 'B' | 'adjudicator';
  name: string;
}

/** Who has a relation to the recording by name today: supervisors of the leader's groups, then assessors. */
export const listWatchers = (db: Reader, recordingId: number, today: string): Promise<Watcher[]> =>
  db.rows<Watcher>(
    `SELECT 'supervisor' AS "relation", p.name FROM recording r JOIN network_meeting m ON m.id = r.meeting_id
       JOIN group_member theirs ON theirs.enrolment_id = m.enrolment_id JOIN supervision_group g ON g.id = theirs.group_id JOIN person p ON p.id = g.supervisor_id
     WHERE r.id = $1 AND ${current('theirs')}
     UNION ALL SELECT a.slot, p.name FROM assessor a JOIN assessment_case c ON c.id = a.case_id JOIN person p ON p.id = a.person_id
     WHERE c.recording_id = $1 AND c.closed_on IS NULL ORDER BY 2`,
    [recordingId, today],
  );
