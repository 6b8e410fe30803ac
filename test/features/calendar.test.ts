import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { auditEntries, attendances, calendarChanges, trainingDays } from '../../src/store/tables.js';
import { openTestApp, type Client, type TestApp } from '../support/app.js';
import { buildTrainingDay, type TrainingDayRow } from '../support/build/cohort.js';
import { buildEvent } from '../support/build/enrolment.js';
import { buildManager } from '../support/build/person.js';
import { buildGroup, buildSession, type BuiltGroup, type SessionRow } from '../support/build/supervision.js';
import { wordsOf } from '../support/page.js';

let test: TestApp;
let group: BuiltGroup;
let day: TrainingDayRow;
let session: SessionRow;
let coordinator: Client;
let supervisor: Client;
let trainee: Client;

beforeAll(async () => {
  test = await openTestApp({ now: '2025-02-10T08:00:00.000Z' });
});
beforeEach(async () => {
  test.clock.set('2025-02-10T08:00:00.000Z');
  group = await buildGroup(test.db);
  day = await buildTrainingDay(test.db, group.cohortId, { onDate: '2025-03-03' });
  session = await buildSession(test.db, group.id, { onDate: '2025-03-10' });
  [coordinator, supervisor, trainee] = await Promise.all([
    test.as(group.coordinatorId),
    test.as(group.supervisorId),
    test.as(group.members[0]!.personId),
  ]);
});
afterAll(() => test.close());

const plan = (given: Record<string, string> = {}) => ({
  onDate: '4.3.2025',
  startsAt: '10.00',
  endsAt: '16.00',
  breaks: '12-12.45',
  place: 'Byens Hus',
  ...given,
});
const calendarOf = async (client: Client) => wordsOf((await client.get('/calendar')).text);
const todayOf = async (client: Client) => wordsOf((await client.get('/')).text);

describe('whose calendar', () => {
  it('a trainee has the days of the cohort and the sessions of the group, under their months', async () => {
    const words = await calendarOf(trainee);
    expect(words).toMatch(/Marts 2025 .*Mandag 3\. marts kl\. 9\.00–16\.00 Seminar 1, dag 1/);
    expect(words).toMatch(/Mandag 10\. marts kl\. 9\.00–15\.00 Supervision, Gruppe/);
  });
  it('a supervisor has the sessions of the groups and no course days', async () => {
    const words = await calendarOf(supervisor);
    expect(words).toContain('Supervision, Gruppe');
    expect(words).not.toContain('Seminar 1');
  });
  it('somebody who has stopped has nothing after that day', async () => {
    await buildEvent(test.db, group.members[0]!, { kind: 'stopped', onDate: '2025-03-05' });
    const words = await calendarOf(trainee);
    expect(words).toContain('Seminar 1, dag 1');
    expect(words).not.toContain('Supervision, Gruppe');
  });
  it('a coordinator has the cohorts appointed to, and a link narrows it to one', async () => {
    const other = await buildGroup(test.db);
    await buildTrainingDay(test.db, other.cohortId, { code: 'S2', onDate: '2025-03-04' });
    const words = await calendarOf(coordinator);
    expect(words).toContain('Seminar 1, dag 1');
    expect(words).not.toContain('Seminar 2');
    expect(wordsOf((await coordinator.get(`/calendar?cohort=${other.cohortId}&from=nonsense`)).text)).not.toContain('Seminar 2');
  });
  it('for a manager there is no calendar, and a day or session of others does not exist', async () => {
    const manager = await test.as((await buildManager(test.db)).id);
    const stranger = await test.as((await buildGroup(test.db)).members[0]!.personId);
    for (const [client, address] of [
      [manager, '/calendar'],
      [manager, '/calendar/feed'],
      [stranger, `/calendar/days/${day.id}`],
      [stranger, `/calendar/sessions/${session.id}`],
      [trainee, `/calendar/sessions/${session.id}`],
      [supervisor, `/calendar/days/${day.id}`],
    ] as const)
      expect((await client.get(address)).status).toBe(404);
  });
  it('what was held is behind one link', async () => {
    await buildTrainingDay(test.db, group.cohortId, { code: 'S2', onDate: '2025-02-04' });
    expect(await calendarOf(trainee)).not.toContain('Seminar 2');
    expect(wordsOf((await trainee.get('/calendar?from=2024-08-12')).text)).toMatch(/Februar 2025 .*Seminar 2, dag 1/);
  });
});

describe('a day that is moved', () => {
  it('is told to those concerned until they put it aside, and stands in the calendar with the former time', async () => {
    expect((await coordinator.post(`/calendar/days/${day.id}`, plan())).status).toBe(303);
    expect(await test.db.find(trainingDays, { id: day.id })).toMatchObject({ onDate: '2025-03-04', startsAt: 600, sequence: 1 });
    expect(await test.db.all(auditEntries, { action: 'training-day.move', objectId: day.id })).toHaveLength(1);
    expect(await calendarOf(trainee)).toContain('Flyttet. Før: mandag 3. marts kl. 9.00–16.00');
    expect(await todayOf(trainee)).toContain(
      'Flyttet Seminar 1, dag 1 Flyttet fra mandag 3. marts kl. 9.00–16.00 til tirsdag 4. marts kl. 10.00–16.00. Stedet er nu Byens Hus.',
    );
    expect(await todayOf(coordinator)).not.toContain('Flyttet');
    expect(await todayOf(supervisor)).not.toContain('Flyttet');
    const [change] = await test.db.all(calendarChanges, { trainingDayId: day.id });
    expect((await supervisor.post(`/calendar/changes/${change!.id}/seen`)).status).toBe(404);
    expect((await trainee.post(`/calendar/changes/${change!.id}/seen`)).status).toBe(303);
    expect(await todayOf(trainee)).not.toContain('Flyttet');
    expect((await trainee.post(`/calendar/changes/${change!.id}/seen`)).status).toBe(404);
    expect(await todayOf(await test.as(group.members[1]!.personId))).toContain('Flyttet');
  });
  it('that only its place is another is told as that; that nothing is, is not told', async () => {
    await coordinator.post(
      `/calendar/days/${day.id}`,
      plan({ onDate: '3.3.2025', startsAt: '9', endsAt: '16', breaks: '12-13', place: 'Byens Hus' }),
    );
    expect(await todayOf(trainee)).toContain('men nu er stedet Byens Hus.');
    await coordinator.post(
      `/calendar/days/${day.id}`,
      plan({ onDate: '3.3.2025', startsAt: '9', endsAt: '16', breaks: '12-13', place: 'Byens Hus' }),
    );
    expect(await test.db.all(calendarChanges, { trainingDayId: day.id })).toHaveLength(1);
    expect(await test.db.find(trainingDays, { id: day.id })).toMatchObject({ sequence: 1 });
  });
  it('is refused in sentences with everything kept', async () => {
    for (const [given, said] of [
      [{ onDate: '29.2.2025' }, 'Datoen findes ikke.'],
      [{ onDate: '３.3.2025' }, 'Datoen findes ikke.'],
      [{ startsAt: '25.00' }, 'Skriv klokkeslættet som 9.30.'],
      [{ endsAt: '9' }, 'Sluttiden skal ligge efter starttiden.'],
      [{ breaks: '12' }, 'Skriv hver pause med fra og til'],
      [{ breaks: '8-9' }, 'Pauserne skal ligge inden for dagen'],
      [{ seats: '1e3' }, 'Skriv et helt antal pladser'],
      [{ onDate: '30.3.2025', startsAt: '2.30' }, 'Klokken springer en time frem'],
      [{ onDate: '26.10.2025', startsAt: '2.00' }, 'Klokken stilles tilbage'],
      [{ place: '010170-1234' }, 'CPR-nummer'],
    ] as [Record<string, string>, string][]) {
      const answer = await coordinator.post(`/calendar/days/${day.id}`, plan({ place: 'Et sted', ...given }));
      expect([answer.status, given]).toEqual([422, given]);
      expect(wordsOf(answer.text)).toContain(said);
      for (const typed of Object.values(given)) expect(answer.text).toContain(`value="${typed}"`);
    }
    expect(await test.db.find(trainingDays, { id: day.id })).toMatchObject({ onDate: '2025-03-03', sequence: 0 });
  });
  it('never onto another day of the cohort, nor out of order, nor when attendance has been entered', async () => {
    const second = await buildTrainingDay(test.db, group.cohortId, { day: 2, onDate: '2025-03-04' });
    expect(wordsOf((await coordinator.post(`/calendar/days/${day.id}`, plan())).text)).toContain('Holdet har allerede en dag på den dato.');
    expect(wordsOf((await coordinator.post(`/calendar/days/${second.id}`, plan({ onDate: '2.3.2025' }))).text)).toContain(
      'Dag 2 skal ligge efter dag 1.',
    );
    const held = await buildTrainingDay(test.db, group.cohortId, { code: 'S2', onDate: '2025-02-04' });
    await coordinator.post(
      `/training/days/${held.id}/attendance`,
      Object.fromEntries(group.members.map(({ id }) => [`presence-${id}`, 'present'])),
    );
    const answer = await coordinator.post(`/calendar/days/${held.id}`, plan({ onDate: '4.2.2025' }));
    expect(answer.status).toBe(422);
    expect(wordsOf(answer.text)).toContain('Der er skrevet fremmøde ind for dagen');
    expect(
      (await coordinator.post(`/calendar/days/${held.id}`, plan({ onDate: '4.2.2025', startsAt: '9', endsAt: '16', breaks: '12-13' })))
        .status,
    ).toBe(303);
  });
  it('by the cohort’s coordinators only', async () => {
    expect((await trainee.post(`/calendar/days/${day.id}`, plan())).status).toBe(403);
    expect((await trainee.post(`/calendar/days/${day.id}/cancellation`)).status).toBe(403);
    expect((await (await test.as((await buildGroup(test.db)).coordinatorId)).post(`/calendar/days/${day.id}`, plan())).status).toBe(404);
  });
});

describe('a day that is cancelled', () => {
  it('is told with its reason, stays in sight, asks for no attendance, and is held after all on a new date', async () => {
    expect((await coordinator.post(`/calendar/days/${day.id}/cancellation`, { reason: 'Snestorm' })).status).toBe(303);
    expect(await todayOf(trainee)).toContain(
      'Aflyst Seminar 1, dag 1 Aflyst. Det skulle have været mandag 3. marts kl. 9.00–16.00. Grund: Snestorm',
    );
    expect(await calendarOf(trainee)).toMatch(/Aflyst Mandag 3\. marts/);
    test.clock.set('2025-03-05T08:00:00.000Z');
    const later = await test.as(group.coordinatorId);
    expect(await todayOf(later)).not.toContain('Seminar 1, dag 1');
    const refused = await later.get(`/training/days/${day.id}/attendance`);
    expect(refused.status).toBe(403);
    expect(wordsOf(refused.text)).toContain('Dagen er aflyst');
    test.clock.set('2025-02-10T08:00:00.000Z');
    expect((await coordinator.post(`/calendar/days/${day.id}/cancellation`)).status).toBe(409);
    await coordinator.post(`/calendar/days/${day.id}`, plan({ onDate: '17.3.2025' }));
    expect(await test.db.find(trainingDays, { id: day.id })).toMatchObject({ cancelledAt: null, sequence: 2 });
    expect(await todayOf(trainee)).toContain('Flyttet Seminar 1, dag 1');
  });
  it('never one with attendance', async () => {
    await test.db.write((tx) =>
      tx.insert(attendances, {
        ...{ trainingDayId: day.id, enrolmentId: group.members[0]!.id, presence: 'present', note: '', recordedBy: group.coordinatorId },
        recordedAt: '2025-03-03T15:00:00.000Z',
      }),
    );
    expect((await coordinator.post(`/calendar/days/${day.id}/cancellation`)).status).toBe(409);
  });
});

describe('supervision', () => {
  const move = (given: Record<string, string> = {}) => ({
    onDate: '11.3.2025',
    startsAt: '9',
    endsAt: '15',
    breakMinutes: '60',
    host: '',
    ...given,
  });
  it('is moved by the group’s supervisor, with the host whose turn it is suggested; the group and the coordinator are told', async () => {
    await buildSession(test.db, group.id, { onDate: '2025-02-25', hostMunicipalityId: group.members[0]!.municipalityId });
    const page = await supervisor.get(`/calendar/sessions/${session.id}`);
    expect(page.text).toMatch(new RegExp(`<option value="${group.members[1]!.municipalityId}" selected`));
    const answer = await supervisor.post(`/calendar/sessions/${session.id}`, move({ host: String(group.members[1]!.municipalityId) }));
    expect(answer.status).toBe(303);
    for (const client of [trainee, coordinator]) expect(await todayOf(client)).toContain('Flyttet Supervision, Gruppe');
    expect(await todayOf(supervisor)).not.toContain('Ændret i din kalender');
  });
  it('cancelled in its group is told too', async () => {
    await supervisor.post(`/supervision/sessions/${session.id}/cancellation`);
    expect(await todayOf(trainee)).toContain('Aflyst Supervision, Gruppe');
    expect((await supervisor.get(`/calendar/sessions/${session.id}`)).status).toBe(409);
  });
  it('is refused in sentences: the past, a clash, a host from elsewhere, times that cannot be', async () => {
    await buildSession(test.db, group.id, { onDate: '2025-03-12' });
    for (const [given, said] of [
      [{ onDate: '3.2.2025' }, 'Vælg i dag eller en senere dag.'],
      [{ onDate: '12.3.2025' }, 'Gruppen har allerede supervision'],
      [{ host: '99999' }, 'Vælg en af holdets kommuner.'],
      [{ breakMinutes: '-5' }, 'Skriv et helt antal minutter'],
      [{ breakMinutes: '360' }, 'Pauserne er lige så lange'],
      [{ startsAt: '1e1' }, 'Skriv klokkeslættet som 9.30.'],
    ] as [Record<string, string>, string][]) {
      const answer = await supervisor.post(`/calendar/sessions/${session.id}`, move(given));
      expect([answer.status, given]).toEqual([422, given]);
      expect(wordsOf(answer.text)).toContain(said);
    }
  });
});

describe('an apology', () => {
  const say = (client: Client, apology = 'Vagt') => client.post(`/calendar/days/${day.id}/apology`, { apology });
  it('is the trainee’s own, stands on the list of the day, and can be taken back', async () => {
    expect((await say(trainee)).status).toBe(303);
    expect(wordsOf((await trainee.get(`/calendar/days/${day.id}`)).text)).toContain('Du meldte afbud 10. februar 2025: Vagt');
    expect(await calendarOf(trainee)).toContain('Du har meldt afbud');
    test.clock.set('2025-03-03T08:00:00.000Z');
    const list = await (await test.as(group.coordinatorId)).get(`/training/days/${day.id}/attendance`);
    expect(list.text).toMatch(/value="apology" selected/);
    expect(wordsOf(list.text)).toContain('Har meldt afbud: Vagt');
    test.clock.set('2025-02-10T08:00:00.000Z');
    await trainee.post(`/calendar/days/${day.id}/apology/withdrawal`);
    expect(await calendarOf(trainee)).not.toContain('Du har meldt afbud');
  });
  it('is refused from others, for a day that is over, and for a cancelled one', async () => {
    expect((await say(coordinator)).status).toBe(403);
    expect((await say(supervisor)).status).toBe(404);
    const over = await buildTrainingDay(test.db, group.cohortId, { code: 'S2', onDate: '2025-02-04' });
    expect((await trainee.post(`/calendar/days/${over.id}/apology`, { apology: '' })).status).toBe(403);
    await coordinator.post(`/calendar/days/${day.id}/cancellation`);
    expect((await say(trainee)).status).toBe(403);
  });
  it('keeps a reason that cannot be kept on the page', async () => {
    const answer = await say(trainee, 'Borger 010170-1234');
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('value="Borger 010170-1234"');
  });
});
