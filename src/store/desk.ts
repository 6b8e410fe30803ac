import type { ProgrammeBody } from '../domain/programme/programme.js';
import { freeSeats, type FreeSeats } from '../domain/desk/free-seats.js';
import { listApplicationsIn, type ApplicationLine } from './application.js';
import { holdersOf, type Move } from './seat.js';
import { among } from './among.js';
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

/** Somebody's yes from the municipality was the last that happened: they stand in line. */
const someoneWaits = `EXISTS (SELECT 1 FROM application a WHERE a.cohort_id = c.id AND a.erased_at IS NULL
  AND (SELECT v.kind FROM application_event v WHERE v.application_id = a.id ORDER BY v.id DESC LIMIT 1) = 'approved')`;

/** Those of the cohorts that have not ended, and whose first seminar is not over, is not planned, or that somebody waits for. */
const listOpenCohorts = (db: Reader, cohortIds: number[], today: string): Promise<OpenCohort[]> =>
  db.rows<OpenCohort>(
    `SELECT c.id AS "cohortId", c.name AS "cohortName", c.starts_on AS "startsOn", v.body, d.first AS "seminar1End", d.second AS "seminar2"
     FROM cohort c JOIN programme_version v ON v.id = c.programme_version_id LEFT JOIN (
       SELECT t.cohort_id, MAX(CASE WHEN t.code = 'S1' THEN t.on_date END) AS first, MIN(CASE WHEN t.code = 'S2' THEN t.on_date END) AS second
       FROM training_day t WHERE t.kind = 'seminar' GROUP BY t.cohort_id) d ON d.cohort_id = c.id
     WHERE c.id IN (${among(cohortIds, 2)}) AND c.ends_on >= $1 AND (COALESCE(d.first, c.starts_on) >= $1 OR ${someoneWaits}) ORDER BY c.starts_on, c.id`,
    [today, ...cohortIds],
  );

interface PlaceRow {
  cohortId: number;
  municipalityId: number;
  municipalityName: string;
}

export interface OpenSeats extends FreeSeats<ApplicationLine> {
  cohortId: number;
  cohortName: string;
  startsOn: string;
}

interface HolderRow {
  id: number;
  cohortId: number;
  municipalityId: number;
  enrolledOn: string;
  stoppedOn: string | null;
}

async function readPlaces(db: Reader, ids: number[]) {
  const marks = among(ids);
  const [places, holders, moves, applications] = await Promise.all([
    db.rows<PlaceRow>(
      `SELECT k.cohort_id AS "cohortId", m.id AS "municipalityId", m.name AS "municipalityName" FROM cohort_municipality k
       JOIN municipality m ON m.id = k.municipality_id WHERE k.cohort_id IN (${marks}) ORDER BY m.sort_key`,
      ids,
    ),
    db.rows<HolderRow>(
      `SELECT e.id, e.cohort_id AS "cohortId", e.municipality_id AS "municipalityId", e.enrolled_on AS "enrolledOn",
         (SELECT MIN(v.on_date) FROM enrolment_event v WHERE v.enrolment_id = e.id AND v.kind = 'stopped') AS "stoppedOn"
       FROM enrolment e WHERE e.cohort_id IN (${marks})`,
      ids,
    ),
    db.rows<Move>(
      `SELECT v.enrolment_id AS "enrolmentId", v.from_municipality_id AS "fromMunicipalityId", v.to_municipality_id AS "toMunicipalityId",
         v.on_date AS "onDate" FROM enrolment_move v JOIN enrolment e ON e.id = v.enrolment_id WHERE e.cohort_id IN (${marks}) ORDER BY v.on_date, v.id`,
      ids,
    ),
    listApplicationsIn(db, ids),
  ]);
  return { places, holders, moves, applications };
}

/** Seats that stand free in these cohorts, and who is first in line for them, in five statements however many there are. */
export async function listOpenSeatsIn(db: Reader, cohortIds: number[], today: string): Promise<OpenSeats[]> {
  const cohorts = await listOpenCohorts(db, cohortIds, today);
  if (cohorts.length === 0) return [];
  const { places, holders, moves, applications } = await readPlaces(
    db,
    cohorts.map(({ cohortId }) => cohortId),
  );
  return cohorts.flatMap(({ cohortId, cohortName, startsOn, body, ...seminars }) => {
    const capacity = (JSON.parse(body) as ProgrammeBody).capacity.perMunicipality;
    const of = <T extends { cohortId: number }>(rows: T[]) => rows.filter((row) => row.cohortId === cohortId);
    return freeSeats(of(places), holdersOf(of(holders), moves), of(applications), { capacity, startsOn, ...seminars }, today).map(
      ({ municipalityId, municipalityName, free, first }) => ({
        cohortId,
        cohortName,
        startsOn,
        municipalityId,
        municipalityName,
        free,
        first,
      }),
    );
  });
}

export interface DeskGroup {
  enrolmentId: number;
  groupId: number;
  groupName: string;
}

/** The groups those in these cohorts are in now. */
export const listGroupsNow = (db: Reader, cohortIds: number[]): Promise<DeskGroup[]> =>
  db.rows<DeskGroup>(
    `SELECT x.enrolment_id AS "enrolmentId", g.id AS "groupId", g.name AS "groupName" FROM group_member x
     JOIN supervision_group g ON g.id = x.group_id WHERE x.to_date IS NULL AND g.cohort_id IN (${among(cohortIds)})`,
    cohortIds,
  );

/** Municipalities of the person's cohorts, in Danish order. */
export const listReportable = (db: Reader, personId: number): Promise<{ id: number; name: string }[]> =>
  db.rows(
    `SELECT m.id, m.name FROM municipality m WHERE m.id IN (SELECT k.municipality_id FROM cohort_municipality k WHERE k.cohort_id IN (${appointed})
       UNION SELECT e.municipality_id FROM enrolment e WHERE e.cohort_id IN (${appointed})) ORDER BY m.sort_key, m.id`,
    [personId],
  );
