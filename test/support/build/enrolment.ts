import type { Database } from '../../../src/store/database.js';
import { certificates, certificationDecisions, cohorts, enrolmentEvents, enrolments } from '../../../src/store/tables.js';
import type { RowOf } from '../../../src/store/table.js';
import { buildCohort } from './cohort.js';
import { buildTrainee } from './person.js';

export type EnrolmentRow = RowOf<typeof enrolments>;

export interface BuiltEnrolment extends EnrolmentRow {
  name: string;
}

export interface EnrolmentGiven extends Partial<EnrolmentRow> {
  /** Name of the trainee that is made when no person is given. */
  name?: string;
}

/** A trainee in a cohort from its first day; makes the cohort and the person when they are not given. */
export async function buildEnrolment(db: Database, { name, ...given }: EnrolmentGiven = {}): Promise<BuiltEnrolment> {
  const made = given.cohortId === undefined ? await buildCohort(db) : null;
  const cohort = made ?? (await db.find(cohorts, { id: given.cohortId }));
  if (!cohort) throw new Error('no such cohort');
  const places = await db.rows<{ id: number }>(
    'SELECT municipality_id AS "id" FROM cohort_municipality WHERE cohort_id = $1 ORDER BY municipality_id',
    [cohort.id],
  );
  const municipalityId = given.municipalityId ?? places[0]?.id;
  if (municipalityId === undefined) throw new Error('the cohort has no municipality');
  const person =
    given.personId === undefined
      ? await buildTrainee(db, { municipalityId, ...(name && { name }) })
      : { id: given.personId, name: name ?? '' };
  const row = {
    enrolledOn: cohort.startsOn,
    programmeVersionId: cohort.programmeVersionId,
    ...given,
    cohortId: cohort.id,
    municipalityId,
    personId: person.id,
  };
  return { ...row, name: person.name, id: await db.write((tx) => tx.insert(enrolments, row)) };
}

export type EventRow = RowOf<typeof enrolmentEvents>;

/** Stopped, or on leave, by the trainee's own hand as far as the row is concerned. */
export async function buildEvent(
  db: Database,
  enrolment: EnrolmentRow,
  given: Pick<EventRow, 'kind' | 'onDate'> & Partial<EventRow>,
): Promise<EventRow> {
  const row = {
    reason: '',
    recordedBy: enrolment.personId,
    recordedAt: `${given.onDate}T08:00:00.000Z`,
    ...given,
    enrolmentId: enrolment.id,
  };
  return { ...row, id: await db.write((tx) => tx.insert(enrolmentEvents, row)) };
}

/** A certificate in force: what locks the hours. */
export const buildCertificate = (db: Database, enrolment: EnrolmentRow & { name: string }, issuedOn: string): Promise<number> =>
  db.write(async (tx) => {
    const recordedAt = `${issuedOn}T12:00:00.000Z`;
    const decision = {
      enrolmentId: enrolment.id,
      caseId: null,
      decision: 'certified',
      nextSteps: '',
      decidedBy: enrolment.personId,
      decidedOn: issuedOn,
      recordedAt,
    };
    const decisionId = await tx.insert(certificationDecisions, decision);
    const given = {
      namePrinted: enrolment.name,
      programme: 'Mødelederuddannelse',
      rulesVersion: 1,
      issuedOn,
      serial: `PF-${enrolment.id}`,
      code: `code-${enrolment.id}`,
      withdrawnAt: null,
    };
    return tx.insert(certificates, { ...given, enrolmentId: enrolment.id, decisionId });
  });
