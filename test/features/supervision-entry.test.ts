import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { auditEntries, supervisionLines, supervisionSessions } from '../../src/store/tables.js';
import { openTestApp, type Client, type TestApp } from '../support/app.js';
import { buildCertificate, buildEvent } from '../support/build/enrolment.js';
import { buildSupervisor } from '../support/build/person.js';
import { buildGroup, buildSession, buildSignedSession, type BuiltGroup, type SessionRow } from '../support/build/supervision.js';

let test: TestApp;
let supervisorId: number;
let supervisor: Client;
let coordinator: Client;
let group: BuiltGroup;
let session: SessionRow;

beforeAll(async () => {
  test = await openTestApp({ now: '2025-03-10T08:00:00.000Z' });
  supervisorId = (await buildSupervisor(test.db, { municipalityId: null, name: 'Ragnhild Sværke' })).id;
  supervisor = await test.as(supervisorId);
});
beforeEach(async () => {
  group = await buildGroup(test.db, { supervisorId });
  session = await buildSession(test.db, group.id);
  coordinator = await test.as(group.coordinatorId);
});
afterAll(() => test.close());

type Row = { present?: boolean; from?: string; to?: string; remark?: string };

/** The form as the page shows it, with what is said changed. */
const typed = (given: Record<string, string> = {}, rows: Row[] = []): Record<string, string> => {
  const body: Record<string, string> = {
    onDate: '25.2.2025',
    startsAt: '9.00',
    endsAt: '15.00',
    breakMinutes: '60',
    host: '',
    topics: '',
    shownFrom: '9.00',
    shownTo: '15.00',
    shownSum: '900',
    ...given,
  };
  for (const [index, { id }] of group.members.entries()) {
    const { present = true, from = '9.00', to = '15.00', remark = '' } = rows[index] ?? {};
    if (present) body[`m${id}-present`] = 'yes';
    Object.assign(body, { [`m${id}-from`]: from, [`m${id}-to`]: to, [`m${id}-remark`]: remark });
  }
  return body;
};
const signature = (id = session.id) => `/supervision/sessions/${id}/signature`;
const entry = (id = session.id) => `/supervision/sessions/${id}/entry`;
const linesOf = (id = session.id) => test.db.all(supervisionLines, { sessionId: id });
const stateOf = async (id = session.id) => (await test.db.find(supervisionSessions, { id }))?.state;

describe('signing a session', () => {
  it('the page is prefilled and its button carries the sum', async () => {
    const page = await supervisor.get(entry());
    expect(page.text).toMatch(/Underskriv 15\s+t\s+00\s+min/);
    expect(page.text.match(/-present" value="yes" checked/g)).toHaveLength(3);
    expect(page.text).toContain('name="shownSum" value="900"');
  });

  it('writes a line for each member by presence, less the breaks, in one act', async () => {
    const rows = [{}, { from: '10.15', remark: 'Toget var forsinket.' }, { present: false, remark: 'Syg' }];
    const answer = await supervisor.post(signature(), typed({ shownSum: '525' }, rows));
    expect(answer.headers['location']).toBe(`/supervision/sessions/${session.id}`);
    expect((await linesOf()).map(({ minutes, reason }) => [minutes, reason])).toEqual([
      [300, ''],
      [225, 'Toget var forsinket.'],
      [0, 'Syg'],
    ]);
    expect(await test.db.find(supervisionSessions, { id: session.id })).toMatchObject({
      state: 'signed',
      signedBy: supervisorId,
      draft: null,
    });
    expect(await test.db.all(auditEntries, { action: 'supervision-session.sign', objectId: session.id })).toHaveLength(1);
    expect((await supervisor.get(`/supervision/sessions/${session.id}`)).text).toMatch(/Du har underskrevet 8\s+t\s+45\s+min/);
  });

  it('nobody signs a sum they have not seen: the page comes back with the new one, everything kept', async () => {
    const answer = await supervisor.post(signature(), typed({ topics: 'Stilhed' }, [{ from: '10.00', remark: 'Sent tog' }]));
    expect(answer.status).toBe(422);
    expect(answer.text).toMatch(/Underskriv 14\s+t\s+00\s+min/);
    expect(answer.text).toContain('name="shownSum" value="840"');
    expect(answer.text).toContain('value="Stilhed"');
    expect(answer.text).toContain('value="Sent tog"');
    expect(await linesOf()).toHaveLength(0);
    expect((await supervisor.post(signature(), typed({ shownSum: '840' }, [{ from: '10.00' }]))).status).toBe(303);
  });

  it('rows left as they stood follow when the session is moved to other hours', async () => {
    const answer = await supervisor.post(entry(), typed({ startsAt: '9.30', breakMinutes: '30', act: 'check' }));
    expect(answer.status).toBe(200);
    expect(answer.text).toMatch(/Underskriv 15\s+t\s+00\s+min/);
    expect(answer.text).toContain(`name="m${group.members[0]!.id}-from" value="9.30"`);
  });

  it('two tabs sign once', async () => {
    const both = await Promise.all([supervisor.post(signature(), typed()), supervisor.post(signature(), typed())]);
    expect(both.map(({ status }) => status)).toEqual([303, 303]);
    expect(await linesOf()).toHaveLength(3);
    expect(await test.db.all(auditEntries, { action: 'supervision-session.sign', objectId: session.id })).toHaveLength(1);
    expect((await supervisor.get(entry())).status).toBe(303);
  });

  it('a session nobody planned is signed once, too', async () => {
    const body = typed({ onDate: '4.3.2025', act: 'sign' });
    const both = await Promise.all([0, 1].map(() => supervisor.post(`/supervision/groups/${group.id}/sessions`, body)));
    expect(both.map(({ status }) => status).sort()).toEqual([303, 422]);
    expect(both.map(({ text }) => text).join()).toContain('Gruppen har allerede en supervision i det tidsrum.');
    expect((await test.db.all(supervisionSessions, { groupId: group.id, onDate: '2025-03-04' })).map(({ state }) => state)).toEqual([
      'signed',
    ]);
  });
});

describe('what keeps a session from being signed', () => {
  const refused: [string, Record<string, string>, Row[], string][] = [
    ['a date to come', { onDate: '11.3.2025' }, [], 'Datoen er ikke kommet endnu.'],
    ['a date that does not exist', { onDate: '31.2.2025' }, [], 'Skriv en dato, der findes'],
    ['25 hours', { endsAt: '25.00' }, [], 'Skriv et klokkeslæt'],
    [
      'an end before the start',
      { startsAt: '15.00', endsAt: '9.00', shownFrom: '15.00', shownTo: '9.00' },
      [],
      'Sluttiden skal ligge efter starttiden.',
    ],
    ['negative breaks', { breakMinutes: '-60' }, [], 'Skriv pauserne i hele minutter'],
    ['breaks as long as the session', { breakMinutes: '360' }, [], 'Pauserne er lige så lange'],
    ['more than eight hours a day', { startsAt: '8.00', endsAt: '18.00', breakMinutes: '60' }, [], 'mere end 8 timer på én dag'],
    ['somebody who left before they came', {}, [{ from: '14.00', to: '10.00' }], '«Til» skal være senere end «fra».'],
    ['presence outside the session', {}, [{ from: '8.00' }], 'Tiden ligger uden for supervisionen.'],
    ['a time that is none', {}, [{ from: 'tidligt' }], 'Skriv et klokkeslæt'],
    ['a CPR number among the topics', { topics: 'Om 010180-1234' }, [], 'Det ligner et CPR-nummer.'],
    ['a remark over its limit', {}, [{ from: '10.00', remark: 'a'.repeat(201) }], 'Der er plads til 200 tegn.'],
    ['a host from outside the cohort', { host: '999999' }, [], 'Vælg en af holdets kommuner.'],
  ];
  it.each(refused)('%s is refused in a sentence, and nothing typed is lost', async (_name, given, rows, words) => {
    const answer = await supervisor.post(signature(), typed({ topics: 'Kladde', ...given }, rows));
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(words);
    expect(answer.text).toContain('class="pf-errors"');
    expect(answer.text).toContain(`value="${given['topics'] ?? 'Kladde'}"`);
    expect(await linesOf()).toHaveLength(0);
    expect(await stateOf()).toBe('planned');
  });

  it('every mistake is told at once, also when nothing can be counted', async () => {
    const answer = await supervisor.post(signature(), typed({ breakMinutes: 'mange' }, [{}, { to: '25.40', remark: '010180-1234' }]));
    for (const words of ['Tre ting skal rettes', 'Skriv pauserne i hele minutter', 'Skriv et klokkeslæt', 'Det ligner et CPR-nummer.'])
      expect(answer.text).toContain(words);
    expect(answer.text).toContain('value="25.40"');
    expect(answer.text).not.toMatch(/Underskriv 0/);
  });

  it('presence that overlaps what somebody was credited elsewhere the same day', async () => {
    await buildSignedSession(test.db, group, '2025-02-26');
    await test.db.write((tx) => tx.update(supervisionSessions, { groupId: group.id, state: 'signed' }, { startsAt: 600 }));
    const other = await buildGroup(test.db, { supervisorId });
    await test.db.write((tx) =>
      tx.run('INSERT INTO group_member (group_id, enrolment_id, from_date) VALUES ($1, $2, $3)', [
        other.id,
        group.members[0]!.id,
        '2025-02-03',
      ]),
    );
    const second = await buildSession(test.db, other.id, { onDate: '2025-02-26' });
    const body = { ...typed({ onDate: '26.2.2025', shownSum: '300' }, [{}, { present: false }, { present: false }]) };
    const answer = await supervisor.post(signature(second.id), body);
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('Tiden overlapper en anden supervision');
    expect(await linesOf(second.id)).toHaveLength(0);
  });

  it('a member on leave, stopped or certified is shown as such, and refused when entered as present', async () => {
    const [anne, bo, carl] = group.members;
    await buildEvent(test.db, anne!, { kind: 'leave_started', onDate: '2025-02-20' });
    await buildEvent(test.db, bo!, { kind: 'stopped', onDate: '2025-02-20' });
    await buildCertificate(test.db, carl!, '2025-03-01');
    const page = await supervisor.get(entry());
    for (const words of ['På orlov', 'Stoppet', 'Certificeret, timerne er låst']) expect(page.text).toContain(words);
    expect(page.text).not.toContain(`name="m${anne!.id}-present"`);
    const answer = await supervisor.post(signature(), typed());
    expect(answer.status).toBe(422);
    expect(answer.text.match(/Personen var på orlov, stoppet/g)?.length).toBeGreaterThanOrEqual(3);
    expect(await linesOf()).toHaveLength(0);
  });
});

describe('who writes a session in', () => {
  it('a coordinator types it in as a draft; it counts when the supervisor signs', async () => {
    const page = await coordinator.get(entry());
    expect(page.text).not.toContain('value="sign"');
    const rows = [{ from: '10.00', remark: 'Fra papir' }];
    expect((await coordinator.post(entry(), typed({ act: 'draft' }, rows))).status).toBe(303);
    expect(await stateOf()).toBe('draft');
    expect(await linesOf()).toHaveLength(0);
    const refusal = await coordinator.post(signature(), typed({ shownSum: '840' }, rows));
    expect(refusal.status).toBe(403);
    expect(refusal.text).toContain('Det kan kun gruppens egen supervisor gøre.');
    const unplanned = await coordinator.post(`/supervision/groups/${group.id}/sessions`, typed({ onDate: '5.3.2025', act: 'sign' }));
    expect(unplanned.status).toBe(403);
    const drafted = await supervisor.get(entry());
    expect(drafted.text).toContain('Indtastet af');
    expect(drafted.text).toContain('value="Fra papir"');
    expect(drafted.text).toMatch(/Underskriv 14\s+t\s+00\s+min/);
    expect((await supervisor.post(signature(), typed({ shownSum: '840' }, rows))).status).toBe(303);
    expect(await linesOf()).toHaveLength(3);
  });

  it('another supervisor, the members and other coordinators find nothing', async () => {
    const others = [await buildSupervisor(test.db), { id: group.members[0]!.personId }, { id: (await buildGroup(test.db)).coordinatorId }];
    for (const { id } of others) {
      const client = await test.as(id);
      for (const address of [entry(), `/supervision/sessions/${session.id}`, `/supervision/groups/${group.id}`])
        expect((await client.get(address)).status).toBe(404);
      expect((await client.post(signature(), typed())).status).toBe(404);
    }
    expect(await linesOf()).toHaveLength(0);
  });

  it('nobody signs a group they are a member of', async () => {
    const own = await test.db
      .write((tx) => tx.run('UPDATE enrolment SET person_id = $1 WHERE id = $2', [supervisorId, group.members[0]!.id]))
      .then(() => supervisor.post(signature(), typed()));
    expect(own.status).toBe(403);
    expect(own.text).toContain('Ingen registrerer eller underskriver sine egne timer.');
    expect((await supervisor.get(entry())).status).toBe(403);
    expect(await linesOf()).toHaveLength(0);
  });
});
