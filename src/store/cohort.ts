import { audit, type Actor } from './audit.js';
import type { Reader, Writer } from './database.js';
import type { MunicipalityName } from './municipality.js';
import { appointments, cohortMunicipalities, cohorts } from './tables.js';

export interface CohortLine {
  id: number;
  name: string;
  startsOn: string;
  endsOn: string;
  programmeVersionId: number;
  municipalities: number;
  trainees: number;
}

const cohortLine = `SELECT c.id, c.name, c.starts_on AS "startsOn", c.ends_on AS "endsOn", c.programme_version_id AS "programmeVersionId",
    (SELECT COUNT(*) FROM cohort_municipality m WHERE m.cohort_id = c.id) AS "municipalities",
    (SELECT COUNT(*) FROM enrolment e WHERE e.cohort_id = c.id
      AND NOT EXISTS (SELECT 1 FROM enrolment_event v WHERE v.enrolment_id = e.id AND v.kind = 'stopped')) AS "trainees"
  FROM cohort c JOIN appointment a ON a.cohort_id = c.id`;

/** The cohorts a coordinator is appointed to, the newest first. */
export const listCohortsFor = (db: Reader, personId: number): Promise<CohortLine[]> =>
  db.rows<CohortLine>(`${cohortLine} WHERE a.person_id = $1 ORDER BY c.starts_on DESC, c.id DESC`, [personId]);

export const findAppointedCohort = (db: Reader, cohortId: number, personId: number): Promise<CohortLine | null> =>
  db.row<CohortLine>(`${cohortLine} WHERE a.person_id = $2 AND c.id = $1`, [cohortId, personId]);

export const isAppointed = async (db: Reader, cohortId: number, personId: number): Promise<boolean> =>
  (await db.find(appointments, { cohortId, personId })) !== null;

/** Whether the person is appointed to any cohort. */
export const hasCohort = async (db: Reader, personId: number): Promise<boolean> =>
  (await db.row('SELECT 1 AS "found" FROM appointment WHERE person_id = $1 LIMIT 1', [personId])) !== null;

export const findCohortSpan = async (db: Reader, cohortId: number): Promise<{ from: string; to: string }> =>
  (await db.row<{ from: string; to: string }>('SELECT starts_on AS "from", ends_on AS "to" FROM cohort WHERE id = $1', [cohortId])) ?? {
    from: '',
    to: '',
  };

export const listCohortMunicipalities = (db: Reader, cohortId: number): Promise<MunicipalityName[]> =>
  db.rows<MunicipalityName>(
    `SELECT m.id, m.name FROM cohort_municipality c JOIN municipality m ON m.id = c.municipality_id WHERE c.cohort_id = $1 ORDER BY m.sort_key`,
    [cohortId],
  );

export interface NewCohort {
  name: string;
  programmeVersionId: number;
  startsOn: string;
  endsOn: string;
  municipalityIds: number[];
  coordinatorId: number;
  demo?: boolean;
}

/** The one who makes a cohort is appointed to it. */
export async function createCohort(tx: Writer, actor: Actor, given: NewCohort): Promise<number> {
  const { name, programmeVersionId, startsOn, endsOn, demo = false } = given;
  const cohortId = await tx.insert(cohorts, { name, programmeVersionId, startsOn, endsOn, demo });
  await tx.insertMany(
    cohortMunicipalities,
    given.municipalityIds.map((municipalityId) => ({ cohortId, municipalityId })),
  );
  await tx.insert(appointments, { personId: given.coordinatorId, cohortId });
  await audit(tx, actor, 'cohort.create', 'cohort', cohortId);
  return cohortId;
}
