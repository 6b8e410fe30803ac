import { dropTables, type Migration } from './dialect.js';

/** Columns named `…_kept` hold text about a recording. They are written and read only through `store/recording-text`. */
export const review: Migration = {
  name: '005-review',
  up: async ({ sql, key }) => {
    await sql(
      `CREATE TABLE annotation (id ${key}, recording_id INTEGER NOT NULL REFERENCES recording(id), author_id INTEGER NOT NULL REFERENCES person(id),
        pass TEXT NOT NULL CHECK (pass IN ('reflection','supervision','assessment')), start_ms INTEGER NOT NULL CHECK (start_ms >= 0),
        end_ms INTEGER CHECK (end_ms > start_ms), element INTEGER CHECK (element BETWEEN 1 AND 12),
        kind TEXT CHECK (kind IN ('strength','growth','question')), text_kept TEXT NOT NULL, former_text_kept TEXT, client_key TEXT NOT NULL UNIQUE,
        version INTEGER NOT NULL DEFAULT 1, created_at TEXT NOT NULL, edited_at TEXT, shared_at TEXT, removed_at TEXT)`,
      `CREATE INDEX annotation_by_recording ON annotation(recording_id, start_ms, id)`,
      `CREATE TABLE reply (id ${key}, annotation_id INTEGER NOT NULL REFERENCES annotation(id), author_id INTEGER NOT NULL REFERENCES person(id),
        text_kept TEXT NOT NULL, client_key TEXT NOT NULL UNIQUE, created_at TEXT NOT NULL)`,
      `CREATE INDEX reply_by_annotation ON reply(annotation_id, id)`,
      `CREATE TABLE reflection (id ${key}, recording_id INTEGER NOT NULL UNIQUE REFERENCES recording(id), author_id INTEGER NOT NULL REFERENCES person(id),
        text_kept TEXT NOT NULL, saved_at TEXT NOT NULL, delivered_at TEXT)`,
      `CREATE TABLE self_assessment (id ${key}, enrolment_id INTEGER NOT NULL REFERENCES enrolment(id), rubric TEXT NOT NULL, levels TEXT NOT NULL,
        delivered_on TEXT NOT NULL, recorded_at TEXT NOT NULL)`,
      `CREATE INDEX self_assessment_by_enrolment ON self_assessment(enrolment_id)`,
    );
  },
  down: (step) => dropTables(step, ['annotation', 'reply', 'reflection', 'self_assessment']),
};
