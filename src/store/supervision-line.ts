import { localDate } from '../domain/calendar/dates.js';
import { audit, type Actor } from './audit.js';
import type { Reader, Writer } from './database.js';
import { corrected, type Entered } from '../domain/supervision/correction.js';
import type { SupervisionKind } from '../domain/supervision/kinds.js';
import { answerObjection, findObjectionTo } from './supervision-objection.js';
import { retally } from './supervision-total.js';
import type { RowOf } from './table.js';
import { supervisionLines } from './tables.js';

export interface LineRecord extends Omit<RowOf<typeof supervisionLines>, 'kind'> {
  kind: SupervisionKind;
  name: string;
  municipalityName: string;
  personId: number;
  onDate: string;
  recordedByName: string;
  /** A later line takes this one back. */
  reversed: boolean;
}

const lineRecord = `SELECT l.id, l.session_id AS "sessionId", l.enrolment_id AS "enrolmentId", l.present_from AS "presentFrom", l.present_to AS "presentTo",
    l.minutes, l.kind, l.online, l.reverses_id AS "reversesId", l.reason, l.recorded_by AS "recordedBy", l.recorded_at AS "recordedAt", p.name, e.person_id AS "personId",
    m.name AS "municipalityName", s.on_date AS "onDate", b.name AS "recordedByName",
    CASE WHEN EXISTS (SELECT 1 FROM supervision_line r WHERE r.reverses_id = l.id) THEN 1 ELSE 0 END AS "reversed"
  FROM supervision_line l JOIN supervision_session s ON s.id = l.session_id JOIN enrolment e ON e.id = l.enrolment_id
  JOIN person p ON p.id = e.person_id JOIN municipality m ON m.id = e.municipality_id JOIN person b ON b.id = l.recorded_by`;

const lineRows = async (db: Reader, where: string, bind: unknown[]): Promise<LineRecord[]> =>
  (await db.rows<LineRecord>(`${lineRecord} ${where}`, bind)).map((row) => ({
    ...row,
    reversed: Boolean(row.reversed),
    online: Boolean(row.online),
  }));

/** Every line of a session, by name in Danish order; what was corrected stays. */
export const listSessionLines = (db: Reader, sessionId: number): Promise<LineRecord[]> =>
  lineRows(db, 'WHERE l.session_id = $1 ORDER BY p.sort_key, l.enrolment_id, l.id', [sessionId]);

/** One trainee's lines of sessions from a day on. */
export const listLinesOf = (db: Reader, enrolmentId: number, since = ''): Promise<LineRecord[]> =>
  lineRows(db, 'WHERE l.enrolment_id = $1 AND s.on_date >= $2 ORDER BY s.on_date, s.starts_at, l.id', [enrolmentId, since]);

export const findLine = async (db: Reader, lineId: number): Promise<LineRecord | null> =>
  (await lineRows(db, 'WHERE l.id = $1', [lineId]))[0] ?? null;

/** The credited presences of the group's members on one day, in any group of any cohort; lines taken back are left out. */
export const listPresences = (
  db: Reader,
  groupId: number,
  onDate: string,
): Promise<{ lineId: number; sessionId: number; enrolmentId: number; presentFrom: number; presentTo: number; minutes: number }[]> =>
  db.rows(
    `SELECT DISTINCT l.id AS "lineId", l.session_id AS "sessionId", e.id AS "enrolmentId", l.present_from AS "presentFrom", l.present_to AS "presentTo",
       l.minutes
     FROM group_member x JOIN enrolment e ON e.id = x.enrolment_id JOIN enrolment o ON o.person_id = e.person_id
       JOIN supervision_line l ON l.enrolment_id = o.id JOIN supervision_session s ON s.id = l.session_id
     WHERE x.group_id = $1 AND s.on_date = $2 AND l.minutes > 0
       AND NOT EXISTS (SELECT 1 FROM supervision_line r WHERE r.reverses_id = l.id)`,
    [groupId, onDate],
  );

/** Takes a line back and puts a new one in its place; both stay. That answers an open objection to it. */
export async function correctLine(tx: Writer, actor: Actor & { personId: number }, line: LineRecord, to: Entered): Promise<void> {
  const shared = {
    sessionId: line.sessionId,
    enrolmentId: line.enrolmentId,
    recordedBy: actor.personId,
    recordedAt: actor.now.toISOString(),
  };
  for (const one of corrected(line, to)) await tx.insert(supervisionLines, { ...shared, ...one });
  await audit(tx, actor, 'supervision-line.correct', 'supervision_line', line.id);
  const objection = await findObjectionTo(tx, line.id);
  if (objection?.state === 'open') await answerObjection(tx, actor, objection.id, { outcome: 'corrected', reason: to.reason });
  await retally(tx, [line.enrolmentId], localDate(actor.now));
}
