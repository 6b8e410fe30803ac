import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Database } from '../../src/store/database.js';
import { cancelSession, findSession, keepDraft, listSessionsOf, listUnsigned, signSession } from '../../src/store/supervision.js';
import { endMemberships, listUngrouped } from '../../src/store/supervision-group.js';
import { correctLine, findLine, listPresences } from '../../src/store/supervision-line.js';
import { findUneven, totalsFor, totalsOfGroup } from '../../src/store/supervision-total.js';
import { factsFor } from '../../src/store/enrolment-facts.js';
import { groupMembers } from '../../src/store/tables.js';
import { buildEnrolment } from '../support/build/enrolment.js';
import { buildGroup, buildSession, buildSignedSession, type BuiltGroup } from '../support/build/supervision.js';
import { openTestDatabase, testDialect } from '../support/database.js';

let db: Database;
let group: BuiltGroup;
beforeAll(async () => {
  db = await openTestDatabase();
});
beforeEach(async () => {
  group = await buildGroup(db);
});
afterAll(() => db.close());

const by = () => ({ personId: group.supervisorId, requestId: null, now: new Date('2025-03-10T08:00:00.000Z') });
const [kind, online] = ['group', 'nobody'] as const;
const written = {
  onDate: '2025-02-25',
  startsAt: 540,
  endsAt: 900,
  breakMinutes: 60,
  hostMunicipalityId: null,
  topics: 'Stilhed',
  kind,
  online,
};

describe(`supervision on ${testDialect}`, () => {
  it('a draft keeps what was typed until it is signed', async () => {
    const session = await buildSession(db, group.id);
    const rows = [{ enrolmentId: group.members[0]!.id, present: true, from: 600, to: 900, remark: 'Sent tog' }];
    expect(await db.write((tx) => keepDraft(tx, by(), group.id, session.id, { ...written, draft: { rows } }))).toBe(session.id);
    expect(await findSession(db, session.id)).toMatchObject({
      state: 'draft',
      draft: { rows },
      topics: 'Stilhed',
      typedBy: group.supervisorId,
    });
    expect(await db.write((tx) => signSession(tx, by(), { groupId: group.id, sessionId: session.id, lines: [] }))).toBe(true);
    expect(await findSession(db, session.id)).toMatchObject({ state: 'signed', draft: null, signedAt: '2025-03-10T08:00:00.000Z' });
  });

  it('a signed session takes no draft, no second signature and no cancelling', async () => {
    const session = await buildSignedSession(db, group, '2025-02-25');
    expect(await db.write((tx) => keepDraft(tx, by(), group.id, session.id, { ...written, draft: { rows: [] } }))).toBeNull();
    expect(await db.write((tx) => signSession(tx, by(), { groupId: group.id, sessionId: session.id, lines: [] }))).toBe(false);
    expect(await db.write((tx) => cancelSession(tx, by(), session.id))).toBe(false);
    expect(await findSession(db, session.id)).toMatchObject({ state: 'signed', minutes: 900 });
  });

  it('two corrections of one line: the second is stopped by the database itself', async () => {
    const { lineIds } = await buildSignedSession(db, group, '2025-02-25');
    const line = (await findLine(db, lineIds.get(group.members[0]!.id)!))!;
    const to = { presentFrom: 600, presentTo: 900, minutes: 240, reason: 'Sent tog', kind, online: false };
    await db.write((tx) => correctLine(tx, by(), line, to));
    await expect(db.write((tx) => correctLine(tx, by(), line, to))).rejects.toThrow();
    const totals = await totalsOfGroup(db, group.id);
    expect(totals.get(group.members[0]!.id)?.countedMinutes).toBe(240);
    expect(await findUneven(db, '2026-09-30')).toEqual([]);
    expect(await findLine(db, line.id)).toMatchObject({ reversed: true, minutes: 300 });
    expect((await listPresences(db, group.id, '2025-02-25')).map((one) => one.minutes).sort()).toEqual([240, 300, 300]);
  });

  it('what was offered and shown is only of the time somebody was a member', async () => {
    const [anne] = group.members;
    await buildSignedSession(db, group, '2025-02-25');
    await buildSession(db, group.id, { onDate: '2025-04-29' });
    await buildSession(db, group.id, { onDate: '2025-05-27', state: 'cancelled' });
    await db.write((tx) => endMemberships(tx, anne!.id, '2025-03-01'));
    expect((await factsFor(db, [anne!.id])).get(anne!.id)).toMatchObject({ offered: [{ onDate: '2025-02-25', minutes: 300 }], booked: [] });
    expect((await listSessionsOf(db, anne!.id)).map(({ onDate }) => onDate)).toEqual(['2025-02-25']);
    const totals = await totalsFor(
      db,
      group.members.map(({ id }) => id),
    );
    expect(group.members.map(({ id }) => [totals.get(id)!.offeredMinutes, totals.get(id)!.bookedMinutes])).toEqual([
      [300, 0],
      [300, 300],
      [300, 300],
    ]);
    expect((await listSessionsOf(db, group.members[1]!.id)).map(({ state }) => state)).toEqual(['signed', 'planned', 'cancelled']);
  });

  it('a membership that had not begun ends where it begins', async () => {
    const late = await buildEnrolment(db, { cohortId: group.cohortId });
    expect((await listUngrouped(db, group.cohortId)).map(({ enrolmentId }) => enrolmentId)).toEqual([late.id]);
    await db.write((tx) => tx.insert(groupMembers, { groupId: group.id, enrolmentId: late.id, fromDate: '2025-09-01', toDate: null }));
    await db.write((tx) => endMemberships(tx, late.id, '2025-03-01'));
    expect(await db.find(groupMembers, { enrolmentId: late.id })).toMatchObject({ toDate: '2025-09-01' });
  });

  it('what waits is what was held and not signed, for the supervisor and for the cohort’s coordinator', async () => {
    const held = await buildSession(db, group.id, { onDate: '2025-02-25' });
    const drafted = await buildSession(db, group.id, { onDate: '2025-03-01', state: 'draft' });
    await buildSession(db, group.id, { onDate: '2025-04-29' });
    await buildSignedSession(db, group, '2025-02-10');
    for (const who of [{ supervisorId: group.supervisorId }, { cohortIds: [group.cohortId] }])
      expect((await listUnsigned(db, who, '2025-03-10')).map(({ id }) => id)).toEqual([held.id, drafted.id]);
  });
});
