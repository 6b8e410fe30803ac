import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { buildRecording } from '../support/build/recording.js';
import { bindFilmKey, createFilmKey, destroyKeys, listFilmKeys } from '../../src/store/data-key.js';
import { openTestDatabase, openBareDatabase, testDialect } from '../support/database.js';
import { migrateDown, migrateUp, pendingChanges } from '../../src/store/migrate.js';
import type { Database } from '../../src/store/database.js';

const tablesOf = async (db: Database): Promise<string[]> =>
  (
    await db.rows<{ name: string }>(
      db.dialect === 'sqlite'
        ? `SELECT name FROM sqlite_master WHERE type IN ('table','trigger','index') AND name NOT LIKE 'sqlite_%' ORDER BY name`
        : `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'
           UNION SELECT DISTINCT trigger_name FROM information_schema.triggers
           UNION SELECT indexname FROM pg_indexes WHERE schemaname = 'public' AND indexname LIKE '%\\_by\\_%' ORDER BY 1`,
    )
  ).map(({ name }) => name);

describe(`migrations on ${testDialect}`, () => {
  let db: Database;
  beforeAll(async () => {
    db = await openBareDatabase();
  });
  afterAll(() => db.close());

  test('up, down and up again leave the same schema', async () => {
    await migrateUp(db);
    const first = await tablesOf(db);
    expect(await pendingChanges(db)).toEqual([]);
    await migrateDown(db);
    expect((await tablesOf(db)).filter((name) => name !== 'schema_change')).toEqual([]);
    await migrateUp(db);
    expect(await tablesOf(db)).toEqual(first);
  });
});

test(`a film that was cut, with its destroyed key, does not stand in the way back, on ${testDialect}`, async () => {
  const db = await openTestDatabase();
  try {
    const { id } = await buildRecording(db);
    const key = await db.write(async (tx) => {
      await destroyKeys(tx, { recordingId: id, purpose: 'film' }, new Date('2026-09-16T15:01:00.000Z'));
      const made = await createFilmKey(tx, new Date('2026-09-16T15:00:00.000Z'));
      await bindFilmKey(tx, made, id);
      return made;
    });
    expect((await listFilmKeys(db, id)).at(-1)).toBe(key);
    expect(await listFilmKeys(db, id)).toHaveLength(2);
    await migrateDown(db);
    await migrateUp(db);
    expect(await pendingChanges(db)).toEqual([]);
  } finally {
    await db.close();
  }
});

const seed = async (db: Database): Promise<void> => {
  const at = '2026-01-05T09:00:00.000Z';
  const statements = [
    `INSERT INTO municipality (code, name, sort_key) VALUES ('1', 'A', 'a')`,
    `INSERT INTO person (name, sort_key, created_at) VALUES ('P', 'p', '${at}')`,
    `INSERT INTO audit_entry (at, action, object_kind) VALUES ('${at}', 'x', 'y')`,
    `INSERT INTO programme_version (code, version, in_force_from, body) VALUES ('p', 1, '2025-01-01', '{}')`,
    `INSERT INTO cohort (programme_version_id, name, starts_on, ends_on) VALUES (1, 'H', '2025-01-01', '2026-12-31')`,
    `INSERT INTO enrolment (person_id, cohort_id, municipality_id, programme_version_id, enrolled_on) VALUES (1, 1, 1, 1, '2025-01-01')`,
    `INSERT INTO enrolment_event (enrolment_id, kind, on_date, recorded_by, recorded_at) VALUES (1, 'stopped', '2025-02-01', 1, '${at}')`,
    `INSERT INTO enrolment_move (enrolment_id, from_municipality_id, on_date, recorded_by, recorded_at) VALUES (1, 1, '2025-02-01', 1, '${at}')`,
    `INSERT INTO application (cohort_id, municipality_id, name, sign_in_name, made_by, made_at) VALUES (1, 1, 'P', 'p@a.example', 1, '${at}')`,
    `INSERT INTO application_event (application_id, kind, recorded_by, recorded_at) VALUES (1, 'nominated', 1, '${at}')`,
    `INSERT INTO training_day (cohort_id, kind, code, day, on_date) VALUES (1, 'seminar', 'S1', 1, '2025-02-03')`,
    `INSERT INTO attendance (training_day_id, enrolment_id, presence, recorded_by, recorded_at) VALUES (1, 1, 'present', 1, '${at}')`,
    `INSERT INTO supervision_group (cohort_id, name, supervisor_id) VALUES (1, 'G', 1)`,
    `INSERT INTO supervision_session (group_id, state, on_date, starts_at, ends_at, signed_by, signed_at) VALUES (1, 'signed', '2025-02-25', 540, 900, 1, '${at}')`,
    `INSERT INTO supervision_line (session_id, enrolment_id, present_from, present_to, minutes, recorded_by, recorded_at) VALUES (1, 1, 540, 900, 300, 1, '${at}')`,
    `INSERT INTO supervision_objection (line_id, text, raised_by, raised_at) VALUES (1, 'x', 1, '${at}')`,
    `INSERT INTO objection_answer (objection_id, outcome, reason, answered_by, answered_at) VALUES (1, 'stands', 'y', 1, '${at}')`,
    `INSERT INTO attestation (enrolment_id, quarter, side, signed_by, name, figures, last_line_id, signed_at) VALUES (1, '2025-1', 'trainee', 1, 'P', '{}', 1, '${at}')`,
    `INSERT INTO network_meeting (leader_id, enrolment_id, municipality_id, number, on_date, role, course, created_at) VALUES (1, 1, 1, 1, '2025-03-01', 'leader', 'A', '${at}')`,
    `INSERT INTO attendee (meeting_id, kind, ordinal) VALUES (1, 'citizen', 1)`,
    `INSERT INTO consent_answer (attendee_id, purpose, answer, method, text_version, asked_by, answered_on, recorded_at) VALUES (1, 'own_learning', 'yes', 'paper', '1', 1, '2025-03-01', '${at}')`,
    `INSERT INTO assessment_case (enrolment_id, attempt, route, requested_on, requested_at) VALUES (1, 1, 'observation', '2026-01-01', '${at}')`,
    `INSERT INTO assessor (case_id, person_id, slot, rubric, assigned_by, assigned_at, locked_at) VALUES (1, 1, 'A', 'P-12 v1', 1, '${at}', '${at}')`,
    `INSERT INTO rating (assessor_id, element, level, note_kept, locked_at) VALUES (1, 1, 4, 'v0:note', '${at}')`,
    `INSERT INTO certification_decision (enrolment_id, decision, decided_by, decided_on, recorded_at) VALUES (1, 'not_yet', 1, '2026-01-05', '${at}')`,
    `INSERT INTO recording (meeting_id, owner_id, processing, review_since, uploaded_at, erase_on, erased_at) VALUES (1, 1, 'ready', '${at}', '${at}', '2026-07-01', '${at}')`,
    `INSERT INTO viewing (recording_id, viewer_id, purpose, started_at) VALUES (1, 1, 'own_learning', '${at}')`,
    `INSERT INTO viewing_stretch (viewing_id, from_ms, to_ms, at) VALUES (1, 0, 1000, '${at}')`,
  ];
  await db.write(async (tx) => {
    for (const statement of statements) await tx.run(statement);
  });
};

describe(`what the database itself refuses, on ${testDialect}`, () => {
  let db: Database;
  beforeAll(async () => {
    db = await openTestDatabase();
    await seed(db);
  });
  afterAll(() => db.close());

  const refusal = async (sql: string): Promise<string> => {
    try {
      await db.write((tx) => tx.run(sql));
      return 'allowed';
    } catch (error) {
      const parent = (error as { parent?: { message?: string } }).parent;
      return parent?.message ?? (error as Error).message;
    }
  };

  test.each([
    'audit_entry',
    'enrolment_event',
    'enrolment_move',
    'application_event',
    'attendance',
    'supervision_line',
    'supervision_objection',
    'objection_answer',
    'attestation',
    'consent_answer',
    'certification_decision',
    'viewing',
    'viewing_stretch',
  ])('%s is append-only', async (name) => {
    expect(await refusal(`UPDATE ${name} SET id = 99`)).toContain(`append-only: ${name}`);
    expect(await refusal(`DELETE FROM ${name}`)).toContain(`append-only: ${name}`);
  });

  test('a locked rating cannot be changed or removed, but its text can be erased', async () => {
    expect(await refusal('UPDATE rating SET level = 5')).toContain('frozen: rating');
    expect(await refusal('DELETE FROM rating')).toContain('frozen: rating');
    expect(await refusal('UPDATE assessor SET locked_at = NULL')).toContain('frozen: assessor');
    expect(await refusal(`UPDATE rating SET note_kept = 'v0:'`)).toBe('allowed');
  });

  test('a version of a programme is never changed or removed', async () => {
    for (const change of [`version = 2`, `in_force_from = '2020-01-01'`, `body = '{"rules":null}'`, `code = 'q'`])
      expect(await refusal(`UPDATE programme_version SET ${change}`)).toContain('frozen: programme_version');
    expect(await refusal('DELETE FROM programme_version')).toContain('frozen: programme_version');
  });

  test('a line of supervision is reversed once at most', async () => {
    const reverse = `INSERT INTO supervision_line (session_id, enrolment_id, present_from, present_to, minutes, reverses_id, reason, recorded_by, recorded_at)
      VALUES (1, 1, 540, 900, -300, 1, 'wrong person', 1, '2025-03-01T09:00:00.000Z')`;
    expect(await refusal(reverse)).toBe('allowed');
    expect(await refusal(reverse)).toMatch(/unique/i);
  });

  test('nobody is certified twice in one enrolment', async () => {
    const certify = `INSERT INTO certification_decision (enrolment_id, decision, decided_by, decided_on, recorded_at) VALUES (1, 'certified', 1, '2026-06-09', '2026-06-09T09:00:00.000Z')`;
    expect(await refusal(certify)).toBe('allowed');
    expect(await refusal(certify)).toMatch(/unique/i);
  });

  test('a meeting has at most one living recording', async () => {
    const record = `INSERT INTO recording (meeting_id, owner_id, processing, review_since, uploaded_at, erase_on)
      VALUES (1, 1, 'uploaded', '2025-03-01T09:00:00.000Z', '2025-03-01T09:00:00.000Z', '2025-08-01')`;
    expect(await refusal(record)).toBe('allowed');
    expect(await refusal(record)).toMatch(/unique/i);
  });

  test('unknown persons and municipalities are refused by foreign keys', async () => {
    expect(await refusal(`INSERT INTO identity (person_id, issuer, subject) VALUES (999, 'local', 'x')`)).toMatch(/foreign key/i);
  });
});
