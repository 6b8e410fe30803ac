import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openStory, type Story } from '../support/build/certification.js';
import { filledButtons, taskTitles, wordsOf } from '../support/page.js';

describe('a trainee’s day', () => {
  let world: Story;
  beforeAll(async () => {
    world = await openStory();
  });
  afterAll(() => world.close());

  const page = async (code: string) => (await (await world.be(code)).get('/')).text;
  const sheetOf = (html: string) => wordsOf(`<main>${/<section class="pf-next[\s\S]*?<\/section>/.exec(html)![0]}</main>`);
  const linkIn = (html: string) =>
    /pf-next[\s\S]*?<a href="([^"]+)"[^>]*class="button|pf-next[\s\S]*?class="button[^"]*" href="([^"]+)"/
      .exec(html)!
      .slice(1)
      .find(Boolean);

  test.each([
    ['Y1', 'Din tur Skriv din refleksion over Netværksmøde 2', /^\/review\/\d+$/],
    ['Y5', 'Din tur Svar på fire kommentarer i Netværksmøde 2', /^\/review\/\d+$/],
    ['Y4', 'Din tur Vælg en anden film til Netværksmøde 2', /^\/meetings\/\d+\/recording\/new$/],
    ['Y2', 'Din tur Saml svarene til Netværksmøde 2 Én i lokalet har ikke svaret endnu', /^\/meetings\/\d+\/answers$/],
    ['Y6', 'Din tur Led dit første netværksmøde', /^\/meetings\/new$/],
    ['M04', 'Mangler Tal med din koordinator om flere timer', /^\/supervision\/hours\/\d+$/],
    ['M10', 'Din tur Skriv dit næste netværksmøde ind Du har ledet 9 af mindst 10 møder', /^\/meetings\/new$/],
    ['M09', 'Din tur Følg din udviklingsplan', /^\/certification\/enrolments\/\d+$/],
    ['M11', 'Hos koordinatoren Der bliver valgt to bedømmere', /^\/certification\/enrolments\/\d+$/],
    ['M13', 'Din tur Vælg et møde at blive bedømt på', /^\/certification\/enrolments\/\d+\/request$/],
    ['M01', 'Certificeret Du er certificeret mødeleder i Åben Dialog', /^\/certification\/certificates\/\d+$/],
    ['M20', 'Stoppet Du er stoppet på holdet', /^\/certification\/enrolments\/\d+$/],
  ])('%s: %s', async (code, words, href) => {
    const html = await page(code);
    expect(sheetOf(html)).toContain(words);
    expect(linkIn(html)).toMatch(href);
  });

  test('greets by first name, has one sheet and at most one filled button, and keeps the order of the page', async () => {
    const html = await page('Y5');
    expect(html).toContain('<h1>Goddag, Esma</h1>');
    expect(wordsOf(html)).toMatch(/^Onsdag 30\. september 2026 Goddag, Esma/);
    expect(filledButtons(html)).toBe(1);
    expect([...html.matchAll(/<h2[^>]*>([^<]+)</g)].map((match) => match[1])).toEqual([
      'Svar på fire kommentarer i Netværksmøde 2',
      'Derefter',
      'Supervision',
      'Seminarer',
      'Møder og optagelser',
      'Vejen til certifikat',
    ]);
  });

  test('when it is nobody’s turn here, no button is filled', async () => {
    expect(filledButtons(await page('M11'))).toBe(0);
    expect(filledButtons(await page('M01'))).toBe(0);
  });

  test('after the one step two more at most', async () => {
    const html = await page('Y4');
    const after = /id="after"[\s\S]*?<\/section>/.exec(html)![0];
    expect(after.match(/<li class="pf-row/g)!.length).toBeLessThanOrEqual(2);
    expect(wordsOf(`<main>${after}</main>`)).toContain('Skriv dit næste netværksmøde ind');
  });

  test('hours are a sentence with the pace and what it comes to, and 45 stands beside 50', async () => {
    const words = wordsOf(await page('Y5'));
    expect(words).toContain('9 timer og 15 minutter af 50');
    expect(words).toContain('Din gruppe har holdt 10 timer, og du er 45 minutter efter. Det er inden for planen.');
    expect(words).toContain('Kravet er 45 timer af de 50 timer. At det er 45 timer, er vores valg.');
    expect(words).toContain('Næste gang: tirsdag 20. oktober kl. 9.00');
  });

  test('seminars say which day is there and which is not entered', async () => {
    const words = wordsOf(await page('Y6'));
    expect(words).toContain('Seminar 2 15.–16. juni 2026 Dag 2 mangler');
    expect(words).toContain('Seminar 3 21.–22. september 2026 Endnu ikke indtastet');
    expect(words).toContain('Seminar 4 18.–19. januar 2027 Planlagt');
  });

  test('a recording says whose turn it is, until when it may be watched, and why it is gone, without blame', async () => {
    expect(wordsOf(await page('Y5'))).toContain(
      'Din tur Netværksmøde 2 3. september 2026. 4 kommentarer fra din supervisor. 4 venter på dit svar.',
    );
    expect(wordsOf(await page('Y7'))).toContain('I dialog Netværksmøde 2');
    expect(wordsOf(await page('M01'))).toContain('Filmen er slettet 9. juli efter reglen om 30 dage. Kommentarerne kan du stadig læse.');
    expect(wordsOf(await page('M13'))).toContain('Nogen har trukket sit ja tilbage. Det tæller aldrig imod dig.');
  });

  test('every requirement says where it comes from', async () => {
    const words = wordsOf(await page('M04'));
    expect(words).toContain('Du har fået 44 timer og 55 minutter supervision og mangler 5 minutter');
    expect(words).toContain('Fra uddannelsens beskrivelse (Socialstyrelsen 2019). 45 timer er vores valg');
    expect(words.match(/Vores valg|Fra uddannelsens beskrivelse|Fra Social- og Boligstyrelsen|Fra loven/g)!.length).toBeGreaterThanOrEqual(
      9,
    );
  });

  test('a film the trainee may not see any more is no step: the answer that was taken back closes it at once', async () => {
    const { db } = world;
    const attendee = await db.row<{ id: number; askedBy: number }>(
      `SELECT a.id, m.leader_id AS "askedBy" FROM attendee a JOIN network_meeting m ON m.id = a.meeting_id JOIN recording r ON r.meeting_id = m.id
       WHERE r.owner_id = $1 AND a.kind = 'citizen'`,
      [await world.personId('Y1')],
    );
    await db.write((tx) =>
      tx.run(
        `INSERT INTO consent_answer (attendee_id, given_by, purpose, answer, method, text_version, asked_by, answered_on, recorded_at)
         VALUES ($1, 'self', 'own_learning', 'no', 'phone', '1', $2, '2026-09-29', '2026-09-29T08:00:00.000Z')`,
        [attendee!.id, attendee!.askedBy],
      ),
    );
    expect(sheetOf(await page('Y1'))).not.toContain('refleksion');
  });

  test('a person with the role and no cohort is told what comes', async () => {
    const { db } = world;
    const id = await world.personId('EH');
    await db.write((tx) => tx.run(`INSERT INTO person_role (person_id, role) VALUES ($1, 'trainee')`, [id]));
    const html = await page('EH');
    expect(html).toContain('<h1>Intet venter på dig</h1>');
    expect(html).toContain('Du er ikke på et hold endnu');
    await db.write((tx) => tx.run(`DELETE FROM person_role WHERE person_id = $1`, [id]));
  });

  test('a trainee who also has something else to do finds both on the page', async () => {
    const { db } = world;
    const [assessor, caseId] = [await world.personId('M02'), await world.caseId('M11')];
    await db.write(async (tx) => {
      await tx.run('UPDATE person SET assessor = 1 WHERE id = $1', [assessor]);
      await tx.run(
        `INSERT INTO assessor (case_id, person_id, slot, rubric, assigned_by, assigned_at) VALUES ($1, $2, 'A', 'P-12 v1', $2, '2026-09-25T08:00:00.000Z')`,
        [caseId, assessor],
      );
    });
    const html = await page('M02');
    expect(html).toContain('Venter også på dig');
    expect(taskTitles(html)).toEqual(['Bedøm Kirsten Mølbak']);
    expect(filledButtons(html)).toBe(1);
  });
});
