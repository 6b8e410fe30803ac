import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { lockedBy, levelsOf, openStory, type Story } from '../support/build/certification.js';
import { filledButtons, taskTitles, wordsOf } from '../support/page.js';

const start = '2026-09-30T08:00:00.000Z';

describe('what waits, for each role', () => {
  let world: Story;
  beforeAll(async () => {
    world = await openStory(start);
  });
  afterAll(() => world.close());
  beforeEach(() => world.clock.set(start));

  const page = async (code: string, path = '/') => (await (await world.be(code)).get(path)).text;

  test('a supervisor: the oldest first, each with how long it waited, and only the first button filled', async () => {
    const html = await page('RS');
    expect(html).toContain('<h1>Tre ting venter på dig</h1>');
    expect(taskTitles(html)).toEqual([
      'Skriv supervisionen 15. september ind',
      'Se Cecilie Aarups Netværksmøde 3',
      'Læs Grethe Åbrinks svar i Netværksmøde 2',
    ]);
    const words = wordsOf(html);
    expect(words).toContain('Frist i går Skriv supervisionen 15. september ind Gruppe A, kl. 9.00–15.00.');
    expect(words).toContain('Venter, 8 dage Se Cecilie Aarups Netværksmøde 3 Birkesund. Refleksionen er afleveret 22. september.');
    expect(words).toContain('Venter, 2 dage Læs Grethe Åbrinks svar');
    expect(words).toContain('Svar på din kommentar ved 1.19: »Det havde morfar.');
    expect(filledButtons(html)).toBe(1);
    expect(/pf-task[\s\S]*?button-primary/.exec(html)![0]).not.toContain('Cecilie');
  });

  test('a supervisor: next sessions, and each group’s pace in a sentence', async () => {
    const words = wordsOf(await page('RS'));
    expect(words).toContain('Tirsdag 20. oktober kl. 9.00–15.00');
    expect(words).toContain('Gruppe A 4 mødeledere fra 4 kommuner. Hold 2026-2028 Fire følger planen.');
    const other = wordsOf(await page('UD'));
    expect(other).toContain('Tre følger planen. Flemming Østerby har 5 timer, og gruppen har holdt 10 timer.');
  });

  test('a film leaves the supervisor’s list the moment one answer does not cover it', async () => {
    const { db } = world;
    const room = await db.row<{ id: number; leaderId: number }>(
      `SELECT a.id, m.leader_id AS "leaderId" FROM attendee a JOIN network_meeting m ON m.id = a.meeting_id JOIN recording r ON r.meeting_id = m.id
       WHERE r.owner_id = $1 AND a.kind = 'relative'`,
      [await world.personId('Y3')],
    );
    const answer = (given: string) =>
      db.write((tx) =>
        tx.run(
          `INSERT INTO consent_answer (attendee_id, given_by, purpose, answer, method, text_version, asked_by, answered_on, recorded_at)
           VALUES ($1, 'self', 'supervision_own_municipality', $3, 'phone', '1', $2, '2026-09-29', '2026-09-29T08:00:00.000Z')`,
          [room!.id, room!.leaderId, given],
        ),
      );
    await answer('no');
    expect(taskTitles(await page('RS'))).not.toContain('Se Cecilie Aarups Netværksmøde 3');
    await answer('yes');
    expect(taskTitles(await page('RS'))).toContain('Se Cecilie Aarups Netværksmøde 3');
  });

  test('a supervisor without the group sees nothing of its films', async () => {
    expect(taskTitles(await page('UD')).filter((title) => title.includes('Netværksmøde'))).toEqual([]);
  });

  test('a coordinator: attendance, stuck trainees, accounts, and no recording', async () => {
    const html = await page('LR');
    // Of more than twelve the oldest are shown, and the rest is one link away.
    expect(taskTitles(html)).toHaveLength(12);
    expect(html).toContain('href="?all=1"');
    const titles = taskTitles(await page('LR', '/?all=1'));
    expect(titles).toContain('Skriv fremmødet ind: seminar 3, dag 2');
    expect(titles).toContain('Mette Nørskov mangler bevis');
    expect(titles).toContain('Vælg bedømmere til Kirsten Mølbak');
    expect(titles).toContain('Én konto er aldrig åbnet');
    expect(titles.some((title) => /Netværksmøde|film/i.test(title))).toBe(false);
    expect(html).toMatch(/<h1>\p{L}* ?\d* ?steder er der brug for dig<\/h1>/u);
    expect(filledButtons(html)).toBe(1);
    expect(wordsOf(html)).toContain('Hold 2024-2026 12 certificerede, 7 ikke endnu, 2 stoppet');
  });

  test('a coordinator is told of a missing signature after the fourteenth day, and can only remind', async () => {
    expect(taskTitles(await page('LR')).filter((title) => title.startsWith('Supervisionen'))).toHaveLength(2);
    world.clock.set('2026-09-29T08:00:00.000Z');
    expect(taskTitles(await page('LR')).filter((title) => title.startsWith('Supervisionen'))).toHaveLength(0);
    world.clock.set(start);
    const html = await page('LR');
    expect(wordsOf(html)).toContain(
      '1 dag over Supervisionen 15. september er ikke underskrevet Gruppe A, Ragnhild Sværke. Fristen var 29. september.',
    );
    expect(html).not.toMatch(/supervision\/sessions\/\d+\/(entry|signature)/);
  });

  test('an assessor: the cases to rate, and the adjudicator the one to settle', async () => {
    expect(await page('EH')).toContain('<h1>Intet venter på dig</h1>');
    await lockedBy(world, 'M11', [
      { code: 'EH', slot: 'A', levels: levelsOf('4 4 4 4 4 4 4 4 4 1 4 4') },
      { code: 'MQ', slot: 'B', levels: levelsOf('4 4 4 4 4 4 4 4 4 4 4 4') },
    ]);
    await world.db.write(async (tx) =>
      tx.run(
        `INSERT INTO assessor (case_id, person_id, slot, rubric, assigned_by, assigned_at) VALUES ($1, $2, 'adjudicator', 'P-12 v1', $2, '2026-09-28T08:00:00.000Z')`,
        [await world.caseId('M11'), await world.personId('PÆ')],
      ),
    );
    expect(taskTitles(await page('EH'))).toEqual([]);
    const html = await page('PÆ');
    expect(html).toContain('<h1>Én ting venter på dig</h1>');
    expect(taskTitles(html)).toEqual(['Afgør, hvor to bedømmere er uenige om Kirsten Mølbak']);
    expect(html).toContain(`/certification/cases/${await world.caseId('M11')}/adjudication`);
  });

  test('a manager: done or not done of the own people, and what the workplace must make room for', async () => {
    const html = await page('KB');
    const words = wordsOf(html);
    expect(taskTitles(html)).toEqual(['Flemming Østerby har ikke ledet et møde endnu', 'Der er en plads til Mikkel Ågaard']);
    expect(words).toContain('Øhavn: 2 certificerede, 3 ikke endnu, 1 stoppet');
    expect(words).toContain('Certificeret Thomas Åstrup Hold 2024-2026');
    expect(words).not.toContain('Kirsten Mølbak');
    expect(words).not.toMatch(/\d+ (t|timer) /);
    expect(taskTitles(await page('HL'))).toEqual(['Skal Lone Thorsager på holdet?']);
  });

  test('an administrator: requests and accounts, and no person’s progress', async () => {
    const html = await page('TA');
    expect(taskTitles(html)).toEqual(['Én konto er aldrig åbnet', 'Bo Tranegaard beder om at komme ind igen']);
    expect(wordsOf(html)).not.toMatch(/supervision|seminar|certificer/i);
  });

  test('roles are added up: one list, the oldest first', async () => {
    const { db } = world;
    const id = await world.personId('TA');
    await db.write((tx) => tx.run(`INSERT INTO person_role (person_id, role) VALUES ($1, 'coordinator')`, [id]));
    await db.write((tx) =>
      tx.run(`INSERT INTO appointment (person_id, cohort_id) SELECT $1, id FROM cohort WHERE name = 'Hold 2026-2028'`, [id]),
    );
    const html = await page('TA', '/?all=1');
    expect(html).toMatch(/<h1>(\p{L}+|\d+) ting venter på dig<\/h1>/u);
    const titles = taskTitles(html);
    expect(titles).toContain('Bo Tranegaard beder om at komme ind igen');
    expect(titles).toContain('Skriv fremmødet ind: seminar 3, dag 2');
    expect(new Set(titles).size).toBe(titles.length - titles.filter((title) => title.startsWith('Supervisionen')).length + 1);
  });

  test('a long list is cut, and the rest is one link away', async () => {
    const { db } = world;
    await db.write(async (tx) => {
      for (let day = 1; day <= 9; day += 1)
        await tx.run(
          `INSERT INTO training_day (cohort_id, kind, code, day, on_date, title, place) SELECT id, 'other', 'X', $1, '2026-08-10', '', '' FROM cohort WHERE name = 'Hold 2024-2026'`,
          [day],
        );
    });
    const html = await page('LR');
    expect(taskTitles(html)).toHaveLength(12);
    const count = Number(/Vis alle (\d+)/.exec(html)![1]);
    expect(taskTitles(await page('LR', '/?all=1'))).toHaveLength(count);
  });

  test('English has every sentence', async () => {
    const { db } = world;
    await db.write((tx) => tx.run(`UPDATE person SET language = 'en'`));
    for (const code of ['RS', 'LR', 'KB', 'TA', 'Y5', 'M11', 'PÆ', 'EH']) {
      const html = await page(code);
      expect([code, /\b(today|coordination|requirements|recordings|layout|web):\w/.exec(wordsOf(html))?.[0]]).toEqual([code, undefined]);
      expect([code, /\b(venter|mangler|har holdt|Netværksmøde)\b/.exec(wordsOf(html))?.[0]]).toEqual([code, undefined]);
    }
  });

  test('a signed-out visitor is sent to sign in', async () => {
    const answer = await world.anonymous().get('/');
    expect(answer.status).toBe(303);
    expect(answer.headers['location']).toMatch(/^\/sign-in/);
  });
});
