import { dropTables, type Migration } from './dialect.js';

/** Films on their way in, and whether the copy on the phone is gone. Of the file itself only its length is kept, never its name. */
export const uploads: Migration = {
  name: '008-uploads',
  up: async ({ sql, key }) => {
    await sql(
      `CREATE TABLE upload (id ${key}, public_id TEXT NOT NULL UNIQUE, person_id INTEGER NOT NULL REFERENCES person(id),
        meeting_id INTEGER NOT NULL REFERENCES network_meeting(id), blob_key TEXT, data_key_id INTEGER,
        bytes BIGINT NOT NULL CHECK (bytes > 0), kept BIGINT NOT NULL DEFAULT 0 CHECK (kept BETWEEN 0 AND bytes),
        state TEXT NOT NULL CHECK (state IN ('running','finished','discarded','expired')), sha256 TEXT,
        recording_id INTEGER REFERENCES recording(id), created_at TEXT NOT NULL, touched_at TEXT NOT NULL, ended_at TEXT)`,
      `CREATE UNIQUE INDEX upload_one_running ON upload(meeting_id) WHERE state = 'running'`,
      `CREATE INDEX upload_by_person ON upload(person_id, state)`,
      `CREATE INDEX upload_by_recording ON upload(recording_id)`,
      `CREATE TABLE phone_copy (recording_id INTEGER PRIMARY KEY REFERENCES recording(id), asked_at TEXT NOT NULL,
        confirmed_by INTEGER REFERENCES person(id), confirmed_at TEXT)`,
    );
  },
  down: (step) => dropTables(step, ['upload', 'phone_copy']),
};
