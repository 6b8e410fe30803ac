import { dropTables, type Migration } from './dialect.js';

/** One random key for the film and one for the texts of every recording, wrapped by a master key that is kept elsewhere. */
export const dataKeys: Migration = {
  name: '007-data-keys',
  up: async ({ sql, key, frozenOnce }) => {
    await sql(
      `CREATE TABLE data_key (id ${key}, purpose TEXT NOT NULL CHECK (purpose IN ('film','text')),
        recording_id INTEGER REFERENCES recording(id), case_id INTEGER REFERENCES assessment_case(id),
        wrapped TEXT, master_version INTEGER, created_at TEXT NOT NULL, destroyed_at TEXT,
        CHECK (recording_id IS NULL OR case_id IS NULL), CHECK (purpose = 'film' OR recording_id IS NOT NULL OR case_id IS NOT NULL),
        CHECK (destroyed_at IS NULL OR wrapped IS NULL))`,
      `CREATE UNIQUE INDEX data_key_of_recording ON data_key(recording_id, purpose)`,
      `CREATE UNIQUE INDEX data_key_of_case ON data_key(case_id, purpose)`,
      `CREATE INDEX data_key_by_version ON data_key(master_version)`,
    );
    await frozenOnce('data_key', 'destroyed_at', ['wrapped', 'master_version', 'recording_id', 'case_id', 'purpose', 'destroyed_at']);
  },
  down: (step) => dropTables(step, ['data_key']),
};
