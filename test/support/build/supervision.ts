import type { Database } from '../../../src/store/database.js';
import { retallyGroup } from '../../../src/store/supervision-total.js';
import { groupMembers, supervisionGroups, supervisionLines, supervisionSessions } from '../../../src/store/tables.js';
import type { RowOf } from '../../../src/store/table.js';
import { buildCohort } from './cohort.js';
import { buildEnrolment, type BuiltEnrolment } from './enrolment.js';
import { buildSupervisor } from './person.js';

let serial = 0;

export interface BuiltGroup extends RowOf<typeof supervisionGroups> {
  coordinatorId: number;
  members: BuiltEnrolment[];
}

/** A group of trainees with the given names, from the cohort's municipalities in turn, in a cohort of its own, with its supervisor. */
export async function buildGroup(
  db: Database,
  { names = ['Anne', 'Bo', 'Carl'], supervisorId }: { names?: string[]; supervisorId?: number } = {},
): Promise<BuiltGroup> {
  const cohort = await buildCohort(db);
  const members: BuiltEnrolment[] = [];
  for (const [index, name] of names.entries())
    members.push(await buildEnrolment(db, { cohortId: cohort.id, municipalityId: cohort.municipalities[index % 2]!.id, name }));
  const leads = supervisorId ?? (await buildSupervisor(db, { municipalityId: null })).id;
  const row = { cohortId: cohort.id, name: `Gruppe ${(serial += 1)}`, supervisorId: leads };
  const id = await db.write(async (tx) => {
    const groupId = await tx.insert(supervisionGroups, row);
    for (const { id: enrolmentId } of members)
      await tx.insert(groupMembers, { groupId, enrolmentId, fromDate: cohort.startsOn, toDate: null });
    await retallyGroup(tx, groupId, '2026-09-30');
    return groupId;
  });
  return { ...row, id, members, coordinatorId: cohort.coordinatorId };
}

export type SessionRow = RowOf<typeof supervisionSessions>;

/** A planned session of five hours: 9.00 to 15.00 with an hour's break. */
export async function buildSession(db: Database, groupId: number, given: Partial<SessionRow> = {}): Promise<SessionRow> {
  const row: Omit<SessionRow, 'id'> = {
    state: 'planned',
    onDate: '2025-02-25',
    startsAt: 540,
    endsAt: 900,
    breakMinutes: 60,
    hostMunicipalityId: null,
    topics: '',
    draft: null,
    typedBy: null,
    signedBy: null,
    signedAt: null,
    kind: 'group',
    online: 'nobody',
    clockShift: 0,
    ...given,
    groupId,
  };
  const id = await db.write(async (tx) => {
    const made = await tx.insert(supervisionSessions, row);
    await retallyGroup(tx, groupId, '2026-09-30');
    return made;
  });
  return { ...row, id };
}

/** A signed session with one line for each of the minutes given, by enrolment. */
export async function buildSignedSession(
  db: Database,
  group: BuiltGroup,
  onDate: string,
  minutes: Record<number, number> = {},
): Promise<SessionRow & { lineIds: Map<number, number> }> {
  const signedAt = `${onDate}T15:00:00.000Z`;
  const session = await buildSession(db, group.id, { state: 'signed', onDate, signedBy: group.supervisorId, signedAt });
  const lineIds = new Map<number, number>();
  await db.write(async (tx) => {
    for (const { id: enrolmentId } of group.members) {
      const credited = minutes[enrolmentId] ?? 300;
      const presentTo = credited === 0 ? 540 : 540 + 60 + credited;
      const line = {
        sessionId: session.id,
        enrolmentId,
        presentFrom: 540,
        presentTo,
        minutes: credited,
        kind: 'group',
        online: false,
        reversesId: null,
        reason: '',
        recordedBy: group.supervisorId,
        recordedAt: signedAt,
      };
      lineIds.set(enrolmentId, await tx.insert(supervisionLines, line));
    }
    await retallyGroup(tx, group.id, '2026-09-30');
  });
  return { ...session, lineIds };
}
