import { among } from './among.js';
import type { Reader, Writer } from './database.js';

/** One trainee on the way to a certificate. */
export interface CandidateRecord {
  id: number;
  personId: number;
  name: string;
  cohortId: number;
  cohortName: string;
  municipalityId: number;
  municipalityName: string;
  /** The person's municipality today; another one when they have changed employer. */
  homeId: number | null;
  /** Code of the programme. */
  programme: string;
}

/** What the viewer is to an enrolment by what is kept; roles are looked at by the caller. */
export interface CandidateRelation {
  supervises: number;
  appointed: number;
  assesses: number;
  /** A case both first assessors have locked. */
  rated: number;
}

const candidate = `e.id, e.person_id AS "personId", p.name, e.cohort_id AS "cohortId", c.name AS "cohortName", e.municipality_id AS "municipalityId",
  m.name AS "municipalityName", p.municipality_id AS "homeId", v.code AS "programme"`;
const source = `FROM enrolment e JOIN person p ON p.id = e.person_id JOIN cohort c ON c.id = e.cohort_id JOIN municipality m ON m.id = e.municipality_id
  JOIN programme_version v ON v.id = e.programme_version_id`;

const supervises = `EXISTS (SELECT 1 FROM group_member x JOIN supervision_group g ON g.id = x.group_id WHERE x.enrolment_id = e.id AND g.supervisor_id = $1
  AND x.from_date <= $2 AND (x.to_date IS NULL OR x.to_date > $2))`;
const appointed = 'EXISTS (SELECT 1 FROM appointment a WHERE a.cohort_id = e.cohort_id AND a.person_id = $1)';
const assesses =
  'EXISTS (SELECT 1 FROM assessor s JOIN assessment_case k ON k.id = s.case_id WHERE k.enrolment_id = e.id AND s.person_id = $1)';
const rated = `EXISTS (SELECT 1 FROM assessment_case k WHERE k.enrolment_id = e.id
  AND (SELECT COUNT(*) FROM assessor s WHERE s.case_id = k.id AND s.slot <> 'adjudicator' AND s.locked_at IS NOT NULL) = 2)`;

const flag = (condition: string) => `CASE WHEN ${condition} THEN 1 ELSE 0 END`;

export const findCandidateFor = (
  db: Reader,
  viewerId: number,
  enrolmentId: number,
  today: string,
): Promise<(CandidateRecord & CandidateRelation) | null> =>
  db.row(
    `SELECT ${candidate}, ${flag(supervises)} AS "supervises", ${flag(appointed)} AS "appointed", ${flag(assesses)} AS "assesses", ${flag(rated)} AS "rated"
     ${source} WHERE e.id = $3`,
    [viewerId, today, enrolmentId],
  );

const list = (where: string) => `SELECT ${candidate} ${source} WHERE ${where} ORDER BY p.sort_key, e.id`;

export const listOwnCandidates = (db: Reader, viewerId: number): Promise<CandidateRecord[]> =>
  db.rows(list('e.person_id = $1'), [viewerId]);

/** The trainees of the viewer's supervision groups today. */
export const listSupervisedCandidates = (db: Reader, viewerId: number, today: string): Promise<CandidateRecord[]> =>
  db.rows(list(supervises), [viewerId, today]);

/** Everyone in the cohorts the viewer is appointed to. */
export const listAppointedCandidates = (db: Reader, viewerId: number): Promise<CandidateRecord[]> => db.rows(list(appointed), [viewerId]);

export const listCandidates = async (db: Reader, enrolmentIds: number[]): Promise<CandidateRecord[]> =>
  enrolmentIds.length === 0 ? [] : db.rows(list(`e.id IN (${among(enrolmentIds)})`), enrolmentIds);

const open = `NOT EXISTS (SELECT 1 FROM certification_decision d WHERE d.enrolment_id = e.id AND d.decision = 'certified')
  AND NOT EXISTS (SELECT 1 FROM enrolment_event v WHERE v.enrolment_id = e.id AND v.kind = 'stopped')`;

/** Everyone rated by two and not certified: among them are those who wait for a decision. */
export const listRatedCandidates = (db: Reader): Promise<CandidateRecord[]> => db.rows(list(`${rated} AND ${open}`));

export interface SeatLine {
  caseId: number;
  enrolmentId: number;
  traineeName: string;
  cohortName: string;
  slot: 'A' | 'B' | 'adjudicator';
  assignedAt: string;
  savedAt: string | null;
  lockedAt: string | null;
  rated: number;
  closedOn: string | null;
  /** A decision has been taken on the case. */
  decided: number;
}

/** The cases the viewer is an assessor of, the oldest assignment first. */
export const listSeatsOf = (db: Reader, viewerId: number): Promise<SeatLine[]> =>
  db.rows<SeatLine>(
    `SELECT k.id AS "caseId", e.id AS "enrolmentId", p.name AS "traineeName", c.name AS "cohortName", s.slot, s.assigned_at AS "assignedAt",
       s.saved_at AS "savedAt", s.locked_at AS "lockedAt", k.closed_on AS "closedOn",
       (SELECT COUNT(*) FROM rating t WHERE t.assessor_id = s.id AND (t.level IS NOT NULL OR t.not_ratable IS NOT NULL)) AS "rated",
       (SELECT COUNT(*) FROM certification_decision d WHERE d.case_id = k.id) AS "decided"
     FROM assessor s JOIN assessment_case k ON k.id = s.case_id JOIN enrolment e ON e.id = k.enrolment_id JOIN person p ON p.id = e.person_id
       JOIN cohort c ON c.id = e.cohort_id
     WHERE s.person_id = $1 ORDER BY s.assigned_at, s.id`,
    [viewerId],
  );

/** Writers of one enrolment wait for each other: a row lock on PostgreSQL, the write mutex on SQLite. */
export const holdEnrolment = (tx: Writer, enrolmentId: number): Promise<void> =>
  tx.run('UPDATE enrolment SET enrolled_on = enrolled_on WHERE id = $1', [enrolmentId]);
