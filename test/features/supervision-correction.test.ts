import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { auditEntries, supervisionLines } from '../../src/store/tables.js';
import { openTestApp, type Client, type TestApp } from '../support/app.js';
import { buildCertificate } from '../support/build/enrolment.js';
import { buildSupervisor } from '../support/build/person.js';
import { buildGroup, buildSession, buildSignedSession, type BuiltGroup } from '../support/build/supervision.js';

let test: TestApp;
let supervisorId: number;
let supervisor: Client;
let group: BuiltGroup;
let lineId: number;
let sessionId: number;

beforeAll(async () => {
  test = await openTestApp({ now: '2025-03-10T08:00:00.000Z' });
  supervisorId = (await buildSupervisor(test.db, { municipalityId: null, name: 'Ragnhild Sværke' })).id;
  supervisor = await test.as(supervisorId);
});
beforeEach(async () => {
  group = await buildGroup(test.db, { supervisorId });
  const signed = await buildSignedSession(test.db, group, '2025-02-25');
  sessionId = signed.id;
  lineId = signed.lineIds.get(group.members[0]!.id)!;
});
afterAll(() => test.close());

const address = (id = lineId) => `/supervision/lines/${id}/correction`;
const right = { present: 'yes', from: '10.00', to: '15.00', reason: 'Toget var forsinket.', shownMinutes: '240' };
const lines = () => test.db.all(supervisionLines, { enrolmentId: group.members[0]!.id });

describe('correcting a signed line', () => {
  it('is shown in minutes before it is done, then takes the old line back and adds a new one; both stay in sight', async () => {
    const first = await supervisor.post(address(), { ...right, shownMinutes: '' });
    expect(first.status).toBe(200);
    expect(first.text).toMatch(/Det bliver 4\s+t\s+00\s+min i stedet for 5\s+t\s+00\s+min/);
    expect(await lines()).toHaveLength(1);
    expect((await supervisor.post(address(), right)).headers['location']).toBe(`/supervision/sessions/${sessionId}`);
    expect((await lines()).map(({ minutes, reversesId, reason }) => [minutes, reversesId, reason])).toEqual([
      [300, null, ''],
      [-300, lineId, 'Toget var forsinket.'],
      [240, null, 'Toget var forsinket.'],
    ]);
    expect(await test.db.all(auditEntries, { action: 'supervision-line.correct', objectId: lineId })).toHaveLength(1);
    const page = await supervisor.get(`/supervision/sessions/${sessionId}`);
    expect(page.text).toMatch(
      /Før: kl\. 9\.00–15\.00, 5\s+t\s+00\s+min\. Rettet 10\.\s+marts 2025 af Ragnhild Sværke: Toget var forsinket\./,
    );
    const trainee = await test.as(group.members[0]!.personId);
    const own = await trainee.get('/supervision');
    expect(own.text).toContain('4 timer'.replace(' ', '\u00a0'));
    expect(own.text).toContain('Toget var forsinket.');
  });

  it('somebody who was not there after all gets nought minutes, and back again', async () => {
    expect((await supervisor.post(address(), { from: '', to: '', reason: 'Var syg', shownMinutes: '0' })).status).toBe(303);
    const absent = (await lines()).at(-1)!;
    expect(absent.minutes).toBe(0);
    expect((await supervisor.post(address(absent.id), right)).status).toBe(303);
    expect((await lines()).reduce((sum, { minutes }) => sum + minutes, 0)).toBe(240);
  });

  it('needs a reason, a change, and times inside the session', async () => {
    const wrong: [Record<string, string>, string][] = [
      [{ ...right, reason: '' }, 'Skriv, hvorfor timerne skal rettes.'],
      [{ ...right, from: '9.00', to: '16.00' }, 'Tiden ligger uden for supervisionen.'],
      [{ ...right, from: '25.00' }, 'Skriv et klokkeslæt'],
      [{ ...right, reason: 'Var hos 010180-1234' }, 'Det ligner et CPR-nummer.'],
    ];
    for (const [body, words] of wrong) {
      const answer = await supervisor.post(address(), body);
      expect(answer.status).toBe(422);
      expect(answer.text).toContain(words);
    }
    const line = await test.db.find(supervisionLines, { id: lineId });
    const same = await supervisor.post(address(), { ...right, from: '9.00', to: `${line!.presentTo / 60}.00` });
    expect(same.text).toContain('Tiderne er de samme som før.');
    expect(await lines()).toHaveLength(1);
  });

  it('happens once to each line, also from two tabs', async () => {
    const both = await Promise.all([supervisor.post(address(), right), supervisor.post(address(), right)]);
    expect(both.map(({ status }) => status).sort()).toEqual([303, 409]);
    expect(await lines()).toHaveLength(3);
    expect((await supervisor.get(address())).status).toBe(409);
  });

  it('is locked by the certificate', async () => {
    await buildCertificate(test.db, group.members[0]!, '2025-03-01');
    const answer = await supervisor.post(address(), right);
    expect(answer.status).toBe(403);
    expect(answer.text).toContain('Timerne er låst');
    expect((await supervisor.get(`/supervision/sessions/${sessionId}`)).text).toContain('Låst');
  });

  it('belongs to the group’s supervisor alone', async () => {
    const coordinator = await test.as(group.coordinatorId);
    expect((await coordinator.post(address(), right)).status).toBe(403);
    const trainee = await test.as(group.members[0]!.personId);
    expect((await trainee.post(address(), right)).status).toBe(404);
    expect((await (await test.as((await buildSupervisor(test.db)).id)).get(address())).status).toBe(404);
    expect(await lines()).toHaveLength(1);
  });

  it('nobody corrects in a group they are a member of', async () => {
    await test.db.write((tx) => tx.run('UPDATE enrolment SET person_id = $1 WHERE id = $2', [supervisorId, group.members[0]!.id]));
    expect((await supervisor.post(address(), right)).status).toBe(403);
    expect(await lines()).toHaveLength(1);
  });
});

describe('cancelling', () => {
  it('a planned session is cancelled, the members see it, and nothing is credited', async () => {
    const planned = await buildSession(test.db, group.id, { onDate: '2025-04-29' });
    expect((await supervisor.post(`/supervision/sessions/${planned.id}/cancellation`)).status).toBe(303);
    const own = await (await test.as(group.members[0]!.personId)).get('/supervision');
    expect(own.text).toContain('Aflyst');
    expect(own.text).toMatch(/29\.\s+april 2025/);
    const again = await supervisor.post(`/supervision/sessions/${planned.id}/cancellation`);
    expect(again.status).toBe(409);
  });

  it('a signed session cannot be cancelled', async () => {
    expect((await supervisor.post(`/supervision/sessions/${sessionId}/cancellation`)).status).toBe(409);
    expect(await lines()).toHaveLength(1);
  });
});
