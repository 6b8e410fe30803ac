import { audit, type Actor } from './audit.js';
import type { Reader, Writer } from './database.js';
import { sessionApologies } from './tables.js';

export interface SessionApology {
  sessionId: number;
  enrolmentId: number;
  reason: string;
  recordedAt: string;
}

/** The last word about a session is in force, as long as the session is still on the date it was said about. */
const living = `p.state = 'sent' AND p.on_date = s.on_date
  AND p.id = (SELECT MAX(q.id) FROM session_apology q WHERE q.session_id = p.session_id AND q.enrolment_id = p.enrolment_id)`;
const select = `SELECT p.session_id AS "sessionId", p.enrolment_id AS "enrolmentId", p.reason, p.recorded_at AS "recordedAt"
  FROM session_apology p JOIN supervision_session s ON s.id = p.session_id`;

export const listSessionApologies = (db: Reader, sessionId: number): Promise<SessionApology[]> =>
  db.rows<SessionApology>(`${select} WHERE p.session_id = $1 AND ${living} ORDER BY p.id`, [sessionId]);

export const findSessionApology = (db: Reader, sessionId: number, enrolmentId: number): Promise<SessionApology | null> =>
  db.row<SessionApology>(`${select} WHERE p.session_id = $1 AND p.enrolment_id = $2 AND ${living}`, [sessionId, enrolmentId]);

/** Sessions from a date on that the person has sent an apology for. */
export const listApologisedSessions = async (db: Reader, personId: number, from: string): Promise<number[]> =>
  (
    await db.rows<SessionApology>(
      `${select} JOIN enrolment e ON e.id = p.enrolment_id WHERE e.person_id = $1 AND s.on_date >= $2 AND ${living}`,
      [personId, from],
    )
  ).map(({ sessionId }) => sessionId);

export interface NewSessionApology {
  sessionId: number;
  enrolmentId: number;
  onDate: string;
  state: 'sent' | 'withdrawn';
  reason: string;
}

/** Adds a word about a session; nothing is overwritten. */
export async function addSessionApology(tx: Writer, actor: Actor & { personId: number }, given: NewSessionApology): Promise<void> {
  await tx.insert(sessionApologies, { ...given, recordedBy: actor.personId, recordedAt: actor.now.toISOString() });
  await audit(tx, actor, `session-apology.${given.state}`, 'supervision_session', given.sessionId);
}

/** The one enrolment of a person that is in the session's group on the session's date; null when there is none. */
export const findOwnMembership = async (db: Reader, sessionId: number, personId: number): Promise<number | null> =>
  (
    await db.row<{ id: number }>(
      `SELECT e.id FROM supervision_session s JOIN group_member m ON m.group_id = s.group_id AND m.from_date <= s.on_date
         AND (m.to_date IS NULL OR m.to_date > s.on_date) JOIN enrolment e ON e.id = m.enrolment_id
       WHERE s.id = $1 AND e.person_id = $2
         AND NOT EXISTS (SELECT 1 FROM enrolment_event v WHERE v.enrolment_id = e.id AND v.kind = 'stopped' AND v.on_date <= s.on_date)
       ORDER BY e.id DESC LIMIT 1`,
      [sessionId, personId],
    )
  )?.id ?? null;
