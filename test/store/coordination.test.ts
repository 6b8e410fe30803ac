import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { fillDemo } from '../../src/demo/fill.js';
import { listCohortRevisions } from '../../src/store/cohort-revision.js';
import {
  findFollowedCohort,
  findFollowedTrainee,
  listDaysToEnter,
  listTraineesIn,
  listTrainees,
  listUnopenedIn,
  listUnopenedAccounts,
} from '../../src/store/coordination.js';
import type { Database, Reader } from '../../src/store/database.js';
import { factsFor, factsOfCohort } from '../../src/store/enrolment-facts.js';
import { openTestDatabase, testDialect } from '../support/database.js';

const now = new Date('2026-09-30T08:00:00.000Z');
const today = '2026-09-30';

describe(`queries of those who follow trainees, on ${testDialect}`, () => {
  let db: Database;
  let lise: number;
  let older: number;
  let younger: number;

  beforeAll(async () => {
    db = await openTestDatabase();
    await fillDemo({ db, media: null, now, unshifted: true });
    const id = async (sql: string) => (await db.row<{ id: number }>(sql))!.id;
    lise = await id(`SELECT id FROM person WHERE name = 'Lise Rønhave'`);
    older = await id(`SELECT id FROM cohort WHERE name = 'Hold 2024-2026'`);
    younger = await id(`SELECT id FROM cohort WHERE name = 'Hold 2026-2028'`);
  });
  afterAll(() => db.close());

  /** The same database, with every statement counted. */
  const counting = () => {
    let statements = 0;
    const reader: Reader = {
      ...db,
      rows: (sql, bind) => {
        statements += 1;
        return db.rows(sql, bind);
      },
    };
    return { reader, count: () => statements };
  };

  test('facts take three statements at most, for one as for all', async () => {
    const ids = (await listTrainees(db, older)).map(({ enrolmentId }) => enrolmentId);
    for (const some of [ids.slice(0, 1), ids]) {
      const { reader, count } = counting();
      expect((await factsFor(reader, some)).size).toBe(some.length);
      expect(count()).toBeLessThanOrEqual(3);
    }
    const { reader, count } = counting();
    expect((await factsOfCohort(reader, (await findFollowedCohort(db, lise, older))!)).size).toBe(21);
    expect(count()).toBeLessThanOrEqual(3);
    expect(await factsFor(db, [])).toEqual(new Map());
  });

  test('facts asked for by id and by cohort are the same, and unchanged ones the same object again', async () => {
    const ids = (await listTrainees(db, younger)).map(({ enrolmentId }) => enrolmentId);
    const [one, other] = [await factsFor(db, ids), await factsOfCohort(db, (await findFollowedCohort(db, lise, younger))!)];
    expect(ids.every((id) => one.get(id) === other.get(id))).toBe(true);
  });

  test('a new line, a correction, an answer taken back: the next reading has it', async () => {
    const [{ enrolmentId } = { enrolmentId: 0 }] = await listTrainees(db, younger);
    const before = (await factsFor(db, [enrolmentId])).get(enrolmentId)!;
    await db.write((tx) =>
      tx.run(
        `INSERT INTO attendance (training_day_id, enrolment_id, presence, note, recorded_by, recorded_at)
         SELECT MAX(id), $1, 'absent', '', $2, '2026-09-30T07:00:00.000Z' FROM training_day WHERE cohort_id = $3 AND code = 'S1'`,
        [enrolmentId, lise, younger],
      ),
    );
    const after = (await factsFor(db, [enrolmentId])).get(enrolmentId)!;
    const presence = (facts: typeof before) => facts.days.filter(({ code }) => code === 'S1').map((day) => day.presence);
    expect([presence(before), presence(after)]).toEqual([
      ['present', 'present'],
      ['present', 'absent'],
    ]);
    expect(after.rules).toBe(before.rules);
  });

  test('only cohorts the person is appointed to, and only as coordinator', async () => {
    const supervisor = (await db.row<{ id: number }>(`SELECT id FROM person WHERE name = 'Ragnhild Sværke'`))!.id;
    await db.write((tx) => tx.run('INSERT INTO appointment (person_id, cohort_id) VALUES ($1, $2)', [supervisor, older]));
    const [{ enrolmentId } = { enrolmentId: 0 }] = await listTrainees(db, older);
    expect(await findFollowedCohort(db, lise, older)).toMatchObject({ name: 'Hold 2024-2026' });
    expect(await findFollowedTrainee(db, lise, enrolmentId)).toMatchObject({ enrolmentId });
    expect(await findFollowedCohort(db, supervisor, older)).toBeNull();
    expect(await findFollowedTrainee(db, supervisor, enrolmentId)).toBeNull();
    expect(await listCohortRevisions(db, supervisor)).toEqual([]);
    expect((await listCohortRevisions(db, lise)).map(({ cohortName }) => cohortName)).toEqual(['Hold 2026-2028', 'Hold 2024-2026']);
    expect((await listTraineesIn(db, [younger, older])).length).toBe(29);
  });

  test('people stand in Danish order within their cohort', async () => {
    const names = (await listTrainees(db, older)).map(({ name }) => name);
    expect(names).toEqual([...names].sort(new Intl.Collator('da').compare));
  });

  test('a past day is told until everyone who takes part has a line; a day to come never', async () => {
    expect(await listDaysToEnter(db, [younger, older], '2026-09-22')).toEqual([]);
    const [day, ...more] = await listDaysToEnter(db, [younger, older], today);
    expect(more).toEqual([]);
    expect(day).toMatchObject({ code: 'S3', day: 2, onDate: '2026-09-22', missing: 8, entered: 0 });
    const ids = (await listTrainees(db, younger)).map(({ enrolmentId }) => enrolmentId);
    for (const [index, id] of ids.entries()) {
      await db.write((tx) =>
        tx.run(
          `INSERT INTO attendance (training_day_id, enrolment_id, presence, note, recorded_by, recorded_at) VALUES ($1, $2, 'present', '', $3, '2026-09-30T07:00:00.000Z')`,
          [day!.dayId, id, lise],
        ),
      );
      expect((await listDaysToEnter(db, [younger, older], today))[0]?.missing).toBe(index < 7 ? 7 - index : undefined);
    }
  });

  test('somebody on leave or stopped is not asked about, and a certification day only when nobody is entered', async () => {
    const leave = await db.row<{ id: number }>(
      `SELECT e.id FROM enrolment e JOIN person p ON p.id = e.person_id WHERE p.name = 'Rasmus Ejstrup'`,
    );
    const dayId = await db.write(async (tx) => {
      await tx.run(`INSERT INTO training_day (cohort_id, kind, code, day, on_date) VALUES ($1, 'seminar', 'S9', 1, '2026-02-10')`, [older]);
      return (await tx.row<{ id: number }>('SELECT MAX(id) AS "id" FROM training_day'))!.id;
    });
    const told = (await listDaysToEnter(db, [younger, older], today)).find((day) => day.dayId === dayId);
    expect(told).toMatchObject({ missing: 18 });
    expect(leave).not.toBeNull();
    expect((await listDaysToEnter(db, [younger, older], today)).filter(({ kind }) => kind === 'certification')).toEqual([]);
  });

  test('an account is told as never opened until somebody holds a living link', async () => {
    expect(await listUnopenedIn(db, [younger, older], now)).toMatchObject([
      { name: 'Henrik Skovlund', since: '2026-04-01', cohortId: younger },
    ]);
    expect((await listUnopenedAccounts(db, now)).map(({ name }) => name)).toEqual(['Henrik Skovlund']);
    await db.write((tx) =>
      tx.run(
        `INSERT INTO account_link (person_id, token_hash, purpose, made_by, created_at, expires_at)
         SELECT id, 'x', 'open', $1, '2026-09-30T07:00:00.000Z', '2026-10-07T07:00:00.000Z' FROM person WHERE name = 'Henrik Skovlund'`,
        [lise],
      ),
    );
    expect(await listUnopenedIn(db, [younger, older], now)).toEqual([]);
    expect(await listUnopenedIn(db, [younger, older], new Date('2026-10-07T07:00:01.000Z'))).toHaveLength(1);
  });
});
