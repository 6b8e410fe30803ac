import { addDays, localDate } from '../domain/calendar/dates.js';
import { planIntake, type IntakeLine, type IntakeWorld, type KnownAccount, type Planned } from '../domain/intake/plan.js';
import { signInName } from '../domain/person/sign-in-name.js';
import { sortKeyOf } from '../domain/person/sort-key.js';
import { createPerson } from './account.js';
import { addApplicationEvent } from './application.js';
import { audit, type Actor } from './audit.js';
import type { Reader, Writer } from './database.js';
import { createEnrolment, lockCohort } from './enrolment.js';
import { rolesOf } from './person.js';
import { versionAtEnrolment } from './programme.js';
import { readSeats, type SeatedCohort } from './seat.js';
import { findKnownPeople, seatFault, type KnownPerson } from './seat-person.js';
import type { RowOf } from './table.js';
import { intakes, people, personRoles } from './tables.js';

type Acting = Actor & { personId: number };

/** Days a file that was read in can be looked at; then its lines are gone (our choice). */
export const intakeDays = 7;

export interface Intake extends Omit<RowOf<typeof intakes>, 'lines'> {
  lines: IntakeLine[];
}

const oldest = (now: Date): string => `${addDays(localDate(now), -intakeDays)}T00:00:00.000Z`;

export async function createIntake(tx: Writer, actor: Acting, given: { cohortId: number; lines: IntakeLine[] }): Promise<number> {
  await removeOldIntakes(tx, actor.now);
  const id = await tx.insert(intakes, { ...given, madeBy: actor.personId, madeAt: actor.now.toISOString() });
  await audit(tx, actor, 'intake.create', 'intake', id);
  return id;
}

/** A file that is not too old to be looked at. */
export async function findIntake(db: Reader, id: number, now: Date): Promise<Intake | null> {
  const row = await db.find(intakes, { id });
  return row && row.madeAt >= oldest(now) ? { ...row, lines: row.lines as IntakeLine[] } : null;
}

/** Lines of files hold names and addresses: they go when nobody can look at them any longer. */
export const removeOldIntakes = (tx: Writer, now: Date): Promise<void> => tx.run('DELETE FROM intake WHERE made_at < $1', [oldest(now)]);

export async function dropIntake(tx: Writer, actor: Acting, id: number): Promise<void> {
  if ((await tx.remove(intakes, { id })) === 1) await audit(tx, actor, 'intake.drop', 'intake', id);
}

const asAccount = (known: KnownPerson): KnownAccount => ({
  id: known.id,
  name: known.name,
  organisation: known.organisation,
  enrolledOn: known.enrolledOn,
  enrolledMunicipalityId: known.enrolledMunicipalityId,
  enrolled: known.enrolmentId !== null,
  onlyTrainee: rolesOf(known.roleBits).every((role) => role === 'trainee'),
  fault: (municipalityId) => seatFault(known, municipalityId),
});

export interface IntakeCohort extends SeatedCohort {
  startsOn: string;
  endsOn: string;
}

/** Everything the lines are held against, in a number of statements that does not grow with them. */
async function findWorld(db: Reader, cohort: IntakeCohort, lines: IntakeLine[], today: string): Promise<IntakeWorld> {
  const subjects = [...new Set(lines.map(({ email }) => signInName(email)))];
  const [seats, known, all] = await Promise.all([
    readSeats(db, cohort, today),
    findKnownPeople(db, cohort.id, subjects),
    db.rows<{ id: number; name: string; code: string }>('SELECT id, name, code FROM municipality'),
  ]);
  const codes = new Map(all.map(({ id, code }) => [id, code]));
  return {
    municipalities: seats.municipalities.map(({ id, name, free, capacity }) => ({ id, name, free, capacity, code: codes.get(id) ?? '' })),
    otherMunicipalities: all.flatMap(({ name, code }) => [name, code]),
    accounts: new Map([...known].map(([subject, one]) => [subject, asAccount(one)])),
    applications: seats.applications,
    defaultFrom: cohort.startsOn > today ? cohort.startsOn : today,
    lastDay: cohort.endsOn,
  };
}

/** What a file would do today. Nothing is written. */
export const planFor = async (db: Reader, cohort: IntakeCohort, lines: IntakeLine[], today: string): Promise<Planned[]> =>
  planIntake(lines, await findWorld(db, cohort, lines, today));

async function putIn(tx: Writer, actor: Acting, cohort: IntakeCohort, one: Extract<Planned, { kind: 'new' }>): Promise<void> {
  const { read, applicationId } = one;
  const personId =
    one.personId ??
    (await createPerson(tx, actor, {
      name: read.name,
      signInName: read.signInName,
      roles: ['trainee'],
      municipalityId: read.municipalityId,
      organisation: read.workplace,
    }));
  if (one.personId !== null && !(await tx.find(personRoles, { personId, role: 'trainee' })))
    await tx.insert(personRoles, { personId, role: 'trainee' });
  const enrolmentId = await createEnrolment(tx, actor, {
    personId,
    cohortId: cohort.id,
    municipalityId: read.municipalityId,
    programmeVersionId: await versionAtEnrolment(tx, cohort.programmeVersionId, read.from),
    enrolledOn: read.from,
  });
  if (applicationId !== null)
    await addApplicationEvent(tx, actor, { id: applicationId, municipalityId: read.municipalityId }, 'seated', { enrolmentId });
}

async function correct(tx: Writer, actor: Acting, { read, personId, changes }: Extract<Planned, { kind: 'changed' }>): Promise<void> {
  await tx.update(
    people,
    { id: personId },
    {
      ...(changes.includes('name') && { name: read.name, sortKey: sortKeyOf(read.name) }),
      ...(changes.includes('workplace') && { organisation: read.workplace }),
    },
  );
  await audit(tx, actor, 'person.corrected', 'person', personId, read.municipalityId);
}

/**
 * Puts the file in, worked out anew behind the cohort's lock: what has changed since it was looked at counts. Twice does nothing more.
 * Returns what was done.
 */
export async function applyIntake(tx: Writer, actor: Acting, cohort: IntakeCohort, intake: Intake, today: string): Promise<Planned[]> {
  await lockCohort(tx, cohort.id);
  const planned = await planFor(tx, cohort, intake.lines, today);
  for (const one of planned) {
    if (one.kind === 'new') await putIn(tx, actor, cohort, one);
    if (one.kind === 'changed') await correct(tx, actor, one);
  }
  await tx.update(intakes, { id: intake.id }, { appliedAt: actor.now.toISOString() });
  await audit(tx, actor, 'intake.apply', 'intake', intake.id);
  return planned;
}

export interface PersonOfCohort {
  name: string;
  signInName: string;
  municipality: string;
  workplace: string;
  enrolledOn: string;
}

/** Everyone of a cohort in the shape of the file, by name in Danish order. */
export const listIntakePeople = (db: Reader, cohortId: number): Promise<PersonOfCohort[]> =>
  db.rows<PersonOfCohort>(
    `SELECT p.name, COALESCE((SELECT MIN(i.subject) FROM identity i WHERE i.person_id = p.id AND i.issuer = 'local'), '') AS "signInName",
       m.name AS "municipality", p.organisation AS "workplace", e.enrolled_on AS "enrolledOn"
     FROM enrolment e JOIN person p ON p.id = e.person_id JOIN municipality m ON m.id = e.municipality_id
     WHERE e.cohort_id = $1 ORDER BY p.sort_key, e.id`,
    [cohortId],
  );
