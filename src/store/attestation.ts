import { quarterSpan, type Quarter, type QuarterFigures, type Side } from '../domain/supervision/attestation.js';
import { audit, type Actor } from './audit.js';
import { among } from './among.js';
import type { Reader, Writer } from './database.js';
import { fromRow, type RowOf } from './table.js';
import { attestations } from './tables.js';

export interface Attestation {
  id: number;
  enrolmentId: number;
  quarter: Quarter;
  side: Side;
  signedBy: number;
  /** The name as it was. */
  name: string;
  figures: QuarterFigures;
  /** The latest line of the quarter when it was signed: whatever came later was not signed with it. */
  lastLineId: number;
  signedAt: string;
}

/** Everything both sides signed for one trainee, the oldest first. */
export const listAttestations = async (db: Reader, enrolmentId: number): Promise<Attestation[]> =>
  (
    await db.rows<RowOf<typeof attestations>>(
      `SELECT a.id, a.enrolment_id AS "enrolmentId", a.quarter, a.side, a.signed_by AS "signedBy", a.name, a.figures,
         a.last_line_id AS "lastLineId", a.signed_at AS "signedAt" FROM attestation a WHERE a.enrolment_id = $1 ORDER BY a.id`,
      [enrolmentId],
    )
  ).map((row) => fromRow(attestations, row) as Attestation);

/** The quarter of a session. */
const quarterIn = (session: string) =>
  `substr(${session}.on_date, 1, 4) || '-' || ((CAST(substr(${session}.on_date, 6, 2) AS INTEGER) + 2) / 3)`;

export interface QuarterSum {
  quarter: Quarter;
  minutes: number;
  /** The latest of its lines. */
  lastLineId: number;
}

/** Each quarter a trainee has hours in, the latest first. */
export const listQuartersOf = (db: Reader, enrolmentId: number): Promise<QuarterSum[]> =>
  db.rows<QuarterSum>(
    `SELECT q.quarter, SUM(q.minutes) AS "minutes", MAX(q.id) AS "lastLineId" FROM (
       SELECT l.id, l.minutes, ${quarterIn('s')} AS quarter FROM supervision_line l JOIN supervision_session s ON s.id = l.session_id WHERE l.enrolment_id = $1) q
     GROUP BY q.quarter ORDER BY q.quarter DESC`,
    [enrolmentId],
  );

/** False when this side has signed the very same lines already. */
export async function signQuarter(
  tx: Writer,
  actor: Actor & { personId: number },
  given: Pick<Attestation, 'enrolmentId' | 'quarter' | 'side' | 'name' | 'figures' | 'lastLineId'>,
): Promise<boolean> {
  const { enrolmentId, quarter, side, lastLineId } = given;
  if (await tx.find(attestations, { enrolmentId, quarter, side, lastLineId })) return false;
  const id = await tx.insert(attestations, { ...given, signedBy: actor.personId, signedAt: actor.now.toISOString() });
  await audit(tx, actor, `attestation.${side}`, 'attestation', id);
  return true;
}

export interface Unattested {
  quarter: Quarter;
  enrolmentId: number;
  personId: number;
  name: string;
  groupId: number;
  groupName: string;
  cohortId: number;
  supervisorId: number;
  supervisorName: string;
  /** The group's latest signed session of the quarter: what a reminder of the quarter hangs on. */
  lastSessionId: number;
  /** Something of the quarter is not signed, or objected to: nobody can sign the quarter yet. */
  held: boolean;
  /** Who signed what stands now. */
  bySupervisor: boolean;
  byTrainee: boolean;
}

const signedBy = (side: Side) =>
  `EXISTS (SELECT 1 FROM attestation a WHERE a.enrolment_id = q.enrolment_id AND a.quarter = q.quarter AND a.side = '${side}'
    AND a.last_line_id = q.last)`;

/** Objections are few: they are found once, and first of all, not once for every trainee or session. */
const heldBack = `EXISTS (SELECT 1 FROM supervision_session w WHERE w.group_id = q.group_id AND w.state IN ('planned', 'draft')
    AND ${quarterIn('w')} = q.quarter)
  OR (q.enrolment_id, q.quarter) IN (SELECT y.enrolment_id, ${quarterIn('w')} FROM supervision_objection o
    CROSS JOIN supervision_line y CROSS JOIN supervision_session w WHERE y.id = o.line_id AND w.id = y.session_id
    AND NOT EXISTS (SELECT 1 FROM objection_answer z WHERE z.objection_id = o.id))`;

const flag = (condition: string) => `CASE WHEN ${condition} THEN 1 ELSE 0 END`;

type Whose = { supervisorId: number } | { cohortIds: number[] } | { groupId: number } | { personId: number };

function whereOf(by: Whose): [string, number[]] {
  if ('supervisorId' in by) return ['g.supervisor_id = $2', [by.supervisorId]];
  if ('groupId' in by) return ['g.id = $2', [by.groupId]];
  if ('cohortIds' in by) return [`g.cohort_id IN (${among(by.cohortIds, 2)})`, by.cohortIds];
  // One's own groups first: found the other way round, every session would be read for one person.
  const groups = 'SELECT m.group_id FROM enrolment x JOIN group_member m ON m.enrolment_id = x.id WHERE x.person_id = $2';
  return [`g.id IN (${groups}) AND e.person_id = $2`, [by.personId]];
}

/**
 * Trainees with hours in a quarter, up to and with `last`, that one of the sides has not signed as they stand: the oldest quarter first, by
 * name in Danish order.
 */
export async function listUnattested(db: Reader, by: Whose, last: Quarter): Promise<Unattested[]> {
  const [where, bind] = whereOf(by);
  const rows = await db.rows<Unattested>(
    `SELECT q.quarter, q.enrolment_id AS "enrolmentId", e.person_id AS "personId", p.name, g.id AS "groupId", g.name AS "groupName",
       g.cohort_id AS "cohortId", g.supervisor_id AS "supervisorId", u.name AS "supervisorName", ${flag(heldBack)} AS "held",
       (SELECT MAX(w.id) FROM supervision_session w WHERE w.group_id = q.group_id AND w.state = 'signed' AND ${quarterIn('w')} = q.quarter)
         AS "lastSessionId", ${flag(signedBy('supervisor'))} AS "bySupervisor", ${flag(signedBy('trainee'))} AS "byTrainee"
     FROM (SELECT l.enrolment_id, s.quarter, MAX(l.id) AS last, MAX(s.group_id) AS group_id
         FROM (SELECT w.id, w.group_id, ${quarterIn('w')} AS quarter FROM supervision_session w WHERE w.on_date <= $1 AND w.state = 'signed') s
         JOIN supervision_group g ON g.id = s.group_id JOIN supervision_line l ON l.session_id = s.id JOIN enrolment e ON e.id = l.enrolment_id
       WHERE ${where} GROUP BY l.enrolment_id, s.quarter) q
       JOIN enrolment e ON e.id = q.enrolment_id JOIN person p ON p.id = e.person_id
       JOIN supervision_group g ON g.id = q.group_id JOIN person u ON u.id = g.supervisor_id
     WHERE NOT (${signedBy('supervisor')} AND ${signedBy('trainee')})
     ORDER BY q.quarter, p.sort_key, e.id`,
    [quarterSpan(last).to, ...bind],
  );
  return rows.map((row) => ({
    ...row,
    held: Boolean(row.held),
    bySupervisor: Boolean(row.bySupervisor),
    byTrainee: Boolean(row.byTrainee),
  }));
}

export interface GroupQuarterLine {
  enrolmentId: number;
  name: string;
  municipalityName: string;
  /** Of every session of the quarter, in this group and elsewhere; reversals included. */
  minutes: number;
  onlineMinutes: number;
  lastLineId: number;
  held: boolean;
  bySupervisor: boolean;
  byTrainee: boolean;
}

/** Everyone with hours from a group's sessions in a quarter, by name in Danish order. */
export async function listGroupQuarter(db: Reader, groupId: number, quarter: Quarter): Promise<GroupQuarterLine[]> {
  const { from, to } = quarterSpan(quarter);
  const rows = await db.rows<GroupQuarterLine>(
    `SELECT q.enrolment_id AS "enrolmentId", p.name, m.name AS "municipalityName", q.minutes, q.online AS "onlineMinutes", q.last AS "lastLineId",
       ${flag(heldBack)} AS "held", ${flag(signedBy('supervisor'))} AS "bySupervisor", ${flag(signedBy('trainee'))} AS "byTrainee"
     FROM (SELECT l.enrolment_id, MAX(l.id) AS last, SUM(l.minutes) AS minutes, SUM(l.minutes * l.online) AS online,
         CAST($1 AS INTEGER) AS group_id, CAST($4 AS TEXT) AS quarter
       FROM supervision_line l JOIN supervision_session s ON s.id = l.session_id
       WHERE s.on_date BETWEEN $2 AND $3 AND l.enrolment_id IN (SELECT y.enrolment_id FROM supervision_session v
         JOIN supervision_line y ON y.session_id = v.id WHERE v.group_id = $1 AND v.on_date BETWEEN $2 AND $3)
       GROUP BY l.enrolment_id) q
       JOIN enrolment e ON e.id = q.enrolment_id JOIN person p ON p.id = e.person_id JOIN municipality m ON m.id = e.municipality_id
     ORDER BY p.sort_key, e.id`,
    [groupId, from, to, quarter],
  );
  return rows.map((row) => ({
    ...row,
    minutes: Number(row.minutes),
    onlineMinutes: Number(row.onlineMinutes),
    held: Boolean(row.held),
    bySupervisor: Boolean(row.bySupervisor),
    byTrainee: Boolean(row.byTrainee),
  }));
}
