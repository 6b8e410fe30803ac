import type { EnrolmentEvent } from '../../domain/cohort/leave.js';
import { isMember, mayBeCredited } from '../../domain/supervision/group.js';
import { listCohortMunicipalities } from '../../store/cohort.js';
import type { Reader } from '../../store/database.js';
import { listCohortEvents } from '../../store/enrolment.js';
import { listSessionApologies } from '../../store/session-apology.js';
import { listSessionsOn, type SessionLine } from '../../store/supervision.js';
import { listMembers, type GroupLine, type MemberLine } from '../../store/supervision-group.js';
import { listPresences } from '../../store/supervision-line.js';

export interface EntryMemberFacts {
  member: MemberLine;
  events: EnrolmentEvent[];
  mayBeCredited: boolean;
  /** The reason of an apology sent beforehand, which may be empty; null when none was. */
  apology: string | null;
  others: { presentFrom: number; presentTo: number; minutes: number }[];
}

/** What the entry of a session on one date is held against. */
export interface EntryContext {
  group: GroupLine;
  sessionId: number | null;
  onDate: string;
  hosts: { id: number; name: string }[];
  members: EntryMemberFacts[];
  /** The group's other sessions that day, cancelled ones left out. */
  sameDay: SessionLine[];
}

/** Inside the transaction of the write it is read again, so that two tabs never pass the same check. */
export async function loadContext(db: Reader, group: GroupLine, sessionId: number | null, onDate: string): Promise<EntryContext> {
  const [members, events, presences, sessions, hosts, apologies] = await Promise.all([
    listMembers(db, group.id),
    listCohortEvents(db, group.cohortId),
    listPresences(db, group.id, onDate),
    listSessionsOn(db, group.id, onDate),
    listCohortMunicipalities(db, group.cohortId),
    sessionId === null ? [] : listSessionApologies(db, sessionId),
  ]);
  return {
    group,
    sessionId,
    onDate,
    hosts,
    members: members
      .filter((member) => isMember(member, onDate))
      .map((member) => {
        const own = events.filter(({ enrolmentId }) => enrolmentId === member.enrolmentId);
        const others = presences.filter((one) => one.enrolmentId === member.enrolmentId && one.sessionId !== sessionId);
        const apology = apologies.find(({ enrolmentId }) => enrolmentId === member.enrolmentId)?.reason ?? null;
        return { member, events: own, mayBeCredited: mayBeCredited(member, own, onDate), apology, others };
      }),
    sameDay: sessions.filter((one) => one.id !== sessionId && one.state !== 'cancelled'),
  };
}
