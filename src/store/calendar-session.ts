import { localDate } from '../domain/calendar/dates.js';
import { clockShift } from '../domain/calendar/clock-change.js';
import { audit, type Actor } from './audit.js';
import { noteChange } from './calendar-change.js';
import type { Writer } from './database.js';
import type { SessionFrame, SessionLine } from './supervision.js';
import { retallyGroup } from './supervision-total.js';
import { supervisionSessions } from './tables.js';

type By = Actor & { personId: number };

/** When a session is held, and with whom as host. */
export type SessionPlan = Pick<SessionFrame, 'onDate' | 'startsAt' | 'endsAt' | 'breakMinutes' | 'hostMunicipalityId'>;

const placed = (one: SessionPlan, place: string) => ({ date: one.onDate, from: one.startsAt, to: one.endsAt, place });

/** Gives a planned session another date, time or host. False when it was held, written in or cancelled meanwhile. */
export async function moveSession(tx: Writer, actor: By, session: SessionLine, to: SessionPlan, hostName: string): Promise<boolean> {
  const values = { ...to, clockShift: clockShift(to.onDate, to.startsAt, to.endsAt) };
  if ((await tx.update(supervisionSessions, { id: session.id, state: 'planned' }, values)) === 0) return false;
  await noteChange(tx, actor, {
    of: { sessionId: session.id },
    kind: 'moved',
    former: placed(session, session.hostName ?? ''),
    now: placed(to, hostName),
  });
  await audit(tx, actor, 'supervision-session.move', 'supervision_session', session.id);
  await retallyGroup(tx, session.groupId, localDate(actor.now));
  return true;
}

/** Tells the group's members and coordinators that a session is cancelled; the cancelling itself is the group's. */
export const noteCancelledSession = (tx: Writer, actor: By, session: SessionLine): Promise<void> =>
  noteChange(tx, actor, {
    of: { sessionId: session.id },
    kind: 'cancelled',
    former: placed(session, session.hostName ?? ''),
    now: placed(session, session.hostName ?? ''),
  });
