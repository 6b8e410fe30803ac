import { addDays, localDate } from '../domain/calendar/dates.js';
import type { EnrolmentFacts } from '../domain/certification/facts.js';
import { reminderDays } from '../domain/desk/reminder.js';
import { attestBy, lastQuarter, quarterSpan } from '../domain/supervision/attestation.js';
import { signBy } from '../domain/supervision/deadline.js';
import { listUnattested } from '../store/attestation.js';
import { listDaysToEnter, listFollowedTrainees, listUnopened } from '../store/coordination.js';
import { listCohortsFor } from '../store/cohort.js';
import { listGroupsNow, listOpenSeatsOf } from '../store/desk.js';
import { factsFor } from '../store/enrolment-facts.js';
import { listReminders, type ReminderLine, type SessionMatter } from '../store/reminder.js';
import { listUnsigned } from '../store/supervision.js';
import { listOpenObjections } from '../store/supervision-objection.js';
import { unlessChanged } from '../store/unless-changed.js';
import { accountLine, dayLine, seatLine, traineeLine, type DeskLine, type DeskTools, type DeskTrainee } from './desk-words.js';
import { byGroup, objectionLine, quarterLine, signatureLine } from './desk-hours.js';
import type { Visit } from './guard.js';

export type DeskVisit = Pick<Visit<unknown>, 'house' | 'viewer' | 'today' | 'now' | 't' | 'fmt' | 'lang'>;

export interface Desk {
  /** Everything that waits, the oldest first. */
  lines: DeskLine[];
  trainees: DeskTrainee[];
  facts: Map<number, EnrolmentFacts>;
  /** Every cohort she is appointed to, the newest first. */
  cohorts: { id: number; name: string }[];
}

/** A reminder made after this instant still holds back the next one. */
export const remindedSince = (today: string): string => `${addDays(today, -reminderDays)}T23:59:59.999Z`;

const byMatter = (reminders: ReminderLine[]) => {
  const known = new Map(reminders.map((one) => [`${one.enrolmentId ?? ''} ${one.sessionId ?? ''} ${one.what}`, one]));
  return {
    trainee: (enrolmentId: number) => (what: string) => known.get(`${enrolmentId}  ${what}`),
    session: (sessionId: number, what: SessionMatter) => known.get(` ${sessionId} ${what}`),
  };
};

async function readHours({ house: { db }, viewer, today }: DeskVisit) {
  const by = { coordinatorId: viewer.id };
  const quarter = lastQuarter(today);
  const [unsigned, objections, unattested] = await Promise.all([
    listUnsigned(db, by, today),
    listOpenObjections(db, by),
    attestBy(quarter) < today ? listUnattested(db, by, quarter, quarterSpan(quarter)) : [],
  ]);
  return {
    quarter,
    unsigned: unsigned.filter(({ onDate }) => signBy(onDate) < today),
    objections,
    // What cannot be signed yet has its own line: the session or the objection that holds it back.
    quarters: byGroup(unattested.filter(({ held }) => !held)),
  };
}

async function readDesk(visit: DeskVisit) {
  const { viewer, today, now } = visit;
  const { db } = visit.house;
  const [cohorts, followed, groups, days, hours, seats, unopened, reminders] = await Promise.all([
    listCohortsFor(db, viewer.id),
    listFollowedTrainees(db, viewer.id),
    listGroupsNow(db, viewer.id),
    listDaysToEnter(db, viewer.id, today),
    readHours(visit),
    listOpenSeatsOf(db, viewer.id, today),
    listUnopened(db, viewer.id, now),
    listReminders(db, viewer.id, remindedSince(today)),
  ]);
  const groupOf = new Map(groups.map(({ enrolmentId, groupId }) => [enrolmentId, groupId]));
  const trainees = followed.map((one): DeskTrainee => ({ ...one, groupId: groupOf.get(one.enrolmentId) ?? null }));
  const facts = await factsFor(
    db,
    trainees.map(({ enrolmentId }) => enrolmentId),
  );
  return { cohorts, trainees, facts, days, hours, seats, unopened, reminders };
}

async function makeDesk(visit: DeskVisit): Promise<Desk> {
  const tools: DeskTools = { t: visit.t, fmt: visit.fmt, lang: visit.lang, today: visit.today, viewerId: visit.viewer.id };
  const read = await readDesk(visit);
  const former = byMatter(read.reminders);
  const account = accountLine(tools, read.unopened, (instant) => localDate(new Date(instant)));
  const { unsigned, objections, quarters, quarter } = read.hours;
  const ofHours = [
    ...unsigned.map((session) => signatureLine(tools, session, former.session(session.id, 'signature'))),
    ...objections.map((one) => objectionLine(tools, one, former.session(one.sessionId, 'objection'))),
    ...quarters.map((rows) => quarterLine(tools, quarter, rows, former.session(rows[0]!.lastSessionId, 'attestation'))),
  ];
  const lines = [
    ...read.days.map((day) => dayLine(tools, day)),
    ...ofHours.map((line) => ({ ...line, cohortName: read.cohorts.find(({ id }) => id === line.cohortId)?.name ?? '' })),
    ...read.trainees.flatMap((one) => traineeLine(tools, one, read.facts.get(one.enrolmentId)!, former.trainee(one.enrolmentId)) ?? []),
    ...read.seats.map((seats) => seatLine(tools, seats)),
    ...(account ? [account] : []),
  ];
  return { lines: lines.sort((a, b) => a.since.localeCompare(b.since)), trainees: read.trainees, facts: read.facts, cohorts: read.cohorts };
}

/** What waits for a coordinator over all her cohorts. Worked out once for each commit, day and hour. */
export const deskOf = (visit: DeskVisit): Promise<Desk> =>
  unlessChanged(visit.house.db, `desk ${visit.viewer.id} ${visit.lang} ${visit.today} ${visit.now.toISOString().slice(0, 13)}`, () =>
    makeDesk(visit),
  );
