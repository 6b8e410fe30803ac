import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { attestations } from '../../src/store/tables.js';
import { openTestApp, type Client, type TestApp } from '../support/app.js';
import { buildSupervisor } from '../support/build/person.js';
import { buildGroup, buildSession, buildSignedSession, type BuiltGroup } from '../support/build/supervision.js';

let test: TestApp;
let group: BuiltGroup;
let supervisorId: number;
let supervisor: Client;
let trainee: Client;
let enrolmentId: number;
let lineId: number;

beforeAll(async () => {
  test = await openTestApp({ now: '2025-04-10T08:00:00.000Z' });
  supervisorId = (await buildSupervisor(test.db, { municipalityId: null, name: 'Ragnhild Sværke' })).id;
  supervisor = await test.as(supervisorId);
});
beforeEach(async () => {
  group = await buildGroup(test.db, { supervisorId, names: ['Anne Holm', 'Bo'] });
  enrolmentId = group.members[0]!.id;
  lineId = (await buildSignedSession(test.db, group, '2025-02-25', { [enrolmentId]: 240 })).lineIds.get(enrolmentId)!;
  await buildSignedSession(test.db, group, '2025-03-25');
  trainee = await test.as(group.members[0]!.personId);
});
afterAll(() => test.close());

const address = (quarter = '2025-1') => `/supervision/hours/${enrolmentId}/quarters/${quarter}`;
const lastOn = (html: string) => /name="last" value="(\d+)"/.exec(html)?.[1] ?? '';
async function sign(who: Client) {
  return who.post(address(), { last: lastOn((await who.get(address())).text) });
}
const kept = () => test.db.all(attestations, { enrolmentId });

describe('the quarter', () => {
  it('shows its sessions and sums, and is signed by both sides with name and time', async () => {
    const page = await trainee.get(address());
    expect(page.text).toMatch(/Supervision i 1\. kvartal 2025/);
    expect(page.text).toMatch(/Underskriv 9\s+t\s+00\s+min/);
    expect((await sign(trainee)).headers['location']).toBe(address());
    expect((await sign(supervisor)).status).toBe(303);
    const both = (await (await test.as(group.coordinatorId)).get(address())).text;
    expect(both).toMatch(/Anne Holm<\/strong><br>9\s+t\s+00\s+min, underskrevet 10\.\s+apr\. 2025/);
    expect(both).toMatch(/Ragnhild Sværke<\/strong><br>9\s+t\s+00\s+min, underskrevet/);
    expect(both).not.toContain('Underskriv 9');
    expect((await kept()).map(({ side, figures }) => [side, (figures as { total: number }).total])).toEqual([
      ['trainee', 540],
      ['supervisor', 540],
    ]);
  });

  it('signed twice is signed once', async () => {
    const last = lastOn((await trainee.get(address())).text);
    const both = await Promise.all([trainee.post(address(), { last }), trainee.post(address(), { last })]);
    expect(both.map(({ status }) => status)).toEqual([303, 303]);
    expect(await kept()).toHaveLength(1);
  });

  it('corrected afterwards says so, keeps the old signatures, and can be signed again', async () => {
    await sign(trainee);
    await supervisor.post(`/supervision/lines/${lineId}/correction`, {
      present: 'yes',
      from: '9.00',
      to: '15.00',
      reason: 'Var der hele dagen.',
      shownMinutes: '300',
    });
    const after = await trainee.get(address());
    expect(after.text).toContain('Siden er 1 linje kommet til eller rettet.');
    expect(after.text).toMatch(/Underskriv 10\s+t\s+00\s+min/);
    await sign(trainee);
    expect((await kept()).map(({ figures }) => (figures as { total: number }).total)).toEqual([540, 600]);
  });

  it('is signed as it stands, or shown again', async () => {
    const old = lastOn((await trainee.get(address())).text);
    await supervisor.post(`/supervision/lines/${lineId}/correction`, { from: '', to: '', reason: 'Var syg.', shownMinutes: '0' });
    const answer = await trainee.post(address(), { last: old });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('Timerne er ændret, siden du åbnede siden.');
    expect(await kept()).toHaveLength(0);
  });

  it('waits for what is not signed, and for objections', async () => {
    const draft = await buildSession(test.db, group.id, { onDate: '2025-03-11', state: 'planned' });
    expect((await trainee.get(address())).text).toContain('En supervision i kvartalet er ikke underskrevet endnu.');
    expect((await trainee.post(address(), { last: '1' })).status).toBe(403);
    await supervisor.post(`/supervision/sessions/${draft.id}/cancellation`);
    expect((await trainee.get(address())).text).toMatch(/Underskriv 9/);
  });

  it('is not signed before it is over, nor where there is nothing, nor by anybody else', async () => {
    await buildSignedSession(test.db, group, '2025-04-08');
    expect((await trainee.post(address('2025-2'), { last: '1' })).status).toBe(403);
    expect((await trainee.post(address('2024-3'), { last: '1' })).status).toBe(403);
    const coordinator = await test.as(group.coordinatorId);
    expect((await coordinator.post(address(), { last: '1' })).status).toBe(403);
    expect((await (await test.as(group.members[1]!.personId)).get(address())).status).toBe(404);
    expect((await trainee.get(address('2025-5'))).status).toBe(404);
    expect(await kept()).toHaveLength(0);
  });

  it('stands on the lists of those it waits for', async () => {
    expect((await supervisor.get('/supervision')).text).toContain(`href="/supervision/groups/${group.id}/quarters/2025-1"`);
    expect((await trainee.get('/supervision')).text).toMatch(/1\. kvartal 2025/);
    const told = (await (await test.as(group.coordinatorId)).get('/supervision')).text.match(/Venter på [^<]*/g);
    expect(told).toEqual(['Venter på Ragnhild Sværke, Anne Holm og Bo.']);
    await sign(supervisor);
    expect((await supervisor.get('/supervision')).text).not.toContain(`href="${address()}"`);
  });
});
