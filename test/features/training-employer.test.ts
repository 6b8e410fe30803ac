import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { enrolmentEvents, enrolmentMoves, enrolments, people } from '../../src/store/tables.js';
import { openTestApp, type Client, type TestApp } from '../support/app.js';
import { buildCohort, buildTrainingDay, type BuiltCohort } from '../support/build/cohort.js';
import { buildCertificate, buildEnrolment } from '../support/build/enrolment.js';
import { buildManager } from '../support/build/person.js';
import { wordsOf } from '../support/page.js';

let test: TestApp;
let cohort: BuiltCohort;
let coordinator: Client;
let managers: Client[];
const place = (index: number) => cohort.municipalities[index]!.id;

beforeAll(async () => {
  test = await openTestApp({ now: '2025-05-10T08:00:00.000Z' });
  cohort = await buildCohort(test.db, { names: ['Åsted', 'Birkesund'] });
  await buildTrainingDay(test.db, cohort.id, { code: 'S2', onDate: '2025-04-07' });
  coordinator = await test.as(cohort.coordinatorId);
  managers = [];
  for (const { id } of cohort.municipalities) managers.push(await test.as((await buildManager(test.db, { municipalityId: id })).id));
});
afterAll(() => test.close());

const trainee = (name: string, index = 0) => buildEnrolment(test.db, { cohortId: cohort.id, municipalityId: place(index), name });
const change = (id: number, fields: Record<string, string>) =>
  coordinator.post(`/training/enrolments/${id}/employer`, { municipality: '', workplace: '', onDate: '1.5.2025', ...fields });

describe('a change of employer', () => {
  it('moves the person, the seat and the view; what happened before stays, and the old seat is not freed after seminar 2', async () => {
    const one = await trainee('Mia Flytter');
    expect((await change(one.id, { municipality: String(place(1)), workplace: 'Bostøtten' })).status).toBe(303);
    expect(await test.db.find(enrolments, { id: one.id })).toMatchObject({ municipalityId: place(1) });
    expect(await test.db.find(people, { id: one.personId })).toMatchObject({ municipalityId: place(1), organisation: 'Bostøtten' });
    expect(await test.db.all(enrolmentMoves, { enrolmentId: one.id })).toMatchObject([
      { fromMunicipalityId: place(0), toMunicipalityId: place(1), onDate: '2025-05-01' },
    ]);
    const [old, fresh] = await Promise.all(managers.map(async (client) => wordsOf((await client.get('/applications')).text)));
    expect(old).not.toContain('Mia Flytter');
    expect(old).toContain('1 af 6 pladser er taget.');
    expect(fresh).toContain('Mia Flytter');
    expect(fresh).toContain('1 af 6 pladser er taget.');
    expect((await managers[0]!.get(`/certification/enrolments/${one.id}`)).status).toBe(404);
    expect((await managers[1]!.get(`/certification/enrolments/${one.id}`)).status).toBe(200);
  });

  it('stops the training when the new employer is outside the cohort', async () => {
    const one = await trainee('Niels Væk');
    expect((await change(one.id, { municipality: 'elsewhere' })).status).toBe(303);
    expect(await test.db.all(enrolmentEvents, { enrolmentId: one.id })).toMatchObject([
      { kind: 'stopped', onDate: '2025-05-01', reason: 'Skiftet arbejdsgiver' },
    ]);
    expect((await change(one.id, { municipality: String(place(1)) })).status).toBe(409);
    expect((await managers[0]!.get('/applications')).text).not.toContain('Niels Væk');
  });

  it('leaves the certificate as it is', async () => {
    const one = await trainee('Sara Certificeret');
    await buildCertificate(test.db, one, '2025-04-01');
    expect((await change(one.id, { municipality: 'elsewhere', workplace: 'Regionen' })).status).toBe(303);
    expect(await test.db.find(enrolments, { id: one.id })).toMatchObject({ municipalityId: place(0) });
    expect(await test.db.all(enrolmentEvents, { enrolmentId: one.id })).toEqual([]);
    const own = wordsOf((await (await test.as(one.personId)).get('/applications/seat')).text);
    expect(own).toContain('Certificeret');
    expect((await managers[0]!.get('/coordination/municipality')).text).not.toContain('Sara Certificeret');
  });

  it('is refused without a choice, in the future, before the start, to the same place, and where no seat is left', async () => {
    const one = await trainee('Per Prøver');
    expect((await change(one.id, {})).text).toContain('Vælg den nye arbejdsgiver');
    expect((await change(one.id, { municipality: String(place(0)) })).text).toContain('Vælg den nye arbejdsgiver');
    expect((await change(one.id, { municipality: '999999' })).status).toBe(422);
    expect((await change(one.id, { municipality: String(place(1)), onDate: '11.5.2025' })).text).toContain('når dagen er kommet');
    expect((await change(one.id, { municipality: String(place(1)), onDate: '1.1.2025' })).text).toContain('før den dag');
    expect((await change(one.id, { municipality: String(place(1)), workplace: '=1' })).text).toContain('læser som en formel');
    for (let number = 2; number <= 6; number += 1) await trainee(`Fuld ${number}`, 1);
    const full = await change(one.id, { municipality: String(place(1)), workplace: 'Bostøtten' });
    expect(full.status).toBe(422);
    expect(full.text).toContain('Birkesund har allerede 6 mødeledere');
    expect(full.text).toContain('value="Bostøtten"');
    expect((await managers[0]!.get(`/training/enrolments/${one.id}/employer`)).status).toBe(404);
  });
});
