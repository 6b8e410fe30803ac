import type { ObjectionState } from '../domain/supervision/objection.js';
import { audit, type Actor } from './audit.js';
import { among } from './among.js';
import type { Reader, Writer } from './database.js';
import { objectionAnswers, objections } from './tables.js';

export interface ObjectionRecord {
  id: number;
  lineId: number;
  sessionId: number;
  enrolmentId: number;
  state: ObjectionState;
  text: string;
  raisedAt: string;
  raisedByName: string;
  reason: string | null;
  answeredAt: string | null;
  answeredByName: string | null;
}

const record = `SELECT o.id, o.line_id AS "lineId", l.session_id AS "sessionId", l.enrolment_id AS "enrolmentId", COALESCE(a.outcome, 'open') AS "state",
    o.text, o.raised_at AS "raisedAt", p.name AS "raisedByName", a.reason, a.answered_at AS "answeredAt", b.name AS "answeredByName"
  FROM supervision_objection o JOIN supervision_line l ON l.id = o.line_id JOIN person p ON p.id = o.raised_by
    LEFT JOIN objection_answer a ON a.objection_id = o.id LEFT JOIN person b ON b.id = a.answered_by`;

export const findObjection = (db: Reader, id: number): Promise<ObjectionRecord | null> =>
  db.row<ObjectionRecord>(`${record} WHERE o.id = $1`, [id]);

export const findObjectionTo = (db: Reader, lineId: number): Promise<ObjectionRecord | null> =>
  db.row<ObjectionRecord>(`${record} WHERE o.line_id = $1`, [lineId]);

export const listObjectionsOf = (db: Reader, enrolmentId: number): Promise<ObjectionRecord[]> =>
  db.rows<ObjectionRecord>(`${record} WHERE l.enrolment_id = $1 ORDER BY o.id`, [enrolmentId]);

export const listObjectionsIn = (db: Reader, sessionId: number): Promise<ObjectionRecord[]> =>
  db.rows<ObjectionRecord>(`${record} WHERE l.session_id = $1 ORDER BY o.id`, [sessionId]);

/** What waits, for whom and since when; never what was written. */
export interface OpenObjection {
  id: number;
  sessionId: number;
  onDate: string;
  groupId: number;
  groupName: string;
  cohortId: number;
  supervisorId: number;
  supervisorName: string;
  enrolmentId: number;
  traineeName: string;
  municipalityId: number;
  municipalityName: string;
  raisedAt: string;
}

/** Objections without an answer, of the supervisor's groups or of some cohorts; the oldest first. */
export function listOpenObjections(db: Reader, by: { supervisorId: number } | { cohortIds: number[] }): Promise<OpenObjection[]> {
  const [where, bind] =
    'supervisorId' in by ? ['g.supervisor_id = $1', [by.supervisorId]] : [`g.cohort_id IN (${among(by.cohortIds)})`, by.cohortIds];
  return db.rows<OpenObjection>(
    `SELECT o.id, s.id AS "sessionId", s.on_date AS "onDate", g.id AS "groupId", g.name AS "groupName", g.cohort_id AS "cohortId",
       g.supervisor_id AS "supervisorId", u.name AS "supervisorName", l.enrolment_id AS "enrolmentId", p.name AS "traineeName",
       m.id AS "municipalityId", m.name AS "municipalityName", o.raised_at AS "raisedAt"
     FROM supervision_objection o JOIN supervision_line l ON l.id = o.line_id JOIN supervision_session s ON s.id = l.session_id
       JOIN supervision_group g ON g.id = s.group_id JOIN person u ON u.id = g.supervisor_id
       JOIN enrolment e ON e.id = l.enrolment_id JOIN person p ON p.id = e.person_id JOIN municipality m ON m.id = e.municipality_id
     WHERE ${where} AND NOT EXISTS (SELECT 1 FROM objection_answer a WHERE a.objection_id = o.id) ORDER BY o.raised_at, o.id`,
    bind,
  );
}

type By = Actor & { personId: number };

export async function raiseObjection(tx: Writer, actor: By, lineId: number, text: string): Promise<void> {
  const id = await tx.insert(objections, { lineId, text, raisedBy: actor.personId, raisedAt: actor.now.toISOString() });
  await audit(tx, actor, 'supervision-objection.create', 'supervision_objection', id);
}

export async function answerObjection(
  tx: Writer,
  actor: By,
  objectionId: number,
  { outcome, reason }: { outcome: 'corrected' | 'stands'; reason: string },
): Promise<void> {
  await tx.insert(objectionAnswers, { objectionId, outcome, reason, answeredBy: actor.personId, answeredAt: actor.now.toISOString() });
  await audit(tx, actor, `supervision-objection.${outcome}`, 'supervision_objection', objectionId);
}
