import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { auditEntries, programmeDrafts, programmeVersions } from '../../src/store/tables.js';
import { openTestApp, type Client, type TestApp } from '../support/app.js';
import { buildCohort, type BuiltCohort } from '../support/build/cohort.js';
import { buildCertificate, buildEnrolment, type BuiltEnrolment } from '../support/build/enrolment.js';
import { buildCoordinator, buildManager } from '../support/build/person.js';
import { wordsOf } from '../support/page.js';

let test: TestApp;
let cohort: BuiltCohort;
let coordinator: Client;
let trainee: BuiltEnrolment;

beforeAll(async () => {
  test = await openTestApp({ now: '2025-03-10T08:00:00.000Z' });
  cohort = await buildCohort(test.db);
  coordinator = await test.as(cohort.coordinatorId);
  trainee = await buildEnrolment(test.db, { cohortId: cohort.id, name: 'Ulla Møde' });
  await buildCertificate(test.db, await buildEnrolment(test.db, { cohortId: cohort.id, name: 'Færdig' }), '2025-03-01');
});
afterAll(() => test.close());

/** Everything a browser would send from the page's form, with some of it typed over. */
function fieldsOf(html: string, typed: Record<string, string | string[]> = {}): Record<string, string | string[]> {
  const form = /<form method="post"[^>]*novalidate>([\s\S]*?)<\/form>/.exec(html)![1]!;
  const fields: Record<string, string | string[]> = {};
  const plain = (text: string) => text.replaceAll('&#34;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&');
  for (const [input] of form.matchAll(/<input[^>]*>/g)) {
    const name = /name="([^"]*)"/.exec(input)![1]!;
    const value = plain(/value="([^"]*)"/.exec(input)?.[1] ?? '');
    if (!input.includes('type="checkbox"')) fields[name] = value;
    else if (/ checked/.test(input)) fields[name] = [...[fields[name] ?? []].flat(), value];
  }
  for (const [, name, options] of form.matchAll(/<select[^>]*name="([^"]*)"[^>]*>([\s\S]*?)<\/select>/g))
    fields[name!] = /value="([^"]*)" selected/.exec(options!)?.[1] ?? '';
  return { ...fields, ...typed };
}

async function openDraft(client: Client, programmeId: number): Promise<string> {
  const answer = await client.post(`/training/programmes/${programmeId}/drafts`);
  expect(answer.status).toBe(303);
  return answer.headers['location'] as string;
}

async function write(address: string, typed: Record<string, string | string[]>) {
  return coordinator.post(address, fieldsOf((await coordinator.get(address)).text, typed));
}

const drop = async (address: string) =>
  coordinator.post(`${address}/removal`, { revision: String(fieldsOf((await coordinator.get(address)).text)['revision']) });

describe('the next version of a programme', () => {
  it('is begun once: a second coordinator goes on with the same draft, and nobody else can', async () => {
    await coordinator.token();
    const [first, second] = await Promise.all([
      openDraft(coordinator, cohort.programmeVersionId),
      openDraft(coordinator, cohort.programmeVersionId),
    ]);
    expect(first).toBe(second);
    const elsewhere = await test.as((await buildCoordinator(test.db)).id);
    const refused = await elsewhere.get(first);
    expect(refused.status).toBe(403);
    expect(refused.text).toContain('en koordinator for et af uddannelsens hold');
    for (const person of [await buildManager(test.db), { id: trainee.personId }])
      expect((await (await test.as(person.id)).get(first)).status).toBe(404);
    expect((await (await test.as(trainee.personId)).post(`/training/programmes/${cohort.programmeVersionId}/drafts`)).status).toBe(403);
    await drop(first);
    expect((await coordinator.get(first)).status).toBe(404);
  });

  it('opens and saves unchanged: the form says what the version says', async () => {
    const address = await openDraft(coordinator, cohort.programmeVersionId);
    expect((await write(address, {})).status).toBe(303);
    const preview = await coordinator.get(`${address}/preview`);
    expect(wordsOf(preview.text)).toContain('Kladden siger det samme som den version, der gælder.');
    const same = await coordinator.post(`${address}/version`, { revision: '2', from: '10.3.2025', reason: 'Ingen' });
    expect(same.status).toBe(422);
    await drop(address);
  });

  it('refuses what nobody could meet and figures that lost their source, with everything typed kept', async () => {
    const address = await openDraft(coordinator, cohort.programmeVersionId);
    const wrong = await write(address, {
      'K4-meetings': '1e3',
      'K2-required': '45,123',
      'K7-mean': '９',
      'K7-items': '0, 13',
      'new-days': '2',
      'new-en': 'Extra',
    });
    expect(wrong.status).toBe(422);
    for (const words of [
      'Skriv et helt tal på højst 200',
      'Skriv timer som 50 eller 12,5',
      'Skriv et tal fra 1 til 5',
      'Skriv numre fra 1 til 12',
      'Giv delen et navn',
    ])
      expect(wrong.text).toContain(words);
    expect(wrong.text).toContain('value="1e3"');
    const unmet = await write(address, {
      'K1-days': '9',
      'K2-required': '51',
      'K4-courses': '11',
      'quota-live': '',
      'within-online': 'live',
    });
    expect(unmet.status).toBe(422);
    for (const words of [
      'Delene har kun 8 undervisningsdage',
      'flere timer, end der er',
      'flere forløb end møder',
      'Den ydre grænse har intet tal',
    ])
      expect(unmet.text).toContain(words);
    const unsourced = await write(address, { 'days-S1': '1', 'K1-days': '7' });
    expect(unsourced.status).toBe(422);
    expect(unsourced.text.match(/Tallet er lavet om, men kilden er den samme/g)!.length).toBeGreaterThan(1);
    const alone = await write(address, { asks: ['K1', 'K2', 'K7'] });
    expect(alone.text).toContain('Bedømmelse og bevis hører sammen');
    const ring = await write(address, { 'within-online': 'live', 'within-live': 'online' });
    expect(ring.text).toContain('inden i hinanden i ring');
    await drop(address);
  });

  it('shows what changes and for whom, writes nothing before it is put in force, and leaves the old version as it was', async () => {
    const address = await openDraft(coordinator, cohort.programmeVersionId);
    const saved = await write(address, { 'K4-meetings': '12', 'K5-count': '1', 'within-individual': 'live' });
    expect(saved.headers['location']).toBe(`${address}/preview`);
    const page = wordsOf((await coordinator.get(`${address}/preview?from=1.4.2025`)).text);
    expect(page).toContain('Led mindst 10 netværksmøder');
    expect(page).toContain('Led mindst 12 netværksmøder');
    expect(page).toContain('Højst 1 time alene med supervisor');
    expect(page).toContain('1 er i gang og beholder sin version, for den nye kræver mere: Supervisionstimer og Ledede møder');
    expect(page).toContain('1 er certificeret eller stoppet og bliver ikke berørt');
    const post = (from: string, reason: string) => coordinator.post(`${address}/version`, { revision: '2', from, reason });
    expect((await post('9.3.2025', 'Fordi')).text).toContain('tidligst gælde fra i dag');
    expect((await post('1.4.2025', '')).text).toContain('Skriv kort hvorfor');
    expect(await test.db.all(programmeVersions, { code: 'moedeleder_2019' })).toHaveLength(1);
    const done = await post('1.4.2025', 'Flere møder giver ro');
    expect(done.status).toBe(303);
    const versions = await test.db.all(programmeVersions, { code: 'moedeleder_2019' });
    expect(versions.map(({ version, inForceFrom }) => `${version} ${inForceFrom}`)).toEqual(['1 2019-07-01', '2 2025-04-01']);
    expect(JSON.stringify(versions[0]!.body)).toContain('"meetings":10');
    expect(await test.db.all(auditEntries, { action: 'programme.version', objectId: versions[1]!.id })).toHaveLength(1);
    const shown = wordsOf((await coordinator.get(done.headers['location'] as string)).text);
    expect(shown).toContain('Flere møder giver ro');
    expect(shown).toContain('Version 2 gælder fra 1. april 2025');
    expect((await post('1.5.2025', 'Igen')).status).toBe(404);
  });

  it('counts for newcomers from its day, while a stricter one leaves those under way alone', async () => {
    const join = async (name: string, enrolledOn: string) => {
      const answer = await coordinator.post(`/training/cohorts/${cohort.id}/enrolments`, {
        person: '',
        name,
        signInName: `${name.toLowerCase().replaceAll(' ', '.')}@aasted.example`,
        municipality: String(cohort.municipalities[1]!.id),
        enrolledOn,
      });
      expect(answer.status).toBe(303);
      return wordsOf(
        (await coordinator.get((answer.headers['location'] as string).replace('training/enrolments', 'coordination/trainees'))).text,
      );
    };
    expect(await join('Ida Tidlig', '31.3.2025')).toContain('mindst 10 møder');
    expect(await join('Bo Senere', '1.4.2025')).toContain('mindst 12 møder');
    expect(wordsOf((await coordinator.get(`/coordination/trainees/${trainee.id}`)).text)).toContain('mindst 10 møder');
  });

  it('moves everyone to a version that is kinder as a whole, from its day and not before', async () => {
    const newest = (await test.db.all(programmeVersions, { code: 'moedeleder_2019' })).at(-1)!;
    const address = await openDraft(coordinator, newest.id);
    await write(address, { 'K4-meetings': '8', 'K4-courses': '3', 'quota-individual': '10', 'within-individual': 'all' });
    const page = wordsOf((await coordinator.get(`${address}/preview?from=2.5.2025`)).text);
    expect(page).toContain('3 er i gang og går over på den nye version');
    expect(page).toContain('For 3, der går over, ændrer det ikke noget');
    await coordinator.post(`${address}/version`, { revision: '2', from: '2.5.2025', reason: 'Færre møder' });
    const words = async () => wordsOf((await coordinator.get(`/coordination/trainees/${trainee.id}`)).text);
    test.clock.set('2025-05-01T08:00:00.000Z');
    coordinator = await test.as(cohort.coordinatorId);
    expect(await words()).toContain('mindst 10 møder');
    test.clock.set('2025-05-02T08:00:00.000Z');
    coordinator = await test.as(cohort.coordinatorId);
    expect(await words()).toContain('mindst 8 møder');
  });

  it('is refused when somebody else changed the draft meanwhile, and exactly one of two puts it in force', async () => {
    const newest = (await test.db.all(programmeVersions, { code: 'moedeleder_2019' })).at(-1)!;
    const address = await openDraft(coordinator, newest.id);
    const fields = fieldsOf((await coordinator.get(address)).text, { 'K4-meetings': '7' });
    expect((await coordinator.post(address, fields)).status).toBe(303);
    const late = await coordinator.post(address, fields);
    expect(late.status).toBe(409);
    expect(late.text).toContain('har rettet kladden');
    const both = await Promise.all(
      [1, 2].map(() => coordinator.post(`${address}/version`, { revision: '2', from: '1.6.2025', reason: 'To på én gang' })),
    );
    expect(both.map(({ status }) => status).sort()[0]).toBe(303);
    expect([404, 409]).toContain(both.map(({ status }) => status).sort()[1]);
    expect((await test.db.all(programmeDrafts, { closedAt: null })).length).toBe(0);
  });
});

describe('programmes without a certificate', () => {
  it('ask for their days and hours, and for no hour that is not stated', async () => {
    const page = async (code: string) => {
      const found = await test.db.find(programmeVersions, { code, version: 1 });
      return wordsOf((await coordinator.get(`/training/programmes/${found!.id}`)).text);
    };
    const course = await page('intro_2019');
    expect(course).toContain('Vær med på alle 4 dage');
    expect(course).toContain('15 timer');
    expect(course).not.toContain('ledede');
    expect(await page('ledelse_2019')).toContain('Vær med på 1 dag');
    const youth = await page('unge_2024');
    expect(youth).toContain('Vær med på alle 6 dage');
    expect(youth).toContain('Timetal er ikke nævnt');
    expect(youth).not.toContain('mindst 45 timer');
  });

  it('can be changed too, and nobody on them is asked for an assessment', async () => {
    const course = (await test.db.find(programmeVersions, { code: 'intro_2019', version: 1 }))!;
    const own = await buildCohort(test.db, { coordinatorId: cohort.coordinatorId, programmeVersionId: course.id });
    const one = await buildEnrolment(test.db, { cohortId: own.id, name: 'Ida Intro' });
    const table = await coordinator.get(`/coordination/cohorts/${own.id}`);
    expect(table.status).toBe(200);
    const self = await test.as(one.personId);
    const today = wordsOf((await self.get('/')).text);
    expect(today).not.toContain('Vurdér dig selv');
    expect((await self.get('/')).status).toBe(200);
    expect(wordsOf((await self.get(`/certification/enrolments/${one.id}/request`)).text)).toContain('slutter ikke med et certifikat');
    const address = await openDraft(coordinator, course.id);
    const saved = await write(address, { 'K2-required': '12' });
    expect(saved.status).toBe(303);
    expect(wordsOf((await coordinator.get(`${address}/preview`)).text)).toContain('1 er i gang og går over på den nye version');
  });
});
