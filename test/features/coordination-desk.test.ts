import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { demoPassphrase, demoPeople, subjectOf } from '../../src/demo/people.js';
import type { Client } from '../support/app.js';
import { buildApplication } from '../support/build/application.js';
import { openStory, type Story } from '../support/build/certification.js';
import { filledButtons, taskTitles, wordsOf } from '../support/page.js';

const start = '2026-09-30T08:00:00.000Z';

describe('the coordinator’s desk', () => {
  let world: Story;
  let lise: Client;

  beforeAll(async () => {
    world = await openStory(start);
  });
  afterAll(() => world.close());
  beforeEach(() => at(start));

  /** Nobody stays signed in over days. */
  const at = async (now: string) => {
    world.clock.set(now);
    lise = await enter('LR');
  };
  const enter = async (code: string): Promise<Client> => {
    const client = world.anonymous();
    const subject = subjectOf(demoPeople.find((one) => one.code === code)!);
    expect((await client.post('/sign-in', { subject, secret: demoPassphrase })).status).toBe(303);
    return client;
  };

  const desk = async (query = '') => (await lise.get(`/coordination${query}`)).text;
  const remind = async (code: string) =>
    world.send(lise, `/coordination/trainees/${await world.enrolmentId(code)}/reminders?back=/coordination`);
  const reminderId = async () => (await world.db.row<{ id: number }>('SELECT MAX(id) AS id FROM reminder WHERE withdrawn_at IS NULL'))!.id;

  test('everything that waits stands on it, the oldest first, each with one act, and only the first button filled', async () => {
    const html = await desk();
    const titles = taskTitles(html);
    expect(html).toContain(`<h1>${titles.length} steder er der brug for dig</h1>`);
    for (const title of [
      'Dennis Vestermark mangler 5 minutter supervision',
      'Mette Nørskov mangler bevis',
      'Vælg bedømmere til Kirsten Mølbak',
      'Skriv fremmødet ind: seminar 3, dag 2',
      'Supervisionen 15. september er ikke underskrevet',
      'Én konto er aldrig åbnet',
    ])
      expect(titles).toContain(title);
    expect(filledButtons(html)).toBe(1);
    expect(html.match(/pf-task__act/g)).toHaveLength(titles.length);
  });

  test('a part of it is an address: by subject, cohort, municipality and group, and together', async () => {
    expect(taskTitles(await desk('?area=hours'))).toContain('Supervisionen 15. september er ikke underskrevet');
    expect(taskTitles(await desk('?area=hours'))).not.toContain('Mette Nørskov mangler bevis');
    const place = await world.db.row<{ id: number }>(`SELECT id FROM municipality WHERE name = 'Møllevig'`);
    expect(taskTitles(await desk(`?municipality=${place!.id}&area=evidence`))).toEqual(['Mette Nørskov mangler bevis']);
    const group = await world.db.row<{ id: number }>(`SELECT id FROM supervision_group WHERE name = 'Gruppe 2'`);
    expect(taskTitles(await desk(`?group=${group!.id}`))).toEqual([
      'Rasmus Ejstrup mangler 20 timer og 50 minutter supervision',
      'Vælg bedømmere til Kirsten Mølbak',
    ]);
    expect(wordsOf(await desk(`?municipality=${place!.id}&area=days`))).toContain('Intet venter her.');
  });

  test.each(['?area=films', '?cohort=999999', '?group=0', '?municipality=1e3', '?municipality=٣', "?group=1'--"])(
    'an address that means nothing leads nowhere: %s',
    async (query) => expect((await lise.get(`/coordination${query}`)).status).toBe(404),
  );

  test.each(['M11', 'RS', 'EH', 'HL', 'TA'])('for %s there is no desk', async (code) => {
    expect((await (await enter(code)).get('/coordination')).status).toBe(404);
  });

  test('a reminder stands on the trainee’s Today with who gave it, and is taken back without a trace', async () => {
    const answer = await remind('M13');
    expect(answer.text).toContain('Mette Nørskov ser påmindelsen');
    expect(wordsOf(answer.text)).toContain('Du mindede om det 30. september. Fortryd påmindelsen');
    const mette = await enter('M13');
    const page = wordsOf((await mette.get('/')).text);
    expect(page).toContain('En venlig påmindelse Din tur Vælg et møde at blive bedømt på Lise Rønhave mindede dig om det 30. september.');
    const undone = await world.send(lise, `/coordination/reminders/${await reminderId()}/withdrawal?back=/coordination?area=evidence`);
    expect(undone.location).toBe('/coordination?area=evidence');
    expect(undone.text).toContain('Påmindelsen er taget tilbage.');
    expect(wordsOf((await mette.get('/')).text)).not.toContain('påmindelse');
    const acts = await world.db.rows<{ action: string }>(`SELECT action FROM audit_entry WHERE object_kind = 'reminder' ORDER BY id`);
    expect(acts.map(({ action }) => action)).toEqual(['reminder.make', 'reminder.withdraw']);
  });

  test('a matter is reminded of once a week, also from two tabs at once', async () => {
    const path = `/coordination/trainees/${await world.enrolmentId('M18')}/reminders?back=/coordination`;
    const both = await Promise.all([lise.post(path), lise.post(path)]);
    expect(both.map(({ status }) => status)).toEqual([303, 303]);
    const count = async () =>
      (await world.db.rows('SELECT r.id FROM reminder r WHERE r.enrolment_id = $1', [await world.enrolmentId('M18')])).length;
    expect(await count()).toBe(1);
    await at('2026-10-06T08:00:00.000Z');
    expect(wordsOf((await remind('M18')).text)).toContain('Det kan gøres igen fra 7. oktober 2026.');
    await at('2026-10-07T08:00:00.000Z');
    expect((await remind('M18')).text).toContain('Sanne Vraa ser påmindelsen');
    expect(await count()).toBe(2);
  });

  test('a supervisor is reminded of a signature until it is given', async () => {
    const session = await world.db.row<{ id: number }>(
      `SELECT s.id FROM supervision_session s JOIN supervision_group g ON g.id = s.group_id WHERE g.name = 'Gruppe A' AND s.on_date = '2026-09-15'`,
    );
    const answer = await world.send(lise, `/coordination/sessions/${session!.id}/reminders`);
    expect(answer.location).toBe('/coordination');
    expect(answer.text).toContain('Ragnhild Sværke ser påmindelsen');
    const ragnhild = await enter('RS');
    expect(wordsOf((await ragnhild.get('/')).text)).toContain('Underskriv supervisionen 15. september, Gruppe A');
    await world.db.write((tx) =>
      tx.run(`UPDATE supervision_session SET state = 'signed', signed_by = 1, signed_at = '2026-09-30T08:00:00.000Z' WHERE id = $1`, [
        session!.id,
      ]),
    );
    expect(wordsOf((await ragnhild.get('/')).text)).not.toContain('En venlig påmindelse');
    expect((await world.send(lise, `/coordination/sessions/${session!.id}/reminders`)).text).toContain('ikke længere noget at minde om');
  });

  test('what is not stuck, or nobody’s to remind of, is not reminded of; nobody but the cohort’s coordinator reminds', async () => {
    for (const code of ['M01', 'M11', 'M04'])
      expect([code, (await remind(code)).text.includes('ikke længere noget at minde om')]).toEqual([code, true]);
    for (const code of ['M11', 'RS', 'HL', 'TA']) {
      const other = await enter(code);
      expect((await other.post(`/coordination/trainees/${await world.enrolmentId('M13')}/reminders`)).status).toBe(404);
    }
    const elsewhere = await lise.post(`/coordination/trainees/${await world.enrolmentId('M13')}/reminders?back=//evil.example`);
    expect(elsewhere.headers['location']).toBe('/coordination');
  });

  test('a free seat waits until seminar 1 is over', async () => {
    const { db } = world;
    const cohort = await db.write(async (tx) => {
      await tx.run(
        `INSERT INTO cohort (programme_version_id, name, starts_on, ends_on) SELECT programme_version_id, 'Hold 2027', '2027-01-04', '2028-12-31' FROM cohort WHERE name = 'Hold 2024-2026'`,
      );
      const { id } = (await tx.row<{ id: number }>('SELECT MAX(id) AS id FROM cohort'))!;
      await tx.run('INSERT INTO appointment (person_id, cohort_id) VALUES ($1, $2)', [await world.personId('LR'), id]);
      await tx.run(`INSERT INTO cohort_municipality (cohort_id, municipality_id) SELECT $1, id FROM municipality WHERE name = 'Øhavn'`, [
        id,
      ]);
      await tx.run(
        `INSERT INTO training_day (cohort_id, kind, code, day, on_date, title, place) VALUES ($1, 'seminar', 'S1', 2, '2027-02-02', '', '')`,
        [id],
      );
      return id;
    });
    const html = await desk(`?area=people&cohort=${cohort}`);
    expect(taskTitles(html)).toEqual(['Seks pladser er ledige til Øhavn']);
    expect(html).toContain(`/training/cohorts/${cohort}/enrolments/new`);
    await at('2027-02-03T08:00:00.000Z');
    expect(wordsOf(await desk(`?area=people&cohort=${cohort}`))).toContain('Intet venter her.');
    const place = await db.row<{ id: number }>(`SELECT id FROM municipality WHERE name = 'Øhavn'`);
    const apply = (name: string, recorded?: 'approved') =>
      buildApplication(
        db,
        { cohortId: cohort, municipalityId: place!.id, madeBy: personId, name, signInName: `${name}@oehavn.example` },
        recorded ? ['nominated', recorded] : ['nominated'],
      );
    const personId = await world.personId('LR');
    await apply('Uden Svar');
    expect(taskTitles(await desk(`?cohort=${cohort}`))).toEqual([]);
    const id = await apply('Først I Køen', 'approved');
    await apply('Nummer To', 'approved');
    const line = await desk(`?area=people&cohort=${cohort}`);
    expect(taskTitles(line)).toEqual(['Seks pladser er ledige til Øhavn']);
    expect(wordsOf(line)).toContain('Først I Køen står først på ventelisten til Hold 2027. Tilbyd pladsen');
    expect(line).toContain(`href="/applications/${id}"`);
    await world.send(lise, `/applications/${id}/offer`);
    expect(wordsOf(await desk(`?area=people&cohort=${cohort}`))).toContain('Fem pladser er ledige til Øhavn Nummer To står først');
  });
});
