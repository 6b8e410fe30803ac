import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Client } from '../support/app.js';
import { openStory, type Story } from '../support/build/certification.js';
import { fillIn, formOn } from '../support/form.js';
import { wordsOf } from '../support/page.js';

describe('signing several sessions at once', () => {
  let world: Story;
  let ragnhild: Client;
  let group: number;
  let first: number;
  let second: number;

  beforeAll(async () => {
    world = await openStory('2026-09-30T08:00:00.000Z');
    ragnhild = await world.be('RS');
    const row = await world.db.row<{ id: number; groupId: number }>(
      `SELECT s.id, s.group_id AS "groupId" FROM supervision_session s JOIN supervision_group g ON g.id = s.group_id
       WHERE g.name = 'Gruppe A' AND s.state = 'planned' AND s.on_date < '2026-09-30'`,
    );
    [first, group] = [row!.id, row!.groupId];
  });
  afterAll(() => world.close());

  const draft = async (page: string, action: string, changes: Record<string, string | null> = {}) => {
    const sent = await fillIn(ragnhild, page, action, { ...changes, act: 'draft' });
    expect([sent.status, sent.text.match(/form-error-message[^<]*<[^>]*>([^<]*)/)?.[1]]).toEqual([303, undefined]);
    return Number(/sessions\/(\d+)/.exec(sent.location)![1]);
  };
  const members = () =>
    world.db.rows<{ enrolmentId: number }>('SELECT enrolment_id AS "enrolmentId" FROM group_member WHERE group_id = $1 ORDER BY id', [
      group,
    ]);
  const stateOf = async (id: number) =>
    (await world.db.row<{ state: string }>('SELECT state FROM supervision_session WHERE id = $1', [id]))!.state;

  test('drafts stand with everyone’s times and the sum, and nothing else of hers to sign does', async () => {
    expect(wordsOf((await ragnhild.get('/supervision/signing')).text)).toContain('Intet venter på din underskrift.');
    await draft(`/supervision/sessions/${first}/entry`, `/supervision/sessions/${first}/entry`);
    const late = (await members())[0]!.enrolmentId;
    second = await draft(`/supervision/groups/${group}/sessions/new`, `/supervision/groups/${group}/sessions`, {
      onDate: '22.9.2026',
      [`m${late}-from`]: '10.00',
      [`m${late}-remark`]: 'Toget var forsinket',
    });
    const words = wordsOf((await ragnhild.get('/supervision/signing')).text);
    expect(words).toContain('Supervisionen 15. september 2026, Gruppe A');
    expect(words).toMatch(/kl\. 10\.00–15\.00 Toget var forsinket 4 t 00 min/);
    expect(words).toMatch(/I alt 19 t 00 min/);
    expect(wordsOf((await ragnhild.get('/supervision')).text)).toContain('Underskriv flere på én gang');
  });

  test('nothing chosen is told; the check page shows the sums before anything is signed', async () => {
    const none = await fillIn(ragnhild, '/supervision/signing', '/supervision/signing', { session: null, act: 'check' });
    expect([none.status, wordsOf(none.text).includes('Vælg mindst én supervision.')]).toEqual([422, true]);
    const check = await fillIn(ragnhild, '/supervision/signing', '/supervision/signing', { act: 'check' });
    expect(check.status).toBe(200);
    expect(wordsOf(check.text)).toContain('Underskriv 2 supervisioner, 39 t 00 min');
    expect([await stateOf(first), await stateOf(second)]).toEqual(['draft', 'draft']);
  });

  test('a draft that changed after the check is not signed, and says so; the other is', async () => {
    const check = await fillIn(ragnhild, '/supervision/signing', '/supervision/signing', { act: 'check' });
    const fields = formOn(check.text, '/supervision/signing')!;
    await draft(`/supervision/sessions/${second}/entry`, `/supervision/sessions/${second}/entry`, { breakMinutes: '30' });
    const answer = await ragnhild.post('/supervision/signing', { ...fields, act: 'sign' });
    expect(answer.status).toBe(422);
    expect(wordsOf(answer.text)).toMatch(/Supervisionen 22\. september 2026, Gruppe A er ændret, siden du så den\. Summen er nu \d+ t/);
    expect([await stateOf(first), await stateOf(second)]).toEqual(['signed', 'draft']);
  });

  test('each is signed by itself with its own audit entry, once, also from two tabs', async () => {
    const third = await draft(`/supervision/groups/${group}/sessions/new`, `/supervision/groups/${group}/sessions`, {
      onDate: '23.9.2026',
    });
    const check = await fillIn(ragnhild, '/supervision/signing', '/supervision/signing', { act: 'check' });
    const fields = { ...formOn(check.text, '/supervision/signing')!, act: 'sign' };
    const both = await Promise.all([ragnhild.post('/supervision/signing', fields), ragnhild.post('/supervision/signing', fields)]);
    expect(both.map(({ status }) => status).filter((status) => status === 303).length).toBeGreaterThan(0);
    expect([await stateOf(second), await stateOf(third)]).toEqual(['signed', 'signed']);
    const audits = await world.db.rows<{ id: number }>(
      `SELECT object_id AS id FROM audit_entry WHERE action = 'supervision-session.sign' AND object_id IN ($1, $2, $3)`,
      [first, second, third],
    );
    expect(audits.map(({ id }) => id).sort((a, b) => a - b)).toEqual([first, second, third].sort((a, b) => a - b));
    const lines = await world.db.row<{ count: number }>('SELECT COUNT(*) AS "count" FROM supervision_line WHERE session_id = $1', [third]);
    expect(Number(lines!.count)).toBe((await members()).length);
  });

  test('a draft that breaks a rule is shown with the reason and cannot be chosen', async () => {
    const id = await draft(`/supervision/groups/${group}/sessions/new`, `/supervision/groups/${group}/sessions`, { onDate: '24.9.2026' });
    await world.db.write((tx) => tx.run(`UPDATE supervision_session SET on_date = '2026-09-23' WHERE id = $1`, [id]));
    const page = await ragnhild.get('/supervision/signing');
    expect(page.text).not.toContain(`id="session-${id}"`);
    const forced = await ragnhild.post('/supervision/signing', { session: String(id), [`sum-${id}`]: '1200', act: 'sign' });
    expect([forced.status, await stateOf(id)]).toEqual([422, 'draft']);
  });

  test('nobody signs for another’s group, and only supervisors have the page', async () => {
    const mine = await draft(`/supervision/groups/${group}/sessions/new`, `/supervision/groups/${group}/sessions`, { onDate: '25.9.2026' });
    const ulrik = await world.be('UD');
    const answer = await ulrik.post('/supervision/signing', { session: String(mine), [`sum-${mine}`]: '1200', act: 'sign' });
    expect([answer.status, await stateOf(mine)]).toEqual([422, 'draft']);
    for (const code of ['LR', 'M11', 'HL', 'TA', 'EH']) {
      const other = await world.be(code);
      expect([code, (await other.get('/supervision/signing')).status]).toEqual([code, 404]);
      expect([code, (await other.post('/supervision/signing', { session: String(mine), act: 'sign' })).status]).toEqual([code, 404]);
    }
  });
});
