import type { EnrolmentEvent } from '../../domain/cohort/leave.js';
import { isMember, mayBeCredited } from '../../domain/supervision/group.js';
import { listCohortMunicipalities } from '../../store/cohort.js';
import type { Reader } from '../../store/database.js';
import { listCohortEvents } from '../../store/enrolment.js';
import { listSessionsOn, type SessionLine } from '../../store/supervision.js';
import { listMembers, type GroupLine, type MemberLine } from '../../store/supervision-group.js';
import { listPresences } from '../../store/supervision-line.js';

export interface EntryMemberFacts {
  member: MemberLine;
  events: EnrolmentEvent[];
  mayBeCredited: boolean;
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
  const [members, events, presences, sessions, hosts] = await Promise.all([
    listMembers(db, group.id),
    listCohortEvents(db, group.cohortId),
    listPresences(db, group.id, onDate),
    listSessionsOn(db, group.id, onDate),
    listCohortMunicipalities(db, group.cohortId),
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
        return { member, events: own, mayBeCredited: mayBeCredited(member, own, onDate), others };
      }),
    sameDay: sessions.filter((one) => one.id !== sessionId && one.state !== 'cancelled'),
  };
}
