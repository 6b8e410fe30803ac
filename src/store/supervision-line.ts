import { audit, type Actor } from './audit.js';
import type { Reader, Writer } from './database.js';
import type { RowOf } from './table.js';
import { supervisionLines } from './tables.js';

export interface LineRecord extends RowOf<typeof supervisionLines> {
  name: string;
  municipalityName: string;
  personId: number;
  onDate: string;
  recordedByName: string;
  /** A later line takes this one back. */
  reversed: boolean;
}

const lineRecord = `SELECT l.id, l.session_id AS "sessionId", l.enrolment_id AS "enrolmentId", l.present_from AS "presentFrom", l.present_to AS "presentTo",
    l.minutes, l.reverses_id AS "reversesId", l.reason, l.recorded_by AS "recordedBy", l.recorded_at AS "recordedAt", p.name, e.person_id AS "personId",
    m.name AS "municipalityName", s.on_date AS "onDate", b.name AS "recordedByName",
    CASE WHEN EXISTS (SELECT 1 FROM supervision_line r WHERE r.reverses_id = l.id) THEN 1 ELSE 0 END AS "reversed"
  FROM supervision_line l JOIN supervision_session s ON s.id = l.session_id JOIN enrolment e ON e.id = l.enrolment_id
  JOIN person p ON p.id = e.person_id JOIN municipality m ON m.id = e.municipality_id JOIN person b ON b.id = l.recorded_by`;

const lineRows = async (db: Reader, where: string, bind: unknown[]): Promise<LineRecord[]> =>
  (await db.rows<LineRecord>(`${lineRecord} ${where}`, bind)).map((row) => ({ ...row, reversed: Boolean(row.reversed) }));

/** Every line of a session, by name in Danish order; what was corrected stays. */
export const listSessionLines = (db: Reader, sessionId: number): Promise<LineRecord[]> =>
  lineRows(db, 'WHERE l.session_id = $1 ORDER BY p.sort_key, l.enrolment_id, l.id', [sessionId]);

export const listLinesOf = (db: Reader, enrolmentId: number): Promise<LineRecord[]> =>
  lineRows(db, 'WHERE l.enrolment_id = $1 ORDER BY s.on_date, s.starts_at, l.id', [enrolmentId]);

export const findLine = async (db: Reader, lineId: number): Promise<LineRecord | null> =>
  (await lineRows(db, 'WHERE l.id = $1', [lineId]))[0] ?? null;

/** The credited presences of the group's members on one day, in any group; lines taken back are left out. */
export const listPresences = (
  db: Reader,
  groupId: number,
  onDate: string,
): Promise<{ lineId: number; sessionId: number; enrolmentId: number; presentFrom: number; presentTo: number; minutes: number }[]> =>
  db.rows(
    `SELECT l.id AS "lineId", l.session_id AS "sessionId", l.enrolment_id AS "enrolmentId", l.present_from AS "presentFrom", l.present_to AS "presentTo", l.minutes
     FROM supervision_line l JOIN supervision_session s ON s.id = l.session_id
     WHERE s.on_date = $2 AND l.minutes > 0 AND NOT EXISTS (SELECT 1 FROM supervision_line r WHERE r.reverses_id = l.id)
       AND l.enrolment_id IN (SELECT x.enrolment_id FROM group_member x WHERE x.group_id = $1)`,
    [groupId, onDate],
  );

export interface NewLine {
  enrolmentId: number;
  presentFrom: number;
  presentTo: number;
  minutes: number;
  reason: string;
}

export async function addLines(tx: Writer, actor: Actor & { personId: number }, sessionId: number, lines: NewLine[]): Promise<void> {
  const recordedAt = actor.now.toISOString();
  await tx.insertMany(
    supervisionLines,
    lines.map((line) => ({ ...line, sessionId, recordedBy: actor.personId, recordedAt, reversesId: null })),
  );
  await audit(tx, actor, 'supervision-session.sign', 'supervision_session', sessionId);
}

/** Takes a line back and puts a new one in its place; both stay. */
export async function correctLine(
  tx: Writer,
  actor: Actor & { personId: number },
  line: LineRecord,
  to: Omit<NewLine, 'enrolmentId'>,
): Promise<void> {
  const shared = {
    sessionId: line.sessionId,
    enrolmentId: line.enrolmentId,
    recordedBy: actor.personId,
    recordedAt: actor.now.toISOString(),
  };
  const { presentFrom, presentTo } = line;
  // `0 - 0` and never `-0`: minus zero is kept as a broken number.
  await tx.insert(supervisionLines, {
    ...shared,
    presentFrom,
    presentTo,
    minutes: 0 - line.minutes,
    reversesId: line.id,
    reason: to.reason,
  });
  await tx.insert(supervisionLines, { ...shared, ...to, reversesId: null });
  await audit(tx, actor, 'supervision-line.correct', 'supervision_line', line.id);
}

/** What the pace of one enrolment is counted from. */
export interface HoursRow {
  enrolmentId: number;
  minutes: number;
}

export interface OfferedRow {
  enrolmentId: number;
  sessionId: number;
  state: 'planned' | 'draft' | 'signed';
  onDate: string;
  startsAt: number;
  endsAt: number;
  breakMinutes: number;
}

type Of = { groupId: number } | { enrolmentId: number };

const those = (of: Of, column: string) =>
  'groupId' in of
    ? { where: `${column} IN (SELECT y.enrolment_id FROM group_member y WHERE y.group_id = $1)`, bind: [of.groupId] }
    : { where: `${column} = $1`, bind: [of.enrolmentId] };

/** Minutes credited so far, reversals included, for one enrolment or everyone of a group. */
export const listMinutes = (db: Reader, of: Of): Promise<HoursRow[]> => {
  const { where, bind } = those(of, 'l.enrolment_id');
  return db.rows<HoursRow>(
    `SELECT l.enrolment_id AS "enrolmentId", SUM(l.minutes) AS "minutes" FROM supervision_line l WHERE ${where} GROUP BY l.enrolment_id`,
    bind,
  );
};

/** Every session of the trainees' groups while they were members, signed or still to be. */
export const listOffered = (db: Reader, of: Of): Promise<OfferedRow[]> => {
  const { where, bind } = those(of, 'x.enrolment_id');
  return db.rows<OfferedRow>(
    `SELECT x.enrolment_id AS "enrolmentId", s.id AS "sessionId", s.state, s.on_date AS "onDate", s.starts_at AS "startsAt", s.ends_at AS "endsAt",
       s.break_minutes AS "breakMinutes"
     FROM group_member x JOIN supervision_session s ON s.group_id = x.group_id AND s.on_date >= x.from_date AND (x.to_date IS NULL OR s.on_date < x.to_date)
     WHERE ${where} AND s.state <> 'cancelled' ORDER BY s.on_date, s.starts_at, s.id`,
    bind,
  );
};
