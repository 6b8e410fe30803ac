import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { creditedMinutes } from '../../src/domain/supervision/credit.js';
import { supervisionKinds } from '../../src/domain/supervision/kinds.js';
import type { Database } from '../../src/store/database.js';
import { addEvents } from '../../src/store/enrolment.js';
import { cancelSession, findSession, keepDraft, listSessions, planSession, signSession } from '../../src/store/supervision.js';
import { endMemberships } from '../../src/store/supervision-group.js';
import { correctLine, findLine } from '../../src/store/supervision-line.js';
import { findUneven, listBehind, retallyAll, totalsFor, totalsOfCohort } from '../../src/store/supervision-total.js';
import { supervisionLines } from '../../src/store/tables.js';
import { buildGroup, buildSession, buildSignedSession, type BuiltGroup } from '../support/build/supervision.js';
import { openTestDatabase, testDialect } from '../support/database.js';

let db: Database;
beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db.close());

const operations = 250;
let state = 20260329;
/** The same numbers at every run. */
const int = (below: number): number => {
  state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
  return Math.floor((state / 0x7fffffff) * below) % below;
};
const pick = <T>(items: readonly T[]): T => items[int(items.length)]!;

const by = (group: BuiltGroup) => ({ personId: group.supervisorId, requestId: null, now: new Date('2026-01-10T08:00:00.000Z') });
const day = (number: number) => new Date(Date.UTC(2025, 1, 1 + number)).toISOString().slice(0, 10);

async function writeSession(group: BuiltGroup): Promise<void> {
  const frame = { startsAt: 540, endsAt: 900, breakMinutes: 60 };
  const kind = pick(supervisionKinds);
  const written = {
    ...frame,
    onDate: day(int(300)),
    hostMunicipalityId: null,
    kind,
    online: 'some' as const,
    topics: '',
    draft: { rows: [] },
  };
  await db.write(async (tx) => {
    const id = (await keepDraft(tx, by(group), group.id, null, written))!;
    if (int(4) === 0) return;
    const lines = group.members.map(({ id: enrolmentId }) => {
      const presence = { presentFrom: 540 + int(90), presentTo: 900 - int(90) };
      return { ...presence, enrolmentId, minutes: creditedMinutes(frame, presence), kind, online: int(2) === 0, reason: '' };
    });
    await signSession(tx, by(group), { groupId: group.id, sessionId: id, lines });
  });
}

async function correctAny(group: BuiltGroup): Promise<void> {
  const lines = await db.all(supervisionLines, { enrolmentId: pick(group.members).id });
  const line = lines.length > 0 ? await findLine(db, pick(lines).id) : null;
  if (!line || line.reversed || line.reversesId !== null) return;
  const minutes = int(60) * 5;
  const to = { presentFrom: 540, presentTo: 600 + minutes, minutes, kind: pick(supervisionKinds), online: int(2) === 0, reason: 'Rettet' };
  await db.write((tx) => correctLine(tx, by(group), line, to));
}

const plan = (group: BuiltGroup) =>
  db.write((tx) =>
    planSession(tx, by(group), group.id, {
      onDate: day(300 + int(100)),
      startsAt: 540,
      endsAt: 900,
      breakMinutes: 60,
      hostMunicipalityId: null,
      kind: 'group',
      online: pick(['nobody', 'everyone']),
    }),
  );

async function cancelAny(group: BuiltGroup): Promise<void> {
  const planned = (await listSessions(db, group.id)).filter((one) => one.state === 'planned');
  if (planned.length > 0) await db.write((tx) => cancelSession(tx, by(group), pick(planned).id));
}

describe(`kept totals on ${testDialect}`, () => {
  it(`after ${operations} random operations the sum of the lines is the total, whatever was written`, async () => {
    const groups = [await buildGroup(db), await buildGroup(db, { names: ['Dorte', 'Erik', 'Fie', 'Gert'] })];
    for (let turn = 0; turn < operations; turn += 1) {
      const group = pick(groups);
      await pick([writeSession, writeSession, correctAny, correctAny, plan, cancelAny])(group);
      if (turn === 80)
        await db.write((tx) => addEvents(tx, by(group), group.members[0]!.id, [{ kind: 'leave_started', onDate: day(100), reason: '' }]));
      if (turn === 140)
        await db.write((tx) => addEvents(tx, by(group), group.members[0]!.id, [{ kind: 'leave_ended', onDate: day(160), reason: '' }]));
      if (turn === 200) await db.write((tx) => endMemberships(tx, group.members[1]!.id, day(250)));
      if (turn % 50 === 0) expect(await findUneven(db, '2026-09-30')).toEqual([]);
    }
    expect(await findUneven(db, '2026-09-30')).toEqual([]);
    const ids = groups.flatMap(({ members }) => members.map(({ id }) => id));
    const totals = await totalsFor(db, ids);
    for (const id of ids) {
      const sum = (await db.all(supervisionLines, { enrolmentId: id })).reduce((all, { minutes }) => all + minutes, 0);
      expect(totals.get(id)?.loggedMinutes).toBe(sum);
      expect(sum).toBeGreaterThan(0);
    }
  }, 300_000);

  it('a total that was tampered with is found, and put right', async () => {
    const group = await buildGroup(db);
    await buildSignedSession(db, group, '2025-02-25');
    const id = group.members[0]!.id;
    await db.write((tx) => tx.run('UPDATE supervision_total SET counted_minutes = 295 WHERE enrolment_id = $1', [id]));
    expect(await findUneven(db, '2026-09-30')).toEqual([id]);
    await db.write((tx) => retallyAll(tx, '2026-09-30'));
    expect(await findUneven(db, '2026-09-30')).toEqual([]);
  });

  it('corrections at the same time of one trainee’s lines in two groups are both counted', async () => {
    const group = await buildGroup(db);
    const lines = await Promise.all(
      Array.from({ length: 10 }, async (_, index) =>
        (await buildSignedSession(db, group, day(index * 7))).lineIds.get(group.members[0]!.id)!,
      ),
    );
    const to = { presentFrom: 540, presentTo: 700, minutes: 100, kind: 'group' as const, online: false, reason: 'Gik før' };
    await Promise.all(
      lines.map(async (id) => {
        const line = (await findLine(db, id))!;
        await db.write((tx) => correctLine(tx, by(group), line, to));
      }),
    );
    expect((await totalsFor(db, [group.members[0]!.id])).get(group.members[0]!.id)).toMatchObject({ loggedMinutes: 1000 });
    expect(await findUneven(db, '2026-09-30')).toEqual([]);
  });

  it('who is behind is read from the totals, and not of those who stopped', async () => {
    const group = await buildGroup(db);
    const [anne, bo, carl] = group.members.map(({ id }) => id) as [number, number, number];
    for (let number = 0; number < 6; number += 1) await buildSignedSession(db, group, day(60 + number * 7), { [bo]: 60, [carl]: 60 });
    const session = await buildSession(db, group.id, { onDate: '2026-02-02' });
    await db.write((tx) => addEvents(tx, by(group), carl, [{ kind: 'stopped', onDate: '2025-12-01', reason: 'Nyt job' }]));
    const behind = await listBehind(db, group.coordinatorId);
    expect(behind.map(({ enrolmentId, countedMinutes, offeredMinutes }) => [enrolmentId, countedMinutes, offeredMinutes])).toEqual([
      [bo, 360, 1800],
    ]);
    expect((await totalsOfCohort(db, group.cohortId)).get(anne)).toMatchObject({ pace: 'on-track', bookedMinutes: 300, behindSince: null });
    expect(await findSession(db, session.id)).toMatchObject({ state: 'planned' });
  });
});
