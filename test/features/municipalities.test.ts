import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { appointments, auditEntries, cohortMunicipalities, municipalities, people } from '../../src/store/tables.js';
import { removeMunicipality } from '../../src/store/municipality.js';
import { openTestApp, type Client, type TestApp } from '../support/app.js';
import { buildCohort } from '../support/build/cohort.js';
import { buildAdministrator, buildCoordinator, buildMunicipality } from '../support/build/person.js';

const address = '/accounts/municipalities';
let house: TestApp;
let tove: Client;
beforeEach(async () => {
  house = await openTestApp();
  tove = await house.as((await buildAdministrator(house.db, { municipalityId: null })).id);
});
afterEach(() => house.close());

const written = async () => (await house.db.all(municipalities, {})).map(({ name, code }) => [name, code]);
const add = (name: string, code: string) => tove.post(address, { name, code });
const idOf = async (name: string) => (await house.db.find(municipalities, { name }))!.id;

describe('municipalities', () => {
  test('are written in by an administrator, and stand in Danish order', async () => {
    expect((await tove.get(address)).text).toContain('Ingen kommuner endnu');
    for (const [name, code] of [
      ['Århus Øst', '799'],
      ['Viborg', '791'],
      ['Ærø', '492'],
    ])
      expect((await add(name!, code!)).headers['location']).toBe(address);
    const page = (await tove.get(address)).text;
    expect(page).toContain('Ærø er skrevet ind.');
    expect(page).toContain('Kode 791. Ingen personer, ingen hold');
    expect(['Viborg', 'Ærø', 'Århus Øst'].map((name) => page.indexOf(`>${name}</a>`))).toEqual(
      ['Viborg', 'Ærø', 'Århus Øst'].map((name) => page.indexOf(`>${name}</a>`)).sort((a, b) => a - b),
    );
    const [entry] = await house.db.all(auditEntries, { action: 'municipality.added', objectId: await idOf('Viborg') });
    expect(entry?.municipalityId).toBe(await idOf('Viborg'));
  });

  test.each([
    ['', '791', 'Skriv kommunens navn.'],
    ['Viborg', '', 'Skriv kommunekoden.'],
    ['Viborg', '79', 'En kommunekode er tre cifre'],
    ['Viborg', '079', 'En kommunekode er tre cifre'],
    ['Viborg', '7911', 'En kommunekode er tre cifre'],
    ['skive', '791', 'Den kommune er skrevet ind allerede.'],
    ['Viborg', '779', 'En anden kommune har den kode.'],
    ['V'.repeat(101), '791', '100'],
  ])('«%s» with code «%s» is refused in words, and kept as it was typed', async (name, code, words) => {
    await add('Skive', '779');
    const answer = await add(name, code);
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(words);
    expect(answer.text).toContain(`value="${name}"`);
    expect(answer.text).toContain(`value="${code}"`);
    expect(await written()).toEqual([['Skive', '779']]);
  });

  test('of two that are written in at once with the same code one is told', async () => {
    const answers = await Promise.all([add('Viborg', '791'), add('Skive', '791')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 422]);
    expect(await written()).toHaveLength(1);
  });

  test('can be corrected: the name stands everywhere at once', async () => {
    const municipality = await buildMunicipality(house.db, { name: 'Vibrog', code: '719' });
    const own = `${address}/${municipality.id}`;
    expect((await tove.get(own)).text).toContain('value="Vibrog"');
    const wrong = await tove.post(own, { name: 'Viborg', code: 'x' });
    expect([wrong.status, wrong.text.includes('value="Viborg"')]).toEqual([422, true]);
    expect((await tove.post(own, { name: 'Viborg', code: '791' })).status).toBe(303);
    expect(await written()).toEqual([['Viborg', '791']]);
    expect((await tove.get('/accounts/new')).text).toContain('>Viborg</option>');
  });

  test('can be deleted as long as nothing is written about them', async () => {
    await add('Viborg', '791');
    const own = `${address}/${await idOf('Viborg')}`;
    expect((await tove.get(own)).text).toContain('Slet Viborg');
    expect((await tove.post(`${own}/removal`)).headers['location']).toBe(address);
    expect(await written()).toEqual([]);
    expect((await tove.get(own)).status).toBe(404);
    expect(await house.db.all(auditEntries, { action: 'municipality.removed' })).toHaveLength(1);
  });

  test.each([
    ['a person belongs to them', async () => (await buildCoordinator(house.db)).municipalityId!],
    ['they are on a cohort', async () => (await buildCohort(house.db)).municipalities[0]!.id],
  ])('stay when %s, and the page says why', async (_, use) => {
    const id = await use();
    const page = await tove.get(`${address}/${id}`);
    expect(page.text).toContain('så den kan ikke slettes');
    expect(page.text).not.toContain(`${address}/${id}/removal`);
    expect((await tove.post(`${address}/${id}/removal`)).status).toBe(403);
    expect(await removeMunicipality(house.db, { personId: null, requestId: null, now: house.clock.now() }, id)).toBe(false);
    expect(await house.db.find(municipalities, { id })).not.toBeNull();
  });

  test('do not exist for a coordinator, who chooses among them', async () => {
    const { id, name } = await buildMunicipality(house.db);
    const coordinator = await house.as((await buildCoordinator(house.db)).id);
    expect((await coordinator.get(address)).status).toBe(403);
    expect((await coordinator.get(`${address}/${id}`)).status).toBe(404);
    expect((await coordinator.post(`${address}/${id}`, { name: 'Ny', code: '101' })).status).toBe(404);
    expect((await coordinator.get('/training/cohorts/new')).text).toContain(name);
  });
});

describe('an installation nobody has written anything in', () => {
  const steps = ['Skriv kommunerne ind', 'Opret en koordinator', 'Opret en administrator mere'];
  const told = async () => {
    const { text } = await tove.get('/');
    return steps.filter((step) => text.includes(step));
  };

  test('tells its administrator how to begin, until it is done', async () => {
    expect(await told()).toEqual(steps);
    await add('Viborg', '791');
    expect(await told()).toEqual(steps.slice(1));
    const coordinator = await buildCoordinator(house.db, { accountState: 'invited' });
    expect(await told()).toEqual(steps.slice(2));
    await buildAdministrator(house.db);
    expect(await told()).toEqual([]);
    await house.db.write((tx) => tx.update(people, { id: coordinator.id }, { accountState: 'disabled' }));
    expect(await told()).toEqual(steps.slice(1, 2));
  });

  test('tells a coordinator without a cohort to make the first one, until there is one', async () => {
    const { id } = await buildCoordinator(house.db);
    const coordinator = await house.as(id);
    const before = (await coordinator.get('/')).text;
    expect(before).toMatch(/href="\/training\/cohorts\/new"[^]*Lav det første hold|Lav det første hold[^]*href="\/training\/cohorts\/new"/);
    expect(before).not.toContain('Intet venter på dig');
    expect((await tove.get('/')).text).not.toContain('Lav det første hold');
    const { id: cohortId } = await buildCohort(house.db, { names: ['Nyby'] });
    await house.db.write((tx) => tx.insert(appointments, { personId: id, cohortId }));
    expect((await coordinator.get('/')).text).not.toContain('Lav det første hold');
  });

  test('says to a coordinator who wants to make a cohort what is missing', async () => {
    const coordinator = await house.as((await buildCoordinator(house.db, { municipalityId: null })).id);
    expect((await coordinator.get('/training/cohorts/new')).text).toContain('Der er ingen kommuner endnu.');
    const answer = await coordinator.post('/training/cohorts', { name: 'Hold 1', startsOn: '1.2.2027', endsOn: '1.2.2029' });
    expect(answer.status).toBe(422);
    expect(await house.db.all(cohortMunicipalities, {})).toEqual([]);
  });
});
