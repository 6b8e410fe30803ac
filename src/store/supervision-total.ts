import { inForceOn } from '../domain/certification/rule-version.js';
import { asks } from '../domain/certification/rules.js';
import { tallyOf, type Tally } from '../domain/supervision/tally.js';
import type { Pace } from '../domain/supervision/pace.js';
import { among } from './among.js';
import type { Reader, Writer } from './database.js';
import { factsFor } from './enrolment-facts.js';

/** What lists show of one trainee's hours, in minutes; kept with every change it follows from. */
export interface SupervisionTotal {
  enrolmentId: number;
  countedMinutes: number;
  loggedMinutes: number;
  groupMinutes: number;
  liveMinutes: number;
  individualMinutes: number;
  peerMinutes: number;
  onlineMinutes: number;
  offeredMinutes: number;
  bookedMinutes: number;
  reachMinutes: number;
  requiredMinutes: number | null;
  totalMinutes: number | null;
  pace: Pace | null;
  behindSince: string | null;
}

const columns = `t.enrolment_id AS "enrolmentId", t.counted_minutes AS "countedMinutes", t.logged_minutes AS "loggedMinutes",
  t.group_minutes AS "groupMinutes", t.live_minutes AS "liveMinutes", t.individual_minutes AS "individualMinutes",
  t.peer_minutes AS "peerMinutes", t.online_minutes AS "onlineMinutes", t.offered_minutes AS "offeredMinutes",
  t.booked_minutes AS "bookedMinutes", t.reach_minutes AS "reachMinutes", t.required_minutes AS "requiredMinutes", t.total_minutes AS "totalMinutes", t.pace,
  t.behind_since AS "behindSince"`;

const byEnrolment = (rows: SupervisionTotal[]) => new Map(rows.map((row) => [row.enrolmentId, row]));

export const totalsFor = async (db: Reader, ids: number[]): Promise<Map<number, SupervisionTotal>> =>
  ids.length === 0
    ? new Map()
    : byEnrolment(
        await db.rows<SupervisionTotal>(`SELECT ${columns} FROM supervision_total t WHERE t.enrolment_id IN (${among(ids)})`, ids),
      );

export const totalsOfCohort = async (db: Reader, cohortId: number): Promise<Map<number, SupervisionTotal>> =>
  byEnrolment(
    await db.rows<SupervisionTotal>(
      `SELECT ${columns} FROM supervision_total t JOIN enrolment e ON e.id = t.enrolment_id WHERE e.cohort_id = $1`,
      [cohortId],
    ),
  );

export const totalsOfGroup = async (db: Reader, groupId: number): Promise<Map<number, SupervisionTotal>> =>
  byEnrolment(
    await db.rows<SupervisionTotal>(
      `SELECT ${columns} FROM supervision_total t WHERE t.enrolment_id IN (SELECT m.enrolment_id FROM group_member m WHERE m.group_id = $1)`,
      [groupId],
    ),
  );

export interface BehindLine extends SupervisionTotal {
  personId: number;
  name: string;
  municipalityId: number;
  municipalityName: string;
  cohortId: number;
  cohortName: string;
}

/** Trainees of the coordinator's cohorts whose pace somebody has to do something about, the longest behind first. */
export const listBehind = (db: Reader, coordinatorId: number): Promise<BehindLine[]> =>
  db.rows<BehindLine>(
    `SELECT ${columns}, e.person_id AS "personId", p.name, e.municipality_id AS "municipalityId", m.name AS "municipalityName",
       c.id AS "cohortId", c.name AS "cohortName"
     FROM appointment a JOIN cohort c ON c.id = a.cohort_id JOIN enrolment e ON e.cohort_id = c.id
       JOIN supervision_total t ON t.enrolment_id = e.id AND t.pace IN ('behind', 'cannot-reach')
       JOIN person p ON p.id = e.person_id JOIN municipality m ON m.id = e.municipality_id
     WHERE a.person_id = $1
       AND NOT EXISTS (SELECT 1 FROM enrolment_event v WHERE v.enrolment_id = e.id AND v.kind = 'stopped')
       AND NOT EXISTS (SELECT 1 FROM certificate x WHERE x.enrolment_id = e.id AND x.withdrawn_at IS NULL)
     ORDER BY t.behind_since, p.sort_key, e.id`,
    [coordinatorId],
  );

/** What the lines, sessions, memberships and leaves say now, by the rules in force today. */
async function talliesOf(db: Reader, ids: number[], today: string): Promise<Map<number, Tally>> {
  const facts = await factsFor(db, ids);
  return new Map(
    [...facts].map(([id, one]) => {
      const { rules } = inForceOn(one, today);
      return [id, tallyOf(one, asks(rules, 'K2') ? rules : null)];
    }),
  );
}

const valuesOf = (one: Tally) => [
  ...[one.counted, one.logged, one.group, one.live, one.individual, one.peer, one.online, one.offered, one.booked, one.reach],
  ...[one.required, one.total, one.pace, one.behindSince],
];

const atOnce = 200;

/** Nobody else changes the hours of these enrolments until the transaction ends. Locked one by one, in one order. */
export async function lockTotals(tx: Writer, ids: number[]): Promise<void> {
  for (const id of ids)
    await tx.run(
      `INSERT INTO supervision_total (enrolment_id) VALUES ($1)
       ON CONFLICT (enrolment_id) DO UPDATE SET counted_minutes = supervision_total.counted_minutes`,
      [id],
    );
}

/**
 * Works the totals of these enrolments out anew, in the transaction of the change. The rows are locked first, in one order, so that of two
 * transactions about the same trainee the later one counts what the earlier one wrote. `today` decides which version of the rules is in force.
 */
export async function retally(tx: Writer, enrolmentIds: number[], today: string): Promise<void> {
  const ids = [...new Set(enrolmentIds)].sort((a, b) => a - b);
  for (let from = 0; from < ids.length; from += atOnce) {
    const some = ids.slice(from, from + atOnce);
    await lockTotals(tx, some);
    for (const [id, tally] of await talliesOf(tx, some, today))
      await tx.run(
        `UPDATE supervision_total SET counted_minutes = $2, logged_minutes = $3, group_minutes = $4, live_minutes = $5,
           individual_minutes = $6, peer_minutes = $7, online_minutes = $8, offered_minutes = $9, booked_minutes = $10,
           reach_minutes = $11, required_minutes = $12, total_minutes = $13, pace = $14, behind_since = $15 WHERE enrolment_id = $1`,
        [id, ...valuesOf(tally)],
      );
  }
}

const idsWhere = async (db: Reader, sql: string, bind: unknown[] = []): Promise<number[]> =>
  (await db.rows<{ id: number }>(sql, bind)).map(({ id }) => id);

/** Everyone who is or was in a group: after one of its sessions changed. */
export const retallyGroup = async (tx: Writer, groupId: number, today: string): Promise<void> =>
  retally(tx, await idsWhere(tx, 'SELECT DISTINCT enrolment_id AS "id" FROM group_member WHERE group_id = $1', [groupId]), today);

/**
 * Signatures that concern the same people wait for each other, whatever group or cohort they come from: the second one sees the presences
 * of the first. Taken after the group's own lock.
 */
export const lockMembers = async (tx: Writer, groupId: number): Promise<void> =>
  lockTotals(
    tx,
    await idsWhere(
      tx,
      `SELECT DISTINCT o.id FROM group_member x JOIN enrolment e ON e.id = x.enrolment_id JOIN enrolment o ON o.person_id = e.person_id
       WHERE x.group_id = $1 ORDER BY o.id`,
      [groupId],
    ),
  );

/** Everyone on a programme: after a version of it came. */
export const retallyProgramme = async (tx: Writer, code: string, today: string): Promise<void> =>
  retally(
    tx,
    await idsWhere(tx, 'SELECT e.id FROM enrolment e JOIN programme_version v ON v.id = e.programme_version_id WHERE v.code = $1', [code]),
    today,
  );

/** After a bulk filling, or where the totals are new: enrolments that have none yet. */
export const retallyMissing = async (tx: Writer, today: string): Promise<void> =>
  retally(
    tx,
    await idsWhere(
      tx,
      'SELECT e.id FROM enrolment e WHERE NOT EXISTS (SELECT 1 FROM supervision_total t WHERE t.enrolment_id = e.id) ORDER BY e.id',
    ),
    today,
  );

export const retallyAll = async (tx: Writer, today: string): Promise<void> =>
  retally(tx, await idsWhere(tx, 'SELECT id FROM enrolment ORDER BY id'), today);

const keptValues = (one: SupervisionTotal) => [
  ...[one.countedMinutes, one.loggedMinutes, one.groupMinutes, one.liveMinutes, one.individualMinutes, one.peerMinutes, one.onlineMinutes],
  ...[one.offeredMinutes, one.bookedMinutes, one.reachMinutes, one.requiredMinutes, one.totalMinutes, one.pace, one.behindSince],
];

/** Enrolments whose kept totals are not what their lines say; empty when all is right. */
export async function findUneven(db: Reader, today: string): Promise<number[]> {
  const ids = await idsWhere(db, 'SELECT id FROM enrolment ORDER BY id');
  const uneven: number[] = [];
  for (let from = 0; from < ids.length; from += atOnce) {
    const some = ids.slice(from, from + atOnce);
    const [kept, tallies] = await Promise.all([totalsFor(db, some), talliesOf(db, some, today)]);
    uneven.push(
      ...some.filter((id) => JSON.stringify(kept.get(id) && keptValues(kept.get(id)!)) !== JSON.stringify(valuesOf(tallies.get(id)!))),
    );
  }
  return uneven;
}
