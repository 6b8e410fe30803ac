import type { Quarter, QuarterFigures, Side } from '../domain/supervision/attestation.js';
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
       SELECT l.id, l.minutes, substr(s.on_date, 1, 4) || '-' || ((CAST(substr(s.on_date, 6, 2) AS INTEGER) + 2) / 3) AS quarter
       FROM supervision_line l JOIN supervision_session s ON s.id = l.session_id WHERE l.enrolment_id = $1) q
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
  `CASE WHEN EXISTS (SELECT 1 FROM attestation a WHERE a.enrolment_id = q.enrolment_id AND a.quarter = $3 AND a.side = '${side}'
    AND a.last_line_id = q.last) THEN 1 ELSE 0 END`;

const within = 'w.on_date BETWEEN $1 AND $2';
/** Objections are few: those of the quarter are found once, not once for every trainee. */
const heldBack = `CASE WHEN EXISTS (SELECT 1 FROM supervision_session w WHERE w.group_id = q.group_id AND ${within} AND w.state IN ('planned', 'draft'))
  OR q.enrolment_id IN (SELECT y.enrolment_id FROM supervision_objection o JOIN supervision_line y ON y.id = o.line_id
    JOIN supervision_session w ON w.id = y.session_id
    WHERE ${within} AND NOT EXISTS (SELECT 1 FROM objection_answer z WHERE z.objection_id = o.id)) THEN 1 ELSE 0 END`;

/** One's own groups first: found the other way round, every session of the quarter would be read for one person. */
const ownGroups = `g.id IN (SELECT m.group_id FROM enrolment x JOIN group_member m ON m.enrolment_id = x.id WHERE x.person_id = $4) AND e.person_id = $4`;

/** Trainees with hours in a quarter that one of the sides has not signed as they stand, by name in Danish order. */
export async function listUnattested(
  db: Reader,
  by: { supervisorId: number } | { cohortIds: number[] } | { personId: number },
  quarter: Quarter,
  { from, to }: { from: string; to: string },
): Promise<Unattested[]> {
  const [where, bind] =
    'supervisorId' in by
      ? ['g.supervisor_id = $4', [by.supervisorId]]
      : 'personId' in by
        ? [ownGroups, [by.personId]]
        : [`g.cohort_id IN (${among(by.cohortIds, 4)})`, by.cohortIds];
  const rows = await db.rows<Unattested>(
    `SELECT q.enrolment_id AS "enrolmentId", e.person_id AS "personId", p.name, g.id AS "groupId", g.name AS "groupName", g.cohort_id AS "cohortId",
       g.supervisor_id AS "supervisorId", u.name AS "supervisorName", ${heldBack} AS "held",
       (SELECT MAX(w.id) FROM supervision_session w WHERE w.group_id = q.group_id AND ${within} AND w.state = 'signed') AS "lastSessionId",
       ${signedBy('supervisor')} AS "bySupervisor", ${signedBy('trainee')} AS "byTrainee"
     FROM (SELECT l.enrolment_id, MAX(l.id) AS last, MAX(s.group_id) AS group_id FROM supervision_group g
         JOIN supervision_session s ON s.group_id = g.id AND s.on_date BETWEEN $1 AND $2 AND s.state = 'signed'
         JOIN supervision_line l ON l.session_id = s.id JOIN enrolment e ON e.id = l.enrolment_id
       WHERE ${where} GROUP BY l.enrolment_id) q
       JOIN enrolment e ON e.id = q.enrolment_id JOIN person p ON p.id = e.person_id
       JOIN supervision_group g ON g.id = q.group_id JOIN person u ON u.id = g.supervisor_id
     ORDER BY p.sort_key, e.id`,
    [from, to, quarter, ...bind],
  );
  return rows
    .map((row) => ({ ...row, held: Boolean(row.held), bySupervisor: Boolean(row.bySupervisor), byTrainee: Boolean(row.byTrainee) }))
    .filter(({ bySupervisor, byTrainee }) => !bySupervisor || !byTrainee);
}
