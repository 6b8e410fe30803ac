import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { appointments, auditEntries, cohorts, programmeVersions, trainingDays } from '../../src/store/tables.js';
import { openTestApp, type Client, type TestApp } from '../support/app.js';
import { buildCohort, buildTrainingDay, type BuiltCohort } from '../support/build/cohort.js';
import { buildEnrolment } from '../support/build/enrolment.js';
import { buildAdministrator, buildCoordinator, buildManager, buildSupervisor } from '../support/build/person.js';

let test: TestApp;
let cohort: BuiltCohort;
let coordinator: Client;

beforeAll(async () => {
  test = await openTestApp({ now: '2025-02-10T08:00:00.000Z' });
  cohort = await buildCohort(test.db, { names: ['Åsted', 'Birkesund', 'Aavang'] });
  coordinator = await test.as(cohort.coordinatorId);
});
afterAll(() => test.close());

describe('who sees a cohort', () => {
  it('a coordinator who is not appointed gets the page of an unknown cohort', async () => {
    const other = await test.as((await buildCoordinator(test.db)).id);
    const [hidden, unknown] = [await other.get(`/training/cohorts/${cohort.id}`), await other.get('/training/cohorts/999999')];
    expect(hidden.status).toBe(404);
    expect(hidden.text.replace(/nonce-?="?[^" ]+/g, '')).toBe(
      unknown.text.replace(/nonce-?="?[^" ]+/g, '').replaceAll('999999', String(cohort.id)),
    );
    expect((await other.get('/training')).text).not.toContain(cohort.name);
  });

  it('supervisors, managers and administrators have no cohorts, trainees none either', async () => {
    const enrolled = await buildEnrolment(test.db, { cohortId: cohort.id });
    for (const { id } of [
      await buildSupervisor(test.db),
      await buildManager(test.db),
      await buildAdministrator(test.db),
      { id: enrolled.personId },
    ]) {
      const client = await test.as(id);
      for (const address of ['/training', '/training/cohorts/new', `/training/cohorts/${cohort.id}`, `/training/cohorts/${cohort.id}/days`])
        expect((await client.get(address)).status).toBe(404);
      expect((await client.post(`/training/cohorts/${cohort.id}/days`, { 'date-S1-1': '3.2.2025' })).status).toBe(404);
    }
  });
});

describe('making a cohort', () => {
  const right = () => ({
    name: 'Hold 2025-2027',
    programme: String(cohort.programmeVersionId),
    startsOn: '3.2.2025',
    endsOn: '26-02-2027',
    municipalities: cohort.municipalities.map(({ id }) => String(id)),
  });

  it('appoints the one who makes it, and is audited', async () => {
    const answer = await coordinator.post('/training/cohorts', right());
    expect(answer.status).toBe(303);
    const made = await test.db.find(cohorts, { name: 'Hold 2025-2027' });
    expect(made).toMatchObject({ startsOn: '2025-02-03', endsOn: '2027-02-26' });
    expect(answer.headers['location']).toBe(`/training/cohorts/${made?.id}/days`);
    expect(await test.db.find(appointments, { cohortId: made?.id, personId: cohort.coordinatorId })).not.toBeNull();
    expect(await test.db.all(auditEntries, { action: 'cohort.create', objectId: made?.id })).toHaveLength(1);
    expect((await coordinator.get('/training')).text).toContain('Hold 2025-2027');
  });

  it('is refused with the field named and what was typed kept', async () => {
    const answer = await coordinator.post('/training/cohorts', {
      ...right(),
      name: 'Hold uden ende',
      endsOn: '1.1.2025',
      municipalities: [],
    });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('Holdet skal slutte, efter det er begyndt.');
    expect(answer.text).toContain('value="Hold uden ende"');
    expect(answer.text).toContain('<title>Fejl:');
    const none = await coordinator.post('/training/cohorts', { ...right(), municipalities: ['999999'] });
    expect(none.status).toBe(422);
    expect(none.text).toContain('Vælg mindst én kommune.');
  });
});

describe('the days of a cohort', () => {
  it('stand ready by the programme: eight seminar days, the certification day, and room for one more', async () => {
    const page = await coordinator.get(`/training/cohorts/${cohort.id}/days`);
    expect(page.text.match(/name="date-S\d-\d"/g)).toHaveLength(8);
    expect(page.text).toContain('name="date-C1-1"');
    expect(page.text).toContain('name="date-C2-1"');
  });

  it('are added and moved, and lines without a date wait', async () => {
    const own = await buildCohort(test.db, { coordinatorId: cohort.coordinatorId });
    const address = `/training/cohorts/${own.id}/days`;
    const first = await coordinator.post(address, { 'date-S1-1': '3.2.2025', 'place-S1-1': 'Brandbjerg', 'date-S1-2': '4.2.2025' });
    expect(first.status).toBe(303);
    expect(await test.db.all(trainingDays, { cohortId: own.id })).toHaveLength(2);
    const moved = await coordinator.post(address, { 'date-S1-1': '5.2.2025', 'place-S1-1': 'Brandbjerg', 'date-S1-2': '6.2.2025' });
    expect(moved.status).toBe(303);
    const days = await test.db.all(trainingDays, { cohortId: own.id });
    expect(days.map(({ onDate }) => onDate)).toEqual(['2025-02-05', '2025-02-06']);
    expect(await test.db.all(auditEntries, { action: 'training-day.move', objectId: days[0]?.id })).toHaveLength(1);
  });

  it('are refused when the order is wrong, a date comes twice, or a day would disappear', async () => {
    const own = await buildCohort(test.db, { coordinatorId: cohort.coordinatorId });
    const address = `/training/cohorts/${own.id}/days`;
    const order = await coordinator.post(address, {
      'date-S1-1': '4.2.2025',
      'date-S1-2': '3.2.2025',
      'date-S2-1': '4.2.2025',
      'date-S2-2': '31.2.2025',
    });
    expect(order.status).toBe(422);
    expect(order.text).toContain('Dag 2 skal ligge efter dag 1.');
    expect(order.text).toContain('Holdet har allerede en dag på den dato.');
    expect(order.text).toContain('Datoen findes ikke.');
    expect(order.text).toContain('value="31.2.2025"');
    expect(await test.db.all(trainingDays, { cohortId: own.id })).toHaveLength(0);
    await buildTrainingDay(test.db, own.id);
    const gone = await coordinator.post(address, { 'date-S1-1': '' });
    expect(gone.status).toBe(422);
    expect(gone.text).toContain('kan flyttes, men ikke fjernes');
  });
});

describe('the programmes', () => {
  it('are written once however often they are ensured', async () => {
    await buildCohort(test.db);
    expect((await test.db.all(programmeVersions, {})).filter(({ version }) => version === 1)).toHaveLength(4);
  });

  it('say of every part and requirement whether it is from a source or our choice', async () => {
    const list = await coordinator.get('/training/programmes');
    expect(list.text).toContain('Åben Dialog på ungeområdet');
    const adult = await coordinator.get(`/training/programmes/${cohort.programmeVersionId}`);
    expect(adult.text).toContain('Fra kilden: Socialstyrelsen 2019');
    expect(adult.text).toContain('Hver kommune har mulighed for at få uddannet op til seks mødeledere.');
    expect(adult.text).toMatch(/K4\.<\/strong> Led mindst 10 netværksmøder[^<]*<\/p>\s*<p><span class="pf-note">Vores valg/);
    const youth = await test.db.find(programmeVersions, { code: 'unge_2024' });
    const page = await coordinator.get(`/training/programmes/${youth?.id}`);
    expect(page.text).toContain('Timetal er ikke nævnt');
    expect(page.text).toContain('Kilden nævner ingen certificering');
    expect((await coordinator.get('/training/programmes/999999')).status).toBe(404);
  });
});
