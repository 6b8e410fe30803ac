import { audit, type Actor } from './audit.js';
import type { Reader, Writer } from './database.js';
import { apologies } from './tables.js';

export interface Apology {
  trainingDayId: number;
  enrolmentId: number;
  reason: string;
  recordedAt: string;
}

/** The last word on a day is in force; one that was withdrawn is none. */
const living = `p.state = 'sent' AND p.id = (SELECT MAX(q.id) FROM apology q WHERE q.training_day_id = p.training_day_id AND q.enrolment_id = p.enrolment_id)`;
const select = `SELECT p.training_day_id AS "trainingDayId", p.enrolment_id AS "enrolmentId", p.reason, p.recorded_at AS "recordedAt" FROM apology p`;

export const listDayApologies = (db: Reader, dayId: number): Promise<Apology[]> =>
  db.rows<Apology>(`${select} WHERE p.training_day_id = $1 AND ${living}`, [dayId]);

export const findApology = (db: Reader, dayId: number, enrolmentId: number): Promise<Apology | null> =>
  db.row<Apology>(`${select} WHERE p.training_day_id = $1 AND p.enrolment_id = $2 AND ${living}`, [dayId, enrolmentId]);

export interface NewApology {
  trainingDayId: number;
  enrolmentId: number;
  state: 'sent' | 'withdrawn';
  reason: string;
}

/** Adds a word about a day; nothing is overwritten. */
export async function addApology(tx: Writer, actor: Actor & { personId: number }, given: NewApology): Promise<void> {
  await tx.insert(apologies, { ...given, recordedBy: actor.personId, recordedAt: actor.now.toISOString() });
  await audit(tx, actor, `apology.${given.state}`, 'training_day', given.trainingDayId);
}

/** Days from a date on that the person has sent an apology for. */
export const listOwnApologies = async (db: Reader, personId: number, from: string): Promise<number[]> =>
  (
    await db.rows<{ id: number }>(
      `SELECT p.training_day_id AS "id" FROM apology p JOIN enrolment e ON e.id = p.enrolment_id JOIN training_day d ON d.id = p.training_day_id
       WHERE e.person_id = $1 AND d.on_date >= $2 AND ${living}`,
      [personId, from],
    )
  ).map(({ id }) => id);
