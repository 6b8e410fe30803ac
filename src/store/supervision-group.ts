import { localDate } from '../domain/calendar/dates.js';
import { audit, type Actor } from './audit.js';
import type { Reader, Writer } from './database.js';
import { retally } from './supervision-total.js';
import { groupMembers, supervisionGroups } from './tables.js';

export interface GroupLine {
  id: number;
  cohortId: number;
  cohortName: string;
  programmeVersionId: number;
  name: string;
  supervisorId: number;
  supervisorName: string;
  members: number;
}

const groupLine = `SELECT g.id, g.cohort_id AS "cohortId", c.name AS "cohortName", c.programme_version_id AS "programmeVersionId",
    g.name, g.supervisor_id AS "supervisorId", p.name AS "supervisorName",
    (SELECT COUNT(*) FROM group_member m WHERE m.group_id = g.id AND m.to_date IS NULL) AS "members"
  FROM supervision_group g JOIN cohort c ON c.id = g.cohort_id JOIN person p ON p.id = g.supervisor_id`;

export const listGroupsOf = (db: Reader, supervisorId: number): Promise<GroupLine[]> =>
  db.rows<GroupLine>(`${groupLine} WHERE g.supervisor_id = $1 ORDER BY c.starts_on DESC, g.name, g.id`, [supervisorId]);

/** The groups of every cohort the coordinator is appointed to. */
export const listGroupsCoordinatedBy = (db: Reader, personId: number): Promise<GroupLine[]> =>
  db.rows<GroupLine>(
    `${groupLine} JOIN appointment a ON a.cohort_id = g.cohort_id WHERE a.person_id = $1 ORDER BY c.starts_on DESC, c.id, g.name, g.id`,
    [personId],
  );

export const listCohortGroups = (db: Reader, cohortId: number): Promise<GroupLine[]> =>
  db.rows<GroupLine>(`${groupLine} WHERE g.cohort_id = $1 ORDER BY g.name, g.id`, [cohortId]);

export const findGroup = (db: Reader, groupId: number): Promise<GroupLine | null> =>
  db.row<GroupLine>(`${groupLine} WHERE g.id = $1`, [groupId]);

export interface MemberLine {
  enrolmentId: number;
  groupId: number;
  personId: number;
  name: string;
  municipalityId: number;
  municipalityName: string;
  enrolledOn: string;
  fromDate: string;
  toDate: string | null;
  /** Who leads the group. */
  supervisorId: number;
  certifiedOn: string | null;
}

const memberLine = `SELECT x.enrolment_id AS "enrolmentId", x.group_id AS "groupId", e.person_id AS "personId", p.name, e.municipality_id AS "municipalityId",
    m.name AS "municipalityName", e.enrolled_on AS "enrolledOn", x.from_date AS "fromDate", x.to_date AS "toDate", g.supervisor_id AS "supervisorId",
    (SELECT MIN(c.issued_on) FROM certificate c WHERE c.enrolment_id = e.id AND c.withdrawn_at IS NULL) AS "certifiedOn"
  FROM group_member x JOIN supervision_group g ON g.id = x.group_id JOIN enrolment e ON e.id = x.enrolment_id JOIN person p ON p.id = e.person_id JOIN municipality m ON m.id = e.municipality_id`;

/** Everyone who is or was in the group, by name in Danish order. */
export const listMembers = (db: Reader, groupId: number): Promise<MemberLine[]> =>
  db.rows<MemberLine>(`${memberLine} WHERE x.group_id = $1 ORDER BY p.sort_key, e.id, x.from_date`, [groupId]);

/** The groups one trainee is or was in, the latest first. */
export const listMemberships = (db: Reader, enrolmentId: number): Promise<MemberLine[]> =>
  db.rows<MemberLine>(`${memberLine} WHERE x.enrolment_id = $1 ORDER BY x.from_date DESC, x.id DESC`, [enrolmentId]);

export interface UngroupedLine {
  enrolmentId: number;
  personId: number;
  name: string;
  municipalityId: number;
  municipalityName: string;
}

/** Enrolments of the cohort that are in no group, by name in Danish order; those who stopped are left out. */
export const listUngrouped = (db: Reader, cohortId: number): Promise<UngroupedLine[]> =>
  db.rows<UngroupedLine>(
    `SELECT e.id AS "enrolmentId", e.person_id AS "personId", p.name, e.municipality_id AS "municipalityId", m.name AS "municipalityName"
     FROM enrolment e JOIN person p ON p.id = e.person_id JOIN municipality m ON m.id = e.municipality_id
     WHERE e.cohort_id = $1
       AND NOT EXISTS (SELECT 1 FROM group_member x WHERE x.enrolment_id = e.id AND x.to_date IS NULL)
       AND NOT EXISTS (SELECT 1 FROM enrolment_event v WHERE v.enrolment_id = e.id AND v.kind = 'stopped')
     ORDER BY p.sort_key, e.id`,
    [cohortId],
  );

export const listSupervisors = (db: Reader): Promise<{ id: number; name: string; organisation: string }[]> =>
  db.rows(
    `SELECT p.id, p.name, p.organisation FROM person p JOIN person_role r ON r.person_id = p.id AND r.role = 'supervisor'
     WHERE p.account_state <> 'disabled' ORDER BY p.sort_key`,
  );

export interface NewGroup {
  cohortId: number;
  name: string;
  supervisorId: number;
  enrolmentIds: number[];
  fromDate: string;
}

export async function createGroup(tx: Writer, actor: Actor, given: NewGroup): Promise<number> {
  const { cohortId, name, supervisorId, enrolmentIds, fromDate } = given;
  const groupId = await tx.insert(supervisionGroups, { cohortId, name, supervisorId });
  await tx.insertMany(
    groupMembers,
    enrolmentIds.map((enrolmentId) => ({ groupId, enrolmentId, fromDate, toDate: null })),
  );
  await audit(tx, actor, 'supervision-group.create', 'supervision_group', groupId);
  await retally(tx, enrolmentIds, localDate(actor.now));
  return groupId;
}

export async function addMember(tx: Writer, actor: Actor, groupId: number, enrolmentId: number, fromDate: string): Promise<void> {
  await tx.insert(groupMembers, { groupId, enrolmentId, fromDate, toDate: null });
  await audit(tx, actor, 'supervision-group.member', 'supervision_group', groupId);
  await retally(tx, [enrolmentId], localDate(actor.now));
}

/** From `onDate` the trainee is in no group; a membership that would only begin later ends where it begins. */
export async function endMemberships(tx: Writer, enrolmentId: number, onDate: string): Promise<void> {
  await tx.run(
    `UPDATE group_member SET to_date = CASE WHEN from_date > $2 THEN from_date ELSE $2 END WHERE enrolment_id = $1 AND to_date IS NULL`,
    [enrolmentId, onDate],
  );
  await retally(tx, [enrolmentId], onDate);
}

/** Writers of one group wait for each other: a row lock on PostgreSQL, the write mutex on SQLite. */
export const lockGroup = (tx: Writer, groupId: number): Promise<void> =>
  tx.run('UPDATE supervision_group SET name = name WHERE id = $1', [groupId]);
