import type { Independence } from '../domain/certification/independence.js';
import { audit, type Actor } from './audit.js';
import { among } from './among.js';
import type { Reader, Writer } from './database.js';
import type { TextSubject } from './recording-text.js';
import { assessmentCases, assessors } from './tables.js';

export type Slot = 'A' | 'B' | 'adjudicator';

/** One assessor's place at a case. */
export interface SeatRecord {
  id: number;
  caseId: number;
  personId: number;
  name: string;
  organisation: string;
  slot: Slot;
  assignedAt: string;
  savedAt: string | null;
  lockedAt: string | null;
  /** Elements with a level or a reason why not. */
  rated: number;
}

export interface CaseRecord {
  id: number;
  enrolmentId: number;
  attempt: number;
  route: 'film' | 'observation';
  recordingId: number | null;
  observedOn: string | null;
  observedMinutes: number | null;
  requestedOn: string;
  closedOn: string | null;
  closedWhy: 'consent_withdrawn' | 'not_ratable' | null;
  /** Number and date of the recorded meeting. */
  meetingNumber: number | null;
  meetingDate: string | null;
  durationMs: number | null;
  seats: SeatRecord[];
}

type CaseRow = Omit<CaseRecord, 'seats'>;

const caseColumns = `SELECT c.id, c.enrolment_id AS "enrolmentId", c.attempt, c.route, c.recording_id AS "recordingId", c.observed_on AS "observedOn",
    c.observed_minutes AS "observedMinutes", c.requested_on AS "requestedOn", c.closed_on AS "closedOn", c.closed_why AS "closedWhy",
    m.number AS "meetingNumber", m.on_date AS "meetingDate", r.duration_ms AS "durationMs"
  FROM assessment_case c LEFT JOIN recording r ON r.id = c.recording_id LEFT JOIN network_meeting m ON m.id = r.meeting_id`;

const seatColumns = `SELECT a.id, a.case_id AS "caseId", a.person_id AS "personId", p.name, p.organisation, a.slot, a.assigned_at AS "assignedAt",
    a.saved_at AS "savedAt", a.locked_at AS "lockedAt",
    (SELECT COUNT(*) FROM rating t WHERE t.assessor_id = a.id AND (t.level IS NOT NULL OR t.not_ratable IS NOT NULL)) AS "rated"
  FROM assessor a JOIN person p ON p.id = a.person_id JOIN assessment_case c ON c.id = a.case_id`;

async function casesWhere(db: Reader, where: string, id: number): Promise<CaseRecord[]> {
  const cases = await db.rows<CaseRow>(`${caseColumns} WHERE ${where} ORDER BY c.attempt`, [id]);
  const seats = await db.rows<SeatRecord>(`${seatColumns} WHERE ${where} ORDER BY a.slot, a.id`, [id]);
  return cases.map((one) => ({ ...one, seats: seats.filter(({ caseId }) => caseId === one.id) }));
}

export const findCase = async (db: Reader, caseId: number): Promise<CaseRecord | null> =>
  (await casesWhere(db, 'c.id = $1', caseId))[0] ?? null;

/** Every case of an enrolment with its assessors, the first attempt first. */
export const listCases = (db: Reader, enrolmentId: number): Promise<CaseRecord[]> => casesWhere(db, 'c.enrolment_id = $1', enrolmentId);

/** What the texts of a case belong to and die with. */
export const subjectOf = ({ id, recordingId }: Pick<CaseRecord, 'id' | 'recordingId'>): TextSubject =>
  recordingId === null ? { caseId: id } : { recordingId };

/** Writers of one case wait for each other: a row lock on PostgreSQL, the write mutex on SQLite. */
export const holdCase = (tx: Writer, caseId: number): Promise<void> =>
  tx.run('UPDATE assessment_case SET attempt = attempt WHERE id = $1', [caseId]);

export interface NewCase {
  enrolmentId: number;
  /** Null on the route without film. */
  recordingId: number | null;
  requestedOn: string;
  municipalityId: number;
}

export async function createCase(tx: Writer, actor: Actor, given: NewCase): Promise<number> {
  const { enrolmentId, recordingId, requestedOn, municipalityId } = given;
  const last = await tx.row<{ attempt: number }>(
    'SELECT COALESCE(MAX(attempt), 0) AS "attempt" FROM assessment_case WHERE enrolment_id = $1',
    [enrolmentId],
  );
  const id = await tx.insert(assessmentCases, {
    enrolmentId,
    attempt: (last?.attempt ?? 0) + 1,
    route: recordingId === null ? 'observation' : 'film',
    recordingId,
    requestedOn,
    requestedAt: actor.now.toISOString(),
  });
  await audit(tx, actor, 'assessment_case.request', 'assessment_case', id, municipalityId);
  return id;
}

export async function closeCase(
  tx: Writer,
  actor: Actor,
  caseId: number,
  closing: { closedOn: string; closedWhy: 'consent_withdrawn' | 'not_ratable' },
): Promise<void> {
  await tx.update(assessmentCases, { id: caseId }, closing);
  await audit(tx, actor, `assessment_case.close.${closing.closedWhy}`, 'assessment_case', caseId);
}

/** When and for how long the meeting was seen, on the route without film. */
export const noteObservation = (tx: Writer, caseId: number, seen: { observedOn: string | null; observedMinutes: number | null }) =>
  tx.update(assessmentCases, { id: caseId }, seen);

export async function assignSeat(
  tx: Writer,
  actor: Actor & { personId: number },
  seat: { caseId: number; personId: number; slot: Slot; rubric: string },
) {
  const id = await tx.insert(assessors, { ...seat, assignedBy: actor.personId, assignedAt: actor.now.toISOString() });
  await audit(tx, actor, `assessor.assign.${seat.slot}`, 'assessment_case', seat.caseId);
  return id;
}

/** Everyone who is qualified to assess, by name in Danish order. */
export const listQualified = (db: Reader): Promise<{ id: number; name: string; organisation: string; municipalityId: number | null }[]> =>
  db.rows(
    `SELECT p.id, p.name, p.organisation, p.municipality_id AS "municipalityId" FROM person p
     WHERE p.assessor = 1 AND p.account_state <> 'disabled' ORDER BY p.sort_key`,
  );

interface Trainee {
  personId: number;
  municipalityId: number;
}

/** What independence asks about a trainee. Without a case nobody is assigned to it. */
export async function findIndependence(db: Reader, { personId, municipalityId }: Trainee, caseId: number | null): Promise<Independence> {
  const ids = async (sql: string, bind: unknown[]) => (await db.rows<{ id: number }>(sql, bind)).map(({ id }) => id);
  return {
    traineePersonId: personId,
    traineeMunicipalityId: municipalityId,
    ownSupervisorIds: await ids(
      `SELECT DISTINCT g.supervisor_id AS "id" FROM group_member x JOIN supervision_group g ON g.id = x.group_id
       JOIN enrolment e ON e.id = x.enrolment_id WHERE e.person_id = $1`,
      [personId],
    ),
    formerAssessorIds: await ids(
      `SELECT DISTINCT a.person_id AS "id" FROM assessor a JOIN assessment_case c ON c.id = a.case_id JOIN enrolment e ON e.id = c.enrolment_id
       WHERE e.person_id = $1 AND c.id <> $2 AND a.locked_at IS NOT NULL`,
      [personId, caseId ?? 0],
    ),
    assignedIds: await ids('SELECT person_id AS "id" FROM assessor WHERE case_id = $1', [caseId ?? 0]),
  };
}

interface IndependenceRow {
  enrolmentId: number;
  kind: 'supervisor' | 'assessor';
  personId: number;
}

/** The same of many enrolments at once, without a case. */
export async function listIndependence(db: Reader, trainees: (Trainee & { id: number })[]): Promise<Map<number, Independence>> {
  const ids = trainees.map(({ id }) => id);
  if (ids.length === 0) return new Map();
  const places = among(ids);
  const own = `JOIN enrolment o ON o.person_id = e.person_id`;
  const rows = await db.rows<IndependenceRow>(
    `SELECT DISTINCT e.id AS "enrolmentId", 'supervisor' AS "kind", g.supervisor_id AS "personId" FROM enrolment e ${own}
       JOIN group_member x ON x.enrolment_id = o.id JOIN supervision_group g ON g.id = x.group_id WHERE e.id IN (${places})
     UNION SELECT e.id, 'assessor', a.person_id FROM enrolment e ${own} JOIN assessment_case c ON c.enrolment_id = o.id
       JOIN assessor a ON a.case_id = c.id AND a.locked_at IS NOT NULL WHERE e.id IN (${places})`,
    ids,
  );
  const of = (enrolmentId: number, kind: IndependenceRow['kind']) =>
    rows.filter((row) => row.enrolmentId === enrolmentId && row.kind === kind).map(({ personId }) => personId);
  return new Map(
    trainees.map(({ id, personId, municipalityId }) => [
      id,
      {
        traineePersonId: personId,
        traineeMunicipalityId: municipalityId,
        ownSupervisorIds: of(id, 'supervisor'),
        formerAssessorIds: of(id, 'assessor'),
        assignedIds: [],
      },
    ]),
  );
}
