import { dropTables, type Migration } from './dialect.js';

export const certification: Migration = {
  name: '006-certification',
  up: async ({ sql, key, appendOnly, frozenOnce }) => {
    await sql(
      `CREATE TABLE assessment_case (id ${key}, enrolment_id INTEGER NOT NULL REFERENCES enrolment(id), attempt INTEGER NOT NULL,
        route TEXT NOT NULL CHECK (route IN ('film','observation')), recording_id INTEGER REFERENCES recording(id),
        observed_on TEXT, observed_minutes INTEGER, requested_on TEXT NOT NULL, requested_at TEXT NOT NULL,
        closed_on TEXT, closed_why TEXT CHECK (closed_why IN ('consent_withdrawn','not_ratable')),
        UNIQUE (enrolment_id, attempt), CHECK ((route = 'film') = (recording_id IS NOT NULL)))`,
      `CREATE INDEX assessment_case_by_recording ON assessment_case(recording_id)`,
      `CREATE TABLE assessor (id ${key}, case_id INTEGER NOT NULL REFERENCES assessment_case(id), person_id INTEGER NOT NULL REFERENCES person(id),
        slot TEXT NOT NULL CHECK (slot IN ('A','B','adjudicator')), rubric TEXT NOT NULL, assigned_by INTEGER NOT NULL REFERENCES person(id),
        assigned_at TEXT NOT NULL, overall INTEGER CHECK (overall BETWEEN 1 AND 5), feedback_kept TEXT, saved_at TEXT, locked_at TEXT,
        UNIQUE (case_id, slot), UNIQUE (case_id, person_id))`,
      `CREATE INDEX assessor_by_person ON assessor(person_id)`,
      `CREATE TABLE rating (id ${key}, assessor_id INTEGER NOT NULL REFERENCES assessor(id), element INTEGER NOT NULL CHECK (element BETWEEN 1 AND 12),
        level INTEGER CHECK (level BETWEEN 1 AND 5), not_ratable TEXT CHECK (not_ratable IN ('sound','picture','part_missing')),
        moments TEXT NOT NULL DEFAULT '[]', note_kept TEXT, locked_at TEXT, UNIQUE (assessor_id, element),
        CHECK (level IS NULL OR not_ratable IS NULL))`,
      `CREATE TABLE certification_decision (id ${key}, enrolment_id INTEGER NOT NULL REFERENCES enrolment(id), case_id INTEGER REFERENCES assessment_case(id),
        decision TEXT NOT NULL CHECK (decision IN ('certified','not_yet')), next_steps TEXT NOT NULL DEFAULT '',
        decided_by INTEGER NOT NULL REFERENCES person(id), decided_on TEXT NOT NULL, recorded_at TEXT NOT NULL)`,
      `CREATE INDEX certification_decision_by_enrolment ON certification_decision(enrolment_id)`,
      `CREATE UNIQUE INDEX certification_once ON certification_decision(enrolment_id) WHERE decision = 'certified'`,
      `CREATE TABLE certificate (id ${key}, enrolment_id INTEGER NOT NULL UNIQUE REFERENCES enrolment(id),
        decision_id INTEGER NOT NULL REFERENCES certification_decision(id), name_printed TEXT NOT NULL, programme TEXT NOT NULL,
        rules_version INTEGER NOT NULL, issued_on TEXT NOT NULL, serial TEXT NOT NULL UNIQUE, code TEXT NOT NULL UNIQUE, withdrawn_at TEXT)`,
    );
    await frozenOnce('rating', 'locked_at', ['element', 'level', 'not_ratable', 'moments', 'locked_at']);
    await frozenOnce('assessor', 'locked_at', ['person_id', 'slot', 'rubric', 'overall', 'locked_at']);
    await appendOnly('certification_decision');
  },
  down: (step) => dropTables(step, ['assessment_case', 'assessor', 'rating', 'certification_decision', 'certificate']),
};
