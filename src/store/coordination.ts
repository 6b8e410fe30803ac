import { among } from './among.js';
import type { Reader } from './database.js';

const appointed = `SELECT a.cohort_id FROM appointment a JOIN person_role r ON r.person_id = a.person_id AND r.role = 'coordinator' WHERE a.person_id = $1`;

/** One trainee as the people who follow them see them. */
export interface TraineeLine {
  enrolmentId: number;
  personId: number;
  name: string;
  sortKey: string;
  municipalityId: number;
  municipalityName: string;
  municipalityKey: string;
  enrolledOn: string;
  accountState: 'invited' | 'open' | 'disabled';
  /** The workplace as written on the person. */
  organisation: string;
}

export interface FollowedCohort {
  id: number;
  name: string;
  startsOn: string;
  endsOn: string;
  /** Rises with everything that is committed about it. */
  revision: number;
}

const traineeColumns = `e.id AS "enrolmentId", e.person_id AS "personId", p.name, p.sort_key AS "sortKey", e.municipality_id AS "municipalityId",
  m.name AS "municipalityName", m.sort_key AS "municipalityKey", e.enrolled_on AS "enrolledOn", p.account_state AS "accountState",
  p.organisation`;
const traineeTables = `enrolment e JOIN person p ON p.id = e.person_id JOIN municipality m ON m.id = e.municipality_id`;

/** Everyone of a cohort, by name in Danish order. */
export const listTrainees = (db: Reader, cohortId: number): Promise<TraineeLine[]> =>
  db.rows<TraineeLine>(`SELECT ${traineeColumns} FROM ${traineeTables} WHERE e.cohort_id = $1 ORDER BY p.sort_key, e.id`, [cohortId]);

/** A cohort the person is appointed to as coordinator; null for any other. */
export const findFollowedCohort = (db: Reader, personId: number, cohortId: number): Promise<FollowedCohort | null> =>
  db.row<FollowedCohort>(
    `SELECT c.id, c.name, c.starts_on AS "startsOn", c.ends_on AS "endsOn", v.revision FROM cohort c JOIN cohort_revision v ON v.cohort_id = c.id
     WHERE c.id = $2 AND c.id IN (${appointed})`,
    [personId, cohortId],
  );

export interface FollowedTrainee extends TraineeLine {
  cohortId: number;
  cohortName: string;
  startsOn: string;
  endsOn: string;
  groupName: string | null;
  openCaseId: number | null;
}

const followed = `SELECT ${traineeColumns}, c.id AS "cohortId", c.name AS "cohortName", c.starts_on AS "startsOn",
    c.ends_on AS "endsOn", (SELECT MAX(g.name) FROM group_member x JOIN supervision_group g ON g.id = x.group_id WHERE x.enrolment_id = e.id AND x.to_date IS NULL) AS "groupName",
    (SELECT MAX(k.id) FROM assessment_case k WHERE k.enrolment_id = e.id AND k.closed_on IS NULL) AS "openCaseId"
  FROM ${traineeTables} JOIN cohort c ON c.id = e.cohort_id`;

/** Everyone of these cohorts, by name in Danish order. */
export const listTraineesIn = (db: Reader, cohortIds: number[]): Promise<FollowedTrainee[]> =>
  db.rows<FollowedTrainee>(`${followed} WHERE c.id IN (${among(cohortIds)}) ORDER BY p.sort_key, e.id`, cohortIds);

/** One trainee of a cohort the person is appointed to; null for any other. */
export const findFollowedTrainee = (db: Reader, personId: number, enrolmentId: number): Promise<FollowedTrainee | null> =>
  db.row<FollowedTrainee>(`${followed} WHERE e.id = $2 AND c.id IN (${appointed})`, [personId, enrolmentId]);

/** Everyone a municipality has had in training, by cohort and name in Danish order. */
export const listMunicipalTrainees = (db: Reader, municipalityId: number): Promise<FollowedTrainee[]> =>
  db.rows<FollowedTrainee>(`${followed} WHERE p.municipality_id = $1 ORDER BY c.starts_on DESC, c.id, p.sort_key, e.id`, [municipalityId]);

export const findMunicipalityName = async (db: Reader, municipalityId: number): Promise<string> =>
  (await db.row<{ name: string }>('SELECT name FROM municipality WHERE id = $1', [municipalityId]))?.name ?? '';

export interface DayToEnter {
  dayId: number;
  cohortId: number;
  cohortName: string;
  kind: 'seminar' | 'certification' | 'other';
  code: string;
  day: number;
  onDate: string;
  /** People who take part and have no line for the day. */
  missing: number;
  entered: number;
}

const onLeave = `COALESCE((SELECT MAX(v.on_date) FROM enrolment_event v WHERE v.enrolment_id = e.id AND v.kind = 'leave_started' AND v.on_date <= d.on_date), '')
  > COALESCE((SELECT MAX(v.on_date) FROM enrolment_event v WHERE v.enrolment_id = e.id AND v.kind = 'leave_ended' AND v.on_date <= d.on_date), '')`;
const takesPart = `e.enrolled_on <= d.on_date AND NOT (${onLeave})
  AND NOT EXISTS (SELECT 1 FROM enrolment_event v WHERE v.enrolment_id = e.id AND v.kind = 'stopped' AND v.on_date <= d.on_date)`;
const hasLine = 'EXISTS (SELECT 1 FROM attendance l WHERE l.training_day_id = d.id AND l.enrolment_id = e.id)';

/** Past days of these cohorts where somebody's attendance is not entered; the oldest first. A certification day is not for everyone, so there one line is enough. */
export const listDaysToEnter = async (db: Reader, cohortIds: number[], today: string): Promise<DayToEnter[]> =>
  (
    await db.rows<DayToEnter>(
      `SELECT d.id AS "dayId", c.id AS "cohortId", c.name AS "cohortName", d.kind, d.code, d.day, d.on_date AS "onDate",
         (SELECT COUNT(*) FROM enrolment e WHERE e.cohort_id = c.id AND ${takesPart} AND NOT ${hasLine}) AS "missing",
         (SELECT COUNT(*) FROM enrolment e WHERE e.cohort_id = c.id AND ${hasLine}) AS "entered"
       FROM training_day d JOIN cohort c ON c.id = d.cohort_id WHERE c.id IN (${among(cohortIds, 2)}) AND d.cancelled_at IS NULL AND d.on_date < $1 ORDER BY d.on_date, d.id`,
      [today, ...cohortIds],
    )
  ).filter(({ kind, missing, entered }) => missing > 0 && (kind === 'seminar' || entered === 0));

export interface Unopened {
  name: string;
  since: string;
}

export interface UnopenedIn extends Unopened {
  personId: number;
  sortKey: string;
  cohortId: number;
}

/**
 * Trainees of these cohorts, and managers of their municipalities, whose account was never opened and who hold no living link, by name in
 * Danish order; a line for each cohort.
 */
export const listUnopenedIn = (db: Reader, cohortIds: number[], now: Date): Promise<UnopenedIn[]> => {
  const these = among(cohortIds, 2);
  return db.rows<UnopenedIn>(
    `SELECT p.id AS "personId", p.name, p.sort_key AS "sortKey", w.cohort_id AS "cohortId",
       COALESCE((SELECT MAX(e.enrolled_on) FROM enrolment e WHERE e.person_id = p.id), p.created_at) AS "since"
     FROM (SELECT e.person_id, e.cohort_id FROM enrolment e WHERE e.cohort_id IN (${these})
       UNION SELECT m.id, k.cohort_id FROM cohort_municipality k JOIN person m ON m.municipality_id = k.municipality_id
         JOIN person_role r ON r.person_id = m.id AND r.role = 'manager' WHERE k.cohort_id IN (${these})) w
       JOIN person p ON p.id = w.person_id
     WHERE p.account_state = 'invited' AND p.assessor = 0
       AND NOT EXISTS (SELECT 1 FROM person_role r WHERE r.person_id = p.id AND r.role NOT IN ('trainee', 'manager'))
       AND NOT EXISTS (SELECT 1 FROM account_link l WHERE l.person_id = p.id AND l.used_at IS NULL AND l.expires_at > $1)
     ORDER BY p.sort_key, p.id`,
    [now.toISOString(), ...cohortIds],
  );
};

/** Every account that was never opened and holds no living link: for those who run the system. */
export const listUnopenedAccounts = (db: Reader, now: Date): Promise<Unopened[]> =>
  db.rows<Unopened>(
    `SELECT p.name, p.created_at AS "since" FROM person p
     WHERE p.account_state = 'invited' AND NOT EXISTS (SELECT 1 FROM account_link l WHERE l.person_id = p.id AND l.used_at IS NULL AND l.expires_at > $1)
     ORDER BY p.sort_key, p.id`,
    [now.toISOString()],
  );

/** The open case of each enrolment of a cohort. */
export const listOpenCases = async (db: Reader, cohortId: number): Promise<Map<number, number>> =>
  new Map(
    (
      await db.rows<{ enrolmentId: number; caseId: number }>(
        `SELECT k.enrolment_id AS "enrolmentId", MAX(k.id) AS "caseId" FROM assessment_case k JOIN enrolment e ON e.id = k.enrolment_id
         WHERE e.cohort_id = $1 AND k.closed_on IS NULL GROUP BY k.enrolment_id`,
        [cohortId],
      )
    ).map(({ enrolmentId, caseId }) => [enrolmentId, caseId]),
  );
