// A database with a cohort of fifty and a recording with five hundred comments, beside the demo.
import { openDatabase } from '../../dist/src/store/database.js';
import { migrateUp } from '../../dist/src/store/migrate.js';
import * as tables from '../../dist/src/store/tables.js';
import { keepText } from '../../dist/src/store/recording-text.js';
import { fillDemo } from '../../dist/src/demo/fill.js';
import { openMedia } from '../../dist/src/media/index.js';
import { readConfig } from '../../dist/src/config.js';
import { filmKeysOf } from '../../dist/src/store/data-key.js';
import { readyKeys } from '../../dist/src/key-file.js';
import { sortKeyOf } from '../../dist/src/domain/person/sort-key.js';

/** The same database and keys the server opens. */
export async function openBenchDatabase(dataDir) {
  const config = readConfig({ DATA_DIR: dataDir });
  return openDatabase(config.databaseUrl, await readyKeys(config));
}

const trainees = 50;
const comments = 500;

async function cohortOfFifty(tx, coordinatorId) {
  const demo = await tx.row(
    'SELECT id, programme_version_id AS "programme", starts_on AS "startsOn", ends_on AS "endsOn" FROM cohort ORDER BY id LIMIT 1',
  );
  const cohortId = await tx.insert(tables.cohorts, {
    programmeVersionId: demo.programme,
    name: 'Hold med halvtreds',
    startsOn: demo.startsOn,
    endsOn: demo.endsOn,
    demo: true,
  });
  await tx.insert(tables.appointments, { personId: coordinatorId, cohortId });
  const places = await tx.all(tables.municipalities, {});
  for (const place of places) await tx.insert(tables.cohortMunicipalities, { cohortId, municipalityId: place.id });
  const days = await tx.all(tables.trainingDays, { cohortId: demo.id });
  const dayIds = [];
  for (const { id: _id, ...day } of days) dayIds.push(await tx.insert(tables.trainingDays, { ...day, cohortId }));
  const groupId = await tx.insert(tables.supervisionGroups, { cohortId, name: 'Gruppe', supervisorId: coordinatorId });
  const sessions = [];
  for (let index = 0; index < 10; index += 1)
    sessions.push(
      await tx.insert(tables.supervisionSessions, {
        groupId,
        state: 'signed',
        onDate: `2026-0${1 + (index % 6)}-1${index % 10}`,
        startsAt: 540,
        endsAt: 900,
        breakMinutes: 60,
        topics: '',
        signedBy: coordinatorId,
        signedAt: '2026-06-20T12:00:00.000Z',
      }),
    );
  for (let number = 0; number < trainees; number += 1) {
    const name = `Kursist Nummer${number}`;
    const place = places[number % places.length];
    const personId = await tx.insert(tables.people, {
      name,
      sortKey: sortKeyOf(name),
      municipalityId: place.id,
      organisation: '',
      language: 'da',
      assessor: false,
      accountState: 'open',
      filmHold: false,
      createdAt: '2026-01-01T00:00:00.000Z',
    });
    const enrolmentId = await tx.insert(tables.enrolments, {
      personId,
      cohortId,
      municipalityId: place.id,
      programmeVersionId: demo.programme,
      enrolledOn: demo.startsOn,
    });
    await tx.insert(tables.groupMembers, { groupId, enrolmentId, fromDate: demo.startsOn, toDate: null });
    const stamp = { recordedBy: coordinatorId, recordedAt: '2026-06-20T12:00:00.000Z' };
    await tx.insertMany(
      tables.attendances,
      dayIds.map((trainingDayId) => ({ trainingDayId, enrolmentId, presence: 'present', note: '', ...stamp })),
    );
    await tx.insertMany(
      tables.supervisionLines,
      sessions.map((sessionId) => ({ sessionId, enrolmentId, presentFrom: 540, presentTo: 900, minutes: 300, reason: '', ...stamp })),
    );
    await tx.insertMany(
      tables.networkMeetings,
      Array.from({ length: 12 }, (_, index) => ({
        leaderId: personId,
        enrolmentId,
        municipalityId: place.id,
        number: index + 1,
        onDate: `2026-0${1 + (index % 6)}-0${1 + (index % 9)}`,
        role: 'leader',
        course: 'ABC'[index % 3],
        citizens: 1,
        relatives: 1,
        network: 0,
        professionals: 2,
        createdAt: '2026-06-20T12:00:00.000Z',
      })),
    );
  }
  return cohortId;
}

async function fiveHundredComments(tx) {
  const recording = await tx.row(
    `SELECT r.id, p.id AS "ownerId" FROM recording r JOIN person p ON p.id = r.owner_id JOIN identity i ON i.person_id = p.id
     WHERE r.review = 'shared' AND i.subject LIKE 'esma%'`,
  );
  const rows = [];
  for (let index = 0; index < comments; index += 1)
    rows.push({
      recordingId: recording.id,
      authorId: recording.ownerId,
      pass: 'reflection',
      startMs: index * 400,
      endMs: index % 5 === 0 ? index * 400 + 3000 : null,
      element: 1 + (index % 12),
      kind: ['strength', 'growth', 'question'][index % 3],
      clientKey: `bench-${index}`,
      version: 1,
      createdAt: '2026-09-10T10:00:00.000Z',
      textKept: await keepText(
        tx,
        { recordingId: recording.id },
        `Kommentar ${index}: her skete der noget, som jeg gerne vil se igen sammen med min supervisor.`,
      ),
    });
  await tx.insertMany(tables.annotations, rows);
  return recording.id;
}

export async function makeWorld(dataDir) {
  const db = await openBenchDatabase(dataDir);
  await migrateUp(db);
  await fillDemo({ db, media: await openMedia({ dataDir, filmKeys: filmKeysOf(db) }), now: new Date() });
  const coordinator = await db.row(`SELECT person_id AS id FROM identity WHERE subject LIKE 'lise.%'`);
  const made = await db.write(async (tx) => ({
    cohortId: await cohortOfFifty(tx, coordinator.id),
    recordingId: await fiveHundredComments(tx),
  }));
  const journey = await db.row(
    `SELECT e.id FROM enrolment e JOIN identity i ON i.person_id = e.person_id WHERE i.subject LIKE 'kirsten.%'`,
  );
  const trainees = await db.rows(
    `SELECT i.subject FROM identity i JOIN person_role r ON r.person_id = i.person_id AND r.role = 'trainee' JOIN enrolment e ON e.person_id = i.person_id
     WHERE i.subject LIKE '%.example' AND NOT EXISTS (SELECT 1 FROM enrolment_event s WHERE s.enrolment_id = e.id AND s.kind = 'stopped') ORDER BY i.id LIMIT 10`,
  );
  await db.close();
  return { ...made, enrolmentId: journey.id, trainees: trainees.map(({ subject }) => subject) };
}
