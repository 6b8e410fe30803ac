import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { auditEntries, sessionApologies, supervisionLines } from '../../src/store/tables.js';
import { openTestApp, type Client, type TestApp } from '../support/app.js';
import { buildGroup, buildSession, type BuiltGroup, type SessionRow } from '../support/build/supervision.js';
import { fillIn } from '../support/form.js';
import { wordsOf } from '../support/page.js';

let test: TestApp;
let group: BuiltGroup;
let session: SessionRow;
let coordinator: Client;
let supervisor: Client;
let trainee: Client;
let enrolmentId: number;

beforeAll(async () => {
  test = await openTestApp({ now: '2025-03-01T08:00:00.000Z' });
});
beforeEach(async () => {
  test.clock.set('2025-03-01T08:00:00.000Z');
  group = await buildGroup(test.db, { names: ['Anne Holm', 'Bo', 'Carl'] });
  enrolmentId = group.members[0]!.id;
  session = await buildSession(test.db, group.id, { onDate: '2025-03-10' });
  [coordinator, supervisor, trainee] = await Promise.all([
    test.as(group.coordinatorId),
    test.as(group.supervisorId),
    test.as(group.members[0]!.personId),
  ]);
});
afterAll(() => test.close());

const address = () => `/calendar/sessions/${session.id}/apology`;
const say = (client: Client, apology = 'Sygt barn') => client.post(address(), { apology });
const entry = () => `/supervision/sessions/${session.id}/entry`;
const kept = () => test.db.all(sessionApologies, { sessionId: session.id });
const signing = () => test.clock.set('2025-03-10T15:00:00.000Z');

describe('an apology for supervision', () => {
  it('is sent from the calendar and the own hours, and taken back until the session begins', async () => {
    for (const page of ['/calendar', '/supervision']) expect((await trainee.get(page)).text).toContain(`href="${address()}"`);
    expect((await say(trainee)).headers['location']).toBe(address());
    expect(wordsOf((await trainee.get(address())).text)).toContain('Du meldte afbud 1. marts 2025: Sygt barn Jeg kommer alligevel');
    expect(wordsOf((await trainee.get('/calendar')).text)).toContain('Du har meldt afbud');
    expect(wordsOf((await trainee.get('/supervision')).text)).toContain('Du har meldt afbud');
    test.clock.set('2025-03-10T07:59:00.000Z');
    trainee = await test.as(group.members[0]!.personId);
    expect((await trainee.post(`${address()}/end`)).status).toBe(303);
    expect(wordsOf((await trainee.get('/calendar')).text)).not.toContain('Du har meldt afbud');
    expect((await kept()).map(({ state, reason }) => [state, reason])).toEqual([
      ['sent', 'Sygt barn'],
      ['withdrawn', ''],
    ]);
    test.clock.set('2025-03-10T08:00:00.000Z');
    expect((await say(trainee)).status).toBe(403);
    expect(wordsOf((await trainee.get(address())).text)).toContain('Der kan ikke meldes afbud længere.');
    expect(
      (await test.db.all(auditEntries, { objectKind: 'supervision_session', objectId: session.id })).map(({ action }) => action),
    ).toEqual(['session-apology.sent', 'session-apology.withdrawn']);
  });

  it('stands as absent when the session is written in; the reason is the supervisor’s alone and is not in the ledger', async () => {
    await say(trainee);
    signing();
    [supervisor, coordinator] = await Promise.all([test.as(group.supervisorId), test.as(group.coordinatorId)]);
    const page = await supervisor.get(entry());
    expect(wordsOf(page.text)).toContain('Har meldt afbud: Sygt barn');
    expect(page.text).not.toMatch(new RegExp(`name="m${enrolmentId}-present" value="yes" checked`));
    expect(page.text).toMatch(new RegExp(`name="m${group.members[1]!.id}-present" value="yes" checked`));
    expect(page.text).toMatch(new RegExp(`name="m${enrolmentId}-remark" value="Afbud"`));
    for (const path of [entry(), `/supervision/sessions/${session.id}`]) {
      const theirs = await coordinator.get(path);
      expect([path, wordsOf(theirs.text).includes('Har meldt afbud')]).toEqual([path, true]);
      expect([path, theirs.text.includes('Sygt barn')]).toEqual([path, false]);
    }
    expect((await fillIn(supervisor, entry(), `/supervision/sessions/${session.id}/signature`)).status).toBe(303);
    const [line] = await test.db.all(supervisionLines, { sessionId: session.id, enrolmentId });
    expect([line!.minutes, line!.reason]).toEqual([0, 'Afbud']);
    expect((await say(trainee)).status).toBe(403);
  });

  it('counts only for the date it was given for', async () => {
    await say(trainee);
    await supervisor.post(`/calendar/sessions/${session.id}`, {
      onDate: '11.3.2025',
      startsAt: '9.00',
      endsAt: '15.00',
      breakMinutes: '60',
      host: '',
    });
    expect(wordsOf((await trainee.get('/calendar')).text)).not.toContain('Du har meldt afbud');
    expect(wordsOf((await supervisor.get(`/supervision/sessions/${session.id}`)).text)).not.toContain('Har meldt afbud');
  });

  it('does not exist for anybody but the group’s own, and is refused for a cancelled session', async () => {
    const stranger = await test.as((await buildGroup(test.db)).members[0]!.personId);
    for (const other of [stranger, supervisor, coordinator]) {
      expect((await other.get(address())).status).toBe(404);
      expect((await say(other)).status).toBe(404);
    }
    await supervisor.post(`/supervision/sessions/${session.id}/cancellation`);
    expect((await say(trainee)).status).toBe(403);
    expect((await trainee.get(address())).text).toContain('Aflyst');
  });

  it('keeps a reason that cannot be kept on the page', async () => {
    const answer = await say(trainee, 'Borger 010170-1234');
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('value="Borger 010170-1234"');
    expect(await kept()).toHaveLength(0);
  });

  it('sent from two tabs at once is sent once', async () => {
    const both = await Promise.all([say(trainee), say(trainee)]);
    expect(both.map(({ status }) => status)).toEqual([303, 303]);
    expect(await kept()).toHaveLength(1);
  });
});
