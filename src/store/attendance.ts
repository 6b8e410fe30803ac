import type { Presence } from '../domain/attendance/attendance.js';
import { audit, type Actor } from './audit.js';
import type { Reader, Writer } from './database.js';
import { fromRow, type RowOf } from './table.js';
import { attendances } from './tables.js';

export interface AttendanceLine extends Omit<RowOf<typeof attendances>, 'presence' | 'conversation'> {
  presence: Presence;
  conversation: 'passed' | 'not_passed' | null;
}

const columns = `a.id, a.training_day_id AS "trainingDayId", a.enrolment_id AS "enrolmentId", a.presence, a.conversation, a.note,
  a.recorded_by AS "recordedBy", a.recorded_at AS "recordedAt", a.apology, a.present_from AS "presentFrom", a.present_to AS "presentTo",
  a.minutes, a.planned_minutes AS "plannedMinutes", a.held_day_id AS "heldDayId"`;

/** The line in force is the last one written for a day and an enrolment. */
const inForce = `a.id = (SELECT MAX(b.id) FROM attendance b WHERE b.training_day_id = a.training_day_id AND b.enrolment_id = a.enrolment_id)`;

const lines = async (db: Reader, where: string, bind: unknown[]): Promise<AttendanceLine[]> =>
  (await db.rows<Record<string, unknown>>(`SELECT ${columns} FROM attendance a ${where}`, bind)).map(
    (row) => fromRow(attendances, row) as AttendanceLine,
  );

/** Every line of one day, the oldest first, corrected ones too. */
export const listDayLines = (db: Reader, dayId: number): Promise<AttendanceLine[]> =>
  lines(db, 'WHERE a.training_day_id = $1 ORDER BY a.id', [dayId]);

/** The lines in force of a whole cohort. */
export const listCohortAttendance = (db: Reader, cohortId: number): Promise<AttendanceLine[]> =>
  lines(db, `JOIN training_day d ON d.id = a.training_day_id WHERE d.cohort_id = $1 AND ${inForce}`, [cohortId]);

/** The lines in force of one enrolment, with the day they belong to. */
export const listEnrolmentAttendance = (db: Reader, enrolmentId: number): Promise<AttendanceLine[]> =>
  lines(db, `WHERE a.enrolment_id = $1 AND ${inForce}`, [enrolmentId]);

export const hasAttendance = async (db: Reader, dayId: number): Promise<boolean> =>
  (await db.row('SELECT 1 AS "found" FROM attendance WHERE training_day_id = $1 LIMIT 1', [dayId])) !== null;

export interface NewAttendance {
  enrolmentId: number;
  presence: Presence;
  conversation: 'passed' | 'not_passed' | null;
  note: string;
  /** Absent, and told so beforehand. */
  apology?: boolean;
  /** From and to in minutes since midnight, the minutes they give and those of the whole day; left out where only the day counts. */
  presentFrom?: number | null;
  presentTo?: number | null;
  minutes?: number | null;
  plannedMinutes?: number | null;
  /** The day of another cohort on which the missed one was made up for. */
  heldDayId?: number | null;
}

const noTime = { apology: false, presentFrom: null, presentTo: null, minutes: null, plannedMinutes: null, heldDayId: null };

/** Adds lines to a day; nothing is overwritten. */
export async function addAttendance(tx: Writer, actor: Actor & { personId: number }, dayId: number, added: NewAttendance[]): Promise<void> {
  if (added.length === 0) return;
  const recordedAt = actor.now.toISOString();
  await tx.insertMany(
    attendances,
    added.map((line) => ({ ...noTime, ...line, trainingDayId: dayId, recordedBy: actor.personId, recordedAt })),
  );
  await audit(tx, actor, 'attendance.record', 'training_day', dayId);
}
