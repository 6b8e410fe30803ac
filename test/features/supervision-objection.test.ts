import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { objectionAnswers, objections, supervisionLines } from '../../src/store/tables.js';
import { openTestApp, type Client, type TestApp } from '../support/app.js';
import { buildCertificate } from '../support/build/enrolment.js';
import { buildSupervisor } from '../support/build/person.js';
import { buildGroup, buildSignedSession, type BuiltGroup } from '../support/build/supervision.js';

let test: TestApp;
let group: BuiltGroup;
let supervisorId: number;
let supervisor: Client;
let trainee: Client;
let lineId: number;
let sessionId: number;

beforeAll(async () => {
  test = await openTestApp({ now: '2025-03-10T08:00:00.000Z' });
  supervisorId = (await buildSupervisor(test.db, { municipalityId: null, name: 'Ragnhild Sværke' })).id;
});
beforeEach(async () => {
  test.clock.set('2025-03-10T08:00:00.000Z');
  supervisor = await test.as(supervisorId);
  group = await buildGroup(test.db, { supervisorId, names: ['Anne Holm', 'Bo', 'Carl'] });
  const signed = await buildSignedSession(test.db, group, '2025-02-25', { [group.members[0]!.id]: 240 });
  sessionId = signed.id;
  lineId = signed.lineIds.get(group.members[0]!.id)!;
  trainee = await test.as(group.members[0]!.personId);
});
afterAll(() => test.close());

const address = (id = lineId) => `/supervision/lines/${id}/objection`;
const object = (text = 'Jeg kom kl. 9, ikke kl. 10.') => trainee.post(address(), { text });
const objectionId = async () => (await test.db.find(objections, { lineId }))!.id;

describe('an objection', () => {
  it('is written from the own hours, and both sides are seen by the two it concerns', async () => {
    expect((await trainee.get('/supervision')).text).toContain(`href="${address()}"`);
    expect((await object()).headers['location']).toBe('/supervision');
    const own = (await trainee.get('/supervision')).text;
    expect(own).toMatch(/Anne Holm skrev 10\.\s+marts 2025: Jeg kom kl\. 9, ikke kl\. 10\. Indsigelsen venter på Ragnhild Sværke/);
    expect(own).not.toContain(`href="${address()}"`);
    const waiting = (await supervisor.get('/supervision')).text;
    expect(waiting).toMatch(/Indsigelse fra Anne Holm, supervisionen 25\.\s+februar 2025/);
    const answer = await supervisor.get(`/supervision/objections/${await objectionId()}/answer`);
    expect(answer.text).toContain('Jeg kom kl. 9, ikke kl. 10.');
  });

  it('answered by standing by what was signed: nothing changes, the reason is seen', async () => {
    await object();
    const id = await objectionId();
    const answer = await supervisor.post(`/supervision/objections/${id}/answer`, { reason: 'Listen fra dagen siger 10.' });
    expect(answer.headers['location']).toBe(`/supervision/sessions/${sessionId}`);
    expect((await trainee.get('/supervision')).text).toMatch(
      /Ragnhild Sværke svarede 10\.\s+marts 2025 og lod timerne stå: Listen fra dagen siger 10\./,
    );
    expect(await test.db.all(supervisionLines, { enrolmentId: group.members[0]!.id })).toHaveLength(1);
    expect((await supervisor.post(`/supervision/objections/${id}/answer`, { reason: 'Igen' })).status).toBe(403);
    expect((await object('Igen')).status).toBe(403);
  });

  it('answered by a correction: corrected, signed again, and the new line may be objected to', async () => {
    await object();
    const right = { present: 'yes', from: '9.00', to: '15.00', reason: 'Du har ret.', shownMinutes: '300' };
    expect((await supervisor.post(`/supervision/lines/${lineId}/correction`, right)).status).toBe(303);
    expect(await test.db.find(objectionAnswers, { objectionId: await objectionId() })).toMatchObject({
      outcome: 'corrected',
      reason: 'Du har ret.',
    });
    const newLine = (await test.db.all(supervisionLines, { enrolmentId: group.members[0]!.id })).at(-1)!;
    expect(newLine).toMatchObject({ minutes: 300, reversesId: null });
    expect((await trainee.get('/supervision')).text).toContain(`href="${address(newLine.id)}"`);
    expect((await object()).status).toBe(403);
  });

  it('is seen by the coordinator as something that waits, never as words', async () => {
    await object('Hemmelige ord');
    const coordinator = await test.as(group.coordinatorId);
    const pages = ['/supervision', `/supervision/sessions/${sessionId}`, `/supervision/hours/${group.members[0]!.id}`];
    for (const page of pages) {
      const { text } = await coordinator.get(page);
      expect(text).toContain('Ragnhild Sværke');
      expect(text).not.toContain('Hemmelige ord');
    }
    const id = await objectionId();
    expect((await coordinator.get(`/supervision/objections/${id}/answer`)).status).toBe(404);
    const right = { present: 'yes', from: '9.00', to: '15.00', reason: 'Hemmeligt svar', shownMinutes: '300' };
    await supervisor.post(`/supervision/lines/${lineId}/correction`, right);
    for (const page of pages) expect((await coordinator.get(page)).text).not.toMatch(/Hemmelige ord|Hemmeligt svar/);
  });

  it('needs words, none about a citizen’s number; what was typed is kept', async () => {
    const empty = await object(' ');
    expect([empty.status, empty.text.includes('Skriv, hvad der er forkert.')]).toEqual([422, true]);
    const cpr = await object('Var hos 010180-1234');
    expect(cpr.status).toBe(422);
    expect(cpr.text).toContain('Var hos 010180-1234');
    expect((await object('a'.repeat(1001))).status).toBe(422);
    expect(await test.db.all(objections, { lineId })).toHaveLength(0);
  });

  it('comes within fourteen days, from the trainee alone, and not after certification', async () => {
    const other = await test.as(group.members[1]!.personId);
    expect((await other.post(address(), { text: 'Ikke min' })).status).toBe(404);
    expect((await supervisor.post(address(), { text: 'Ikke min' })).status).toBe(404);
    test.clock.set('2025-03-12T08:00:00.000Z');
    trainee = await test.as(group.members[0]!.personId);
    expect((await object()).text).toContain('Fristen på 14 dage er gået.');
    expect((await trainee.get('/supervision')).text).not.toContain(`href="${address()}"`);
    test.clock.set('2025-03-10T08:00:00.000Z');
    await buildCertificate(test.db, group.members[0]!, '2025-03-01');
    trainee = await test.as(group.members[0]!.personId);
    expect((await object()).status).toBe(403);
  });

  it('from two tabs is one objection', async () => {
    const both = await Promise.all([object('En'), object('To')]);
    expect(both.map(({ status }) => status).sort()).toEqual([303, 403]);
    expect(await test.db.all(objections, { lineId })).toHaveLength(1);
  });
});
