import { dropTables, type Migration } from './dialect.js';

/** A trainee's word beforehand about a supervision session, held to the date it was given for. */
export const sessionApology: Migration = {
  name: '018-session-apology',
  up: async ({ sql, key, appendOnly }) => {
    await sql(
      `CREATE TABLE session_apology (id ${key}, session_id INTEGER NOT NULL REFERENCES supervision_session(id),
        enrolment_id INTEGER NOT NULL REFERENCES enrolment(id), on_date TEXT NOT NULL, state TEXT NOT NULL CHECK (state IN ('sent','withdrawn')),
        reason TEXT NOT NULL DEFAULT '', recorded_by INTEGER NOT NULL REFERENCES person(id), recorded_at TEXT NOT NULL)`,
      `CREATE INDEX session_apology_by_session ON session_apology(session_id, enrolment_id)`,
      `CREATE INDEX session_apology_by_enrolment ON session_apology(enrolment_id)`,
    );
    await appendOnly('session_apology');
  },
  down: (step) => dropTables(step, ['session_apology']),
};
