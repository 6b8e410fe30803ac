import { dropTables, type Migration } from './dialect.js';

export const training: Migration = {
  name: '002-training',
  up: async ({ sql, key, appendOnly }) => {
    await sql(
      `CREATE TABLE programme_version (id ${key}, code TEXT NOT NULL, version INTEGER NOT NULL, in_force_from TEXT NOT NULL,
        body TEXT NOT NULL, UNIQUE (code, version))`,
      `CREATE TABLE cohort (id ${key}, programme_version_id INTEGER NOT NULL REFERENCES programme_version(id), name TEXT NOT NULL,
        starts_on TEXT NOT NULL, ends_on TEXT NOT NULL, demo INTEGER NOT NULL DEFAULT 0)`,
      `CREATE TABLE cohort_municipality (cohort_id INTEGER NOT NULL REFERENCES cohort(id),
        municipality_id INTEGER NOT NULL REFERENCES municipality(id), PRIMARY KEY (cohort_id, municipality_id))`,
      `CREATE TABLE appointment (person_id INTEGER NOT NULL REFERENCES person(id), cohort_id INTEGER NOT NULL REFERENCES cohort(id),
        PRIMARY KEY (person_id, cohort_id))`,
      `CREATE TABLE enrolment (id ${key}, person_id INTEGER NOT NULL REFERENCES person(id), cohort_id INTEGER NOT NULL REFERENCES cohort(id),
        municipality_id INTEGER NOT NULL REFERENCES municipality(id), programme_version_id INTEGER NOT NULL REFERENCES programme_version(id),
        enrolled_on TEXT NOT NULL, UNIQUE (person_id, cohort_id))`,
      `CREATE INDEX enrolment_by_cohort ON enrolment(cohort_id)`,
      `CREATE TABLE enrolment_event (id ${key}, enrolment_id INTEGER NOT NULL REFERENCES enrolment(id),
        kind TEXT NOT NULL CHECK (kind IN ('leave_started','leave_ended','stopped','plan_done')), on_date TEXT NOT NULL,
        reason TEXT NOT NULL DEFAULT '', recorded_by INTEGER NOT NULL REFERENCES person(id), recorded_at TEXT NOT NULL)`,
      `CREATE INDEX enrolment_event_by_enrolment ON enrolment_event(enrolment_id)`,
      `CREATE TABLE training_day (id ${key}, cohort_id INTEGER NOT NULL REFERENCES cohort(id),
        kind TEXT NOT NULL CHECK (kind IN ('seminar','certification','other')), code TEXT NOT NULL, day INTEGER NOT NULL,
        on_date TEXT NOT NULL, title TEXT NOT NULL DEFAULT '', place TEXT NOT NULL DEFAULT '', UNIQUE (cohort_id, code, day))`,
      `CREATE TABLE attendance (id ${key}, training_day_id INTEGER NOT NULL REFERENCES training_day(id),
        enrolment_id INTEGER NOT NULL REFERENCES enrolment(id), presence TEXT NOT NULL CHECK (presence IN ('present','absent','made_up')),
        conversation TEXT CHECK (conversation IN ('passed','not_passed')), note TEXT NOT NULL DEFAULT '',
        recorded_by INTEGER NOT NULL REFERENCES person(id), recorded_at TEXT NOT NULL)`,
      `CREATE INDEX attendance_by_day ON attendance(training_day_id, enrolment_id)`,
      `CREATE INDEX attendance_by_enrolment ON attendance(enrolment_id)`,
    );
    await appendOnly('enrolment_event');
    await appendOnly('attendance');
  },
  down: (step) =>
    dropTables(step, [
      'programme_version',
      'cohort',
      'cohort_municipality',
      'appointment',
      'enrolment',
      'enrolment_event',
      'training_day',
      'attendance',
    ]),
};
