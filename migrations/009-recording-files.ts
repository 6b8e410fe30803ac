import { dropTables, type Migration } from './dialect.js';

const kinds = `'remux','steady','poster','sprite','peaks','silence'`;

const columns = [
  'step TEXT',
  'step_since TEXT',
  'original_plays INTEGER',
  'keyframe_gap_ms INTEGER',
  'missing_ms INTEGER',
  'settled_at TEXT',
];

/** Everything made from a recording, how far the making is, and which jobs go before others. */
export const recordingFiles: Migration = {
  name: '009-recording-files',
  up: async ({ sql, key }) => {
    await sql(
      `CREATE TABLE recording_file (id ${key}, recording_id INTEGER NOT NULL REFERENCES recording(id), kind TEXT NOT NULL CHECK (kind IN (${kinds})),
        blob_key TEXT NOT NULL UNIQUE, bytes BIGINT NOT NULL, width INTEGER, height INTEGER, duration_ms INTEGER, step_ms INTEGER,
        made_at TEXT NOT NULL, UNIQUE (recording_id, kind))`,
      ...columns.map((column) => `ALTER TABLE recording ADD COLUMN ${column}`),
      `UPDATE recording SET settled_at = COALESCE(ready_at, uploaded_at) WHERE processing IN ('ready', 'failed') OR erased_at IS NOT NULL`,
      'ALTER TABLE job ADD COLUMN priority INTEGER NOT NULL DEFAULT 0',
      'DROP INDEX job_by_turn',
      'CREATE INDEX job_by_turn ON job(state, priority, run_at, id)',
    );
  },
  down: async (step) => {
    await step.sql(
      'DROP INDEX job_by_turn',
      'ALTER TABLE job DROP COLUMN priority',
      'CREATE INDEX job_by_turn ON job(state, run_at, id)',
      ...columns.map((column) => `ALTER TABLE recording DROP COLUMN ${column.split(' ')[0]}`),
    );
    await dropTables(step, ['recording_file']);
  },
};
