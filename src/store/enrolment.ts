import { localDate } from '../domain/calendar/dates.js';
import type { EnrolmentEvent as Dated } from '../domain/cohort/leave.js';
import { audit, type Actor } from './audit.js';
import type { Reader, Writer } from './database.js';
import type { RowOf } from './table.js';
import { retally } from './supervision-total.js';
import { enrolmentEvents, enrolments } from './tables.js';

export type EnrolmentEvent = Omit<RowOf<typeof enrolmentEvents>, 'kind'> & Dated;

export interface EnrolmentLine {
  id: number;
  personId: number;
  name: string;
  cohortId: number;
  municipalityId: number;
  municipalityName: string;
  programmeVersionId: number;
  enrolledOn: string;
  /** Printed date of the certificate in force, if there is one. */
  certifiedOn: string | null;
  groupName: string | null;
}

const enrolmentLine = `SELECT e.id, e.person_id AS "personId", p.name, e.cohort_id AS "cohortId", e.municipality_id AS "municipalityId",
    m.name AS "municipalityName", e.programme_version_id AS "programmeVersionId", e.enrolled_on AS "enrolledOn",
    (SELECT MIN(c.issued_on) FROM certificate c WHERE c.enrolment_id = e.id AND c.withdrawn_at IS NULL) AS "certifiedOn",
    (SELECT MAX(g.name) FROM group_member x JOIN supervision_group g ON g.id = x.group_id WHERE x.enrolment_id = e.id AND x.to_date IS NULL) AS "groupName"
  FROM enrolment e JOIN person p ON p.id = e.person_id JOIN municipality m ON m.id = e.municipality_id`;

/** Everyone of a cohort, by name in Danish order. */
export const listEnrolments = (db: Reader, cohortId: number): Promise<EnrolmentLine[]> =>
  db.rows<EnrolmentLine>(`${enrolmentLine} WHERE e.cohort_id = $1 ORDER BY p.sort_key, e.id`, [cohortId]);

export const findEnrolment = (db: Reader, enrolmentId: number): Promise<EnrolmentLine | null> =>
  db.row<EnrolmentLine>(`${enrolmentLine} WHERE e.id = $1`, [enrolmentId]);

/** A person's own enrolments, the newest first. */
export const listOwnEnrolments = (db: Reader, personId: number): Promise<EnrolmentLine[]> =>
  db.rows<EnrolmentLine>(`${enrolmentLine} WHERE e.person_id = $1 ORDER BY e.enrolled_on DESC, e.id DESC`, [personId]);

const eventColumns = `v.id, v.enrolment_id AS "enrolmentId", v.kind, v.on_date AS "onDate", v.reason, v.recorded_by AS "recordedBy",
  v.recorded_at AS "recordedAt"`;

export const listCohortEvents = (db: Reader, cohortId: number): Promise<EnrolmentEvent[]> =>
  db.rows<EnrolmentEvent>(
    `SELECT ${eventColumns} FROM enrolment_event v JOIN enrolment e ON e.id = v.enrolment_id WHERE e.cohort_id = $1 ORDER BY v.on_date, v.id`,
    [cohortId],
  );

export const listEvents = (db: Reader, enrolmentId: number): Promise<EnrolmentEvent[]> =>
  db.rows<EnrolmentEvent>(`SELECT ${eventColumns} FROM enrolment_event v WHERE v.enrolment_id = $1 ORDER BY v.on_date, v.id`, [
    enrolmentId,
  ]);

export type NewEnrolment = Pick<RowOf<typeof enrolments>, 'personId' | 'cohortId' | 'municipalityId' | 'programmeVersionId' | 'enrolledOn'>;

export async function createEnrolment(tx: Writer, actor: Actor, given: NewEnrolment): Promise<number> {
  const id = await tx.insert(enrolments, given);
  await audit(tx, actor, 'enrolment.create', 'enrolment', id, given.municipalityId);
  await retally(tx, [id], localDate(actor.now));
  return id;
}

export interface NewEvent extends Dated {
  reason: string;
}

/** Adds events to an enrolment; nothing is overwritten. */
export async function addEvents(tx: Writer, actor: Actor & { personId: number }, enrolmentId: number, events: NewEvent[]): Promise<void> {
  const recordedAt = actor.now.toISOString();
  for (const event of events) {
    await tx.insert(enrolmentEvents, { ...event, enrolmentId, recordedBy: actor.personId, recordedAt });
    await audit(tx, actor, `enrolment.${event.kind}`, 'enrolment', enrolmentId);
  }
  await retally(tx, [enrolmentId], localDate(actor.now));
}

export interface PersonChoice {
  id: number;
  name: string;
  municipalityId: number | null;
}

/** Trainees of the cohort's municipalities who are not enrolled in it, by name in Danish order. */
export const listEnrollable = (db: Reader, cohortId: number): Promise<PersonChoice[]> =>
  db.rows<PersonChoice>(
    `SELECT p.id, p.name, p.municipality_id AS "municipalityId" FROM person p
       JOIN person_role r ON r.person_id = p.id AND r.role = 'trainee'
       JOIN cohort_municipality c ON c.municipality_id = p.municipality_id AND c.cohort_id = $1
     WHERE p.account_state <> 'disabled' AND NOT EXISTS (SELECT 1 FROM enrolment e WHERE e.person_id = p.id AND e.cohort_id = $1)
     ORDER BY p.sort_key`,
    [cohortId],
  );

/** Whether anybody in the municipalities of the cohort has an account as a trainee, on the cohort or not. */
export const hasTraineesNearby = async (db: Reader, cohortId: number): Promise<boolean> =>
  (await db.row(
    `SELECT 1 AS "found" FROM person p JOIN person_role r ON r.person_id = p.id AND r.role = 'trainee'
       JOIN cohort_municipality c ON c.municipality_id = p.municipality_id AND c.cohort_id = $1
     WHERE p.account_state <> 'disabled' LIMIT 1`,
    [cohortId],
  )) !== null;

/** Somebody was there, or was credited, on a day of the span (both ends counted). */
export const tookPartBetween = async (db: Reader, enrolmentId: number, from: string, to: string): Promise<boolean> =>
  (await db.row(
    `SELECT 1 AS "found" FROM training_day d JOIN attendance a ON a.training_day_id = d.id
       WHERE a.enrolment_id = $1 AND a.presence = 'present' AND a.held_day_id IS NULL AND d.on_date BETWEEN $2 AND $3
         AND a.id = (SELECT MAX(b.id) FROM attendance b WHERE b.training_day_id = d.id AND b.enrolment_id = $1)
     UNION ALL
     SELECT 1 FROM supervision_line l JOIN supervision_session s ON s.id = l.session_id
       WHERE l.enrolment_id = $1 AND s.on_date BETWEEN $2 AND $3 GROUP BY s.id HAVING SUM(l.minutes) > 0`,
    [enrolmentId, from, to],
  )) !== null;

/** Writers of one cohort's seats wait for each other: a row lock on PostgreSQL, the write mutex on SQLite. */
export const lockCohort = (tx: Writer, cohortId: number): Promise<void> =>
  tx.run('UPDATE cohort SET name = name WHERE id = $1', [cohortId]);
