import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { groupMembers, supervisionGroups, supervisionSessions } from '../../src/store/tables.js';
import { openTestApp, type Client, type TestApp } from '../support/app.js';
import { buildCohort, type BuiltCohort } from '../support/build/cohort.js';
import { buildEnrolment, buildEvent, type BuiltEnrolment } from '../support/build/enrolment.js';
import { buildManager, buildPerson, buildSupervisor } from '../support/build/person.js';
import { buildGroup, buildSession, buildSignedSession } from '../support/build/supervision.js';

let test: TestApp;
let cohort: BuiltCohort;
let coordinator: Client;
let supervisorId: number;
let trainees: BuiltEnrolment[];

beforeAll(async () => {
  test = await openTestApp({ now: '2025-06-10T08:00:00.000Z' });
  cohort = await buildCohort(test.db);
  supervisorId = (await buildSupervisor(test.db, { municipalityId: null, name: 'Ulrik Damborg' })).id;
  coordinator = await test.as(cohort.coordinatorId);
  trainees = [];
  for (const [index, name] of ['Anne', 'Bo', 'Carl', 'Dan'].entries())
    trainees.push(await buildEnrolment(test.db, { cohortId: cohort.id, municipalityId: cohort.municipalities[index % 2]!.id, name }));
});
afterAll(() => test.close());

const place = () => `/supervision/cohorts/${cohort.id}/groups`;
const group = (members: number[], given: Record<string, string> = {}) => ({
  name: 'Gruppe 1',
  supervisor: String(supervisorId),
  fromDate: '3.2.2025',
  members: members.map(String),
  ...given,
});

describe('making a group', () => {
  it('needs a supervisor, and members of at least two municipalities', async () => {
    const [anne, , carl] = trainees.map(({ id }) => id);
    const alike = await coordinator.post(place(), group([anne!, carl!]));
    expect(alike.status).toBe(422);
    expect(alike.text).toContain('Alle i gruppen er fra samme kommune.');
    expect(alike.text).toContain('value="Gruppe 1"');
    const nobody = await coordinator.post(place(), group([], { supervisor: String(cohort.coordinatorId) }));
    expect(nobody.text).toContain('Vælg mindst én mødeleder.');
    const wrong = await coordinator.post(place(), group([anne!], { supervisor: String(cohort.coordinatorId) }));
    expect(wrong.text).toContain('Vælg en, der er supervisor.');
    expect(await test.db.all(supervisionGroups, { cohortId: cohort.id })).toHaveLength(0);
  });

  it('puts each member in one group at a time', async () => {
    const [anne, bo, carl, dan] = trainees.map(({ id }) => id);
    const made = await coordinator.post(place(), group([anne!, bo!]));
    expect(made.status).toBe(303);
    const taken = await coordinator.post(place(), group([anne!, dan!], { name: 'Gruppe 2' }));
    expect(taken.status).toBe(422);
    expect(taken.text).toContain('En af dem er kommet i en anden gruppe');
    const address = made.headers['location'] as string;
    expect((await coordinator.post(`${address}/members`, { enrolment: String(carl), fromDate: '1.6.2025' })).status).toBe(303);
    expect((await coordinator.post(`${address}/members`, { enrolment: String(carl), fromDate: '1.6.2025' })).status).toBe(422);
    expect(await test.db.all(groupMembers, { enrolmentId: carl })).toHaveLength(1);
    const supervisor = await test.as(supervisorId);
    expect((await supervisor.post(`${address}/members`, { enrolment: String(dan), fromDate: '1.6.2025' })).status).toBe(403);
    expect((await supervisor.get(`/supervision/cohorts/${cohort.id}/groups/new`)).status).toBe(404);
  });

  it('nobody supervises themselves', async () => {
    const both = await buildPerson(test.db, { roles: ['supervisor', 'trainee'], municipalityId: cohort.municipalities[0]!.id });
    const own = await buildEnrolment(test.db, { cohortId: cohort.id, personId: both.id, municipalityId: cohort.municipalities[0]!.id });
    const answer = await coordinator.post(place(), group([own.id, trainees[3]!.id], { supervisor: String(both.id) }));
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('Ingen superviserer sig selv.');
  });
});

describe('planning', () => {
  it('writes the lines with a date, and refuses past dates and hours that are taken', async () => {
    const own = await buildGroup(test.db, { supervisorId });
    const supervisor = await test.as(supervisorId);
    const address = `/supervision/groups/${own.id}/plans`;
    const times = { startsAt: '9.00', endsAt: '15.00', breakMinutes: '60' };
    const wrong = await supervisor.post(address, { ...times, 'date-1': '9.6.2025', 'date-2': '26.8.2025', 'date-3': '26.8.2025' });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('Datoen er gået.');
    expect(wrong.text).toContain('Gruppen har allerede en supervision i det tidsrum.');
    expect(wrong.text).toContain('value="26.8.2025"');
    expect(await test.db.all(supervisionSessions, { groupId: own.id })).toHaveLength(0);
    expect((await supervisor.post(address, { ...times, endsAt: '8.00', 'date-1': '26.8.2025' })).text).toContain(
      'Sluttiden skal ligge efter starttiden.',
    );
    expect((await supervisor.post(address, { ...times, 'date-1': '26.8.2025', 'date-4': '7.10.2025' })).status).toBe(303);
    expect((await test.db.all(supervisionSessions, { groupId: own.id })).map(({ state, onDate }) => `${state} ${onDate}`)).toEqual([
      'planned 2025-08-26',
      'planned 2025-10-07',
    ]);
  });
});

describe('hours', () => {
  it('are told in a sentence with pace, what is planned and both figures', async () => {
    const own = await buildGroup(test.db, { names: ['Nadia', 'Ole'], supervisorId });
    const [nadia] = own.members;
    await buildSignedSession(test.db, own, '2025-02-25', { [nadia!.id]: 235 });
    await buildSignedSession(test.db, own, '2025-04-29');
    for (let month = 7; month <= 12; month += 1)
      await buildSession(test.db, own.id, { onDate: `2025-${String(month).padStart(2, '0')}-15` });
    const page = (await (await test.as(nadia!.personId)).get('/supervision')).text.replaceAll('\u00a0', ' ');
    expect(page).toContain('8 timer og 55 minutter <span>af 50</span>');
    expect(page).toContain('Du er 1 time og 5 minutter efter det, din gruppe har haft til nu.');
    expect(page).toContain('Kravet kan ikke nås med det, der er booket');
    expect(page).toContain('Der er planlagt 30 timer mere, og kommer du til det hele, når du 38 timer og 55 minutter.');
    expect(page).toContain('Kravet er 45 af de 50 timer. De 50 er fra uddannelsen, de 45 er vores valg.');
    expect(page).toContain('<strong>Næste gang:</strong> tirsdag 15. juli 2025 kl. 9.00–15.00');
    expect(page).not.toContain('>Ole<');
  });

  it('sessions during leave are not held against anybody', async () => {
    const own = await buildGroup(test.db, { names: ['Rasmus', 'Pia'], supervisorId });
    const [rasmus, pia] = own.members;
    await buildEvent(test.db, rasmus!, { kind: 'leave_started', onDate: '2025-04-01' });
    await buildSignedSession(test.db, own, '2025-02-25');
    await buildSignedSession(test.db, { ...own, members: [pia!] }, '2025-04-29');
    const page = (await (await test.as(rasmus!.personId)).get('/supervision')).text;
    expect(page).toContain('Du har været med til alt, din gruppe har haft til nu.');
    expect(page).not.toContain('Hos ');
  });

  it('are seen by the trainee, her supervisor and her coordinator, and by nobody else', async () => {
    const own = await buildGroup(test.db, { names: ['Sanne', 'Vagn'], supervisorId });
    const [sanne, vagn] = own.members;
    const address = `/supervision/hours/${sanne!.id}`;
    for (const id of [sanne!.personId, supervisorId, own.coordinatorId]) expect((await (await test.as(id)).get(address)).status).toBe(200);
    const strangers = [vagn!.personId, cohort.coordinatorId, (await buildSupervisor(test.db)).id, (await buildManager(test.db)).id];
    for (const id of strangers) expect((await (await test.as(id)).get(address)).status).toBe(404);
    expect((await (await test.as((await buildManager(test.db)).id)).get('/supervision')).status).toBe(404);
  });

  it('a coordinator sees what waits for whose signature, and signs nothing', async () => {
    const own = await buildGroup(test.db, { names: ['Thomas', 'Ulla'], supervisorId });
    const session = await buildSession(test.db, own.id, { onDate: '2025-06-03' });
    const page = (await (await test.as(own.coordinatorId)).get('/supervision')).text.replaceAll('\u00a0', ' ');
    expect(page).toContain('Hos Ulrik Damborg, 7 dage');
    expect(page).toContain(`/supervision/sessions/${session.id}`);
    expect(page).not.toContain('Din tur');
    const mine = (await (await test.as(supervisorId)).get('/supervision')).text.replaceAll('\u00a0', ' ');
    expect(mine).toContain('Venter på din underskrift');
    expect(mine).toContain('Underskriv senest 17. juni 2025.');
  });
});
