import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findUneven } from '../../src/store/supervision-total.js';
import { auditEntries, groupMembers, supervisionGroups, supervisionLines } from '../../src/store/tables.js';
import { openTestApp, type Client, type TestApp } from '../support/app.js';
import { buildSupervisor } from '../support/build/person.js';
import { buildGroup, buildSession, type BuiltGroup } from '../support/build/supervision.js';

let test: TestApp;
let supervisor: Client;
let supervisorId: number;

beforeAll(async () => {
  test = await openTestApp({ now: '2025-03-10T08:00:00.000Z' });
  supervisorId = (await buildSupervisor(test.db, { municipalityId: null })).id;
  supervisor = await test.as(supervisorId);
});
afterAll(() => test.close());

const form = (group: BuiltGroup, from = '9.00', to = '15.00') => ({
  onDate: '25.2.2025',
  startsAt: from,
  endsAt: to,
  breakMinutes: '60',
  host: '',
  topics: '',
  kind: 'group',
  online: 'nobody',
  shownFrom: from,
  shownTo: to,
  shownSum: String(group.members.length * 300),
  ...Object.fromEntries(
    group.members.flatMap(({ id }) => [
      [`m${id}-present`, 'yes'],
      [`m${id}-from`, from],
      [`m${id}-to`, to],
      [`m${id}-remark`, ''],
    ]),
  ),
});

/** Twenty posts with one token, so that nothing but the confirmations themselves stands in line. */
async function twenty(path: string, fields: Record<string, string>): Promise<number[]> {
  const body = new URLSearchParams({ _csrf: await supervisor.token(), ...fields }).toString();
  const answers = await Promise.all(Array.from({ length: 20 }, () => supervisor.agent.post(path).type('form').send(body)));
  return answers.map(({ status }) => status);
}

describe('twenty confirmations at once', () => {
  it('of one session have one effect', async () => {
    const group = await buildGroup(test.db, { supervisorId });
    const session = await buildSession(test.db, group.id, { onDate: '2025-02-25' });
    const statuses = await twenty(`/supervision/sessions/${session.id}/signature`, { ...form(group), act: 'sign' });
    expect(new Set(statuses)).toEqual(new Set([303]));
    expect(await test.db.all(supervisionLines, { sessionId: session.id })).toHaveLength(group.members.length);
    expect(await test.db.all(auditEntries, { action: 'supervision-session.sign', objectId: session.id })).toHaveLength(1);
    expect(await findUneven(test.db, '2026-09-30')).toEqual([]);
  });

  it('of one new session, not planned, leave one session', async () => {
    const group = await buildGroup(test.db, { supervisorId });
    const statuses = await twenty(`/supervision/groups/${group.id}/sessions`, { ...form(group), act: 'sign' });
    expect(statuses.filter((status) => status === 303)).toHaveLength(1);
    expect(statuses.filter((status) => status === 422)).toHaveLength(19);
    expect(await test.db.all(supervisionLines, { enrolmentId: group.members[0]!.id })).toHaveLength(1);
  });

  it('of one correction take the line back once', async () => {
    const group = await buildGroup(test.db, { supervisorId });
    await supervisor.post(`/supervision/groups/${group.id}/sessions`, { ...form(group), act: 'sign' });
    const [line] = await test.db.all(supervisionLines, { enrolmentId: group.members[0]!.id });
    const right = { present: 'yes', from: '10.00', to: '15.00', kind: 'group', reason: 'Sent tog', shownMinutes: '240' };
    const statuses = await twenty(`/supervision/lines/${line!.id}/correction`, right);
    expect(statuses.filter((status) => status === 303)).toHaveLength(1);
    expect(statuses.filter((status) => status === 409)).toHaveLength(19);
    expect(
      (await test.db.all(supervisionLines, { enrolmentId: group.members[0]!.id })).reduce((sum, { minutes }) => sum + minutes, 0),
    ).toBe(240);
    expect(await findUneven(test.db, '2026-09-30')).toEqual([]);
  });

  it('of the same hours in two groups credit somebody who is in both once', async () => {
    const one = await buildGroup(test.db, { supervisorId });
    const other = await test.db.write(async (tx) => {
      const id = await tx.insert(supervisionGroups, { cohortId: one.cohortId, name: 'Den anden', supervisorId });
      for (const { id: enrolmentId } of one.members)
        await tx.insert(groupMembers, { groupId: id, enrolmentId, fromDate: '2025-02-10', toDate: null });
      return { ...one, id };
    });
    const body = async (group: BuiltGroup, from: string, to: string) =>
      new URLSearchParams({ _csrf: await supervisor.token(), ...form(group, from, to), act: 'sign' }).toString();
    const bodies = await Promise.all(
      Array.from({ length: 10 }, async (_, index) => [
        await body(one, '9.00', '15.00'),
        await body(other, index % 2 ? '9.00' : '10.00', index % 2 ? '15.00' : '16.00'),
      ]),
    );
    const answers = await Promise.all(
      bodies.flatMap(([first, second]) => [
        supervisor.agent.post(`/supervision/groups/${one.id}/sessions`).type('form').send(first!),
        supervisor.agent.post(`/supervision/groups/${other.id}/sessions`).type('form').send(second!),
      ]),
    );
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1);
    for (const { id } of one.members)
      expect((await test.db.all(supervisionLines, { enrolmentId: id })).map(({ minutes }) => minutes)).toEqual([300]);
  });
});
