import { localDate } from '../../domain/calendar/dates.js';
import type { EnrolmentFacts } from '../../domain/certification/facts.js';
import { nextSteps, type NextStep, type OwnRecording, type OwnRoom } from '../../domain/certification/next-step.js';
import { inForceOn } from '../../domain/certification/rule-version.js';
import { asIfEntered } from '../../domain/certification/right-now.js';
import { heldBackBy, mayAttach, permission, type Permission } from '../../domain/consent/effective-scope.js';
import { sweptAt } from '../../domain/upload/upload.js';
import { daysBetween } from '../../domain/calendar/dates.js';
import { findRooms, type RoomRecord } from '../../store/consent.js';
import { factsFor } from '../../store/enrolment-facts.js';
import {
  findJourney,
  listJourneyMeetings,
  listNextSessions,
  type Journey,
  type JourneyMeeting,
  type NextSession,
} from '../../store/today.js';
import { listUnderWay } from '../../store/upload.js';
import type { Here } from './task.js';

/** A meeting of one's own, with what the answers allow at this moment. */
export interface OwnMeeting extends JourneyMeeting {
  permission: Permission;
}

/** Everything a trainee's page is made of. */
export interface OwnJourney extends Journey {
  facts: EnrolmentFacts;
  meetings: OwnMeeting[];
  steps: NextStep[];
  nextSession: NextSession | null;
}

/** A room that nobody has filmed in this many days is not asked about any longer (our choice). */
const askedForDays = 30;

const ownRecording = (one: OwnMeeting): OwnRecording[] =>
  one.recordingId === null || one.erasedWhy !== null || one.erasedAt !== null || ['blocked', 'quarantined'].includes(one.permission)
    ? []
    : [
        {
          recordingId: one.recordingId,
          meetingNumber: one.number,
          processing: one.processing!,
          review: one.review!,
          since: localDate(new Date(one.reviewSince!)),
        },
      ];

function ownRoom(one: OwnMeeting, room: RoomRecord, today: string): OwnRoom[] {
  if (one.roomAt === null || one.erasedWhy !== null) return [];
  const since = one.roomAt === '' ? one.onDate : localDate(new Date(one.roomAt));
  const unanswered = heldBackBy(room, 'own_learning').filter(({ standing }) => standing === 'unanswered').length;
  const at = { meetingId: one.id, meetingNumber: one.number, unanswered, since };
  if (one.recordingId !== null) return one.processing !== 'failed' && one.permission === 'quarantined' ? [{ ...at, film: true }] : [];
  if (daysBetween(since, today) > askedForDays) return [];
  const may = mayAttach(room);
  return may.ok || may.reason === 'unanswered' ? [{ ...at, film: false }] : [];
}

const living = (one: JourneyMeeting, today: string): boolean =>
  one.roomAt !== null &&
  one.erasedAt === null &&
  (one.recordingId !== null || one.roomAt === '' || daysBetween(one.roomAt.slice(0, 10), today) <= askedForDays);

/** Meetings whose film is half sent: the list says how it goes on, so nobody is asked to choose one. */
async function meetingsUnderWay({ house, viewer, now }: Here): Promise<Set<number>> {
  const underWay = await listUnderWay(house.db, viewer.id);
  return new Set(underWay.filter(({ touchedAt }) => sweptAt(touchedAt) > now).map(({ meetingId }) => meetingId));
}

/** The trainee's own way, or null for somebody who is on no cohort. */
export async function findOwnJourney(here: Here): Promise<OwnJourney | null> {
  const { house, viewer, today } = here;
  const journey = await findJourney(house.db, viewer.id, today);
  if (!journey) return null;
  const { enrolmentId } = journey;
  const [facts, lines, sessions, underWay] = await Promise.all([
    factsFor(house.db, [enrolmentId]),
    listJourneyMeetings(house.db, enrolmentId),
    listNextSessions(house.db, { enrolmentId }, today),
    meetingsUnderWay(here),
  ]);
  const found = facts.get(enrolmentId);
  if (!found) return null;
  const known = inForceOn(found, today);
  const rooms = await findRooms(
    house.db,
    lines.filter((one) => living(one, today)).map(({ id }) => id),
  );
  const meetings = lines.map((one): OwnMeeting => {
    const room = rooms.get(one.id);
    return { ...one, permission: room ? permission(room, one.recordingId === null ? null : one) : one.erasedAt ? 'erased' : 'planned' };
  });
  const asked = meetings.flatMap((one) => {
    const room = rooms.get(one.id);
    return room && !underWay.has(one.id) ? ownRoom(one, room, today) : [];
  });
  const filmed = meetings.filter((one) => one.processing !== 'failed' || !underWay.has(one.id));
  const steps = nextSteps(asIfEntered(known, today), filmed.flatMap(ownRecording), today, asked);
  return { ...journey, facts: known, meetings, steps, nextSession: sessions[0] ?? null };
}
