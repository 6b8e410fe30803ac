import type { CaseAssessor, CaseFacts, EnrolmentFacts, SeatDay } from '../domain/certification/facts.js';
import type { LaterRules } from '../domain/certification/rules.js';
import type { Rules } from '../domain/certification/rules.js';
import { effectiveScope } from '../domain/consent/effective-scope.js';
import { rulesOfBody } from '../domain/programme/asked-rules.js';
import type { ProgrammeBody } from '../domain/programme/programme.js';
import type { SupervisionKind } from '../domain/supervision/kinds.js';
import type { Counted } from '../domain/supervision/quota.js';
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

/** Signed sessions are what was offered, planned ones what is booked, while a member. */
const sessionsOf = (memberships: string | null, sessions: SharedRows['sessions']) =>
  unpack(memberships, ([groupId, from, to]) =>
    unpack(sessions.get(Number(groupId)), sessionOf).filter(({ onDate }) => onDate >= from! && (!to || onDate < to)),
  )
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

function factsOf(row: FactRow, rules: Rules, shared: SharedRows, covered: Set<number>): EnrolmentFacts {
  const laterRules = laterOf(row, shared);
  const held = sessionsOf(row.memberships, shared.sessions);
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

/** Facts already made of the very same rows. They are read often and change seldom; nothing but equal rows ever gives old facts. */
const made = new WeakMap<Rules, Map<number, { of: string; facts: EnrolmentFacts }>>();
const mostKept = 5000;

function remembered(row: FactRow, rules: Rules, shared: SharedRows, covered: Set<number>): EnrolmentFacts {
  const groups = unpack(row.memberships, ([groupId]) => shared.sessions.get(Number(groupId)));
  const open = unpack(row.cases, caseOf).map(({ meetingId }) => meetingId !== null && covered.has(meetingId));
  const { body: _, ...rest } = row;
  const later = shared.later.get(row.versionId);
  const of = [...Object.values(rest), shared.days.get(row.cohortId), ...groups, ...open, later].join('\n');
  const kept = made.get(rules) ?? new Map<number, { of: string; facts: EnrolmentFacts }>();
  made.set(rules, kept);
  const known = kept.get(row.id);
  if (known?.of === of) return known.facts;
  if (kept.size >= mostKept) kept.clear();
  const facts = Object.freeze(factsOf(row, rules, shared, covered));
  kept.set(row.id, { of, facts });
  return facts;
}

async function readFacts(db: Reader, which: Which): Promise<Map<number, EnrolmentFacts>> {
  const { rows, shared } = await findFactRows(db, which);
  const covered = await findCovered(db, rows);
  const rules = new Map(rows.flatMap(({ versionId, body }) => (body === null ? [] : [[versionId, rulesOf(body)]])));
  return new Map(rows.map((row) => [row.id, remembered(row, rules.get(row.versionId)!, shared, covered)]));
}

const factsWhere = (db: Reader, which: Which): Promise<Map<number, EnrolmentFacts>> =>
  unlessChanged(db, `facts ${JSON.stringify(which)}`, () => readFacts(db, which));

/** The facts the rules ask about, of many enrolments in three statements at most. Facts of unchanged rows are the same object again. */
export const factsFor = async (db: Reader, enrolmentIds: number[]): Promise<Map<number, EnrolmentFacts>> =>
  enrolmentIds.length === 0 ? new Map() : factsWhere(db, enrolmentIds);

/** The same for everyone of a cohort. */
export const factsOfCohort = (db: Reader, cohortId: number): Promise<Map<number, EnrolmentFacts>> => factsWhere(db, { cohortId });
