import type { ProgrammeBody } from '../domain/programme/programme.js';
import type { SeatHolder } from '../domain/cohort/seats.js';
import { freeSeats, type FreeSeats } from '../domain/desk/free-seats.js';
import type { Reader } from './database.js';

const appointed = `SELECT a.cohort_id FROM appointment a JOIN person_role r ON r.person_id = a.person_id AND r.role = 'coordinator' WHERE a.person_id = $1`;

interface OpenCohort {
  cohortId: number;
  cohortName: string;
  startsOn: string;
  body: string;
  seminar1End: string | null;
  seminar2: string | null;
}

/** Cohorts of the person whose first seminar is not over, or not planned while the cohort has not ended. */
const listOpenCohorts = (db: Reader, personId: number, today: string): Promise<OpenCohort[]> =>
  db.rows<OpenCohort>(
    `SELECT c.id AS "cohortId", c.name AS "cohortName", c.starts_on AS "startsOn", v.body, d.first AS "seminar1End", d.second AS "seminar2"
     FROM cohort c JOIN programme_version v ON v.id = c.programme_version_id LEFT JOIN (
       SELECT t.cohort_id, MAX(CASE WHEN t.code = 'S1' THEN t.on_date END) AS first, MIN(CASE WHEN t.code = 'S2' THEN t.on_date END) AS second
       FROM training_day t WHERE t.kind = 'seminar' GROUP BY t.cohort_id) d ON d.cohort_id = c.id
     WHERE c.id IN (${appointed}) AND c.ends_on >= $2 AND COALESCE(d.first, c.starts_on) >= $2 ORDER BY c.starts_on, c.id`,
    [personId, today],
  );

interface PlaceRow {
  cohortId: number;
  municipalityId: number;
  municipalityName: string;
}

export interface OpenSeats extends FreeSeats {
  cohortId: number;
  cohortName: string;
  startsOn: string;
}

type Holder = SeatHolder & { cohortId: number };

/** Seats that stand free in the person's cohorts, in three statements however many there are. */
export async function listOpenSeatsOf(db: Reader, personId: number, today: string): Promise<OpenSeats[]> {
  const cohorts = await listOpenCohorts(db, personId, today);
  if (cohorts.length === 0) return [];
  const ids = cohorts.map(({ cohortId }) => cohortId);
  const marks = ids.map((_, index) => `$${index + 1}`).join(', ');
  const [places, holders] = await Promise.all([
    db.rows<PlaceRow>(
      `SELECT k.cohort_id AS "cohortId", m.id AS "municipalityId", m.name AS "municipalityName" FROM cohort_municipality k
       JOIN municipality m ON m.id = k.municipality_id WHERE k.cohort_id IN (${marks}) ORDER BY m.sort_key`,
      ids,
    ),
    db.rows<Holder>(
      `SELECT e.cohort_id AS "cohortId", e.municipality_id AS "municipalityId", e.enrolled_on AS "enrolledOn",
         (SELECT MIN(v.on_date) FROM enrolment_event v WHERE v.enrolment_id = e.id AND v.kind = 'stopped') AS "stoppedOn"
       FROM enrolment e WHERE e.cohort_id IN (${marks})`,
      ids,
    ),
  ]);
  return cohorts.flatMap(({ cohortId, cohortName, startsOn, body, seminar1End, seminar2 }) => {
    const capacity = (JSON.parse(body) as ProgrammeBody).capacity.perMunicipality;
    const of = <T extends { cohortId: number }>(rows: T[]) => rows.filter((row) => row.cohortId === cohortId);
    return freeSeats(of(places), of(holders), { capacity, seminar1End, seminar2 }, today).map(
      ({ municipalityId, municipalityName, free }) => ({ cohortId, cohortName, startsOn, municipalityId, municipalityName, free }),
    );
  });
}

export interface DeskGroup {
  enrolmentId: number;
  groupId: number;
  groupName: string;
}

/** The groups those in the person's cohorts are in now. */
export const listGroupsNow = (db: Reader, personId: number): Promise<DeskGroup[]> =>
  db.rows<DeskGroup>(
    `SELECT x.enrolment_id AS "enrolmentId", g.id AS "groupId", g.name AS "groupName" FROM group_member x
     JOIN supervision_group g ON g.id = x.group_id WHERE x.to_date IS NULL AND g.cohort_id IN (${appointed})`,
    [personId],
  );

/** Municipalities of the person's cohorts, in Danish order. */
export const listReportable = (db: Reader, personId: number): Promise<{ id: number; name: string }[]> =>
  db.rows(
    `SELECT m.id, m.name FROM municipality m WHERE m.id IN (SELECT k.municipality_id FROM cohort_municipality k WHERE k.cohort_id IN (${appointed})
       UNION SELECT e.municipality_id FROM enrolment e WHERE e.cohort_id IN (${appointed})) ORDER BY m.sort_key, m.id`,
    [personId],
  );
