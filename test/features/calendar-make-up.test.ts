import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { judge } from '../../src/domain/certification/judge.js';
import { factsFor } from '../../src/store/enrolment-facts.js';
import { tookPartBetween } from '../../src/store/enrolment.js';
import { attendances, auditEntries, makeUps, programmeVersions } from '../../src/store/tables.js';
import { openTestApp, type Client, type TestApp } from '../support/app.js';
import { buildCohort, buildTrainingDay, type BuiltCohort, type TrainingDayRow } from '../support/build/cohort.js';
import { buildEnrolment, type BuiltEnrolment } from '../support/build/enrolment.js';
import { wordsOf } from '../support/page.js';

let test: TestApp;
let home: BuiltCohort;
let other: BuiltCohort;
let missed: TrainingDayRow;
let seat: TrainingDayRow;
let bo: BuiltEnrolment;
let trainee: Client;
let coordinator: Client;

const now = '2026-03-30T08:00:00.000Z';

beforeAll(async () => {
  test = await openTestApp({ now });
});
beforeEach(async () => {
  test.clock.set(now);
  home = await buildCohort(test.db);
  other = await buildCohort(test.db);
  missed = await buildTrainingDay(test.db, home.id, { code: 'S3', day: 2, onDate: '2026-03-17' });
  seat = await buildTrainingDay(test.db, other.id, { code: 'S3', day: 2, onDate: '2026-04-14', place: 'Byens Hus' });
  bo = await buildEnrolment(test.db, { cohortId: home.id, name: 'Bo Berg' });
  coordinator = await test.as(home.coordinatorId);
  trainee = await test.as(bo.personId);
  await coordinator.post(`/training/days/${missed.id}/attendance`, { [`presence-${bo.id}`]: 'absent' });
});
afterAll(() => test.close());

const page = () => `/calendar/make-ups/${bo.id}`;
const take = (client: Client, day = seat, of = missed) => client.post(`${page()}/seats`, { missed: String(of.id), seat: String(day.id) });
const living = async () => (await test.db.all(makeUps, { enrolmentId: bo.id })).map(({ state }) => state);
const decide = async (client: Client, act: string) => {
  const [one] = await test.db.all(makeUps, { enrolmentId: bo.id });
  return client.post(`/calendar/make-ups/requests/${one!.id}`, { act });
};
const K1 = async (on: string) => judge((await factsFor(test.db, [bo.id])).get(bo.id)!, on).find(({ code }) => code === 'K1')!;

describe('finding a seat', () => {
  it('shows every coming day of the same part in other cohorts of the programme, with date, place and free seats', async () => {
    const words = wordsOf((await trainee.get(page())).text);
    expect(words).toContain('Seminar 3, dag 2 Dagen var 17. marts 2026.');
    expect(words).toContain(`12 ledige pladser Tirsdag 14. april kl. 9.00–16.00 Byens Hus. ${other.name} Bed om pladsen`);
    expect(wordsOf((await trainee.get('/calendar')).text)).toContain('Du mangler Seminar 3, dag 2. Find en ny plads');
  });
  it('shows no other part, no day that is over or cancelled, and no other programme', async () => {
    await buildTrainingDay(test.db, other.id, { code: 'S3', day: 1, onDate: '2026-04-13', place: 'Forkert dag' });
    await buildTrainingDay(test.db, (await buildCohort(test.db)).id, { code: 'S3', day: 2, onDate: '2026-03-30', place: 'For sent' });
    await buildTrainingDay(test.db, (await buildCohort(test.db)).id, {
      code: 'S3',
      day: 2,
      onDate: '2026-04-20',
      place: 'Aflyst',
      cancelledAt: now,
    });
    const youth = await test.db.row<{ id: number }>(`SELECT id FROM programme_version WHERE code <> 'moedeleder_2019' LIMIT 1`);
    const elsewhere = await buildCohort(test.db, { programmeVersionId: youth!.id });
    await buildTrainingDay(test.db, elsewhere.id, { code: 'S3', day: 2, onDate: '2026-04-21', place: 'Anden uddannelse' });
    const words = wordsOf((await trainee.get(page())).text);
    for (const wrong of ['Forkert dag', 'For sent', 'Aflyst', 'Anden uddannelse']) expect(words).not.toContain(wrong);
  });
  it('also in a cohort that follows a newer version of the programme', async () => {
    const { id: _id, ...first } = (await test.db.find(programmeVersions, { code: 'moedeleder_2019' }))!;
    const version = await test.db.write(async (tx) => {
      const known = await tx.find(programmeVersions, { code: first.code, version: 2 });
      return known?.id ?? tx.insert(programmeVersions, { ...first, version: 2 });
    });
    const newer = await buildCohort(test.db, { programmeVersionId: version });
    await buildTrainingDay(test.db, newer.id, { code: 'S3', day: 2, onDate: '2026-05-04', place: 'Ny version' });
    expect(wordsOf((await trainee.get(page())).text)).toContain('Ny version');
  });
  it('a day nobody has written down is not missing', async () => {
    await buildTrainingDay(test.db, home.id, { code: 'S4', day: 1, onDate: '2026-03-24' });
    expect(wordsOf((await trainee.get(page())).text)).not.toContain('Seminar 4');
  });
});

describe('asking and booking', () => {
  it('the trainee asks, the coordinator is told and books, and the day stands in the trainee’s calendar', async () => {
    expect((await take(trainee)).status).toBe(303);
    expect(await living()).toEqual(['asked']);
    expect(wordsOf((await coordinator.get('/')).text)).toContain('Bo Berg beder om en plads til Seminar 3, dag 2');
    expect((await decide(trainee, 'book')).status).toBe(403);
    expect((await decide(coordinator, 'book')).status).toBe(303);
    expect(await living()).toEqual(['booked']);
    expect(await test.db.all(auditEntries, { action: 'make-up.booked' })).not.toHaveLength(0);
    expect(wordsOf((await trainee.get('/calendar')).text)).toContain('Tirsdag 14. april kl. 9.00–16.00 Seminar 3, dag 2');
    expect((await decide(coordinator, 'decline')).status).toBe(409);
  });
  it('the coordinator books at once, and either side gives the seat up again', async () => {
    await take(coordinator);
    expect(await living()).toEqual(['booked']);
    expect((await decide(trainee, 'cancel')).status).toBe(303);
    expect(await living()).toEqual(['cancelled']);
    expect((await take(trainee)).status).toBe(303);
  });
  it('a request that is declined leaves the way open', async () => {
    await take(trainee);
    await decide(coordinator, 'decline');
    expect((await take(coordinator)).status).toBe(303);
    expect(await living()).toEqual(['declined', 'booked']);
  });
  it('is refused in sentences: twice, full, another part, a day that is not missing, numbers that are none', async () => {
    const wrongPart = await buildTrainingDay(test.db, other.id, { code: 'S4', day: 2, onDate: '2026-05-05' });
    const full = await buildTrainingDay(test.db, (await buildCohort(test.db)).id, { code: 'S3', day: 2, onDate: '2026-05-06', seats: 1 });
    await buildEnrolment(test.db, { cohortId: full.cohortId });
    const notMissed = await buildTrainingDay(test.db, home.id, { code: 'S4', day: 2, onDate: '2026-03-24' });
    for (const [answer, said] of [
      [await take(trainee, wrongPart), 'Pladsen findes ikke længere.'],
      [await take(trainee, full), 'Den sidste plads er taget.'],
      [await take(trainee, seat, notMissed), 'Den dag mangler ikke'],
      [await trainee.post(`${page()}/seats`, { missed: '1e3', seat: '-1' }), 'Pladsen findes ikke længere.'],
    ] as const) {
      expect(answer.status).toBe(422);
      expect(wordsOf(answer.text)).toContain(said);
    }
    await take(trainee);
    expect(wordsOf((await take(coordinator)).text)).toContain('Der er allerede bedt om en plads');
    expect((await decide(coordinator, 'nonsense')).status).toBe(409);
  });
  it('does not exist for other trainees and coordinators', async () => {
    const stranger = await test.as((await buildEnrolment(test.db, { cohortId: home.id })).personId);
    const elsewhere = await test.as(other.coordinatorId);
    for (const client of [stranger, elsewhere]) {
      expect((await client.get(page())).status).toBe(404);
      expect((await take(client)).status).toBe(404);
    }
  });
  it('the last seat is given once, also to two who book at the same time', async () => {
    await test.db.write((tx) => tx.run('UPDATE training_day SET seats = 1 WHERE id = $1', [seat.id]));
    const eva = await buildEnrolment(test.db, { cohortId: home.id, name: 'Eva Dam' });
    await coordinator.post(`/training/days/${missed.id}/attendance`, { [`presence-${bo.id}`]: 'absent', [`presence-${eva.id}`]: 'absent' });
    const book = (id: number) => coordinator.post(`/calendar/make-ups/${id}/seats`, { missed: String(missed.id), seat: String(seat.id) });
    const answers = await Promise.all([book(bo.id), book(eva.id)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 422]);
    expect(await test.db.all(makeUps, { seatDayId: seat.id, state: 'booked' })).toHaveLength(1);
  });
  it('two requests for one missed day at the same time leave one', async () => {
    const again = await buildTrainingDay(test.db, (await buildCohort(test.db)).id, { code: 'S3', day: 2, onDate: '2026-04-28' });
    const answers = await Promise.all([take(trainee), take(coordinator, again)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 422]);
    expect(await living()).toHaveLength(1);
  });
});

describe('a guest who came', () => {
  const attend = async (fields: Record<string, string>) => {
    test.clock.set('2026-04-15T08:00:00.000Z');
    const host = await test.as(other.coordinatorId);
    const list = await host.get(`/training/days/${seat.id}/attendance`);
    const answer = await host.post(`/training/days/${seat.id}/attendance`, fields);
    return { list, answer, host };
  };
  it('stands last on the other cohort’s list, and being there fills the day missed at home', async () => {
    await take(coordinator);
    const { list, answer } = await attend({ [`presence-${bo.id}`]: 'present' });
    expect(wordsOf(list.text)).toContain(`Gæst fra ${home.name}`);
    expect(answer.status).toBe(303);
    expect(await K1('2026-04-13')).toMatchObject({ state: 'missing', params: { done: 0 } });
    expect(await K1('2026-04-14')).toMatchObject({ params: { done: 1 } });
    const own = await (await test.as(home.coordinatorId)).get(`/training/days/${missed.id}/attendance`);
    expect(wordsOf(own.text)).toContain('Taget igen på et andet hold');
    expect(await tookPartBetween(test.db, bo.id, '2026-03-17', '2026-03-17')).toBe(false);
    expect(await tookPartBetween(test.db, bo.id, '2026-04-14', '2026-04-14')).toBe(true);
  });
  it('too short a time does not, and a correction takes it back', async () => {
    await take(coordinator);
    const { host } = await attend({ [`presence-${bo.id}`]: 'present', [`from-${bo.id}`]: '12.00' });
    expect(await K1('2026-04-14')).toMatchObject({ state: 'missing', params: { done: 0 } });
    await host.post(`/training/days/${seat.id}/attendance`, { [`presence-${bo.id}`]: 'present' });
    expect(await K1('2026-04-14')).toMatchObject({ params: { done: 1 } });
    await host.post(`/training/days/${seat.id}/attendance`, { [`presence-${bo.id}`]: 'absent' });
    expect(await K1('2026-04-14')).toMatchObject({ state: 'missing', params: { done: 0 } });
    expect((await test.db.all(attendances, { trainingDayId: missed.id })).map(({ presence }) => presence)).toEqual([
      'absent',
      'present',
      'present',
      'absent',
    ]);
  });
});
