import { audit, type Actor } from './audit.js';
import type { Reader, Writer } from './database.js';
import { makeUps } from './tables.js';

/** Somebody of another cohort who has a seat on a day, to make up for the same day missed at home. */
export interface Guest {
  makeUpId: number;
  enrolmentId: number;
  personId: number;
  name: string;
  municipalityName: string;
  cohortName: string;
  missedDayId: number;
}

/** Booked guests of a day, by name in Danish order. */
export const listGuests = (db: Reader, dayId: number): Promise<Guest[]> =>
  db.rows<Guest>(
    `SELECT u.id AS "makeUpId", e.id AS "enrolmentId", p.id AS "personId", p.name, m.name AS "municipalityName", c.name AS "cohortName",
       u.missed_day_id AS "missedDayId"
     FROM make_up u JOIN enrolment e ON e.id = u.enrolment_id JOIN person p ON p.id = e.person_id
       JOIN municipality m ON m.id = e.municipality_id JOIN cohort c ON c.id = e.cohort_id
     WHERE u.seat_day_id = $1 AND u.state = 'booked' ORDER BY p.sort_key, e.id`,
    [dayId],
  );

export interface OpenSeat {
  dayId: number;
  cohortName: string;
  code: string;
  day: number;
  onDate: string;
  startsAt: number;
  endsAt: number;
  place: string;
  /** Seats left; null where nobody has said how many there are. */
  free: number | null;
}

const takesPart = `e.cohort_id = c.id AND NOT EXISTS (SELECT 1 FROM enrolment_event v WHERE v.enrolment_id = e.id AND v.kind = 'stopped' AND v.on_date <= d.on_date)`;

/**
 * Days still to come of the same part in every other cohort of the same programme, whatever its version, the earliest first.
 * `perMunicipality` is the number of seats each municipality of a cohort brings where the day itself says nothing.
 */
export const listOpenSeats = (db: Reader, of: { cohortId: number; today: string; perMunicipality: number | null }): Promise<OpenSeat[]> =>
  db.rows<OpenSeat>(
    `SELECT d.id AS "dayId", c.name AS "cohortName", d.code, d.day, d.on_date AS "onDate", d.starts_at AS "startsAt", d.ends_at AS "endsAt",
       d.place, COALESCE(d.seats, CAST($3 AS INTEGER) * (SELECT COUNT(*) FROM cohort_municipality k WHERE k.cohort_id = c.id))
         - (SELECT COUNT(*) FROM enrolment e WHERE ${takesPart})
         - (SELECT COUNT(*) FROM make_up u WHERE u.seat_day_id = d.id AND u.state = 'booked') AS "free"
     FROM training_day d JOIN cohort c ON c.id = d.cohort_id JOIN programme_version v ON v.id = c.programme_version_id
     WHERE c.id <> $1 AND d.kind <> 'certification' AND d.on_date > $2 AND d.cancelled_at IS NULL
       AND v.code = (SELECT w.code FROM cohort x JOIN programme_version w ON w.id = x.programme_version_id WHERE x.id = $1)
     ORDER BY d.on_date, d.id`,
    [of.cohortId, of.today, of.perMunicipality],
  );

export interface MakeUp {
  id: number;
  enrolmentId: number;
  missedDayId: number;
  seatDayId: number;
  state: 'asked' | 'booked';
  onDate: string;
  startsAt: number;
  endsAt: number;
  place: string;
  cohortName: string;
}

const living = `SELECT u.id, u.enrolment_id AS "enrolmentId", u.missed_day_id AS "missedDayId", u.seat_day_id AS "seatDayId", u.state,
    d.on_date AS "onDate", d.starts_at AS "startsAt", d.ends_at AS "endsAt", d.place, c.name AS "cohortName"
  FROM make_up u JOIN training_day d ON d.id = u.seat_day_id JOIN cohort c ON c.id = d.cohort_id WHERE u.state IN ('asked', 'booked')`;

/** What was asked or booked for one enrolment. */
export const listMakeUps = (db: Reader, enrolmentId: number): Promise<MakeUp[]> =>
  db.rows<MakeUp>(`${living} AND u.enrolment_id = $1 ORDER BY d.on_date, u.id`, [enrolmentId]);

export const findMakeUp = (db: Reader, id: number): Promise<MakeUp | null> => db.row<MakeUp>(`${living} AND u.id = $1`, [id]);

export interface NewMakeUp {
  enrolmentId: number;
  missedDayId: number;
  seatDayId: number;
  state: 'asked' | 'booked';
}

/** The unique index refuses a second one for the same missed day, whoever was first. */
export async function addMakeUp(tx: Writer, actor: Actor & { personId: number }, given: NewMakeUp): Promise<number> {
  const at = actor.now.toISOString();
  const decided = given.state === 'booked' ? { decidedBy: actor.personId, decidedAt: at } : {};
  const id = await tx.insert(makeUps, { ...given, ...decided, askedBy: actor.personId, askedAt: at });
  await audit(tx, actor, `make-up.${given.state}`, 'make_up', id);
  return id;
}

/** False when somebody else decided first. */
export async function decideMakeUp(
  tx: Writer,
  actor: Actor & { personId: number },
  id: number,
  change: { from: 'asked' | 'booked'; to: 'booked' | 'declined' | 'cancelled' },
): Promise<boolean> {
  const values = { state: change.to, decidedBy: actor.personId, decidedAt: actor.now.toISOString() };
  if ((await tx.update(makeUps, { id, state: change.from }, values)) === 0) return false;
  await audit(tx, actor, `make-up.${change.to}`, 'make_up', id);
  return true;
}

/** A request that waits for a coordinator. */
export interface AskedSeat {
  id: number;
  enrolmentId: number;
  name: string;
  versionId: number;
  kind: string;
  code: string;
  day: number;
  title: string;
  askedAt: string;
  onDate: string;
  startsAt: number;
  endsAt: number;
  cohortName: string;
}

/** Requests of trainees in the cohorts somebody is appointed to, the oldest first; those whose day has passed are left out. */
export const listAskedSeats = (db: Reader, coordinatorId: number, today: string): Promise<AskedSeat[]> =>
  db.rows<AskedSeat>(
    `SELECT u.id, e.id AS "enrolmentId", p.name, c.programme_version_id AS "versionId", m.kind, m.code, m.day, m.title, u.asked_at AS "askedAt",
       d.on_date AS "onDate", d.starts_at AS "startsAt", d.ends_at AS "endsAt", h.name AS "cohortName"
     FROM make_up u JOIN enrolment e ON e.id = u.enrolment_id JOIN person p ON p.id = e.person_id JOIN cohort c ON c.id = e.cohort_id
       JOIN training_day m ON m.id = u.missed_day_id JOIN training_day d ON d.id = u.seat_day_id JOIN cohort h ON h.id = d.cohort_id
       JOIN appointment a ON a.cohort_id = e.cohort_id AND a.person_id = $1
     WHERE u.state = 'asked' AND d.on_date >= $2 ORDER BY u.asked_at, u.id`,
    [coordinatorId, today],
  );
