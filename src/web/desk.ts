import { addDays } from '../domain/calendar/dates.js';
import { reminderDays } from '../domain/desk/reminder.js';
import { attestBy } from '../domain/supervision/attestation.js';
import { signBy } from '../domain/supervision/deadline.js';
import { listCohortRevisions, overCohorts, perCohort, type CohortRevision } from '../store/cohort-revision.js';
import { listDaysToEnter, listTraineesIn, listUnopenedIn, type UnopenedIn } from '../store/coordination.js';
import { listGroupsNow, listOpenSeatsIn } from '../store/desk.js';
import { factsOfCohorts, type FactsByEnrolment } from '../store/enrolment-facts.js';
import { listRemindersIn, type ReminderLine, type SessionMatter } from '../store/reminder.js';
import { unlessChanged } from '../store/unless-changed.js';
import { accountLine, bySince, dayLine, seatLine, traineeLine, type DeskLine, type DeskTools, type DeskTrainee } from './desk-words.js';
import { objectionLine, oldestOfGroups, quarterLine, signatureLine } from './desk-hours.js';
import type { Visit } from './guard.js';
import { hoursThatWait, type WaitingHours } from './waiting-hours.js';

export type DeskVisit = Pick<Visit<unknown>, 'house' | 'viewer' | 'today' | 'now' | 't' | 'fmt' | 'lang'>;

export interface Desk {
  /** Everything that waits, the oldest first. */
  lines: DeskLine[];
  trainees: DeskTrainee[];
  facts: FactsByEnrolment;
  /** Every cohort she is appointed to, the newest first. */
  cohorts: { id: number; name: string }[];
}

/** What is known of one cohort, and what waits in it. */
interface Share {
  trainees: DeskTrainee[];
  facts: FactsByEnrolment;
  lines: DeskLine[];
  unopened: UnopenedIn[];
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

async function readCohorts({ house: { db }, today, now }: DeskVisit, cohorts: CohortRevision[]) {
  const ids = cohorts.map(({ cohortId }) => cohortId);
  const [followed, facts, groups, days, hours, seats, unopened, reminders] = await Promise.all([
    listTraineesIn(db, ids),
    factsOfCohorts(db, cohorts),
    listGroupsNow(db, ids),
    listDaysToEnter(db, ids, today),
    hoursThatWait(db, cohorts, today),
    listOpenSeatsIn(db, ids, today),
    listUnopenedIn(db, ids, now),
    listRemindersIn(db, ids, remindedSince(today)),
  ]);
  const groupOf = new Map(groups.map(({ enrolmentId, groupId }) => [enrolmentId, groupId]));
  const trainees = followed.map((one): DeskTrainee => ({ ...one, groupId: groupOf.get(one.enrolmentId) ?? null }));
  return { trainees, facts, days, hours, seats, unopened, former: byMatter(reminders) };
}

type Read = Awaited<ReturnType<typeof readCohorts>>;

function hoursLines(tools: DeskTools, { unsigned, objections, unattested }: WaitingHours, former: Read['former']): DeskLine[] {
  const late = unsigned.filter(({ onDate }) => signBy(onDate) < tools.today);
  // What cannot be signed yet has its own line: the session or the objection that holds it back.
  const quarters = oldestOfGroups(unattested.filter(({ held, quarter }) => !held && attestBy(quarter) < tools.today));
  return [
    ...late.map((session) => signatureLine(tools, session, former.session(session.id, 'signature'))),
    ...objections.map((one) => objectionLine(tools, one, former.session(one.sessionId, 'objection'))),
    ...quarters.map((one) => quarterLine(tools, one, former.session(one.rows[0]!.lastSessionId, 'attestation'))),
  ];
}

function shareOf(tools: DeskTools, read: Read, { cohortId, cohortName }: CohortRevision): Share {
  const inIt = <T extends { cohortId: number }>(all: T[]) => all.filter((one) => one.cohortId === cohortId);
  const [trainees, facts] = [inIt(read.trainees), read.facts.get(cohortId)!];
  const lines = [
    ...inIt(read.days).map((day) => dayLine(tools, day)),
    ...hoursLines(tools, read.hours.get(cohortId)!, read.former).map((line) => ({ ...line, cohortName })),
    ...trainees.flatMap((one) => traineeLine(tools, one, facts.get(one.enrolmentId)!, read.former.trainee(one.enrolmentId)) ?? []),
    ...inIt(read.seats).map((seats) => seatLine(tools, seats)),
  ];
  return { trainees, facts, lines, unopened: inIt(read.unopened) };
}

/** Everybody once, in Danish order, however many of the cohorts they belong to. */
const oncePerPerson = (unopened: UnopenedIn[]): UnopenedIn[] =>
  [...new Map(unopened.map((one) => [one.personId, one])).values()].sort((a, b) =>
    a.sortKey === b.sortKey ? a.personId - b.personId : a.sortKey < b.sortKey ? -1 : 1,
  );

async function makeDesk(visit: DeskVisit, cohorts: CohortRevision[], question: { what: string; at: string }): Promise<Desk> {
  const tools: DeskTools = { t: visit.t, fmt: visit.fmt, lang: visit.lang, today: visit.today, viewerId: visit.viewer.id };
  const found = await perCohort(visit.house.db, { ...question, what: `share of ${question.what}` }, cohorts, async (ids) => {
    const stale = cohorts.filter(({ cohortId }) => ids.includes(cohortId));
    const read = await readCohorts(visit, stale);
    return new Map(stale.map((one) => [one.cohortId, shareOf(tools, read, one)]));
  });
  const shares = cohorts.map(({ cohortId }) => found.get(cohortId)!);
  const account = accountLine(tools, oncePerPerson(shares.flatMap(({ unopened }) => unopened)));
  return {
    lines: [...shares.flatMap(({ lines }) => lines), ...(account ? [account] : [])].sort(bySince),
    trainees: shares.flatMap(({ trainees }) => trainees),
    facts: new Map(shares.flatMap(({ facts }) => [...facts])),
    cohorts: cohorts.map(({ cohortId, cohortName }) => ({ id: cohortId, name: cohortName })),
  };
}

/**
 * What waits for a coordinator over all her cohorts. Each cohort's share is worked out once for each commit about it, each day and hour; the
 * same desk again is the same object.
 */
export async function deskOf(visit: DeskVisit): Promise<Desk> {
  const { house, viewer, lang, today, now } = visit;
  const cohorts = await unlessChanged(house.db, `cohorts of ${viewer.id}`, () => listCohortRevisions(house.db, viewer.id));
  const question = { what: `desk of ${viewer.id} in ${lang}`, at: `${today} ${now.toISOString().slice(0, 13)}` };
  return overCohorts(house.db, question, cohorts, () => makeDesk(visit, cohorts, question));
}
