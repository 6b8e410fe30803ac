import type { Presence } from '../domain/attendance/attendance.js';
import { audit, type Actor } from './audit.js';
import type { Reader, Writer } from './database.js';
import type { RowOf } from './table.js';
import { attendances } from './tables.js';

export interface AttendanceLine extends Omit<RowOf<typeof attendances>, 'presence' | 'conversation'> {
  presence: Presence;
  conversation: 'passed' | 'not_passed' | null;
}

const columns = `a.id, a.training_day_id AS "trainingDayId", a.enrolment_id AS "enrolmentId", a.presence, a.conversation, a.note,
  a.recorded_by AS "recordedBy", a.recorded_at AS "recordedAt"`;

/** The line in force is the last one written for a day and an enrolment. */
const inForce = `a.id = (SELECT MAX(b.id) FROM attendance b WHERE b.training_day_id = a.training_day_id AND b.enrolment_id = a.enrolment_id)`;

/** Every line of one day, the oldest first, corrected ones too. */
export const listDayLines = (db: Reader, dayId: number): Promise<AttendanceLine[]> =>
  db.rows<AttendanceLine>(`SELECT ${columns} FROM attendance a WHERE a.training_day_id = $1 ORDER BY a.id`, [dayId]);

/** The lines in force of a whole cohort. */
export const listCohortAttendance = (db: Reader, cohortId: number): Promise<AttendanceLine[]> =>
  db.rows<AttendanceLine>(
    `SELECT ${columns} FROM attendance a JOIN training_day d ON d.id = a.training_day_id WHERE d.cohort_id = $1 AND ${inForce}`,
    [cohortId],
  );

/** The lines in force of one enrolment, with the day they belong to. */
export const listEnrolmentAttendance = (db: Reader, enrolmentId: number): Promise<AttendanceLine[]> =>
  db.rows<AttendanceLine>(`SELECT ${columns} FROM attendance a WHERE a.enrolment_id = $1 AND ${inForce}`, [enrolmentId]);

export interface NewAttendance {
  enrolmentId: number;
  presence: Presence;
  conversation: 'passed' | 'not_passed' | null;
  note: string;
}

/** Adds lines to a day; nothing is overwritten. */
export async function addAttendance(tx: Writer, actor: Actor & { personId: number }, dayId: number, lines: NewAttendance[]): Promise<void> {
  if (lines.length === 0) return;
  const recordedAt = actor.now.toISOString();
  await tx.insertMany(
    attendances,
    lines.map((line) => ({ ...line, trainingDayId: dayId, recordedBy: actor.personId, recordedAt })),
  );
  await audit(tx, actor, 'attendance.record', 'training_day', dayId);
}
