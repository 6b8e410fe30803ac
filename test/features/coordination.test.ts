import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Client } from '../support/app.js';
import { openStory, type Story } from '../support/build/certification.js';
import { filledButtons, namesInTable, taskTitles, withoutTokens, wordsOf } from '../support/page.js';

describe('a cohort as its coordinator follows it', () => {
  let world: Story;
  let lise: Client;
  let cohort: string;

  beforeAll(async () => {
    world = await openStory();
    lise = await world.be('LR');
    const row = await world.db.row<{ id: number }>(`SELECT id FROM cohort WHERE name = 'Hold 2024-2026'`);
    cohort = `/coordination/cohorts/${row!.id}`;
  });
  afterAll(() => world.close());

  const words = async (path: string) => wordsOf((await lise.get(path)).text);

  test('the count is one sentence, and one for each municipality', async () => {
    const page = await words(cohort);
    expect(page).toContain('12 certificerede, 7 ikke endnu, 2 stoppet.');
    expect(page).toContain('Birkesund 2 certificerede, 3 ikke endnu');
    expect(page).toContain('Møllevig 4 certificerede, 2 ikke endnu');
    expect(page).toContain('Øhavn 2 certificerede, 1 ikke endnu, 1 stoppet');
    expect(page).toContain('Åsted 4 certificerede, 1 ikke endnu, 1 stoppet');
  });

  test.each([
    ['2025-02-04', '21 ikke endnu.'],
    ['2025-12-15', '20 ikke endnu, 1 stoppet.'],
    ['2026-06-08', '19 ikke endnu, 2 stoppet.'],
    ['2026-06-09', '11 certificerede, 8 ikke endnu, 2 stoppet.'],
    ['2026-08-25', '12 certificerede, 7 ikke endnu, 2 stoppet.'],
  ])('as it stood on %s', async (on, sentence) => {
    expect(await words(`${cohort}?on=${on}`)).toContain(sentence);
  });

  test('on day 42 after seminar 1 the one who has not led a meeting is told, and nobody before', async () => {
    expect(await words(`${cohort}?on=2025-03-17`)).not.toContain('Sanne Vraa har ikke ledet et møde endnu');
    expect(await words(`${cohort}?on=2025-03-18`)).toContain('Sanne Vraa har ikke ledet et møde endnu');
    expect(await words(`${cohort}?on=2025-06-12`)).not.toContain('Sanne Vraa har ikke ledet et møde endnu');
  });

  test('who is stuck, on what and for how long, the longest first', async () => {
    const { text } = await lise.get(cohort);
    expect(taskTitles(text)).toEqual([
      'Dennis Vestermark mangler 5 minutter supervision',
      'Rasmus Ejstrup mangler 20 timer og 50 minutter supervision',
      'Mette Nørskov mangler bevis',
      'Inger Aabye har haft en udviklingsplan i 114 dage',
      'Sanne Vraa har ikke ledet et møde i 43 dage',
      'Vælg bedømmere til Kirsten Mølbak',
    ]);
    expect(filledButtons(text)).toBe(1);
  });

  test('each row says days, hours, meetings, self-assessments, evidence, rating and certification day in words', async () => {
    const page = await words(cohort);
    expect(page).toContain('Charlotte Øllgaard Åsted Certificeret 8 af 8 45 t 00 min 12 af 10 2 af 2 Afleveret Opfyldt Opfyldt');
    expect(page).toContain('Dennis Vestermark Åsted Mangler 5 min 8 af 8 44 t 55 min 14 af 10 2 af 2 Mangler bevis Ikke begyndt Opfyldt');
    expect(page).toContain(
      'Kirsten Mølbak Birkesund Din tur, 12 dage 8 af 8 46 t 40 min 12 af 10 2 af 2 Afleveret Venter på bedømmere Opfyldt',
    );
  });

  test('the table is sorted by link, and says so', async () => {
    const { text } = await lise.get(`${cohort}?sort=supervision&dir=desc`);
    expect(text).toMatch(/<th scope="col" aria-sort="descending"><a class="pf-sort" href="[^"]*sort=supervision&amp;dir=asc"/);
    expect(namesInTable(text).slice(0, 4)).toEqual(['Anne-Grethe Åkjær', 'Else Marie Thorup', 'Jørn Kallehave', 'Lars Bjerrehuus']);
    expect(namesInTable((await lise.get(`${cohort}?sort=supervision&dir=asc`)).text)[0]).toBe('Rasmus Ejstrup');
    expect(namesInTable((await lise.get(`${cohort}?sort=now&dir=asc`)).text)[0]).toBe('Dennis Vestermark');
  });

  test('a municipality is chosen by a link with its count, and the order is kept', async () => {
    const { text } = await lise.get(cohort);
    const link = /<a href="([^"]*municipality=\d+)">Birkesund 5<\/a>/.exec(text)![1]!;
    const { text: one } = await lise.get(`${link.replaceAll('&amp;', '&')}&sort=meetings&dir=asc`);
    expect(namesInTable(one)).toEqual(['Jørn Kallehave', 'Inger Aabye', 'Kirsten Mølbak', 'Hassan Yildirim', 'Gitte Lundsgård']);
    expect(one).toContain('aria-current="true">Birkesund 5');
  });

  test.each(['?sort=score', '?dir=up', '?municipality=0', '?municipality=abc', '?municipality=999999'])(
    '%s leads nowhere',
    async (query) => {
      expect((await lise.get(cohort + query)).status).toBe(404);
    },
  );

  test.each([
    ['31.2.2026', 'Datoen findes ikke'],
    ['2026-10-01', 'Dagen er ikke kommet endnu'],
  ])('the day %s is refused in words, with what was typed kept', async (on, reason) => {
    const answer = await lise.get(`${cohort}?on=${on}`);
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(reason);
    expect(answer.text).toContain(`value="${on}"`);
    expect(answer.text).toContain('<title>Fejl:');
  });

  test('the page speaks English when the person does', async () => {
    const { db } = world;
    await db.write((tx) => tx.run(`UPDATE person SET language = 'en' WHERE name = 'Lise Rønhave'`));
    expect(await words(cohort)).toContain('12 certified, 7 not yet, 2 stopped.');
    await db.write((tx) => tx.run(`UPDATE person SET language = 'da' WHERE name = 'Lise Rønhave'`));
  });

  test.each(['RS', 'M11', 'HL', 'TA', 'EH'])('for %s the cohort, its sheet and its trainees are as unknown ids', async (code) => {
    const client = await world.be(code);
    const enrolment = await world.enrolmentId('M11');
    for (const [path, unknown] of [
      [cohort, '/coordination/cohorts/999999'],
      [`${cohort}.csv`, '/coordination/cohorts/999999.csv'],
      [`/coordination/trainees/${enrolment}`, '/coordination/trainees/999999'],
    ] as const) {
      const [refused, missing] = [await client.get(path), await client.get(unknown)];
      expect([path, refused.status, missing.status]).toEqual([path, 404, 404]);
      const same = (html: string) => withoutTokens(html).replaceAll(/value="\/coordination[^"]*"/g, '');
      expect(same(refused.text)).toBe(same(missing.text));
    }
  });

  test('a coordinator of another cohort gets nothing either', async () => {
    const id = await world.personId('LR');
    await world.db.write((tx) =>
      tx.run('DELETE FROM appointment WHERE person_id = $1 AND cohort_id = $2', [id, Number(cohort.split('/').at(-1))]),
    );
    expect((await lise.get(cohort)).status).toBe(404);
    expect((await lise.get(`${cohort}.csv`)).status).toBe(404);
    await world.db.write((tx) =>
      tx.run('INSERT INTO appointment (person_id, cohort_id) VALUES ($1, $2)', [id, Number(cohort.split('/').at(-1))]),
    );
  });

  test('a signed-out visitor is sent to sign in', async () => {
    const answer = await world.anonymous().get(cohort);
    expect([answer.status, answer.headers['location']]).toEqual([303, `/sign-in?next=${encodeURIComponent(cohort)}`]);
  });
});
