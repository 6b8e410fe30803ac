import { dropTables, type Migration } from './dialect.js';

/** Who has seen a film: a line a sitting, and the played parts as they are told. Nothing of it is ever changed. */
export const viewing: Migration = {
  name: '010-viewing',
  up: async ({ sql, key, appendOnly }) => {
    await sql(
      `CREATE TABLE viewing (id ${key}, recording_id INTEGER NOT NULL REFERENCES recording(id), viewer_id INTEGER NOT NULL REFERENCES person(id),
        purpose TEXT NOT NULL CHECK (purpose IN ('own_learning','supervision_own_municipality','supervision_cross_municipal','assessment')),
        started_at TEXT NOT NULL)`,
      `CREATE INDEX viewing_by_recording ON viewing(recording_id, viewer_id, id)`,
      `CREATE TABLE viewing_stretch (id ${key}, viewing_id INTEGER NOT NULL REFERENCES viewing(id),
        from_ms INTEGER NOT NULL CHECK (from_ms >= 0), to_ms INTEGER NOT NULL CHECK (to_ms > from_ms), at TEXT NOT NULL)`,
      `CREATE INDEX viewing_stretch_by_viewing ON viewing_stretch(viewing_id, at)`,
      `ALTER TABLE job ADD COLUMN let_go_at TEXT`,
    );
    await appendOnly('viewing');
    await appendOnly('viewing_stretch');
  },
  down: async (step) => {
    await dropTables(step, ['viewing', 'viewing_stretch']);
    await step.sql('ALTER TABLE job DROP COLUMN let_go_at');
  },
};
