import type { GroupFacts } from '../../domain/supervision/supervision.js';
import type { Person } from '../../domain/person/person.js';
import { findAppointedCohort, isAppointed, type CohortLine } from '../../store/cohort.js';
import { findEnrolment, type EnrolmentLine } from '../../store/enrolment.js';
import { findSession, type SessionLine } from '../../store/supervision.js';
import { findGroup, listMembers, listMemberships, type GroupLine, type MemberLine } from '../../store/supervision-group.js';
import { findLine, type LineRecord } from '../../store/supervision-line.js';
import { idOf, type Scope } from '../../web/guard.js';
import type { House } from '../../web/house.js';

/** Trainees have hours, supervisors and coordinators groups; nobody else has this page. */
export const takingPart: Scope<Record<never, never>> = (viewer) =>
  Promise.resolve(viewer.roles.some((role) => ['trainee', 'supervisor', 'coordinator'].includes(role)) ? {} : null);

/** Supervisors sign; nobody else has this page. */
export const signing: Scope<Record<never, never>> = (viewer) => Promise.resolve(viewer.roles.includes('supervisor') ? {} : null);

export interface CohortRecord extends CohortLine {
  coordinates: boolean;
}

export const cohort: Scope<CohortRecord> = async (viewer, params, house) => {
  const id = idOf(params);
  const found = id === null || !viewer.roles.includes('coordinator') ? null : await findAppointedCohort(house.db, id, viewer.id);
  return found && { ...found, coordinates: true };
};

export interface GroupRecord extends GroupFacts {
  group: GroupLine;
  members: MemberLine[];
}

const coordinates = async (viewer: Person, house: House, cohortId: number): Promise<boolean> =>
  viewer.roles.includes('coordinator') && (await isAppointed(house.db, cohortId, viewer.id));

/** A group is seen by its supervisor and by the coordinators of its cohort. */
async function groupFor(viewer: Person, house: House, id: number | null): Promise<GroupRecord | null> {
  const group = id === null ? null : await findGroup(house.db, id);
  if (!group) return null;
  const [own, members] = await Promise.all([coordinates(viewer, house, group.cohortId), listMembers(house.db, group.id)]);
  if (!own && group.supervisorId !== viewer.id) return null;
  return { group, members, supervisorId: group.supervisorId, coordinates: own, memberPersonIds: members.map(({ personId }) => personId) };
}

export const group: Scope<GroupRecord> = (viewer, params, house) => groupFor(viewer, house, idOf(params));

export interface SessionRecord extends GroupRecord {
  session: SessionLine;
}

export const session: Scope<SessionRecord> = async (viewer, params, house) => {
  const id = idOf(params);
  const found = id === null ? null : await findSession(house.db, id);
  const of = found && (await groupFor(viewer, house, found.groupId));
  return found && of ? { ...of, session: found } : null;
};

export interface LineScope extends SessionRecord {
  line: LineRecord;
  certified: boolean;
}

export const line: Scope<LineScope> = async (viewer, params, house) => {
  const id = idOf(params);
  const found = id === null ? null : await findLine(house.db, id);
  const of = found && (await session(viewer, { id: String(found.sessionId) }, house, house.clock()));
  if (!found || !of) return null;
  const enrolment = await findEnrolment(house.db, found.enrolmentId);
  return { ...of, line: found, certified: enrolment?.certifiedOn !== null };
};

export interface HoursRecord {
  enrolment: EnrolmentLine;
  own: boolean;
  /** What was written about an objection is for the trainee and the supervisors, not for the coordinator. */
  content: boolean;
}

/** Hours are seen by the trainee, the supervisors of her groups, and the coordinators of her cohort. */
export const hours: Scope<HoursRecord> = async (viewer, params, house) => {
  const id = idOf(params);
  const enrolment = id === null ? null : await findEnrolment(house.db, id);
  if (!enrolment) return null;
  if (enrolment.personId === viewer.id) return { enrolment, own: true, content: true };
  const supervises = (await listMemberships(house.db, enrolment.id)).some(({ supervisorId }) => supervisorId === viewer.id);
  if (supervises) return { enrolment, own: false, content: true };
  return (await coordinates(viewer, house, enrolment.cohortId)) ? { enrolment, own: false, content: false } : null;
};
