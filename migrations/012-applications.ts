import { dropTables, type Migration, type Step } from './dialect.js';

/** `dropTables` also takes the triggers, but this table is an older migration's. */
async function freeVersions({ sql, dialect }: Step): Promise<void> {
  for (const action of ['update', 'delete'])
    await (dialect === 'sqlite'
      ? sql(`DROP TRIGGER programme_version_no_${action}`)
      : sql(`DROP TRIGGER programme_version_no_${action} ON programme_version`, `DROP FUNCTION programme_version_refuse_${action}()`));
}

/** New versions of programmes, applications for seats, changes of employer, and files of people on their way in. */
export const applications: Migration = {
  name: '012-applications',
  up: async ({ sql, key, appendOnly, frozenOnce }) => {
    await frozenOnce('programme_version', 'body', ['code', 'version', 'in_force_from', 'body']);
    await sql(
      `CREATE TABLE programme_draft (id ${key}, code TEXT NOT NULL, based_on INTEGER NOT NULL REFERENCES programme_version(id), body TEXT NOT NULL,
        reason TEXT NOT NULL DEFAULT '', revision INTEGER NOT NULL DEFAULT 1, made_by INTEGER NOT NULL REFERENCES person(id),
        changed_by INTEGER NOT NULL REFERENCES person(id), changed_at TEXT NOT NULL, closed_at TEXT,
        version_id INTEGER REFERENCES programme_version(id))`,
      `CREATE UNIQUE INDEX programme_draft_by_open ON programme_draft(code) WHERE closed_at IS NULL`,
      `CREATE TABLE application (id ${key}, cohort_id INTEGER NOT NULL REFERENCES cohort(id),
        municipality_id INTEGER NOT NULL REFERENCES municipality(id), name TEXT NOT NULL, sign_in_name TEXT NOT NULL,
        workplace TEXT NOT NULL DEFAULT '', on_paper INTEGER NOT NULL DEFAULT 0 CHECK (on_paper IN (0,1)),
        made_by INTEGER NOT NULL REFERENCES person(id), made_at TEXT NOT NULL)`,
      `CREATE INDEX application_by_cohort ON application(cohort_id, municipality_id)`,
      `CREATE TABLE application_event (id ${key}, application_id INTEGER NOT NULL REFERENCES application(id),
        kind TEXT NOT NULL CHECK (kind IN ('nominated','approved','refused','offered','accepted','declined','seated','withdrawn')),
        reason TEXT NOT NULL DEFAULT '', enrolment_id INTEGER REFERENCES enrolment(id), recorded_by INTEGER NOT NULL REFERENCES person(id),
        recorded_at TEXT NOT NULL)`,
      `CREATE INDEX application_event_by_application ON application_event(application_id)`,
      `CREATE TABLE enrolment_move (id ${key}, enrolment_id INTEGER NOT NULL REFERENCES enrolment(id),
        from_municipality_id INTEGER NOT NULL REFERENCES municipality(id), to_municipality_id INTEGER REFERENCES municipality(id),
        on_date TEXT NOT NULL, recorded_by INTEGER NOT NULL REFERENCES person(id), recorded_at TEXT NOT NULL)`,
      `CREATE INDEX enrolment_move_by_enrolment ON enrolment_move(enrolment_id)`,
      `CREATE TABLE intake (id ${key}, cohort_id INTEGER NOT NULL REFERENCES cohort(id), made_by INTEGER NOT NULL REFERENCES person(id),
        made_at TEXT NOT NULL, lines TEXT NOT NULL, applied_at TEXT)`,
      `CREATE INDEX intake_by_cohort ON intake(cohort_id)`,
    );
    await appendOnly('application_event');
    await appendOnly('enrolment_move');
  },
  down: async (step) => {
    await dropTables(step, ['programme_draft', 'application', 'application_event', 'enrolment_move', 'intake']);
    await freeVersions(step);
  },
};
