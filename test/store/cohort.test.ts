import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { listCohortAttendance } from '../../src/store/attendance.js';
import { findAppointedCohort, listCohortsFor } from '../../src/store/cohort.js';
import type { Database } from '../../src/store/database.js';
import { listEnrollable, listEnrolments, tookPartBetween } from '../../src/store/enrolment.js';
import { ensureProgrammes, listProgrammes } from '../../src/store/programme.js';
import { attendances } from '../../src/store/tables.js';
import { buildCohort, buildTrainingDay } from '../support/build/cohort.js';
import { buildCertificate, buildEnrolment, buildEvent } from '../support/build/enrolment.js';
import { buildTrainee } from '../support/build/person.js';
import { buildGroup, buildSignedSession } from '../support/build/supervision.js';
import { openTestDatabase, testDialect } from '../support/database.js';

let db: Database;
beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db.close());

describe(`cohorts on ${testDialect}`, () => {
  it('programmes are written once, as they are in the code', async () => {
    await db.write(ensureProgrammes);
    await db.write(ensureProgrammes);
    const programmes = await listProgrammes(db);
    expect(programmes.map(({ code, body }) => [code, body.title.da])).toEqual([
      ['moedeleder_2019', 'Mødelederuddannelse'],
      ['intro_2019', 'Introduktionskursus i Åben Dialog'],
      ['ledelse_2019', 'Ledelse af Åben Dialog'],
      ['unge_2024', 'Åben Dialog på ungeområdet'],
    ]);
    expect(programmes[0]?.body.rules?.K2.requiredMinutes).toBe(2700);
  });

  it('a coordinator finds only the cohorts she is appointed to, with those who have not stopped counted', async () => {
    const [own, other] = [await buildCohort(db), await buildCohort(db)];
    const stopped = await buildEnrolment(db, { cohortId: own.id });
    await buildEnrolment(db, { cohortId: own.id });
    await buildEvent(db, stopped, { kind: 'stopped', onDate: '2025-03-01' });
    expect((await listCohortsFor(db, own.coordinatorId)).map(({ id, trainees, municipalities }) => [id, trainees, municipalities])).toEqual(
      [[own.id, 1, 2]],
    );
    expect(await findAppointedCohort(db, other.id, own.coordinatorId)).toBeNull();
  });

  it('trainees stand in Danish order, with group and certificate', async () => {
    const group = await buildGroup(db, { names: ['Åse', 'Aage', 'Ole', 'Zita', 'Ægir'] });
    await buildCertificate(db, group.members[2]!, '2025-03-01');
    const trainees = await listEnrolments(db, group.cohortId);
    expect(trainees.map(({ name }) => name)).toEqual(['Ole', 'Zita', 'Ægir', 'Aage', 'Åse']);
    expect(trainees[0]).toMatchObject({ certifiedOn: '2025-03-01', groupName: group.name });
  });

  it('only trainees of the municipalities who are not enrolled can be enrolled', async () => {
    const cohort = await buildCohort(db);
    const enrolled = await buildEnrolment(db, { cohortId: cohort.id });
    const free = await buildTrainee(db, { municipalityId: cohort.municipalities[0]!.id });
    await buildTrainee(db, { municipalityId: cohort.municipalities[0]!.id, accountState: 'disabled' });
    await buildTrainee(db);
    expect((await listEnrollable(db, cohort.id)).map(({ id }) => id)).toEqual([free.id]);
    expect(enrolled.personId).not.toBe(free.id);
  });

  it('the last line of a day is in force', async () => {
    const enrolled = await buildEnrolment(db);
    const day = await buildTrainingDay(db, enrolled.cohortId);
    for (const presence of ['absent', 'present', 'made_up'])
      await db.write((tx) =>
        tx.insert(attendances, {
          trainingDayId: day.id,
          enrolmentId: enrolled.id,
          presence,
          conversation: null,
          note: '',
          recordedBy: enrolled.personId,
          recordedAt: '2025-02-03T15:00:00.000Z',
        }),
      );
    expect((await listCohortAttendance(db, enrolled.cohortId)).map(({ presence }) => presence)).toEqual(['made_up']);
    expect(await tookPartBetween(db, enrolled.id, '2025-02-01', '2025-02-28')).toBe(false);
  });

  it('hours that stand keep a day from being a day of leave', async () => {
    const group = await buildGroup(db);
    await buildSignedSession(db, group, '2025-02-25', { [group.members[1]!.id]: 0 });
    expect(await tookPartBetween(db, group.members[0]!.id, '2025-02-25', '9999-12-31')).toBe(true);
    expect(await tookPartBetween(db, group.members[0]!.id, '2025-02-26', '9999-12-31')).toBe(false);
    expect(await tookPartBetween(db, group.members[1]!.id, '2025-02-25', '9999-12-31')).toBe(false);
  });
});
