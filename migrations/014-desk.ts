import { dropTables, type Migration } from './dialect.js';

/** A friendly reminder about one matter: what a trainee's next step is, or a session without a signature. */
export const desk: Migration = {
  name: '014-desk',
  up: async ({ sql, key }) => {
    await sql(
      `CREATE TABLE reminder (id ${key}, what TEXT NOT NULL, enrolment_id INTEGER REFERENCES enrolment(id),
        session_id INTEGER REFERENCES supervision_session(id), made_by INTEGER NOT NULL REFERENCES person(id), made_at TEXT NOT NULL,
        withdrawn_by INTEGER REFERENCES person(id), withdrawn_at TEXT,
        CHECK ((enrolment_id IS NULL) <> (session_id IS NULL)), CHECK ((withdrawn_by IS NULL) = (withdrawn_at IS NULL)))`,
      `CREATE INDEX reminder_by_enrolment ON reminder(enrolment_id, made_at)`,
      `CREATE INDEX reminder_by_session ON reminder(session_id, made_at)`,
      `CREATE TABLE reminder_recipient (reminder_id INTEGER NOT NULL REFERENCES reminder(id), person_id INTEGER NOT NULL REFERENCES person(id),
        PRIMARY KEY (reminder_id, person_id))`,
      `CREATE INDEX reminder_recipient_by_person ON reminder_recipient(person_id)`,
    );
  },
  down: (step) => dropTables(step, ['reminder', 'reminder_recipient']),
};
