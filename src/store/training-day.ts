import type { Span } from '../domain/attendance/day-frame.js';
import { audit, type Actor } from './audit.js';
import { noteChange } from './calendar-change.js';
import type { Reader, Writer } from './database.js';
import { fromRow, type RowOf } from './table.js';
import { trainingDays } from './tables.js';

export interface TrainingDay extends Omit<RowOf<typeof trainingDays>, 'breaks'> {
  breaks: Span[];
}

/** When and where a day is held. */
export type DayPlan = Pick<TrainingDay, 'onDate' | 'startsAt' | 'endsAt' | 'breaks' | 'place' | 'seats'>;

const columns = `d.id, d.cohort_id AS "cohortId", d.kind, d.code, d.day, d.on_date AS "onDate", d.title, d.place, d.starts_at AS "startsAt",
  d.ends_at AS "endsAt", d.breaks, d.seats, d.sequence, d.cancelled_at AS "cancelledAt"`;

const asDay = (row: Record<string, unknown>): TrainingDay => fromRow(trainingDays, row) as TrainingDay;

export const listTrainingDays = async (db: Reader, cohortId: number): Promise<TrainingDay[]> =>
  (
    await db.rows<Record<string, unknown>>(
      `SELECT ${columns} FROM training_day d WHERE d.cohort_id = $1 ORDER BY d.on_date, d.starts_at, d.code, d.day`,
      [cohortId],
    )
  ).map(asDay);

export const findTrainingDay = async (db: Reader, dayId: number): Promise<TrainingDay | null> => {
  const found = await db.find(trainingDays, { id: dayId });
  return found && (found as TrainingDay);
};

export type NewDay = Pick<TrainingDay, 'cohortId' | 'kind' | 'code' | 'day' | 'title' | 'onDate' | 'place'> & Partial<DayPlan>;

export async function addTrainingDay(tx: Writer, actor: Actor, day: NewDay): Promise<number> {
  const id = await tx.insert(trainingDays, day);
  await audit(tx, actor, 'training-day.create', 'training_day', id);
  return id;
}

const placed = ({ onDate, startsAt, endsAt, place }: TrainingDay | DayPlan) => ({ date: onDate, from: startsAt, to: endsAt, place });

/** Gives a day another date, time or place; a cancelled day is held after all. Those concerned are told of what they can see. */
export async function moveTrainingDay(
  tx: Writer,
  actor: Actor & { personId: number },
  day: TrainingDay,
  to: Partial<DayPlan>,
): Promise<void> {
  await tx.update(trainingDays, { id: day.id }, { ...to, cancelledAt: null });
  await noteChange(tx, actor, {
    of: { trainingDayId: day.id },
    kind: 'moved',
    former: placed(day),
    now: placed({ ...day, ...to }),
    heldAfterAll: day.cancelledAt !== null,
  });
  await audit(tx, actor, 'training-day.move', 'training_day', day.id);
}

/** False when it was cancelled meanwhile. */
export async function cancelTrainingDay(
  tx: Writer,
  actor: Actor & { personId: number },
  day: TrainingDay,
  reason: string,
): Promise<boolean> {
  if ((await tx.update(trainingDays, { id: day.id, cancelledAt: null }, { cancelledAt: actor.now.toISOString() })) === 0) return false;
  await noteChange(tx, actor, { of: { trainingDayId: day.id }, kind: 'cancelled', former: placed(day), now: placed(day), reason });
  await audit(tx, actor, 'training-day.cancel', 'training_day', day.id);
  return true;
}

/** Writers about one day wait for each other: a row lock on PostgreSQL, the write mutex on SQLite. */
export const lockDay = (tx: Writer, dayId: number): Promise<void> => tx.run('UPDATE training_day SET title = title WHERE id = $1', [dayId]);
