import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { auditEntries, enrolmentEvents, enrolments, groupMembers, people, personRoles } from '../../src/store/tables.js';
import { openTestApp, type Client, type TestApp } from '../support/app.js';
import { buildCohort, buildTrainingDay, type BuiltCohort } from '../support/build/cohort.js';
import { buildCertificate, buildEnrolment, buildEvent } from '../support/build/enrolment.js';
import { buildTrainee } from '../support/build/person.js';
import { buildGroup, buildSignedSession } from '../support/build/supervision.js';

let test: TestApp;
let cohort: BuiltCohort;
let coordinator: Client;

beforeAll(async () => {
  test = await openTestApp({ now: '2025-03-10T08:00:00.000Z' });
  cohort = await buildCohort(test.db, { names: ['Åsted', 'Birkesund'] });
  await buildTrainingDay(test.db, cohort.id, { code: 'S1', onDate: '2025-02-03' });
  await buildTrainingDay(test.db, cohort.id, { code: 'S2', onDate: '2025-04-07' });
  coordinator = await test.as(cohort.coordinatorId);
});
afterAll(() => test.close());

const place = () => `/training/cohorts/${cohort.id}/enrolments`;
const asted = () => cohort.municipalities[0]!.id;
const newcomer = (name: string) => ({
  person: '',
  name,
  signInName: `${name.toLowerCase().replaceAll(' ', '.')}@aasted.example`,
  municipality: String(asted()),
  enrolledOn: '3.2.2025',
});

describe('enrolling', () => {
  it('says that nobody there has an account yet, and, when all who have one are on the cohort, that', async () => {
    const fresh = await buildCohort(test.db, { names: ['Nyby'] });
    const client = await test.as(fresh.coordinatorId);
    const form = async () => (await client.get(`/training/cohorts/${fresh.id}/enrolments/new`)).text;
    expect(await form()).toContain('Ingen mødeleder i holdets kommuner har en konto endnu. Du kan lave den første her nedenfor.');
    const first = { ...newcomer('Nora Ny'), municipality: String(fresh.municipalities[0]!.id) };
    expect((await client.post(`/training/cohorts/${fresh.id}/enrolments`, first)).status).toBe(303);
    const after = await form();
    expect(after).toContain('Alle med en konto i holdets kommuner er allerede på holdet.');
    expect(after).not.toContain('har en konto endnu');
  });

  it('makes a new person a trainee who cannot sign in before the link is made', async () => {
    const answer = await coordinator.post(place(), newcomer('Ny Kursist'));
    expect(answer.status).toBe(303);
    const person = await test.db.find(people, { name: 'Ny Kursist' });
    expect(person).toMatchObject({ accountState: 'invited', municipalityId: asted() });
    expect(await test.db.find(personRoles, { personId: person?.id, role: 'trainee' })).not.toBeNull();
    const made = await test.db.find(enrolments, { personId: person?.id });
    expect(made).toMatchObject({ cohortId: cohort.id, enrolledOn: '2025-02-03', programmeVersionId: cohort.programmeVersionId });
    const page = await coordinator.get(answer.headers['location'] as string);
    expect(page.text).toContain('Lav et engangslink');
    expect(page.text).toContain(`/accounts/${person?.id}`);
    expect(await test.db.all(auditEntries, { action: 'enrolment.create', objectId: made?.id })).toHaveLength(1);
  });

  it('takes a trainee who has an account, but nobody from outside the municipalities', async () => {
    const known = await buildTrainee(test.db, { name: 'Kendt Kursist', municipalityId: cohort.municipalities[1]!.id });
    const stranger = await buildTrainee(test.db, { name: 'Fremmed Kursist' });
    const form = await coordinator.get(`${place()}/new`);
    expect(form.text).toContain('Kendt Kursist, Birkesund');
    expect(form.text).not.toContain('Fremmed Kursist');
    const wrong = await coordinator.post(place(), { person: String(stranger.id), enrolledOn: '3.2.2025' });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('Personen kan ikke vælges længere.');
    expect((await coordinator.post(place(), { person: String(known.id), enrolledOn: '3.2.2025' })).status).toBe(303);
    expect((await coordinator.post(place(), { person: String(known.id), enrolledOn: '3.2.2025' })).status).toBe(422);
  });

  it('refuses missing fields and an e-mail that is taken, with the text kept', async () => {
    const empty = await coordinator.post(place(), {
      person: '',
      name: '',
      signInName: 'ikke en mail',
      municipality: '',
      enrolledOn: 'i går',
    });
    expect(empty.status).toBe(422);
    for (const words of ['Skriv navnet', 'Det ligner ikke en e-mail', 'Vælg en af holdets kommuner', 'Datoen findes ikke'])
      expect(empty.text).toContain(words);
    const taken = await coordinator.post(place(), { ...newcomer('En Anden'), signInName: 'NY.KURSIST@aasted.example' });
    expect(taken.status).toBe(422);
    expect(taken.text).toContain('Der er allerede en konto med den e-mail.');
    expect(taken.text).toContain('value="En Anden"');
    expect(await test.db.find(people, { name: 'En Anden' })).toBeNull();
  });
});

describe('six seats a municipality', () => {
  it('refuses a seventh with the reason, leaves no person behind, and stopping frees the seat until seminar 2 has begun', async () => {
    const others = [];
    for (let number = 2; number <= 6; number += 1)
      others.push(await buildEnrolment(test.db, { cohortId: cohort.id, municipalityId: asted(), name: `Kursist ${number}` }));
    const seventh = await coordinator.post(place(), newcomer('Syvende Kursist'));
    expect(seventh.status).toBe(422);
    expect(seventh.text).toContain('Åsted har allerede 6 mødeledere på holdet');
    expect(seventh.text).toContain('value="Syvende Kursist"');
    expect(await test.db.find(people, { name: 'Syvende Kursist' })).toBeNull();
    expect((await coordinator.get(`/training/cohorts/${cohort.id}`)).text).toContain('6 af 6 pladser er taget');

    const stop = await coordinator.post(`/training/enrolments/${others[0]!.id}/stopping`, { onDate: '9.3.2025', reason: 'Nyt job' });
    expect(stop.status).toBe(303);
    expect((await coordinator.post(place(), newcomer('Syvende Kursist'))).status).toBe(303);

    test.clock.set('2025-04-20T08:00:00.000Z');
    const later = await test.as(cohort.coordinatorId);
    await later.post(`/training/enrolments/${others[1]!.id}/stopping`, { onDate: '10.4.2025', reason: 'Nyt job' });
    const late = await later.post(place(), newcomer('Ottende Kursist'));
    expect(late.status).toBe(422);
    test.clock.set('2025-03-10T08:00:00.000Z');
    coordinator = await test.as(cohort.coordinatorId);
  });
});

describe('stopping and leave', () => {
  it('ends the membership of the group, and is refused in the future, before the start, and after credited hours', async () => {
    const group = await buildGroup(test.db, { names: ['Ulla', 'Vagn'] });
    await buildSignedSession(test.db, group, '2025-02-25');
    const client = await test.as(group.coordinatorId);
    const [ulla] = group.members;
    const address = `/training/enrolments/${ulla!.id}/stopping`;
    const say = async (onDate: string, reason = 'Nyt job') => client.post(address, { onDate, reason });
    expect((await say('11.3.2025')).text).toContain('Skriv det, når dagen er kommet.');
    expect((await say('1.1.2025')).text).toContain('ligger før den dag');
    const before = await say('25.2.2025');
    expect(before.status).toBe(422);
    expect(before.text).toContain('Der er skrevet fremmøde eller timer ind');
    expect((await say('26.2.2025', '')).text).toContain('Skriv grunden');
    expect((await say('26.2.2025')).status).toBe(303);
    expect(await test.db.find(groupMembers, { enrolmentId: ulla!.id })).toMatchObject({ toDate: '2025-02-26' });
    expect((await say('27.2.2025')).status).toBe(409);
    expect((await client.get(`/training/enrolments/${ulla!.id}`)).text).toContain('Nyt job');
  });

  it('a leave may wait for its end, and a return is written when it is known', async () => {
    const enrolled = await buildEnrolment(test.db, { cohortId: cohort.id, municipalityId: cohort.municipalities[1]!.id, name: 'Rasmus' });
    const address = `/training/enrolments/${enrolled.id}/leave`;
    const wrong = await coordinator.post(address, { from: '1.3.2025', back: '1.3.2025', reason: '' });
    expect(wrong.status).toBe(422);
    expect((await coordinator.post(address, { from: '1.3.2025', back: '', reason: '' })).status).toBe(303);
    expect((await coordinator.get(`/training/cohorts/${cohort.id}`)).text).toContain('På orlov');
    expect((await coordinator.get(address)).text).toMatch(/På orlov fra 1\.\smarts 2025/);
    expect((await coordinator.post(address, { back: '1.2.2025' })).status).toBe(422);
    expect((await coordinator.post(address, { back: '1.9.2025' })).status).toBe(303);
    expect((await test.db.all(enrolmentEvents, { enrolmentId: enrolled.id })).map(({ kind, onDate }) => `${kind} ${onDate}`)).toEqual([
      'leave_started 2025-03-01',
      'leave_ended 2025-09-01',
    ]);
    const overlap = await coordinator.post(address, { from: '1.4.2025', back: '1.5.2025' });
    expect(overlap.text).toContain('Der er allerede en orlov i den tid.');
    expect((await coordinator.get(`/training/enrolments/${enrolled.id}`)).text).toMatch(/På orlov til 1\.\ssep/);
  });

  it('somebody certified neither stops nor pauses', async () => {
    const certified = await buildEnrolment(test.db, { cohortId: cohort.id, municipalityId: cohort.municipalities[1]!.id });
    await buildCertificate(test.db, certified, '2025-03-01');
    for (const act of ['stopping', 'leave'])
      expect(
        (await coordinator.post(`/training/enrolments/${certified.id}/${act}`, { onDate: '2.3.2025', from: '2.3.2025', reason: 'x' }))
          .status,
      ).toBe(409);
  });

  it('is nobody else’s to write', async () => {
    const other = await buildGroup(test.db);
    const [member] = other.members;
    await buildEvent(test.db, member!, { kind: 'leave_started', onDate: '2025-02-10' });
    for (const act of ['', '/stopping', '/leave'])
      expect((await coordinator.get(`/training/enrolments/${member!.id}${act}`)).status).toBe(404);
    const own = await test.as(member!.personId);
    expect((await own.post(`/training/enrolments/${member!.id}/stopping`, { onDate: '1.3.2025', reason: 'x' })).status).toBe(404);
  });
});
