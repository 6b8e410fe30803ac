import { dropTables, type Migration } from './dialect.js';

/**
 * What is said beforehand or taken back: a trainee's apology for a supervision session, held to the date it was given for; a coming version
 * of a programme that nobody is judged by yet; and the name of somebody who got no seat, which is erased.
 */
export const takingBack: Migration = {
  name: '018-taking-back',
  up: async ({ sql, key, appendOnly }) => {
    await sql(
      `CREATE TABLE session_apology (id ${key}, session_id INTEGER NOT NULL REFERENCES supervision_session(id),
        enrolment_id INTEGER NOT NULL REFERENCES enrolment(id), on_date TEXT NOT NULL, state TEXT NOT NULL CHECK (state IN ('sent','withdrawn')),
        reason TEXT NOT NULL DEFAULT '', recorded_by INTEGER NOT NULL REFERENCES person(id), recorded_at TEXT NOT NULL)`,
      `CREATE INDEX session_apology_by_session ON session_apology(session_id, enrolment_id)`,
      `CREATE INDEX session_apology_by_enrolment ON session_apology(enrolment_id)`,
      `CREATE TABLE programme_withdrawal (id ${key}, version_id INTEGER NOT NULL UNIQUE REFERENCES programme_version(id),
        reason TEXT NOT NULL, withdrawn_by INTEGER NOT NULL REFERENCES person(id), withdrawn_at TEXT NOT NULL)`,
      `ALTER TABLE application ADD COLUMN erased_at TEXT`,
    );
    await appendOnly('session_apology');
    await appendOnly('programme_withdrawal');
  },
  down: async (step) => {
    await step.sql('ALTER TABLE application DROP COLUMN erased_at');
    await dropTables(step, ['session_apology', 'programme_withdrawal']);
  },
};
