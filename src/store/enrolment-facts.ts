import { hash } from 'node:crypto';
import type { CaseAssessor, CaseFacts, EnrolmentFacts, SeatDay } from '../domain/certification/facts.js';
import type { LaterRules } from '../domain/certification/rules.js';
import type { Rules } from '../domain/certification/rules.js';
import { effectiveScope } from '../domain/consent/effective-scope.js';
import { rulesOfBody } from '../domain/programme/asked-rules.js';
import type { ProgrammeBody } from '../domain/programme/programme.js';
import type { SupervisionKind } from '../domain/supervision/kinds.js';
import type { Counted } from '../domain/supervision/quota.js';
import { perCohort, type CohortRevision } from './cohort-revision.js';
import { findRooms } from './consent.js';
import type { Reader } from './database.js';
import { findFactRows, type FactRow, type SharedRows, type Which } from './fact-rows.js';
import { unlessChanged } from './unless-changed.js';
import { numberOrNull, orNull, unpack, unpackInner } from './packed.js';

type Seat = CaseAssessor & { caseId: number };

const seatOf = ([caseId, personId, slot, lockedAt, ratings]: string[]): Seat => ({
  caseId: Number(caseId),
  personId: Number(personId),
  slot: slot as CaseAssessor['slot'],
  lockedOn: orNull(lockedAt)?.slice(0, 10) ?? null,
  ratings: unpackInner(ratings, ([element, level]) => ({ element: Number(element), level: numberOrNull(level) })),
});

interface CaseRow extends Omit<CaseFacts, 'assessors' | 'consentValid'> {
  erasedWhy: string | null;
  meetingId: number | null;
}

function caseOf(fields: string[]): CaseRow {
  const [id, attempt, route, recordingId, observed, requestedOn, closedOn, closedWhy, durationMs, erasedWhy, meetingId] = fields;
  const length = numberOrNull(durationMs);
  return {
    id: Number(id),
    attempt: Number(attempt),
    route: route as CaseFacts['route'],
    recordingId: numberOrNull(recordingId),
    minutes: route === 'observation' ? numberOrNull(observed) : length === null ? null : Math.floor(length / 60_000),
    requestedOn: requestedOn!,
    closedOn: orNull(closedOn),
    closedWhy: orNull(closedWhy) as CaseFacts['closedWhy'],
    erasedWhy: orNull(erasedWhy),
    meetingId: numberOrNull(meetingId),
  };
}

/** The last line written for a day is in force. */
function daysOf(days: string | null | undefined, presences: string | null): SeatDay[] {
  const lines = unpack(presences, ([id, day, presence, conversation, minutes, planned, heldOn]) => ({
    ...{ id: Number(id), day: day!, presence, conversation },
    time: minutes && planned ? { minutes: Number(minutes), planned: Number(planned) } : null,
    heldOn: orNull(heldOn),
  }));
  const inForce = new Map(lines.sort((a, b) => a.id - b.id).map((one) => [one.day, one]));
  return unpack(days, ([id, kind, code, day, onDate]) => ({
    kind: kind as SeatDay['kind'],
    code: code!,
    day: Number(day),
    onDate: onDate!,
    presence: (inForce.get(id!)?.presence ?? null) as SeatDay['presence'],
    conversation: orNull(inForce.get(id!)?.conversation) as SeatDay['conversation'],
    time: inForce.get(id!)?.time ?? null,
    heldOn: inForce.get(id!)?.heldOn ?? null,
  }));
}

const sessionOf = ([onDate, minutes, state, online]: string[]) => ({
  onDate: onDate!,
  minutes: Number(minutes),
  state,
  online: online === 'everyone',
});

/** A group's sessions are the same for all its members. */
const sessionsIn = (shared: SharedRows) => {
  const made = new Map<number, ReturnType<typeof sessionOf>[]>();
  return (groupId: number) => {
    const known = made.get(groupId) ?? unpack(shared.sessions.get(groupId), sessionOf);
    made.set(groupId, known);
    return known;
  };
};

/** Signed sessions are what was offered, planned ones what is booked, while a member. */
const sessionsOf = (memberships: string | null, sessions: ReturnType<typeof sessionsIn>) =>
  unpack(memberships, ([groupId, from, to]) => sessions(Number(groupId)).filter(({ onDate }) => onDate >= from! && (!to || onDate < to)))
    .flat()
    .sort((a, b) => a.onDate.localeCompare(b.onDate));

/** K9: a film erased by its date stays lawful evidence; otherwise everyone's answers decide as they stand. */
const validConsent = ({ meetingId, erasedWhy }: CaseRow, covered: Set<number>): boolean =>
  meetingId === null || erasedWhy === 'certified' || erasedWhy === 'age' || (erasedWhy === null && covered.has(meetingId));

const lineOf = ([onDate, minutes, kind, online]: string[]): Counted => ({
  onDate: onDate!,
  minutes: Number(minutes),
  kind: kind as SupervisionKind,
  online: online === '1',
});

const rulesByBody = new Map<string, Rules>();
const rulesOf = (body: string): Rules => {
  const known = rulesByBody.get(body) ?? rulesOfBody(JSON.parse(body) as ProgrammeBody);
  rulesByBody.set(body, known);
  return known;
};

/** Later versions of the programme, each with the day it came into force. */
const laterOf = ({ versionId }: FactRow, { later }: SharedRows): LaterRules[] =>
  unpack(later.get(versionId), ([inForceFrom, body]) => ({ inForceFrom: inForceFrom!, rules: rulesOf(body!) }));

interface Around {
  shared: SharedRows;
  sessions: ReturnType<typeof sessionsIn>;
  covered: Set<number>;
}

function factsOf(row: FactRow, rules: Rules, { shared, sessions, covered }: Around): EnrolmentFacts {
  const laterRules = laterOf(row, shared);
  const held = sessionsOf(row.memberships, sessions);
  const seats = unpack(row.seats, seatOf);
  return {
    enrolmentId: row.id,
    personId: row.personId,
    municipalityId: row.municipalityId,
    enrolledOn: row.enrolledOn,
    rules,
    ...(laterRules.length > 0 ? { laterRules } : {}),
    events: unpack(row.events, ([kind, onDate]) => ({ kind: kind as EnrolmentFacts['events'][number]['kind'], onDate: onDate! })),
    days: daysOf(shared.days.get(row.cohortId), row.presences),
    offered: held.filter(({ state }) => state === 'signed'),
    booked: held.filter(({ state }) => state !== 'signed'),
    lines: unpack(row.lines, lineOf),
    meetings: unpack(row.meetings, ([onDate, role, course, municipalityId]) => ({
      onDate: onDate!,
      led: role !== 'participant',
      course: course!,
      municipalityId: Number(municipalityId),
    })),
    selfAssessments: unpack(row.selfAssessments, ([deliveredOn]) => ({ deliveredOn: deliveredOn! })),
    cases: unpack(row.cases, caseOf).map(({ erasedWhy, meetingId, ...one }) => ({
      ...one,
      consentValid: validConsent({ ...one, erasedWhy, meetingId }, covered),
      assessors: seats.filter(({ caseId }) => caseId === one.id).map(({ caseId: _, ...seat }) => seat),
    })),
    decisions: unpack(row.decisions, ([caseId, decision, decidedOn]) => ({
      caseId: numberOrNull(caseId),
      decision: decision as EnrolmentFacts['decisions'][number]['decision'],
      decidedOn: decidedOn!,
    })),
    certificate: row.issuedOn === null ? null : { issuedOn: row.issuedOn, withdrawnOn: row.withdrawnAt?.slice(0, 10) ?? null },
  };
}

/** Meetings whose films wait for an assessment and may be used for it by everyone's answers. */
async function findCovered(db: Reader, rows: FactRow[]): Promise<Set<number>> {
  const alive = rows
    .flatMap(({ cases }) => unpack(cases, caseOf))
    .flatMap(({ meetingId, erasedWhy }) => (meetingId !== null && erasedWhy === null ? [meetingId] : []));
  const rooms = await findRooms(db, [...new Set(alive)]);
  return new Set([...rooms].filter(([, room]) => effectiveScope(room).has('assessment')).map(([meetingId]) => meetingId));
}

/** Facts already made of the very same rows, known by their SHA-256. They are read often and change seldom. */
const made = new WeakMap<Rules, Map<number, { of: string; facts: EnrolmentFacts }>>();
const mostKept = 5000;

function remembered(row: FactRow, rules: Rules, around: Around): EnrolmentFacts {
  const { shared, covered } = around;
  const groups = unpack(row.memberships, ([groupId]) => shared.sessions.get(Number(groupId)));
  const open = unpack(row.cases, caseOf).map(({ meetingId }) => meetingId !== null && covered.has(meetingId));
  const { body: _, ...rest } = row;
  const later = shared.later.get(row.versionId);
  const of = hash('sha256', [...Object.values(rest), shared.days.get(row.cohortId), ...groups, ...open, later].join('\n'), 'base64');
  const kept = made.get(rules) ?? new Map<number, { of: string; facts: EnrolmentFacts }>();
  made.set(rules, kept);
  const known = kept.get(row.id);
  if (known?.of === of) return known.facts;
  if (kept.size >= mostKept) kept.clear();
  const facts = Object.freeze(factsOf(row, rules, around));
  kept.set(row.id, { of, facts });
  return facts;
}

async function readFacts(db: Reader, which: Which): Promise<{ cohortId: number; facts: EnrolmentFacts }[]> {
  const { rows, shared } = await findFactRows(db, which);
  const around = { shared, sessions: sessionsIn(shared), covered: await findCovered(db, rows) };
  const rules = new Map(rows.flatMap(({ versionId, body }) => (body === null ? [] : [[versionId, rulesOf(body)]])));
  return rows.map((row) => ({ cohortId: row.cohortId, facts: remembered(row, rules.get(row.versionId)!, around) }));
}

export type FactsByEnrolment = Map<number, EnrolmentFacts>;

const byEnrolment = (read: { facts: EnrolmentFacts }[]): FactsByEnrolment => new Map(read.map(({ facts }) => [facts.enrolmentId, facts]));

/** The facts the rules ask about, of many enrolments in three statements at most. Facts of unchanged rows are the same object again. */
export const factsFor = async (db: Reader, enrolmentIds: number[]): Promise<FactsByEnrolment> =>
  enrolmentIds.length === 0
    ? new Map()
    : unlessChanged(db, `facts ${enrolmentIds.join(' ')}`, async () => byEnrolment(await readFacts(db, enrolmentIds)));

/** The same for everyone of each cohort, read anew of those where something was committed. */
export const factsOfCohorts = (
  db: Reader,
  cohorts: Pick<CohortRevision, 'cohortId' | 'revision'>[],
): Promise<Map<number, FactsByEnrolment>> =>
  perCohort(db, { what: 'facts' }, cohorts, async (cohortIds) => {
    const read = await readFacts(db, { cohortIds });
    return new Map(cohortIds.map((id) => [id, byEnrolment(read.filter(({ cohortId }) => cohortId === id))]));
  });

export const factsOfCohort = async (db: Reader, { id, revision }: { id: number; revision: number }): Promise<FactsByEnrolment> =>
  (await factsOfCohorts(db, [{ cohortId: id, revision }])).get(id)!;
