import { dropTables, type Migration } from './dialect.js';

const kinds = `('group','live','individual','peer')`;

/** Kinds of supervision, objections, the quarter's attestation, and totals that are kept with every line. */
export const supervisionLedger: Migration = {
  name: '011-supervision-ledger',
  up: async ({ sql, key, appendOnly }) => {
    await sql(
      `ALTER TABLE supervision_session ADD COLUMN kind TEXT NOT NULL DEFAULT 'group' CHECK (kind IN ${kinds})`,
      `ALTER TABLE supervision_session ADD COLUMN online TEXT NOT NULL DEFAULT 'nobody' CHECK (online IN ('nobody','some','everyone'))`,
      `ALTER TABLE supervision_session ADD COLUMN clock_shift INTEGER NOT NULL DEFAULT 0 CHECK (clock_shift IN (-60, 0, 60))`,
      `ALTER TABLE supervision_line ADD COLUMN kind TEXT NOT NULL DEFAULT 'group' CHECK (kind IN ${kinds})`,
      `ALTER TABLE supervision_line ADD COLUMN online INTEGER NOT NULL DEFAULT 0 CHECK (online IN (0,1))`,
      `CREATE TABLE supervision_objection (id ${key}, line_id INTEGER NOT NULL UNIQUE REFERENCES supervision_line(id), text TEXT NOT NULL,
        raised_by INTEGER NOT NULL REFERENCES person(id), raised_at TEXT NOT NULL)`,
      `CREATE TABLE objection_answer (id ${key}, objection_id INTEGER NOT NULL UNIQUE REFERENCES supervision_objection(id),
        outcome TEXT NOT NULL CHECK (outcome IN ('corrected','stands')), reason TEXT NOT NULL,
        answered_by INTEGER NOT NULL REFERENCES person(id), answered_at TEXT NOT NULL)`,
      `CREATE TABLE attestation (id ${key}, enrolment_id INTEGER NOT NULL REFERENCES enrolment(id), quarter TEXT NOT NULL,
        side TEXT NOT NULL CHECK (side IN ('supervisor','trainee')), signed_by INTEGER NOT NULL REFERENCES person(id), name TEXT NOT NULL,
        figures TEXT NOT NULL, last_line_id INTEGER NOT NULL, signed_at TEXT NOT NULL, UNIQUE (enrolment_id, quarter, side, last_line_id))`,
      `CREATE TABLE supervision_total (enrolment_id INTEGER PRIMARY KEY REFERENCES enrolment(id),
        counted_minutes INTEGER NOT NULL DEFAULT 0, logged_minutes INTEGER NOT NULL DEFAULT 0, group_minutes INTEGER NOT NULL DEFAULT 0,
        live_minutes INTEGER NOT NULL DEFAULT 0, individual_minutes INTEGER NOT NULL DEFAULT 0, peer_minutes INTEGER NOT NULL DEFAULT 0,
        online_minutes INTEGER NOT NULL DEFAULT 0, offered_minutes INTEGER NOT NULL DEFAULT 0, booked_minutes INTEGER NOT NULL DEFAULT 0,
        reach_minutes INTEGER NOT NULL DEFAULT 0,        required_minutes INTEGER, total_minutes INTEGER, pace TEXT CHECK (pace IN ('met','on-track','behind','cannot-reach')),
        behind_since TEXT)`,
      `CREATE INDEX supervision_session_by_state ON supervision_session(group_id, state, on_date)`,
      `CREATE INDEX group_member_by_group ON group_member(group_id, to_date)`,
      `CREATE INDEX appointment_by_cohort ON appointment(cohort_id)`,
      `CREATE INDEX supervision_group_by_cohort ON supervision_group(cohort_id)`,
    );
    await appendOnly('supervision_objection');
    await appendOnly('objection_answer');
    await appendOnly('attestation');
  },
  down: async (step) => {
    await step.sql(
      'DROP INDEX supervision_group_by_cohort',
      'DROP INDEX appointment_by_cohort',
      'DROP INDEX group_member_by_group',
      'DROP INDEX supervision_session_by_state',
    );
    await dropTables(step, ['supervision_objection', 'objection_answer', 'attestation', 'supervision_total']);
    await step.sql(
      'ALTER TABLE supervision_line DROP COLUMN online',
      'ALTER TABLE supervision_line DROP COLUMN kind',
      'ALTER TABLE supervision_session DROP COLUMN clock_shift',
      'ALTER TABLE supervision_session DROP COLUMN online',
      'ALTER TABLE supervision_session DROP COLUMN kind',
    );
  },
};
