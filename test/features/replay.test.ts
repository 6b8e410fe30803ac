import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { certifier, certifiedInJune } from '../../src/demo/adult-evidence.js';
import { assessedTwice } from '../../src/demo/adult-meetings.js';
import { sessionDates } from '../../src/demo/adult-supervision.js';
import { passedInAugust, passedInJune } from '../../src/demo/adult-training.js';
import { evidence } from '../../src/demo/evidence-table.js';
import { adultTrainees, demoPeople } from '../../src/demo/people.js';
import { testDialect } from '../support/database.js';
import { keptDesk, readDesk } from '../support/desk.js';
import { taskTitles, wordsOf } from '../support/page.js';
import { openReplay, typed, type Replay } from '../support/replay.js';
import * as acts from '../support/replay-acts.js';

const everyone = adultTrainees.map(({ code }) => code);
const nameOf = (code: string) => demoPeople.find((one) => one.code === code)!.name;

/**
 * The two years of the fictional adult cohort, replayed by the clock through the pages' own forms, as the people of the story. Only accounts
 * and the films themselves are laid in by builders: an account is opened by a link, and an hour of film is not processed in a test. Whatever
 * follows from a film — answers, requests, ratings, decisions, erasure — goes the ordinary way. Meetings are written down a few times a year.
 */
describe(`two years, replayed on ${testDialect}`, () => {
  let world: Replay;
  let cohort: number;

  beforeAll(async () => {
    world = await openReplay('2024-10-01');
    cohort = await acts.setUp(world);
  }, 240_000);
  afterAll(() => world.close());
  /** What is kept of a cohort between commits is what its rows say, after everything anybody does in two years. */
  afterEach(async () => {
    const lise = { house: world.house, coordinatorId: world.personId('LR') };
    expect(await keptDesk(lise)).toEqual(await readDesk(lise));
  });

  const page = async (code: string, address: string) => (await (await world.be(code)).get(address)).text;
  const table = async () => wordsOf(await page('LR', `/coordination/cohorts/${cohort}`));
  const supervised = sessionDates.slice();
  /** Sessions up to a date are held and signed on their own days. */
  const superviseUntil = async (date: string) => {
    while (supervised[0] !== undefined && supervised[0] <= date) {
      const on = supervised.shift()!;
      world.on(on);
      await acts.superviseOn(world, on);
    }
    world.on(date);
  };
  const stop = async (code: string, date: string, reason: string) => {
    world.on(date);
    const address = `/training/enrolments/${await world.enrolment(code)}/stopping`;
    await world.fill('LR', address, address, { onDate: typed(date), reason });
  };
  const leave = async (changes: Record<string, string>) => {
    const address = `/training/enrolments/${await world.enrolment('M17')}/leave`;
    await world.fill('LR', address, address, changes);
  };

  test('4 February 2025: seminar 1 is over, and all 21 are in training', async () => {
    world.on('2025-02-04');
    await acts.attend(world, 'S1', 1);
    await acts.attend(world, 'S1', 2);
    const words = await table();
    expect(words).toContain('Hold 2024-2026 21 ikke endnu.');
    expect(words.match(/Følger planen 2 af 8/g)).toHaveLength(21);
  }, 120_000);

  test('18 March 2025, day 42: Sanne Vraa alone has not begun to lead', async () => {
    await superviseUntil('2025-03-14');
    await acts.logMeetings(world);
    world.on('2025-03-17');
    expect(wordsOf(await page('LR', '/coordination/started'))).toContain('Alle er i gang, eller har stadig god tid.');
    world.on('2025-03-18');
    const html = await page('LR', '/coordination/started');
    expect(wordsOf(html)).toContain('Én er ikke begyndt at lede');
    expect(taskTitles(html)).toEqual(['Sanne Vraa har ikke ledet et møde endnu']);
    expect(wordsOf(html)).toContain('20 af 21 ledede et møde, før der var gået 42 dage');
    expect(taskTitles(await page('KB', '/'))).toEqual(['Sanne Vraa har ikke ledet et møde endnu']);
  }, 180_000);

  test('12 June 2025: her first meeting, 128 days after seminar 1', async () => {
    world.on('2025-04-02');
    await acts.assessSelves(world, everyone, 2);
    world.on('2025-04-08');
    await acts.attend(world, 'S2', 1);
    await acts.attend(world, 'S2', 2);
    await superviseUntil('2025-06-12');
    expect(taskTitles(await page('LR', '/coordination'))).toContain('Sanne Vraa har ikke ledet et møde endnu');
    await acts.logMeetings(world);
    expect(taskTitles(await page('LR', '/coordination'))).not.toContain('Sanne Vraa har ikke ledet et møde endnu');
    expect(wordsOf(await page('LR', '/coordination/started'))).toMatch(/Sanne Vraa Øhavn, Bostøtten Nord 128 dage efter seminar 1 1/);
  }, 180_000);

  test('15 December 2025: Ulla Kragelund stops; Øhavn has three left', async () => {
    world.on('2025-06-17');
    await acts.attend(world, 'S3', 1);
    await acts.attend(world, 'S3', 2);
    await superviseUntil('2025-09-16');
    await acts.attend(world, 'S4', 1);
    await acts.attend(world, 'S4', 2);
    await superviseUntil('2025-10-30');
    await acts.logMeetings(world);
    world.on('2025-11-01');
    await leave({ from: '1.11.2025', reason: 'Orlov' });
    await superviseUntil('2025-12-12');
    await acts.logMeetings(world);
    await stop('M20', '2025-12-15', 'Nyt job');
    const words = wordsOf(await page('LR', '/coordination/started'));
    expect(words).toMatch(/Øhavn Intet at gøre lige nu 0 3 33 % af mødelederne/);
    expect(await table()).toContain('20 ikke endnu, 1 stoppet.');
  }, 240_000);

  test('1 February 2026: Frederik Sæderup stops; seven sessions have been held', async () => {
    await superviseUntil('2026-01-30');
    await acts.logMeetings(world);
    await stop('M06', '2026-02-01', 'Flyttet til en anden kommune');
    expect(await table()).toContain('19 ikke endnu, 2 stoppet.');
    const chart = await page('LR', `/coordination/trainees/${await world.enrolment('M03')}`);
    const points = /<table[^>]*pf-table--figures[\s\S]*?<\/table>/.exec(chart)![0].match(/<tr><th scope="row">/g);
    expect(points).toHaveLength(7);
    expect(await table()).toMatch(/Rasmus Ejstrup Møllevig Orlov/);
  }, 180_000);

  test('28 April 2026: the last session; Charlotte Øllgaard has exactly 45 hours, Dennis Vestermark five minutes less', async () => {
    world.on('2026-03-12');
    await acts.assessSelves(world, assessedTwice, 3);
    await superviseUntil('2026-04-28');
    await acts.logMeetings(world);
    const words = await table();
    expect(words).toMatch(/Charlotte Øllgaard Åsted \D+8 af 8 45 t 00 min/);
    expect(words).toMatch(/Dennis Vestermark Åsted [^\d]*5 min 8 af 8 44 t 55 min/);
    world.on('2026-05-01');
    await leave({ back: '1.5.2026' });
  }, 240_000);

  test('May 2026: evidence is put forward, and one consent is taken back while it is being rated', async () => {
    world.on('2026-05-18');
    await acts.logMeetings(world, ['M13']);
    const [mette] = acts.evidenceOf('2026-05-18');
    await acts.askFor(world, mette!);
    await acts.seat(world, 'M13', { A: 'EH', B: 'YL' });
    world.on('2026-05-27');
    await acts.withdraw(world, 'M13', mette!.date);
    await world.night();
    world.on('2026-05-28');
    await acts.logMeetings(world);
    for (const one of acts.evidenceOf('2026-05-28')) await acts.askFor(world, one);
    expect(await table()).toMatch(/Mette Nørskov Møllevig Mangler bevis/);
  }, 240_000);

  test('9 June 2026: eleven are certified, three have a plan', async () => {
    const rated = acts.evidenceOf('2026-05-28');
    world.on('2026-05-29');
    for (const one of rated) await acts.seat(world, one.leader, { A: one.assessors![0], B: one.assessors![1] });
    world.on('2026-06-04');
    for (const one of rated) {
      await acts.rate(world, one, one.assessors![0], one.a);
      await acts.rate(world, one, one.assessors![1], one.b);
    }
    world.on('2026-06-05');
    await acts.seat(world, 'M09', { adjudicator: 'PÆ' });
    world.on('2026-06-06');
    await acts.settle(
      world,
      rated.find(({ leader }) => leader === 'M09')!,
    );
    world.on('2026-06-08');
    for (const code of ['M07', 'M09', 'M11']) await acts.decide(world, code, certifier(code), 'not_yet');
    world.on('2026-06-09');
    await acts.certificationDay(
      world,
      'C1',
      passedInJune,
      everyone.filter((code) => !['M06', 'M20'].includes(code)),
    );
    for (const code of certifiedInJune) await acts.decide(world, code, certifier(code), 'certified');
    // Five minutes, one meeting, one consent: nobody can be certified past the rules.
    for (const code of ['M04', 'M10', 'M13']) {
      const address = `/certification/enrolments/${await world.enrolment(code)}/decision`;
      const answer = await (await world.be(certifier(code))).post(address, { decision: 'certified' });
      expect([code, [403, 404, 422].includes(answer.status)]).toEqual([code, true]);
    }
    expect(await table()).toContain('11 certificerede, 8 ikke endnu, 2 stoppet.');
  }, 240_000);

  test('9 July 2026: their films are erased, thirty days later and not a day before', async () => {
    const erased = async () =>
      Number(
        (await world.db.row<{ n: number }>(
          `SELECT COUNT(*) AS "n" FROM recording WHERE erased_why = 'certified' AND erased_at IS NOT NULL`,
        ))!.n,
      );
    world.on('2026-07-08');
    await world.night();
    expect(await erased()).toBe(0);
    world.on('2026-07-09');
    await world.night();
    expect(await erased()).toBe(
      certifiedInJune.filter((code) => evidence.some(({ leader, minutes }) => leader === code && minutes !== null)).length,
    );
  }, 60_000);

  test('25 August 2026: the twelfth, on a second try', async () => {
    world.on('2026-08-12');
    await acts.logMeetings(world);
    await acts.planDone(world, 'M07');
    world.on('2026-08-13');
    const again = acts.evidenceOf('2026-08-13')[0]!;
    await acts.askFor(world, again);
    await acts.seat(world, 'M07', { A: again.assessors![0], B: again.assessors![1] });
    world.on('2026-08-20');
    await acts.rate(world, again, again.assessors![0], again.a);
    await acts.rate(world, again, again.assessors![1], again.b);
    await world.fill('LR', `/training/cohorts/${cohort}/days`, `/training/cohorts/${cohort}/days`, { 'date-C2-1': '25.8.2026' });
    world.on('2026-08-25');
    await acts.certificationDay(world, 'C2', passedInAugust, ['M04', 'M07', 'M09', 'M10', 'M11', 'M13', 'M17', 'M18']);
    await acts.decide(world, 'M07', 'UD', 'certified');
    expect(await table()).toContain('12 certificerede, 7 ikke endnu, 2 stoppet.');
  }, 120_000);

  test('30 September 2026: 12 certified, 7 not yet, 2 stopped; each for the reason of the story', async () => {
    world.on('2026-09-17');
    await acts.logMeetings(world);
    await acts.planDone(world, 'M11');
    world.on('2026-09-18');
    await acts.askFor(world, acts.evidenceOf('2026-09-18')[0]!);
    world.on('2026-09-30');
    await acts.logMeetings(world);
    const words = await table();
    expect(words).toContain('12 certificerede, 7 ikke endnu, 2 stoppet.');
    expect(words).toContain('Birkesund 2 certificerede, 3 ikke endnu');
    expect(words).toContain('Møllevig 4 certificerede, 2 ikke endnu');
    expect(words).toContain('Øhavn 2 certificerede, 1 ikke endnu, 1 stoppet');
    expect(words).toContain('Åsted 4 certificerede, 1 ikke endnu, 1 stoppet');
    for (const code of [...certifiedInJune, 'M07']) expect(words).toMatch(new RegExp(`${nameOf(code)} \\p{L}+ Certificeret`, 'u'));
    expect(words).toMatch(/Dennis Vestermark Åsted Mangler 5 min/);
    expect(words).toMatch(/Jørn Kallehave Birkesund [^\d]*(\d+ dage? )?8 af 8 50 t 00 min 9 af 10/);
    expect(words).toMatch(/Rasmus Ejstrup Møllevig Mangler 20 t 50 min 8 af 8 24 t 10 min/);
    expect(words).toMatch(/Kirsten Mølbak Birkesund Din tur, 12 dage/);
    const started = wordsOf(await page('LR', '/coordination/started'));
    expect(started).toMatch(/Sanne Vraa Øhavn, Bostøtten Nord 128 dage efter seminar 1 4/);
    expect(started).toMatch(/Øhavn Intet at gøre lige nu 2 1/);
  }, 120_000);
});
