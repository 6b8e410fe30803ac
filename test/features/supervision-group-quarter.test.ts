import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { attestations } from '../../src/store/tables.js';
import { openTestApp, type Client, type TestApp } from '../support/app.js';
import { buildSupervisor } from '../support/build/person.js';
import { buildGroup, buildSession, buildSignedSession, type BuiltGroup } from '../support/build/supervision.js';
import { taskTitles, wordsOf } from '../support/page.js';

let test: TestApp;
let group: BuiltGroup;
let supervisorId: number;
let supervisor: Client;
let lineIds: Map<number, number>;

beforeAll(async () => {
  test = await openTestApp({ now: '2025-04-10T08:00:00.000Z' });
});
beforeEach(async () => {
  test.clock.set('2025-04-10T08:00:00.000Z');
  supervisorId = (await buildSupervisor(test.db, { municipalityId: null, name: 'Ragnhild Sværke' })).id;
  supervisor = await test.as(supervisorId);
  group = await buildGroup(test.db, { supervisorId, names: ['Anne Holm', 'Bo Ege', 'Carl Lund'] });
  lineIds = (await buildSignedSession(test.db, group, '2025-02-25', { [group.members[0]!.id]: 240 })).lineIds;
});
afterAll(() => test.close());

const address = (quarter = '2025-1') => `/supervision/groups/${group.id}/quarters/${quarter}`;
const ids = () => group.members.map(({ id }) => String(id));
/** The page's own form: everyone it offers, with the lines it showed. */
const formOf = (html: string) => ({
  enrolment: [...html.matchAll(/name="enrolment" value="(\d+)" checked/g)].map(([, id]) => id!),
  ...Object.fromEntries([...html.matchAll(/name="(last-\d+)" value="(\d+)"/g)].map(([, name, value]) => [name!, value!])),
});
const kept = async () => (await test.db.all(attestations, { signedBy: supervisorId })).map(({ enrolmentId }) => enrolmentId);

describe('a group’s quarter', () => {
  it('shows everyone’s hours, and is signed for all of them from one page, each with a line of its own', async () => {
    const html = (await supervisor.get(address())).text;
    const words = wordsOf(html);
    expect(words).toContain('1. kvartal 2025');
    expect(words).toMatch(/Anne Holm[\s\S]*4\s+t\s+00\s+min[\s\S]*Bo Ege[\s\S]*5\s+t\s+00\s+min/);
    expect(formOf(html).enrolment).toEqual(ids());
    const answer = await supervisor.post(address(), formOf(html));
    expect(answer.headers['location']).toBe(address());
    const after = (await supervisor.get(address())).text;
    expect(wordsOf(after)).toMatch(/Du har underskrevet for 3 mødeledere, 14\s+t\s+00\s+min i alt\./);
    expect(wordsOf(after)).toContain('Du mangler ikke at skrive under på noget her.');
    expect(after).not.toContain('name="enrolment"');
    expect((await kept()).map(String).sort()).toEqual(ids().sort());
  });

  it('is signed only for those with a tick; none is a sentence', async () => {
    const form = formOf((await supervisor.get(address())).text);
    const none = await supervisor.post(address(), { ...form, enrolment: [] });
    expect(none.status).toBe(422);
    expect(wordsOf(none.text)).toContain('Sæt flueben ved mindst én mødeleder.');
    await supervisor.post(address(), { ...form, enrolment: [ids()[1]!] });
    expect((await kept()).map(String)).toEqual([ids()[1]]);
    expect(formOf((await supervisor.get(address())).text).enrolment).toEqual([ids()[0], ids()[2]]);
  });

  it('what changed meanwhile is told and not signed, the others are', async () => {
    const form = formOf((await supervisor.get(address())).text);
    await supervisor.post(`/supervision/lines/${lineIds.get(group.members[0]!.id)!}/correction`, {
      ...{ present: 'yes', from: '9.00', to: '15.00', reason: 'Var der hele dagen.', shownMinutes: '300' },
    });
    const answer = await supervisor.post(address(), form);
    expect(answer.status).toBe(422);
    expect(wordsOf(answer.text)).toMatch(/Timerne for Anne Holm er ændret, siden du så dem\. De er nu 5\s+t\s+00\s+min/);
    expect(wordsOf(answer.text)).toContain('Du har underskrevet for 2 mødeledere');
    expect((await kept()).map(String).sort()).toEqual(ids().slice(1).sort());
    expect(formOf(answer.text).enrolment).toEqual([ids()[0]]);
  });

  it('waits for a session that is not signed: nobody is offered, and a form sent all the same is answered in words', async () => {
    const form = formOf((await supervisor.get(address())).text);
    await buildSession(test.db, group.id, { onDate: '2025-03-11', state: 'planned' });
    const html = (await supervisor.get(address())).text;
    expect(formOf(html).enrolment).toEqual([]);
    expect(wordsOf(html)).toContain('Kan ikke underskrives endnu');
    const answer = await supervisor.post(address(), form);
    expect(answer.status).toBe(422);
    expect(wordsOf(answer.text)).toContain(
      'Timerne for Bo Ege er ikke underskrevet. En supervision i kvartalet er ikke underskrevet endnu.',
    );
    expect(await kept()).toEqual([]);
  });

  it('sent twice at once is signed once', async () => {
    const form = formOf((await supervisor.get(address())).text);
    const both = await Promise.all([supervisor.post(address(), form), supervisor.post(address(), form)]);
    expect(both.map(({ status }) => status)).toEqual([303, 303]);
    expect(await kept()).toHaveLength(3);
  });

  it('is seen but not signed by the coordinator, and is nothing for anybody else', async () => {
    const coordinator = await test.as(group.coordinatorId);
    const html = (await coordinator.get(address())).text;
    expect(wordsOf(html)).toContain('Ragnhild Sværke og mødelederen selv skriver under.');
    expect(html).not.toContain('name="enrolment"');
    expect((await coordinator.post(address(), { enrolment: ids() })).status).toBe(403);
    const other = await test.as((await buildSupervisor(test.db, { municipalityId: null })).id);
    const trainee = await test.as(group.members[0]!.personId);
    for (const who of [other, trainee, test.anonymous()]) expect((await who.get(address())).status).not.toBe(200);
    for (const nowhere of ['2025-2', '2024-4', '2025-5', 'x', '2999-1']) expect((await supervisor.get(address(nowhere))).status).toBe(404);
  });

  it('somebody of another group cannot be signed for', async () => {
    const elsewhere = await buildGroup(test.db, { supervisorId, names: ['Dan'] });
    await buildSignedSession(test.db, elsewhere, '2025-02-25');
    const answer = await supervisor.post(address(), { enrolment: [String(elsewhere.members[0]!.id), '1e3', ''] });
    expect(answer.status).toBe(422);
    expect(await kept()).toEqual([]);
  });
});

describe('a quarter nobody signed', () => {
  beforeEach(async () => {
    await buildSignedSession(test.db, group, '2025-05-13');
    test.clock.set('2025-08-20T08:00:00.000Z');
    supervisor = await test.as(supervisorId);
  });
  const today = async (who: Client) => (await who.get('/')).text;

  it('stays on Today and the desk when the next one is over: the oldest first, the later one counted', async () => {
    const trainee = await test.as(group.members[1]!.personId);
    const coordinator = await test.as(group.coordinatorId);
    expect(taskTitles(await today(supervisor))).toContain(`Underskriv 1. kvartal 2025 for ${group.name}`);
    expect(taskTitles(await today(trainee))).toContain('Underskriv dine timer for 1. kvartal 2025');
    const desk = (await coordinator.get('/coordination')).text;
    expect(taskTitles(desk)).toContain(`1. kvartal 2025 er ikke underskrevet: ${group.name}`);
    for (const html of [await today(supervisor), await today(trainee), desk])
      expect(wordsOf(html)).toContain('Det gælder også 1 senere kvartal.');
    const overview = taskTitles((await supervisor.get('/supervision')).text);
    expect(overview).toEqual(expect.arrayContaining([`1. kvartal 2025, ${group.name}`, `2. kvartal 2025, ${group.name}`]));
  });

  it('signed, it makes way for the next', async () => {
    await supervisor.post(address(), formOf((await supervisor.get(address())).text));
    expect(taskTitles(await today(supervisor))).toContain(`Underskriv 2. kvartal 2025 for ${group.name}`);
    await supervisor.post(address('2025-2'), formOf((await supervisor.get(address('2025-2'))).text));
    expect(taskTitles(await today(supervisor)).filter((title) => title.includes('kvartal'))).toEqual([]);
  });

  it('can be reminded of, and the reminder is gone when it is signed', async () => {
    const coordinator = await test.as(group.coordinatorId);
    const act = /action="(\/coordination\/sessions\/\d+\/quarter-reminders[^"]*)"/.exec((await coordinator.get('/coordination')).text)?.[1];
    expect((await coordinator.post(act!.replaceAll('&amp;', '&'))).status).toBe(303);

    const said = 'mindede dig om det';
    const before = wordsOf(await today(supervisor)).includes(said);
    await supervisor.post(address(), formOf((await supervisor.get(address())).text));
    const after = wordsOf(await today(supervisor)).includes(said);
    expect([before, after]).toEqual([true, false]);
  });
});
