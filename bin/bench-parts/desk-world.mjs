// Programmes, cohorts, trainees and a ledger of any size, written by the database itself: no row passes through this process.
import { migrateUp } from '../../dist/src/store/migrate.js';
import { addDays, localDate } from '../../dist/src/domain/calendar/dates.js';
import { retallyMissing } from '../../dist/src/store/supervision-total.js';
import { lastQuarter } from '../../dist/src/domain/supervision/attestation.js';
import { meetingLeaders2019 } from '../../dist/src/domain/programme/templates.js';
import { sealSecret } from '../../dist/src/web/sign-in.js';
import { openBenchDatabase } from './world.mjs';

export const deskSecret = 'En hest spiser langsomt om natten';
const municipalities = 98;
const groupSize = 8;
export const meetingsEach = 6;

/** Numbers 0 to `count` - 1 as a table `n(i)`. */
const numbers = (count) => `WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ${count})`;
const padded = (expression, length) => `substr('00000000' || (${expression}), -${length})`;
/** Two years up to today. Every quarter is signed by both but the latest that is over, which nobody has signed. */
const begins = addDays(localDate(new Date()), -720);
const quarterOf = (date) => `substr(${date}, 1, 4) || '-' || ((CAST(substr(${date}, 6, 2) AS INTEGER) + 2) / 3)`;
const dayOf = (expression) => `date('${begins}', '+' || (${expression}) || ' days')`;

/**
 * `size`: { programmes, cohorts, trainees, sessions }. Each trainee has one line a session of the own group. Every fiftieth is behind.
 * Persons: coordinators of eight cohorts each, one supervisor a group, trainees. All of them know the one pass phrase.
 */
export async function makeDesk(dataDir, size) {
  const db = await openBenchDatabase(dataDir);
  await migrateUp(db);
  const secret = await sealSecret(deskSecret);
  const perCohort = Math.ceil(size.trainees / size.cohorts);
  const groupsPerCohort = Math.ceil(perCohort / groupSize);
  const groups = size.cohorts * groupsPerCohort;
  const coordinators = Math.ceil(size.cohorts / 8);
  const at = `'${begins}T08:00:00.000Z'`;
  const run = (sql, bind) => db.write((tx) => tx.run(sql, bind));

  await run(
    `${numbers(municipalities)} INSERT INTO municipality (id, code, name, sort_key) SELECT i + 1, 'B' || i, 'Kommune ' || ${padded('i', 3)}, 'kommune ' || ${padded('i', 3)} FROM n`,
  );
  await run(
    `${numbers(size.programmes)} INSERT INTO programme_version (id, code, version, in_force_from, body) SELECT i + 1, 'bench-' || i, 1, '2023-01-01', $1 FROM n`,
    [JSON.stringify(meetingLeaders2019)],
  );
  // Persons: trainees first, then supervisors, then coordinators.
  const people = size.trainees + groups + coordinators;
  await run(
    `${numbers(people)} INSERT INTO person (id, name, sort_key, municipality_id, account_state, created_at)
     SELECT i + 1, 'Person ' || ${padded('i', 6)}, 'person ' || ${padded('i', 6)}, CASE WHEN i < ${size.trainees} THEN i % ${municipalities} + 1 END, 'open', ${at} FROM n`,
  );
  await run(
    `${numbers(people)} INSERT INTO person_role (person_id, role) SELECT i + 1, CASE WHEN i < ${size.trainees} THEN 'trainee' WHEN i < ${size.trainees + groups} THEN 'supervisor' ELSE 'coordinator' END FROM n`,
  );
  await run(
    `${numbers(people)} INSERT INTO identity (person_id, issuer, subject, secret_hash) SELECT i + 1, 'local', 'p' || (i + 1), $1 FROM n`,
    [secret],
  );
  await run(
    `${numbers(size.cohorts)} INSERT INTO cohort (id, programme_version_id, name, starts_on, ends_on) SELECT i + 1, i % ${size.programmes} + 1, 'Hold ' || ${padded('i', 4)}, '${begins}', '2027-12-31' FROM n`,
  );
  await run(
    `${numbers(size.cohorts)}, m(j) AS (SELECT 0 UNION ALL SELECT j + 1 FROM m WHERE j + 1 < 8)
     INSERT OR IGNORE INTO cohort_municipality (cohort_id, municipality_id) SELECT i + 1, (i * 8 + j) % ${municipalities} + 1 FROM n, m`,
  );
  await run(
    `${numbers(size.cohorts)} INSERT INTO appointment (person_id, cohort_id) SELECT ${size.trainees + groups} + i / 8 + 1, i + 1 FROM n`,
  );
  await run(
    `${numbers(size.trainees)} INSERT INTO enrolment (id, person_id, cohort_id, municipality_id, programme_version_id, enrolled_on)
     SELECT i + 1, i + 1, i / ${perCohort} + 1, i % ${municipalities} + 1, (i / ${perCohort}) % ${size.programmes} + 1, '${begins}' FROM n`,
  );
  await run(
    `${numbers(groups)} INSERT INTO supervision_group (id, cohort_id, name, supervisor_id) SELECT i + 1, i / ${groupsPerCohort} + 1, 'Gruppe ' || (i % ${groupsPerCohort} + 1), ${size.trainees} + i + 1 FROM n`,
  );
  await run(
    `INSERT INTO group_member (group_id, enrolment_id, from_date) SELECT (e.cohort_id - 1) * ${groupsPerCohort} + (e.id - 1) % ${perCohort} / ${groupSize} + 1, e.id, '${begins}' FROM enrolment e`,
  );
  const span = Math.floor(700 / size.sessions) || 1;
  await run(
    `${numbers(size.sessions)} INSERT INTO supervision_session (group_id, state, on_date, starts_at, ends_at, break_minutes, signed_by, signed_at)
     SELECT g.id, 'signed', ${dayOf(`n.i * ${span} + 14`)}, 540, 570, 0, g.supervisor_id, ${dayOf(`n.i * ${span} + 14`)} || 'T15:00:00.000Z' FROM supervision_group g, n`,
  );
  await run(
    `INSERT INTO supervision_line (session_id, enrolment_id, present_from, present_to, minutes, recorded_by, recorded_at)
     SELECT s.id, x.enrolment_id, 540, CASE WHEN x.enrolment_id % 50 = 0 THEN 550 ELSE 570 END, CASE WHEN x.enrolment_id % 50 = 0 THEN 10 ELSE 30 END, s.signed_by, s.signed_at
     FROM supervision_session s JOIN group_member x ON x.group_id = s.group_id`,
  );
  await run(
    `INSERT INTO attestation (enrolment_id, quarter, side, signed_by, name, figures, last_line_id, signed_at)
     SELECT q.enrolment_id, q.quarter, w.side, q.signed_by, 'Person', '{}', q.last, ${at} FROM (
       SELECT l.enrolment_id, ${quarterOf('s.on_date')} AS quarter, MAX(l.id) AS last, MAX(s.signed_by) AS signed_by
       FROM supervision_line l JOIN supervision_session s ON s.id = l.session_id GROUP BY 1, 2) q
       JOIN (SELECT 'supervisor' AS side UNION SELECT 'trainee') w WHERE q.quarter < '${lastQuarter(localDate(new Date()))}'`,
  );
  await run(
    `${numbers(8)} INSERT INTO training_day (cohort_id, kind, code, day, on_date, title, place)
     SELECT c.id, 'seminar', 'S' || (n.i / 2 + 1), n.i % 2 + 1, ${dayOf('n.i / 2 * 90 + n.i % 2 + 20')}, '', '' FROM cohort c, n`,
  );
  await run(
    `INSERT INTO attendance (training_day_id, enrolment_id, presence, note, recorded_by, recorded_at)
     SELECT d.id, e.id, 'present', '', e.person_id, ${at} FROM training_day d JOIN enrolment e ON e.cohort_id = d.cohort_id`,
  );
  await run(
    `${numbers(meetingsEach)} INSERT INTO network_meeting (leader_id, enrolment_id, municipality_id, number, on_date, role, course, citizens, relatives, network, professionals, created_at)
     SELECT e.person_id, e.id, e.municipality_id, n.i + 1, ${dayOf('n.i * 40 + 60')}, 'leader', substr('ABC', n.i % 3 + 1, 1), 1, 1, 0, 2, ${at} FROM enrolment e, n`,
  );
  await db.write((tx) => retallyMissing(tx, localDate(new Date())));
  await db.sequelize.query('ANALYZE');
  await db.sequelize.query('PRAGMA wal_checkpoint(TRUNCATE)');
  const lines = (await db.row('SELECT COUNT(*) AS "lines" FROM supervision_line')).lines;
  await db.close();
  return {
    lines,
    coordinator: `p${size.trainees + groups + 1}`,
    supervisor: `p${size.trainees + 1}`,
    trainee: 'p1',
    cohortId: 1,
    groupId: 1,
    enrolmentId: 1,
  };
}
