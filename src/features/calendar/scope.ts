import { localDate } from '../../domain/calendar/dates.js';
import type { ApologyFacts, MakeUpFacts, SessionApologyFacts } from '../../domain/calendar/policy.js';
import type { Person } from '../../domain/person/person.js';
import type { GroupFacts } from '../../domain/supervision/supervision.js';
import { hasAttendance } from '../../store/attendance.js';
import { findOwnPlace, listUntold, type CalendarEvent } from '../../store/calendar.js';
import { findAppointedCohort, isAppointed, type CohortLine } from '../../store/cohort.js';
import { findEnrolment, type EnrolmentLine } from '../../store/enrolment.js';
import { findMakeUp, listGuests, type MakeUp } from '../../store/make-up.js';
import { findOwnMembership } from '../../store/session-apology.js';
import { findSession, type SessionLine } from '../../store/supervision.js';
import { findGroup, listMembers, type GroupLine, type MemberLine } from '../../store/supervision-group.js';
import { findTrainingDay, type TrainingDay } from '../../store/training-day.js';
import { idOf, type Scope } from '../../web/guard.js';
import type { House } from '../../web/house.js';

/** Whoever has days or sessions of their own; for everyone else there is no calendar. */
export const withCalendar: Scope<Record<never, never>> = (viewer) =>
  Promise.resolve(viewer.roles.some((role) => ['trainee', 'supervisor', 'coordinator'].includes(role)) ? {} : null);

const coordinates = async (viewer: Person, house: House, cohortId: number): Promise<boolean> =>
  viewer.roles.includes('coordinator') && (await isAppointed(house.db, cohortId, viewer.id));

export interface DayRecord extends ApologyFacts {
  day: TrainingDay;
  coordinates: boolean;
  /** The viewer's own place on the day, in the cohort or as a guest. */
  enrolmentId: number | null;
}

/** A course day is seen by those it is for and by the coordinators of its cohort. */
export const day: Scope<DayRecord> = async (viewer, params, house, now) => {
  const id = idOf(params);
  const found = id === null ? null : await findTrainingDay(house.db, id);
  if (!found) return null;
  const [appointed, enrolment, guests, entered] = await Promise.all([
    coordinates(viewer, house, found.cohortId),
    findOwnPlace(house.db, viewer.id, found.cohortId, found.onDate),
    listGuests(house.db, found.id),
    hasAttendance(house.db, found.id),
  ]);
  const enrolmentId = enrolment ?? guests.find(({ personId }) => personId === viewer.id)?.enrolmentId ?? null;
  if (!appointed && enrolmentId === null) return null;
  return {
    ...{ day: found, coordinates: appointed, enrolmentId, own: enrolmentId !== null, entered },
    onDate: found.onDate,
    today: localDate(now),
    cancelled: found.cancelledAt !== null,
  };
};

export interface SessionRecord extends GroupFacts {
  session: SessionLine;
  group: GroupLine;
  members: MemberLine[];
}

/** A session is planned by the group's supervisor and the coordinators of its cohort; its members read about it in the list. */
export const session: Scope<SessionRecord> = async (viewer, params, house) => {
  const id = idOf(params);
  const found = id === null ? null : await findSession(house.db, id);
  const group = found && (await findGroup(house.db, found.groupId));
  if (!found || !group) return null;
  const appointed = await coordinates(viewer, house, group.cohortId);
  if (!appointed && group.supervisorId !== viewer.id) return null;
  const members = await listMembers(house.db, group.id);
  return {
    ...{ session: found, group, members, supervisorId: group.supervisorId, coordinates: appointed },
    memberPersonIds: members.map(({ personId }) => personId),
  };
};

export interface OwnSession extends SessionApologyFacts {
  session: SessionLine;
  enrolmentId: number;
}

/** A session of the viewer's own group, for the one who is to come. */
export const ownSession: Scope<OwnSession> = async (viewer, params, house) => {
  const id = idOf(params);
  const [session, enrolmentId] =
    id === null ? [] : await Promise.all([findSession(house.db, id), findOwnMembership(house.db, id, viewer.id)]);
  if (!session || enrolmentId == null) return null;
  return { session, enrolmentId, own: true, state: session.state, onDate: session.onDate, startsAt: session.startsAt };
};

/** A change the viewer has been told of. */
export const change: Scope<CalendarEvent> = async (viewer, params, house, now) => {
  const id = idOf(params);
  const told = id === null ? [] : await listUntold(house.db, viewer, localDate(now));
  return told.find(({ changeId }) => changeId === id) ?? null;
};

export interface MakeUpScope extends MakeUpFacts {
  enrolment: EnrolmentLine;
  cohort: CohortLine | null;
}

/** Days somebody missed are theirs, and their coordinator's to find again. */
export const makeUps: Scope<MakeUpScope> = async (viewer, params, house) => {
  const id = idOf(params);
  const enrolment = id === null ? null : await findEnrolment(house.db, id);
  if (!enrolment) return null;
  const own = enrolment.personId === viewer.id;
  const cohort = viewer.roles.includes('coordinator') ? await findAppointedCohort(house.db, enrolment.cohortId, viewer.id) : null;
  return own || cohort ? { enrolment, own, coordinates: cohort !== null, cohort } : null;
};

export interface RequestScope extends MakeUpScope {
  makeUp: MakeUp;
}

export const request: Scope<RequestScope> = async (viewer, params, house, now) => {
  const id = idOf(params);
  const makeUp = id === null ? null : await findMakeUp(house.db, id);
  const of = makeUp && (await makeUps(viewer, { id: String(makeUp.enrolmentId) }, house, now));
  return makeUp && of ? { ...of, makeUp } : null;
};
