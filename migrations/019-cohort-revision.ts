import { dropTables, type Migration, type Step } from './dialect.js';

/** The cohorts a row belongs to, as SQL over `row` (the new or the old one). Every subquery names one column, `cohort_id`. */
type CohortsOf = (row: string) => string;

interface Watched {
  cohortsOf: CohortsOf;
  /** Where only some columns are shown about a cohort: a change of any other one is none of its business. */
  columns?: string[];
}

const byEnrolment: CohortsOf = (row) => `SELECT e.cohort_id FROM enrolment e WHERE e.id = ${row}.enrolment_id`;
const byGroup: CohortsOf = (row) =>
  `SELECT g.cohort_id FROM supervision_group g WHERE g.id = ${row}.group_id
   UNION SELECT e.cohort_id FROM group_member x JOIN enrolment e ON e.id = x.enrolment_id WHERE x.group_id = ${row}.group_id`;
const bySession: CohortsOf = (row) =>
  `SELECT g.cohort_id FROM supervision_session s JOIN supervision_group g ON g.id = s.group_id WHERE s.id = ${row}.session_id`;
const byMeeting = (meeting: string) =>
  `SELECT e.cohort_id FROM network_meeting n JOIN enrolment e ON e.id = n.enrolment_id WHERE n.id = ${meeting}`;

/** Where somebody's name or account is shown: own courses, groups led, cohorts followed, reminders given, and those of a manager's place. */
const byPerson = (person: string) =>
  `SELECT e.cohort_id FROM enrolment e WHERE e.person_id = ${person}
   UNION SELECT g.cohort_id FROM supervision_group g WHERE g.supervisor_id = ${person}
   UNION SELECT a.cohort_id FROM appointment a WHERE a.person_id = ${person}
   UNION SELECT k.cohort_id FROM cohort_municipality k JOIN person p ON p.municipality_id = k.municipality_id WHERE p.id = ${person}
   UNION SELECT e.cohort_id FROM reminder r JOIN enrolment e ON e.id = r.enrolment_id WHERE r.made_by = ${person}
   UNION SELECT g.cohort_id FROM reminder r JOIN supervision_session s ON s.id = r.session_id
     JOIN supervision_group g ON g.id = s.group_id WHERE r.made_by = ${person}
   UNION SELECT a.cohort_id FROM application a WHERE a.made_by = ${person}`;

const byProgramme = (code: string) =>
  `SELECT c.id AS cohort_id FROM cohort c JOIN programme_version v ON v.id = c.programme_version_id WHERE v.code = ${code}
   UNION SELECT e.cohort_id FROM enrolment e JOIN programme_version v ON v.id = e.programme_version_id WHERE v.code = ${code}`;

const own: CohortsOf = (row) => `SELECT c.id AS cohort_id FROM cohort c WHERE c.id = ${row}.cohort_id`;

/** Everything a coordinator's pages show about a cohort, and which cohorts each row is about. */
const watched: Record<string, Watched> = {
  municipality: { cohortsOf: () => 'SELECT c.id AS cohort_id FROM cohort c', columns: ['name', 'sort_key'] },
  programme_version: { cohortsOf: (row) => byProgramme(`${row}.code`) },
  programme_withdrawal: { cohortsOf: (row) => byProgramme(`(SELECT w.code FROM programme_version w WHERE w.id = ${row}.version_id)`) },
  cohort: { cohortsOf: (row) => `SELECT c.id AS cohort_id FROM cohort c WHERE c.id = ${row}.id` },
  cohort_municipality: { cohortsOf: own },
  person: {
    cohortsOf: (row) => byPerson(`${row}.id`),
    columns: ['name', 'sort_key', 'municipality_id', 'organisation', 'assessor', 'account_state', 'created_at'],
  },
  person_role: { cohortsOf: (row) => byPerson(`${row}.person_id`) },
  account_link: { cohortsOf: (row) => byPerson(`${row}.person_id`) },
  application: { cohortsOf: own },
  application_event: { cohortsOf: (row) => `SELECT a.cohort_id FROM application a WHERE a.id = ${row}.application_id` },
  enrolment: { cohortsOf: own },
  enrolment_event: { cohortsOf: byEnrolment },
  enrolment_move: { cohortsOf: byEnrolment },
  training_day: {
    cohortsOf: (row) =>
      `${own(row)} UNION SELECT e.cohort_id FROM attendance l JOIN enrolment e ON e.id = l.enrolment_id WHERE l.held_day_id = ${row}.id`,
  },
  attendance: { cohortsOf: byEnrolment },
  supervision_group: { cohortsOf: own },
  group_member: { cohortsOf: (row) => `${byEnrolment(row)} UNION ${byGroup(row)}` },
  supervision_session: { cohortsOf: byGroup },
  supervision_line: { cohortsOf: (row) => `${byEnrolment(row)} UNION ${bySession(row)}` },
  supervision_objection: {
    cohortsOf: (row) => `SELECT e.cohort_id FROM supervision_line l JOIN enrolment e ON e.id = l.enrolment_id WHERE l.id = ${row}.line_id`,
  },
  objection_answer: {
    cohortsOf: (row) =>
      `SELECT e.cohort_id FROM supervision_objection o JOIN supervision_line l ON l.id = o.line_id JOIN enrolment e ON e.id = l.enrolment_id
       WHERE o.id = ${row}.objection_id`,
  },
  attestation: { cohortsOf: byEnrolment },
  reminder: { cohortsOf: (row) => `${byEnrolment(row)} UNION ${bySession(row)}` },
  network_meeting: { cohortsOf: byEnrolment },
  attendee: { cohortsOf: (row) => byMeeting(`${row}.meeting_id`) },
  consent_answer: { cohortsOf: (row) => byMeeting(`(SELECT z.meeting_id FROM attendee z WHERE z.id = ${row}.attendee_id)`) },
  recording: { cohortsOf: (row) => byMeeting(`${row}.meeting_id`), columns: ['meeting_id', 'duration_ms', 'erased_why'] },
  self_assessment: { cohortsOf: byEnrolment },
  assessment_case: { cohortsOf: byEnrolment },
  assessor: {
    cohortsOf: (row) => `SELECT e.cohort_id FROM assessment_case k JOIN enrolment e ON e.id = k.enrolment_id WHERE k.id = ${row}.case_id`,
  },
  rating: {
    cohortsOf: (row) =>
      `SELECT e.cohort_id FROM assessor s JOIN assessment_case k ON k.id = s.case_id JOIN enrolment e ON e.id = k.enrolment_id
       WHERE s.id = ${row}.assessor_id`,
  },
  certification_decision: { cohortsOf: byEnrolment },
  certificate: { cohortsOf: byEnrolment },
};

const actions = { insert: ['NEW'], update: ['NEW', 'OLD'], delete: ['OLD'] } as const;
type Action = keyof typeof actions;

const event = (action: Action, columns?: string[]) =>
  action === 'update' && columns ? `UPDATE OF ${columns.join(', ')}` : action.toUpperCase();

const raise = ({ cohortsOf }: Watched, action: Action) =>
  `UPDATE cohort_revision SET revision = revision + 1 WHERE cohort_id IN (${actions[action].map(cohortsOf).join(' UNION ')})`;

/** SQLite has one writer at a time: the number is raised where the row is written. */
const onSqlite = (table: string, one: Watched, action: Action) =>
  `CREATE TRIGGER ${table}_revision_${action} AFTER ${event(action, one.columns)} ON ${table} BEGIN ${raise(one, action)}; END`;

/** Any number that nothing else locks by. */
const turn = 190_019;

/**
 * On PostgreSQL the numbers are raised as the last thing of a transaction, one transaction after the other: a number's row would otherwise be
 * locked for as long as a transaction lasts, and two that write about the same cohorts in another order would wait for each other for ever.
 */
const onPostgres = (table: string, one: Watched, action: Action) => [
  `CREATE OR REPLACE FUNCTION ${table}_revision_${action}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
     PERFORM pg_advisory_xact_lock(${turn});
     ${raise(one, action)};
     RETURN NULL; END $$`,
  `CREATE CONSTRAINT TRIGGER ${table}_revision_${action} AFTER ${event(action, one.columns)} ON ${table} DEFERRABLE INITIALLY DEFERRED
     FOR EACH ROW EXECUTE FUNCTION ${table}_revision_${action}()`,
];

const everyTrigger = Object.entries(watched).flatMap(([table, one]) =>
  (Object.keys(actions) as Action[]).map((action) => ({ table, one, action })),
);

async function watch({ sql, dialect }: Step): Promise<void> {
  for (const { table, one, action } of everyTrigger)
    await (dialect === 'sqlite' ? sql(onSqlite(table, one, action)) : sql(...onPostgres(table, one, action)));
}

/** A new cohort gets its number at once, before anything can be said about it. */
const begin = ({ sql, dialect }: Step) =>
  dialect === 'sqlite'
    ? sql(`CREATE TRIGGER cohort_revision_begin AFTER INSERT ON cohort BEGIN INSERT INTO cohort_revision (cohort_id) VALUES (NEW.id); END`)
    : sql(
        `CREATE FUNCTION cohort_revision_begin() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
           INSERT INTO cohort_revision (cohort_id) VALUES (NEW.id); RETURN NULL; END $$`,
        `CREATE TRIGGER cohort_revision_begin AFTER INSERT ON cohort FOR EACH ROW EXECUTE FUNCTION cohort_revision_begin()`,
      );

/**
 * A number for each cohort that rises with everything that is committed about it, whoever wrote it and in which process: what was read and
 * made of a cohort's rows holds as long as its number stands.
 */
export const cohortRevision: Migration = {
  name: '019-cohort-revision',
  up: async (step) => {
    await step.sql(
      `CREATE TABLE cohort_revision (cohort_id INTEGER PRIMARY KEY REFERENCES cohort(id) ON DELETE CASCADE, revision INTEGER NOT NULL DEFAULT 1)`,
      `INSERT INTO cohort_revision (cohort_id) SELECT id FROM cohort`,
      `CREATE INDEX reminder_by_maker ON reminder(made_by)`,
      `CREATE INDEX attendance_by_held_day ON attendance(held_day_id) WHERE held_day_id IS NOT NULL`,
    );
    await begin(step);
    await watch(step);
  },
  down: async (step) => {
    const { sql, dialect } = step;
    const drop = async (name: string, table: string) =>
      dialect === 'sqlite' ? sql(`DROP TRIGGER ${name}`) : sql(`DROP TRIGGER ${name} ON ${table}`, `DROP FUNCTION ${name}()`);
    for (const { table, action } of everyTrigger) await drop(`${table}_revision_${action}`, table);
    await drop('cohort_revision_begin', 'cohort');
    await sql('DROP INDEX attendance_by_held_day', 'DROP INDEX reminder_by_maker');
    await dropTables(step, ['cohort_revision']);
  },
};
