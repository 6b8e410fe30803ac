import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { openStory, type Story } from '../support/build/certification.js';
import { taskTitles, wordsOf } from '../support/page.js';

const start = '2026-09-30T08:00:00.000Z';

describe('hours that wait for a signature or an answer, told to those who have the turn', () => {
  let world: Story;
  beforeAll(async () => {
    world = await openStory(start);
  });
  afterAll(() => world.close());
  beforeEach(() => world.clock.set(start));

  const page = async (code: string, path = '/') => (await (await world.be(code)).get(path)).text;
  const lines = async (query = '?area=hours') => taskTitles(await page('LR', `/coordination${query}`));
  const quarter = '2. kvartal 2026 er ikke underskrevet: Gruppe B';

  /** The line of a trainee at a session of theirs. */
  const lineOf = async (code: string, onDate: string) =>
    (await world.db.row<{ id: number; sessionId: number }>(
      `SELECT l.id, l.session_id AS "sessionId" FROM supervision_line l JOIN supervision_session s ON s.id = l.session_id
       WHERE l.enrolment_id = $1 AND s.on_date = $2`,
      [await world.enrolmentId(code), onDate],
    ))!;
  const object = async (code: string, onDate: string, raisedAt: string) => {
    const line = await lineOf(code, onDate);
    await world.db.write(async (tx) =>
      tx.run(`INSERT INTO supervision_objection (line_id, text, raised_by, raised_at) VALUES ($1, 'Jeg var der hele dagen.', $2, $3)`, [
        line.id,
        await world.personId(code),
        raisedAt,
      ]),
    );
    return line;
  };
  const sign = async (code: string, enrolment: string) => {
    const who = await world.be(code);
    const address = `/supervision/hours/${await world.enrolmentId(enrolment)}/quarters/2026-2`;
    const last = /name="last" value="(\d+)"/.exec((await who.get(address)).text)?.[1] ?? '';
    return (await who.post(address, { last })).status;
  };

  test('a quarter that is not signed: one line a group with who is missing, a fortnight after its end', async () => {
    const words = wordsOf(await page('LR', '/coordination?area=hours'));
    expect(words).toContain(`78 dage over ${quarter} Mangler fra Ulrik Damborg, `);
    expect(words).toContain('Fristen var 14. juli. Mind dem om det');
    const titles = await lines();
    expect(titles.indexOf(quarter)).toBeLessThan(titles.indexOf('Supervisionen 15. september er ikke underskrevet'));
    world.clock.set('2026-07-14T08:00:00.000Z');
    expect(await lines()).not.toContain(quarter);
    world.clock.set('2026-07-15T08:00:00.000Z');
    expect(await lines()).toContain(quarter);
  });

  test('the supervisor and the trainee see it on their own Today, and nobody else does', async () => {
    expect(taskTitles(await page('UD'))).toContain('Underskriv 2. kvartal 2026 for Gruppe B');
    const own = await page('Y6');
    expect(taskTitles(own)).toContain('Underskriv dine timer for 2. kvartal 2026');
    expect(own).toContain(`href="/supervision/hours/${await world.enrolmentId('Y6')}/quarters/2026-2"`);
    for (const code of ['RS', 'Y5', 'M04'])
      expect([code, taskTitles(await page(code)).filter((title) => title.includes('kvartal'))]).toEqual([code, []]);
  });

  test('an objection waits for its supervisor from the first day, and holds the quarter back', async () => {
    const { sessionId } = await object('Y6', '2026-05-12', '2026-09-27T08:00:00.000Z');
    const words = wordsOf(await page('LR', '/coordination?area=hours'));
    expect(words).toContain('Venter, 3 dage Indsigelsen fra');
    expect(words).toContain('Gruppe B, supervisionen 12. maj. Kun Ulrik Damborg kan svare. Mind Ulrik om det');
    expect(words).not.toContain('Jeg var der hele dagen');
    expect(wordsOf(await page('UD'))).toMatch(/Svar på .* indsigelse Gruppe B, supervisionen 12\. maj\. Læs og svar/);
    expect(taskTitles(await page('UD'))).not.toContain('Underskriv 2. kvartal 2026 for Gruppe B');
    expect(taskTitles(await page('Y6')).filter((title) => title.includes('kvartal'))).toEqual([]);
    const lise = await world.be('LR');
    const answer = await world.send(lise, `/coordination/sessions/${sessionId}/answer-reminders`);
    expect(answer.text).toContain('Ulrik Damborg ser påmindelsen');
    expect(wordsOf((await world.send(lise, `/coordination/sessions/${sessionId}/answer-reminders`)).text)).toContain('Det kan gøres igen');
    expect(wordsOf(await page('UD'))).toContain('Svar på en indsigelse til supervisionen 12. maj, Gruppe B');
    const id = (await world.db.row<{ id: number }>('SELECT MAX(id) AS id FROM supervision_objection'))!.id;
    await world.send(await world.be('UD'), `/supervision/objections/${id}/answer`, { reason: 'Listen fra dagen siger det samme.' });
    expect((await lines()).some((title) => title.startsWith('Indsigelsen'))).toBe(false);
    expect(wordsOf(await page('UD'))).not.toContain('indsigelse til');
    expect(wordsOf((await world.send(lise, `/coordination/sessions/${sessionId}/answer-reminders`)).text)).toContain(
      'ikke længere noget at minde om',
    );
  });

  test('everyone who has not signed is reminded at once, and each until they have', async () => {
    const { sessionId } = await lineOf('Y6', '2026-05-12');
    const path = `/coordination/sessions/${sessionId}/quarter-reminders`;
    const lise = await world.be('LR');
    for (const code of ['UD', 'Y6', 'TA', 'HL']) expect((await (await world.be(code)).post(path)).status).toBe(404);
    const both = await Promise.all([lise.post(path), lise.post(path)]);
    expect(both.map(({ status }) => status)).toEqual([303, 303]);
    expect(await world.db.rows(`SELECT id FROM reminder WHERE what = 'attestation'`)).toHaveLength(1);
    expect(wordsOf(await page('LR', '/coordination?area=hours'))).toContain('Du mindede om det 30. september. Fortryd påmindelsen');
    for (const code of ['UD', 'Y6']) {
      expect(wordsOf(await page(code))).toContain('Underskriv 2. kvartal 2026, Gruppe B');
      expect(await sign(code, 'Y6')).toBe(303);
      expect(wordsOf(await page(code))).not.toContain('Underskriv 2. kvartal 2026, Gruppe B');
    }
    expect(taskTitles(await page('UD'))).not.toContain('Underskriv 2. kvartal 2026 for Gruppe B');
    expect(await lines()).toContain(quarter);
    await world.db.write(async (tx) => {
      const { id } = (await tx.row<{ id: number }>(
        `SELECT MAX(l.id) AS id FROM supervision_line l JOIN supervision_session s ON s.id = l.session_id WHERE l.enrolment_id = $1 AND s.on_date < '2026-07-01'`,
        [await world.enrolmentId('Y8')],
      ))!;
      await tx.run(
        `INSERT INTO attestation (enrolment_id, quarter, side, signed_by, name, figures, last_line_id, signed_at)
         SELECT enrolment_id, quarter, 'trainee', signed_by, name, figures, $2, signed_at FROM attestation WHERE enrolment_id = $1 AND quarter = '2026-2'`,
        [await world.enrolmentId('Y8'), id],
      );
    });
    expect(await lines()).not.toContain(quarter);
    expect(wordsOf((await world.send(lise, path)).text)).toContain('ikke længere noget at minde om');
  });

  test('a trainee sees the own hours over time as a picture, with a table that says the same', async () => {
    const own = await page('M04', '/supervision');
    expect(own).toMatch(/<section[^>]*aria-labelledby="over-time|id="over-time/);
    expect(own).toMatch(/<svg[\s\S]*<polyline/);
    expect(wordsOf(own)).toContain('Det jævne tempo er en streg at se efter. Ingen bliver målt på den.');
    expect(own.match(/<tbody>[\s\S]*?<\/tbody>/)![0].match(/<tr>/g)).toHaveLength(10);
    expect(await page('RS', `/supervision/hours/${await world.enrolmentId('M04')}`)).not.toContain('<polyline');
  });

  test('more lines cost no more questions to the database', async () => {
    const { db } = world.house;
    const rows = db.rows;
    const count = async () => {
      let asked = 0;
      db.rows = (sql, bind) => {
        asked += 1;
        return rows(sql, bind);
      };
      await page('LR', '/coordination');
      db.rows = rows;
      return asked;
    };
    await page('LR', '/coordination');
    await object('Y1', '2026-08-18', '2026-09-28T08:00:00.000Z');
    const before = await count();
    for (const code of ['Y2', 'Y3', 'Y4', 'Y5', 'Y7']) await object(code, '2026-08-18', '2026-09-28T08:00:00.000Z');
    expect(await count()).toBe(before);
    expect((await lines()).filter((title) => title.startsWith('Indsigelsen'))).toHaveLength(6);
  });
});
