import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { applicationEvents, applications, auditEntries, enrolments, people } from '../../src/store/tables.js';
import { openTestApp, type Client, type TestApp } from '../support/app.js';
import { buildCohort, buildTrainingDay, type BuiltCohort } from '../support/build/cohort.js';
import { buildEnrolment, type BuiltEnrolment } from '../support/build/enrolment.js';
import { buildCoordinator, buildManager, buildSupervisor, buildTrainee } from '../support/build/person.js';
import { wordsOf } from '../support/page.js';

let test: TestApp;
let cohort: BuiltCohort;
let clients: Record<'coordinator' | 'manager' | 'elsewhere', Client>;
let holders: BuiltEnrolment[];

const signIn = async () => {
  const manager = await buildManager(test.db, { municipalityId: cohort.municipalities[0]!.id, name: 'Leder Åsted' });
  const elsewhere = await buildManager(test.db, { municipalityId: cohort.municipalities[1]!.id });
  return async () => {
    clients = {
      coordinator: await test.as(cohort.coordinatorId),
      manager: await test.as(manager.id),
      elsewhere: await test.as(elsewhere.id),
    };
  };
};
let enter: () => Promise<void>;
const on = async (date: string) => {
  test.clock.set(`${date}T09:00:00.000Z`);
  await enter();
};

beforeAll(async () => {
  test = await openTestApp({ now: '2025-01-15T08:00:00.000Z' });
  cohort = await buildCohort(test.db, { names: ['Åsted', 'Birkesund'] });
  await buildTrainingDay(test.db, cohort.id, { code: 'S1', onDate: '2025-02-03' });
  await buildTrainingDay(test.db, cohort.id, { code: 'S2', onDate: '2025-04-07' });
  holders = [];
  for (let number = 1; number <= 5; number += 1)
    holders.push(
      await buildEnrolment(test.db, {
        cohortId: cohort.id,
        municipalityId: cohort.municipalities[0]!.id,
        name: `Kursist ${number}`,
        enrolledOn: '2025-01-06',
      }),
    );
  enter = await signIn();
  await enter();
});
afterAll(() => test.close());

const nominate = (client: Client, name: string, more: Record<string, string> = {}) =>
  client.post(`/applications/cohorts/${cohort.id}`, {
    name,
    signInName: `${name.toLowerCase().replaceAll(' ', '.').replaceAll('æ', 'ae')}@aasted.example`,
    workplace: 'Akuttilbuddet',
    ...more,
  });
const placeOf = (answer: { headers: Record<string, unknown> }) => answer.headers['location'] as string;
const events = async (address: string) =>
  (await test.db.all(applicationEvents, { applicationId: Number(address.split('/').at(-1)) })).map(({ kind }) => kind);

describe('from nomination to seat', () => {
  let first: string;
  let second: string;
  let third: string;

  it('the manager nominates and approves at once; the coordinator types in from paper and cannot say yes for them', async () => {
    first = placeOf(await nominate(clients.manager, 'Ida Nærum'));
    expect(await events(first)).toEqual(['approved']);
    second = placeOf(await nominate(clients.coordinator, 'Bo Papir', { municipality: String(cohort.municipalities[0]!.id) }));
    expect(await events(second)).toEqual(['nominated']);
    const refused = await clients.coordinator.post(`${second}/answer`, { answer: 'yes' });
    expect(refused.status).toBe(403);
    expect(refused.text).toContain('kun kommunens egen leder');
    const page = wordsOf((await clients.manager.get(second)).text);
    expect(page).toContain('Din tur');
    expect((await clients.manager.post(`${second}/answer`, {})).status).toBe(422);
    const no = await clients.manager.post(`${second}/answer`, { answer: 'no', reason: '' });
    expect(no.text).toContain('Skriv grunden');
    expect((await clients.manager.post(`${second}/answer`, { answer: 'yes', reason: '' })).status).toBe(303);
    expect((await clients.manager.post(`${second}/answer`, { answer: 'yes', reason: '' })).status).toBe(403);
    test.clock.forward(60_000);
    third = placeOf(await nominate(clients.manager, 'Carl Tredje'));
    expect(await test.db.all(auditEntries, { action: 'application.approved' })).toHaveLength(3);
  });

  it('exists for the own manager and the coordinator, and for nobody else', async () => {
    for (const { id } of [await buildCoordinator(test.db), await buildSupervisor(test.db), await buildTrainee(test.db)]) {
      const client = await test.as(id);
      expect((await client.get(first)).status).toBe(404);
      expect((await client.get(`/applications/cohorts/${cohort.id}`)).status).toBe(404);
      expect((await client.get(`/applications/cohorts/${cohort.id}/new`)).status).toBe(404);
    }
    expect((await clients.elsewhere.get(first)).status).toBe(404);
    expect((await clients.elsewhere.get('/applications')).text).not.toContain('Ida Nærum');
    expect((await clients.manager.get(`/applications/cohorts/${cohort.id}`)).status).toBe(404);
  });

  it('is refused with the reason beside the field and the text kept', async () => {
    const empty = await nominate(clients.manager, '', { signInName: 'ikke en mail' });
    expect(empty.status).toBe(422);
    for (const words of ['Skriv navnet', 'Det ligner ikke en e-mail']) expect(empty.text).toContain(words);
    expect((await nominate(clients.manager, '=1+1', { signInName: 'a@aasted.example' })).text).toContain('læser som en formel');
    expect((await nominate(clients.manager, 'Bo 010190-1234', { signInName: 'a@aasted.example' })).text).toContain(
      'ligner et personnummer',
    );
    expect((await nominate(clients.manager, 'Ida Nærum')).text).toContain('allerede en indstilling');
    const stranger = await buildTrainee(test.db);
    expect((await nominate(clients.manager, 'Fremmed', { signInName: stranger.subject })).text).toContain('en konto i en anden kommune');
    const taken = await nominate(clients.manager, 'På Holdet', { signInName: `person-${holders[0]!.personId}@test.example` });
    expect(taken.text).toContain('allerede på holdet');
    expect(taken.text).toContain('value="På Holdet"');
    const supervisor = await buildSupervisor(test.db, { municipalityId: cohort.municipalities[0]!.id });
    expect((await nominate(clients.manager, 'Supervisor', { signInName: supervisor.subject })).text).toContain('en anden opgave');
    expect((await nominate(clients.coordinator, 'Uden Kommune')).text).toContain('Vælg en af holdets kommuner');
  });

  it('only the first in line gets the sixth seat, and two at once give one seat', async () => {
    const page = wordsOf((await clients.coordinator.get(`/applications/cohorts/${cohort.id}`)).text);
    expect(page).toContain('Der er en plads til Ida Nærum');
    expect(page).toContain('5 af 6 pladser er taget. 3 står på venteliste.');
    const early = await clients.coordinator.post(`${second}/seat`, { enrolledOn: '3.2.2025' });
    expect(early.status).toBe(409);
    const wrong = await clients.coordinator.post(`${first}/seat`, { enrolledOn: 'i går' });
    expect(wrong.status).toBe(422);
    const both = await Promise.all([1, 2].map(() => clients.coordinator.post(`${first}/seat`, { enrolledOn: '3.2.2025' })));
    expect(both.map(({ status }) => status).filter((status) => status === 303)).toHaveLength(1);
    const person = await test.db.find(people, { name: 'Ida Nærum' });
    expect(person).toMatchObject({ accountState: 'invited', organisation: 'Akuttilbuddet' });
    expect(await test.db.all(enrolments, { personId: person!.id })).toHaveLength(1);
    expect(await events(first)).toEqual(['approved', 'seated']);
  });

  it('the next ones wait, and nobody passes them by', async () => {
    const beside = await clients.coordinator.post(`/training/cohorts/${cohort.id}/enrolments`, {
      person: '',
      name: 'Springer Over',
      signInName: 'springer@aasted.example',
      municipality: String(cohort.municipalities[0]!.id),
      enrolledOn: '3.2.2025',
    });
    expect(beside.status).toBe(422);
    await clients.coordinator.post(`/training/enrolments/${holders[0]!.id}/stopping`, { onDate: '15.1.2025', reason: 'Nyt job' });
    const still = await clients.coordinator.post(`/training/cohorts/${cohort.id}/enrolments`, {
      person: '',
      name: 'Springer Over',
      signInName: 'springer@aasted.example',
      municipality: String(cohort.municipalities[0]!.id),
      enrolledOn: '3.2.2025',
    });
    expect(still.status).toBe(422);
    expect(still.text).toContain('er til dem på ventelisten');
    expect(wordsOf((await clients.manager.get(third)).text)).toContain('Nr. 2 på ventelisten i Åsted');
  });

  it('a seat freed after training has begun is offered; the municipality answers, and a no passes it on', async () => {
    await on('2025-03-01');
    expect((await clients.coordinator.get(second)).text).toContain('Tilbyd Bo Papir pladsen');
    expect((await clients.coordinator.post(`${second}/offer`)).status).toBe(303);
    expect((await clients.coordinator.post(`${third}/offer`)).status).toBe(409);
    expect(wordsOf((await clients.manager.get(second)).text)).toContain('Tager I imod pladsen til Bo Papir?');
    expect((await clients.manager.post(`${second}/answer`, { answer: 'no', reason: 'Travlt' })).status).toBe(303);
    expect((await clients.coordinator.post(`${third}/offer`)).status).toBe(303);
    const both = await Promise.all([1, 2].map(() => clients.manager.post(`${third}/answer`, { answer: 'yes' })));
    expect(both.map(({ status }) => status).filter((status) => status === 303)).toHaveLength(1);
    const person = await test.db.find(people, { name: 'Carl Tredje' });
    expect(await test.db.all(enrolments, { personId: person!.id })).toMatchObject([{ enrolledOn: '2025-03-01' }]);
    expect(wordsOf((await clients.coordinator.get(`/applications/cohorts/${cohort.id}`)).text)).toContain('6 af 6 pladser er taget.');
  });

  it('from seminar 2 on a stop frees nothing, and an application can be withdrawn with its reason', async () => {
    await on('2025-04-20');
    const late = placeOf(await nominate(clients.manager, 'Dorte Sen'));
    await clients.coordinator.post(`/training/enrolments/${holders[1]!.id}/stopping`, { onDate: '10.4.2025', reason: 'Nyt job' });
    expect((await clients.coordinator.post(`${late}/offer`)).status).toBe(409);
    expect(wordsOf((await clients.coordinator.get(late)).text)).toContain('Ingen skal gøre noget, før en plads bliver fri');
    expect((await clients.manager.post(`${late}/withdrawal`, { reason: '' })).status).toBe(422);
    expect((await clients.manager.post(`${late}/withdrawal`, { reason: 'Næste hold' })).status).toBe(303);
    expect((await clients.manager.post(`${late}/withdrawal`, { reason: 'Igen' })).status).toBe(403);
    expect(await test.db.find(applications, { name: 'Dorte Sen' })).not.toBeNull();
  });
});

describe('what the manager and the trainee see', () => {
  it('the manager sees own people and dates, no reason for a stop, and may write one', async () => {
    const page = wordsOf((await clients.manager.get('/applications')).text);
    expect(page).toContain('Pladser til Åsted');
    expect(page).toContain('Kursist 3');
    expect(page).toContain('Stoppet 10. apr. 2025');
    expect(page).not.toContain('Nyt job');
    const address = `/training/enrolments/${holders[2]!.id}/stopping`;
    expect((await clients.elsewhere.get(address)).status).toBe(404);
    expect((await clients.manager.get(address)).status).toBe(200);
    expect((await clients.manager.post(address, { onDate: '20.4.2025', reason: 'Flytter' })).headers['location']).toBe('/applications');
    expect((await clients.coordinator.get(`/training/enrolments/${holders[2]!.id}`)).text).toContain('Flytter');
    expect((await clients.manager.get('/applications')).text).not.toContain('Flytter');
  });

  it('the trainee sees the seat, the deadline moved by leave, and no reason', async () => {
    await clients.coordinator.post(`/training/enrolments/${holders[3]!.id}/leave`, {
      from: '1.5.2025',
      back: '31.5.2025',
      reason: 'Orlovsgrund',
    });
    const self = await test.as(holders[3]!.personId);
    const page = wordsOf((await self.get('/applications/seat')).text);
    expect(page).toContain('Uddannelsen slutter 30. oktober 2026. Orlov har flyttet fristen 30 dage.');
    expect(page).not.toContain('Orlovsgrund');
    expect((await clients.manager.get('/applications/seat')).status).toBe(404);
    const nobody = await test.as((await buildTrainee(test.db)).id);
    expect((await nobody.get('/applications/seat')).text).toContain('Du er ikke på et hold');
  });
});
