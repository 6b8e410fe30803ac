import { dropTables, type Migration } from './dialect.js';

export const supervision: Migration = {
  name: '003-supervision',
  up: async ({ sql, key, appendOnly }) => {
    await sql(
      `CREATE TABLE supervision_group (id ${key}, cohort_id INTEGER NOT NULL REFERENCES cohort(id), name TEXT NOT NULL,
        supervisor_id INTEGER NOT NULL REFERENCES person(id))`,
      `CREATE INDEX supervision_group_by_supervisor ON supervision_group(supervisor_id)`,
      `CREATE TABLE group_member (id ${key}, group_id INTEGER NOT NULL REFERENCES supervision_group(id),
        enrolment_id INTEGER NOT NULL REFERENCES enrolment(id), from_date TEXT NOT NULL, to_date TEXT, UNIQUE (group_id, enrolment_id, from_date))`,
      `CREATE INDEX group_member_by_enrolment ON group_member(enrolment_id)`,
      `CREATE TABLE supervision_session (id ${key}, group_id INTEGER NOT NULL REFERENCES supervision_group(id),
        state TEXT NOT NULL CHECK (state IN ('planned','draft','signed','cancelled')), on_date TEXT NOT NULL,
        starts_at INTEGER NOT NULL, ends_at INTEGER NOT NULL, break_minutes INTEGER NOT NULL DEFAULT 0,
        host_municipality_id INTEGER REFERENCES municipality(id), topics TEXT NOT NULL DEFAULT '', draft TEXT,
        typed_by INTEGER REFERENCES person(id), signed_by INTEGER REFERENCES person(id), signed_at TEXT,
        CHECK (starts_at >= 0 AND ends_at <= 1440 AND ends_at > starts_at AND break_minutes >= 0),
        CHECK ((state = 'signed') = (signed_at IS NOT NULL)))`,
      `CREATE INDEX supervision_session_by_group ON supervision_session(group_id, on_date)`,
      `CREATE TABLE supervision_line (id ${key}, session_id INTEGER NOT NULL REFERENCES supervision_session(id),
        enrolment_id INTEGER NOT NULL REFERENCES enrolment(id), present_from INTEGER NOT NULL, present_to INTEGER NOT NULL,
        minutes INTEGER NOT NULL, reverses_id INTEGER UNIQUE REFERENCES supervision_line(id), reason TEXT NOT NULL DEFAULT '',
        recorded_by INTEGER NOT NULL REFERENCES person(id), recorded_at TEXT NOT NULL,
        CHECK ((minutes < 0) = (reverses_id IS NOT NULL) OR minutes = 0))`,
      `CREATE INDEX supervision_line_by_enrolment ON supervision_line(enrolment_id)`,
      `CREATE INDEX supervision_line_by_session ON supervision_line(session_id)`,
    );
    await appendOnly('supervision_line');
  },
  down: (step) => dropTables(step, ['supervision_group', 'group_member', 'supervision_session', 'supervision_line']),
};
