import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { listCohortRevisions, overCohorts, perCohort } from '../../src/store/cohort-revision.js';
import type { Database, Reader } from '../../src/store/database.js';
import type { House } from '../../src/web/house.js';
import { fillDemo } from '../../src/demo/fill.js';
import { openTestDatabase, testDialect } from '../support/database.js';
import { readDesk } from '../support/desk.js';

const now = new Date('2026-09-30T08:00:00.000Z');
const at = `'2026-09-30T08:00:00.000Z'`;

describe(`what is kept of a cohort, on ${testDialect}`, () => {
  let db: Database;
  let lise: number;
  const [older, younger] = ['Hold 2024-2026', 'Hold 2026-2028'];

  beforeAll(async () => {
    db = await openTestDatabase();
    await fillDemo({ db, media: null, now, unshifted: true });
    lise = (await db.row<{ id: number }>(`SELECT id FROM person WHERE name = 'Lise Rønhave'`))!.id;
  });
  afterAll(() => db.close());

  const revisions = () => listCohortRevisions(db, lise);
  const run = (sql: string) => db.write((tx) => tx.run(sql));
  /** Names of the cohorts whose number rose by what was done. */
  const raisedBy = async (sql: string): Promise<string[]> => {
    const before = new Map((await revisions()).map((one) => [one.cohortId, one.revision]));
    await run(sql);
    return (await revisions()).filter(({ cohortId, revision }) => revision > before.get(cohortId)!).map(({ cohortName }) => cohortName);
  };

  /** Somebody of each cohort, and what belongs to them; only the older one has got as far as to ratings. */
  const M11 = `(SELECT e.id FROM enrolment e JOIN person p ON p.id = e.person_id WHERE p.name = 'Kirsten Mølbak')`;
  const ofM11 = `WHERE enrolment_id = ${M11}`;
  const inOlder = `(SELECT id FROM cohort WHERE name = '${older}')`;
  const group = `(SELECT MIN(id) FROM supervision_group WHERE cohort_id = ${inOlder})`;
  const session = `(SELECT MIN(id) FROM supervision_session WHERE group_id = ${group})`;
  const line = `(SELECT MAX(id) FROM supervision_line WHERE session_id = ${session})`;
  const rated = `(SELECT MIN(a.id) FROM assessor a JOIN assessment_case k ON k.id = a.case_id WHERE a.locked_at IS NULL)`;

  test.each([
    ['a meeting', `UPDATE network_meeting SET course = course ${ofM11}`],
    [
      'attendance',
      `INSERT INTO attendance (training_day_id, enrolment_id, presence, recorded_by, recorded_at) SELECT (SELECT MIN(id) FROM training_day WHERE cohort_id = ${inOlder}), id, 'present', person_id, ${at} FROM enrolment WHERE id = ${M11}`,
    ],
    [
      'an event of somebody’s training',
      `INSERT INTO enrolment_event (enrolment_id, kind, on_date, recorded_by, recorded_at) SELECT ${M11}, 'plan_done', '2026-09-30', person_id, ${at} FROM enrolment WHERE id = ${M11}`,
    ],
    [
      'another employer',
      `INSERT INTO enrolment_move (enrolment_id, from_municipality_id, to_municipality_id, on_date, recorded_by, recorded_at) SELECT id, municipality_id, municipality_id, '2026-09-30', person_id, ${at} FROM enrolment WHERE id = ${M11}`,
    ],
    ['enrolment', `UPDATE enrolment SET enrolled_on = enrolled_on WHERE id = ${M11}`],
    ['a membership', `UPDATE group_member SET to_date = to_date ${ofM11}`],
    ['a group', `UPDATE supervision_group SET name = name WHERE id = ${group}`],
    ['a session', `UPDATE supervision_session SET topics = topics WHERE id = ${session}`],
    [
      'a line',
      `INSERT INTO supervision_line (session_id, enrolment_id, present_from, present_to, minutes, recorded_by, recorded_at) SELECT ${session}, ${M11}, 0, 5, 5, person_id, ${at} FROM enrolment WHERE id = ${M11}`,
    ],
    [
      'an objection',
      `INSERT INTO supervision_objection (line_id, text, raised_by, raised_at) SELECT ${line}, 'x', person_id, ${at} FROM enrolment WHERE id = ${M11}`,
    ],
    [
      'its answer',
      `INSERT INTO objection_answer (objection_id, outcome, reason, answered_by, answered_at) SELECT MAX(id), 'stands', 'x', raised_by, ${at} FROM supervision_objection GROUP BY raised_by`,
    ],
    [
      'a signed quarter',
      `INSERT INTO attestation (enrolment_id, quarter, side, signed_by, name, figures, last_line_id, signed_at) SELECT id, '2020-1', 'trainee', person_id, 'x', '{}', 0, ${at} FROM enrolment WHERE id = ${M11}`,
    ],
    [
      'a reminder about somebody',
      `INSERT INTO reminder (what, enrolment_id, made_by, made_at) SELECT 'hours', id, person_id, ${at} FROM enrolment WHERE id = ${M11}`,
    ],
    [
      'a reminder about a session',
      `INSERT INTO reminder (what, session_id, made_by, made_at) SELECT 'signature', ${session}, person_id, ${at} FROM enrolment WHERE id = ${M11}`,
    ],
    ['a reminder taken back', `UPDATE reminder SET withdrawn_at = ${at}, withdrawn_by = made_by WHERE session_id = ${session}`],
    [
      'a self-assessment',
      `INSERT INTO self_assessment (enrolment_id, rubric, levels, delivered_on, recorded_at) VALUES (${M11}, 'P-12', '[]', '2026-09-30', ${at})`,
    ],
    ['a case', `UPDATE assessment_case SET requested_on = requested_on ${ofM11}`],
    ['an assessor', `UPDATE assessor SET saved_at = saved_at WHERE id = ${rated}`],
    [
      'a rating',
      `INSERT INTO rating (assessor_id, element, level) SELECT ${rated}, 12, 3 WHERE NOT EXISTS (SELECT 1 FROM rating WHERE assessor_id = ${rated} AND element = 12)`,
    ],
    [
      'a decision',
      `INSERT INTO certification_decision (enrolment_id, decision, decided_by, decided_on, recorded_at) SELECT id, 'not_yet', person_id, '2026-09-30', ${at} FROM enrolment WHERE id = ${M11}`,
    ],
    [
      'a certificate',
      `UPDATE certificate SET withdrawn_at = withdrawn_at WHERE enrolment_id IN (SELECT id FROM enrolment WHERE cohort_id = ${inOlder})`,
    ],
    ['an attendee', `UPDATE attendee SET ordinal = ordinal WHERE meeting_id IN (SELECT id FROM network_meeting ${ofM11})`],
    [
      'an answer',
      `INSERT INTO consent_answer (attendee_id, purpose, answer, method, text_version, asked_by, answered_on, recorded_at) SELECT MIN(a.id), 'own_learning', 'yes', 'paper', 'x', ${'$'}{lise}, '2026-09-30', ${at} FROM attendee a JOIN network_meeting n ON n.id = a.meeting_id WHERE n.enrolment_id = ${M11}`,
    ],
    ['a film’s length', `UPDATE recording SET duration_ms = duration_ms WHERE meeting_id IN (SELECT id FROM network_meeting ${ofM11})`],
    ['a day of training', `UPDATE training_day SET title = title WHERE cohort_id = ${inOlder}`],
    ['the cohort itself', `UPDATE cohort SET ends_on = ends_on WHERE id = ${inOlder}`],
    [
      'an application',
      `INSERT INTO application (cohort_id, municipality_id, name, sign_in_name, made_by, made_at) SELECT ${inOlder}, municipality_id, 'x', 'x', person_id, ${at} FROM enrolment WHERE id = ${M11}`,
    ],
    [
      'what became of it',
      `INSERT INTO application_event (application_id, kind, recorded_by, recorded_at) SELECT MAX(id), 'nominated', made_by, ${at} FROM application WHERE cohort_id = ${inOlder} GROUP BY made_by`,
    ],
  ])('%s of one cohort raises its number and no other', async (_, sql) => {
    expect(await raisedBy(sql.replace('${lise}', String(lise)))).toEqual([older]);
  });

  test.each([
    ['a trainee’s name', `UPDATE person SET name = name WHERE name = 'Kirsten Mølbak'`],
    ['a trainee’s role', `UPDATE person_role SET role = role WHERE person_id = (SELECT person_id FROM enrolment WHERE id = ${M11})`],
    [
      'a trainee’s link',
      `INSERT INTO account_link (person_id, token_hash, purpose, made_by, created_at, expires_at) SELECT person_id, 'x', 'open', person_id, ${at}, ${at} FROM enrolment WHERE id = ${M11}`,
    ],
  ])('%s raises the number of the own cohort, and may raise it where the municipality takes part', async (_, sql) => {
    expect(await raisedBy(sql)).toContain(older);
  });

  test.each([
    ['a municipality’s name', `UPDATE municipality SET name = name WHERE name = 'Møllevig'`],
    ['the name of somebody who follows both', `UPDATE person SET name = name WHERE name = 'Lise Rønhave'`],
    [
      'a new version of the programme both have',
      `INSERT INTO programme_version (code, version, in_force_from, body) SELECT v.code, 99, '2030-01-01', v.body FROM programme_version v JOIN cohort c ON c.programme_version_id = v.id WHERE c.name = '${older}'`,
    ],
    [
      'that version taken back',
      `INSERT INTO programme_withdrawal (version_id, reason, withdrawn_by, withdrawn_at) SELECT v.id, 'x', p.id, ${at} FROM programme_version v, person p WHERE v.version = 99 AND p.name = 'Lise Rønhave'`,
    ],
  ])('%s raises the number of both', async (_, sql) => {
    expect((await raisedBy(sql)).sort()).toEqual([older, younger]);
  });

  test.each([
    ['a comment’s reply, a viewing, a film’s progress', `UPDATE recording SET progress = progress`],
    ['when somebody last signed in', `UPDATE person SET first_signed_in_at = first_signed_in_at`],
    ['somebody’s language', `UPDATE person SET language = language`],
  ])('%s is no news of a cohort', async (_, sql) => {
    expect(await raisedBy(sql)).toEqual([]);
  });

  test('what is rolled back raises nothing', async () => {
    const before = await revisions();
    const stopped = db.write(async (tx) => {
      await tx.run(`UPDATE enrolment SET enrolled_on = enrolled_on`);
      throw new Error('stop');
    });
    await expect(stopped).rejects.toThrow('stop');
    expect(await revisions()).toEqual(before);
  });

  test('many who write about the same cohorts in another order all come through, and each is counted', async () => {
    const before = await revisions();
    const [one, other] = before.map(({ cohortId }) => cohortId) as [number, number];
    const writing = (table: string, ids: number[]) =>
      db.write(async (tx) => {
        for (const id of ids)
          await tx.run(`UPDATE ${table} SET id = id WHERE id = (SELECT MIN(id) FROM ${table} WHERE cohort_id = $1)`, [id]);
      });
    const tables = ['enrolment', 'training_day', 'supervision_group'];
    for (let round = 0; round < 20; round += 1)
      await Promise.all(tables.map((table, index) => writing(table, index === 1 ? [other, one] : [one, other])));
    expect((await revisions()).map(({ revision }, index) => revision - before[index]!.revision)).toEqual([60, 60]);
  });

  test('every table the desk reads is watched, and of those watched in part every column it reads', async () => {
    const asked: string[] = [];
    const listening = { ...db, rows: ((sql, bind) => (asked.push(sql), db.rows(sql, bind))) as Reader['rows'] };
    const house = { db: listening, clock: () => now } as unknown as House;
    expect((await readDesk({ house: { ...house, db: listening }, coordinatorId: lise })).lines.length).toBeGreaterThan(5);
    const read = asked.filter((sql) => !sql.includes('data_version'));
    const named = new Set(read.flatMap((sql) => [...sql.matchAll(/\b(?:FROM|JOIN) ([a-z_]+) (?!ON)/g)].map(([, table]) => table!)));
    const watched = await db.rows<{ table: string; trigger: string; text: string }>(
      db.dialect === 'sqlite'
        ? `SELECT tbl_name AS "table", name AS "trigger", sql AS "text" FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%!_revision!_update' ESCAPE '!'`
        : `SELECT c.relname AS "table", t.tgname AS "trigger", pg_get_triggerdef(t.oid) AS "text" FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE t.tgname LIKE '%!_revision!_update' ESCAPE '!'`,
    );
    const tables = new Set(watched.map(({ table }) => table));
    // Whom she follows is asked every time.
    expect([...named].filter((table) => !tables.has(table)).sort()).toEqual(['appointment', 'cohort_revision']);
    expect(named.size).toBeGreaterThan(20);
    for (const { table, text } of watched) {
      const only = /UPDATE OF ([a-z_, ]+?) ON/.exec(text)?.[1]?.split(', ');
      if (!only) continue;
      for (const sql of read)
        for (const [, alias] of sql.matchAll(new RegExp(`\\b(?:FROM|JOIN) ${table} ([a-z])\\b`, 'g')))
          for (const [, column] of sql.matchAll(new RegExp(`\\b${alias}\\.([a-z_]+)`, 'g')))
            if (column !== 'id') expect([table, ...only]).toContain(column);
    }
  });
});

describe(`asking again only about what changed, on ${testDialect}`, () => {
  let db: Database;
  beforeAll(async () => {
    db = await openTestDatabase();
  });
  afterAll(() => db.close());
  let asked: number[][] = [];
  beforeEach(() => {
    asked = [];
  });

  const ask = (ids: number[]) => {
    asked.push(ids);
    return Promise.resolve(new Map(ids.map((id) => [id, { id }])));
  };
  const at1 = [1, 2, 3].map((cohortId) => ({ cohortId, cohortName: '', revision: 1 }));

  test('of many cohorts only the changed ones are asked about, in one go', async () => {
    const first = await perCohort(db, { what: 'names' }, at1, ask);
    const second = await perCohort(db, { what: 'names' }, [at1[0]!, { ...at1[1]!, revision: 2 }, { ...at1[2]!, revision: 2 }], ask);
    expect(asked).toEqual([
      [1, 2, 3],
      [2, 3],
    ]);
    expect([...second.keys()]).toEqual([1, 2, 3]);
    expect(second.get(1)).toBe(first.get(1));
    expect(second.get(2)).not.toBe(first.get(2));
  });

  test('another question and another reader have answers of their own', async () => {
    await perCohort(db, { what: 'others' }, at1, ask);
    await perCohort({ ...db }, { what: 'others' }, at1, ask);
    expect(asked).toHaveLength(2);
  });

  test('what holds for a day is asked again on the next', async () => {
    for (const at of ['2026-09-30', '2026-09-30', '2026-10-01']) await perCohort(db, { what: 'days', at }, at1, ask);
    expect(asked).toHaveLength(2);
  });

  test('what failed is asked again', async () => {
    const failing = () => perCohort(db, { what: 'failing' }, at1, () => Promise.reject(new Error('no')));
    await expect(failing()).rejects.toThrow('no');
    await expect(failing()).rejects.toThrow('no');
    expect((await perCohort(db, { what: 'failing' }, at1, ask)).size).toBe(3);
  });

  test('more than is kept is still answered, each with its own', async () => {
    const many = Array.from({ length: 1000 }, (_, cohortId) => ({ cohortId, revision: 1 }));
    for (const turn of [1, 2]) {
      const found = await perCohort(db, { what: 'many' }, many, ask);
      expect(many.every(({ cohortId }) => found.get(cohortId)?.id === cohortId)).toBe(true);
      expect(turn).toBeLessThan(3);
    }
  });

  test('an answer over several holds until one of them changes', async () => {
    let made = 0;
    const make = () => Promise.resolve({ turn: (made += 1) });
    const first = await overCohorts(db, { what: 'all' }, at1, make);
    expect(await overCohorts(db, { what: 'all' }, at1, make)).toBe(first);
    expect(await overCohorts(db, { what: 'all' }, [{ ...at1[0]!, revision: 2 }, ...at1.slice(1)], make)).not.toBe(first);
    expect(await overCohorts(db, { what: 'all' }, at1.slice(1), make)).not.toBe(first);
    expect(made).toBe(3);
  });
});
