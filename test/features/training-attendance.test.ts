import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { attendances, auditEntries, trainingDays } from '../../src/store/tables.js';
import { openTestApp, type Client, type TestApp } from '../support/app.js';
import { buildCohort, buildTrainingDay, type BuiltCohort, type TrainingDayRow } from '../support/build/cohort.js';
import { buildCertificate, buildEnrolment, buildEvent, type BuiltEnrolment } from '../support/build/enrolment.js';
import { buildPerson } from '../support/build/person.js';

let test: TestApp;
let cohort: BuiltCohort;
let coordinator: Client;
let day: TrainingDayRow;
let trainees: BuiltEnrolment[];

beforeAll(async () => {
  test = await openTestApp({ now: '2025-02-10T08:00:00.000Z' });
  cohort = await buildCohort(test.db);
  day = await buildTrainingDay(test.db, cohort.id, { onDate: '2025-02-03' });
  trainees = [];
  for (const name of ['Åse Aabye', 'Bo Berg', 'Carl Dam']) trainees.push(await buildEnrolment(test.db, { cohortId: cohort.id, name }));
  coordinator = await test.as(cohort.coordinatorId);
});
afterAll(() => test.close());

const address = (id = day.id) => `/training/days/${id}/attendance`;
const all = (presence: string, given: Record<string, string> = {}) => ({
  ...Object.fromEntries(trainees.map(({ id }) => [`presence-${id}`, presence])),
  ...given,
});

describe('attendance of a day', () => {
  it('stands ready with everyone present, in Danish order, and is entered in one act', async () => {
    const page = await coordinator.get(address());
    expect(page.text.match(/value="present" selected/g)).toHaveLength(3);
    expect(page.text.indexOf('Bo Berg')).toBeLessThan(page.text.indexOf('Carl Dam'));
    expect(page.text.indexOf('Carl Dam')).toBeLessThan(page.text.indexOf('Åse Aabye'));
    const [, bo] = trainees;
    const answer = await coordinator.post(address(), all('present', { [`presence-${bo!.id}`]: 'absent' }));
    expect(answer.status).toBe(303);
    const lines = await test.db.all(attendances, { trainingDayId: day.id });
    expect(lines.map(({ presence }) => presence)).toEqual(expect.arrayContaining(['present', 'absent', 'present']));
    expect(await test.db.all(auditEntries, { action: 'attendance.record', objectId: day.id })).toHaveLength(1);
    expect((await coordinator.get(answer.headers['location'] as string)).text).toContain('2 af 3 var der');
  });

  it('a correction adds only the changed line, and the former value stays in sight', async () => {
    const [, bo] = trainees;
    await coordinator.post(address(), all('present', { [`presence-${bo!.id}`]: 'made_up' }));
    const lines = await test.db.all(attendances, { trainingDayId: day.id });
    expect(lines).toHaveLength(4);
    expect(lines.filter(({ enrolmentId }) => enrolmentId === bo!.id).map(({ presence }) => presence)).toEqual(['absent', 'made_up']);
    expect((await coordinator.get(address())).text).toMatch(/Før: Fravær, skrevet 10\.\s+feb\. 2025/);
    await coordinator.post(address(), all('present', { [`presence-${bo!.id}`]: 'made_up' }));
    expect(await test.db.all(attendances, { trainingDayId: day.id })).toHaveLength(4);
  });

  it('is refused when a line is missing or unknown; nothing is written', async () => {
    const another = await buildTrainingDay(test.db, cohort.id, { day: 2, onDate: '2025-02-04' });
    const answer = await coordinator.post(address(another.id), {
      [`presence-${trainees[0]!.id}`]: 'present',
      [`presence-${trainees[1]!.id}`]: 'maybe',
    });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('Vælg, om mødelederen var der.');
    expect(await test.db.all(attendances, { trainingDayId: another.id })).toHaveLength(0);
  });

  it('somebody who came on the list later is never taken for present', async () => {
    const own = await buildCohort(test.db, { coordinatorId: cohort.coordinatorId });
    const held = await buildTrainingDay(test.db, own.id, { onDate: '2025-02-03' });
    const first = await buildEnrolment(test.db, { cohortId: own.id });
    await coordinator.post(address(held.id), { [`presence-${first.id}`]: 'present' });
    await buildEnrolment(test.db, { cohortId: own.id });
    const page = await coordinator.get(address(held.id));
    expect(page.text.match(/value="present" selected/g)).toHaveLength(1);
    const answer = await coordinator.post(address(held.id), { [`presence-${first.id}`]: 'present' });
    expect(answer.status).toBe(422);
  });

  it('is refused before the day, in words', async () => {
    const later = await buildTrainingDay(test.db, cohort.id, { code: 'S2', onDate: '2025-04-07' });
    const answer = await coordinator.post(address(later.id), all('present'));
    expect(answer.status).toBe(403);
    expect(answer.text).toContain('Dagen er ikke kommet endnu.');
    expect(await test.db.all(attendances, { trainingDayId: later.id })).toHaveLength(0);
  });

  it('leaves out those who had stopped, and shows a leave as absence', async () => {
    const own = await buildCohort(test.db, { coordinatorId: cohort.coordinatorId });
    const held = await buildTrainingDay(test.db, own.id, { onDate: '2025-02-03' });
    const [gone, away] = [
      await buildEnrolment(test.db, { cohortId: own.id, name: 'Stoppet Dam' }),
      await buildEnrolment(test.db, { cohortId: own.id, name: 'Orlov Dam' }),
    ];
    await buildEvent(test.db, gone, { kind: 'stopped', onDate: '2025-02-03' });
    await buildEvent(test.db, away, { kind: 'leave_started', onDate: '2025-02-03' });
    const page = await coordinator.get(address(held.id));
    expect(page.text).not.toContain('Stoppet Dam');
    expect(page.text).toContain('På orlov den dag');
    expect(page.text).toMatch(/value="absent" selected/);
  });
});

describe('the certification day', () => {
  it('asks for the conversation as well, which is never passed unless somebody says so', async () => {
    const certification = await buildTrainingDay(test.db, cohort.id, { kind: 'certification', code: 'C1', onDate: '2025-02-07' });
    const page = await coordinator.get(address(certification.id));
    expect(page.text.match(/value="not_passed" checked/g)).toHaveLength(3);
    expect(page.text).not.toContain('Erstattet af godkendt opgave');
    const [ase, bo, carl] = trainees.map(({ id }) => id);
    const answer = await coordinator.post(address(certification.id), {
      [`presence-${ase}`]: 'present',
      [`conversation-${ase}`]: 'passed',
      [`presence-${bo}`]: 'present',
      [`conversation-${bo}`]: 'not_passed',
      [`presence-${carl}`]: 'absent',
      [`conversation-${carl}`]: 'passed',
    });
    expect(answer.status).toBe(303);
    const lines = await test.db.all(attendances, { trainingDayId: certification.id });
    expect(new Map(lines.map(({ enrolmentId, conversation }) => [enrolmentId, conversation]))).toEqual(
      new Map([
        [ase, 'passed'],
        [bo, 'not_passed'],
        [carl, null],
      ]),
    );
    const made = await coordinator.post(address(certification.id), all('made_up'));
    expect(made.status).toBe(422);
  });
});

describe('an extra certification day', () => {
  it('lists only those who were not certified before it, asks for nobody, and one line is enough', async () => {
    const own = await buildCohort(test.db, { coordinatorId: cohort.coordinatorId });
    const [certified, ready] = [
      await buildEnrolment(test.db, { cohortId: own.id, name: 'Certificeret Dam' }),
      await buildEnrolment(test.db, { cohortId: own.id, name: 'Klar Dam' }),
    ];
    const other = await buildEnrolment(test.db, { cohortId: own.id, name: 'Senere Dam' });
    await buildCertificate(test.db, certified, '2025-02-05');
    const extra = await buildTrainingDay(test.db, own.id, { kind: 'certification', code: 'C2', onDate: '2025-02-07' });
    const page = await coordinator.get(address(extra.id));
    expect(page.text).not.toContain('Certificeret Dam');
    expect(page.text.match(/value="none" checked/g)).toHaveLength(2);
    const body = { [`presence-${ready.id}`]: 'present', [`conversation-${ready.id}`]: 'passed', [`presence-${other.id}`]: 'none' };
    expect((await coordinator.post(address(extra.id), body)).status).toBe(303);
    expect((await test.db.all(attendances, { trainingDayId: extra.id })).map(({ enrolmentId }) => enrolmentId)).toEqual([ready.id]);
    expect((await coordinator.get(`/training/cohorts/${own.id}`)).text).toContain('1 af 1 var der');
    const taken = await coordinator.post(address(extra.id), { ...body, [`presence-${ready.id}`]: 'none' });
    expect(taken.status).toBe(422);
  });
});

describe('who enters attendance', () => {
  it('nobody on the list, not even a coordinator of the cohort', async () => {
    const both = await buildPerson(test.db, { roles: ['coordinator', 'trainee'], name: 'Både Og' });
    const own = await buildCohort(test.db, { coordinatorId: both.id });
    const held = await buildTrainingDay(test.db, own.id, { onDate: '2025-02-03' });
    const enrolled = await buildEnrolment(test.db, { cohortId: own.id, personId: both.id });
    const client = await test.as(both.id);
    const answer = await client.post(address(held.id), { [`presence-${enrolled.id}`]: 'present' });
    expect(answer.status).toBe(403);
    expect(answer.text).toContain('Du står selv på listen.');
    expect(await test.db.all(attendances, { trainingDayId: held.id })).toHaveLength(0);
  });

  it('a day that has attendance is not moved into the future', async () => {
    const answer = await coordinator.post(`/training/cohorts/${cohort.id}/days`, {
      'date-S1-1': '3.3.2025',
      'date-S1-2': '4.3.2025',
      'date-S2-1': '7.4.2025',
      'date-C1-1': '7.2.2025',
    });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('kan ikke flyttes ud i fremtiden');
    expect(await test.db.find(trainingDays, { id: day.id })).toMatchObject({ onDate: '2025-02-03' });
  });
});
