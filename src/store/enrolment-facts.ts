import type { CaseAssessor, CaseFacts, EnrolmentFacts, SeatDay } from '../domain/certification/facts.js';
import { effectiveScope } from '../domain/consent/effective-scope.js';
import { meetingLeaderRules } from '../domain/certification/rules.js';
import type { ProgrammeBody } from '../domain/programme/programme.js';
import { findRooms } from './consent.js';
import type { Reader } from './database.js';

/** Rows of one statement, by enrolment. */
type Grouped<T> = Map<number, T[]>;

const grouped = <T extends { enrolmentId: number }>(rows: T[]): Grouped<T> => {
  const map: Grouped<T> = new Map();
  for (const row of rows) {
    const known = map.get(row.enrolmentId);
    if (known) known.push(row);
    else map.set(row.enrolmentId, [row]);
  }
  return map;
};

interface HeadRow {
  id: number;
  personId: number;
  municipalityId: number;
  enrolledOn: string;
  body: string;
  issuedOn: string | null;
  withdrawnAt: string | null;
}

const head = `SELECT e.id, e.person_id AS "personId", e.municipality_id AS "municipalityId", e.enrolled_on AS "enrolledOn", v.body,
    c.issued_on AS "issuedOn", c.withdrawn_at AS "withdrawnAt"
  FROM enrolment e JOIN programme_version v ON v.id = e.programme_version_id LEFT JOIN certificate c ON c.enrolment_id = e.id`;

const days = `SELECT e.id AS "enrolmentId", d.kind, d.code, d.day, d.on_date AS "onDate", a.presence, a.conversation
  FROM enrolment e JOIN training_day d ON d.cohort_id = e.cohort_id
  LEFT JOIN attendance a ON a.id = (SELECT MAX(x.id) FROM attendance x WHERE x.training_day_id = d.id AND x.enrolment_id = e.id)`;

/** Signed sessions are what was offered, planned ones what is booked, while a member. */
const sessions = `SELECT m.enrolment_id AS "enrolmentId", s.on_date AS "onDate", s.ends_at - s.starts_at - s.break_minutes AS minutes, s.state
  FROM group_member m JOIN supervision_session s ON s.group_id = m.group_id AND s.on_date >= m.from_date AND (m.to_date IS NULL OR s.on_date < m.to_date)`;

const lines = `SELECT l.enrolment_id AS "enrolmentId", s.on_date AS "onDate", l.minutes
  FROM supervision_line l JOIN supervision_session s ON s.id = l.session_id`;

const meetings = `SELECT m.enrolment_id AS "enrolmentId", m.on_date AS "onDate", m.role, m.course, m.municipality_id AS "municipalityId" FROM network_meeting m`;

const cases = `SELECT c.enrolment_id AS "enrolmentId", c.id, c.attempt, c.route, c.recording_id AS "recordingId", c.observed_minutes AS "observedMinutes",
    c.requested_on AS "requestedOn", c.closed_on AS "closedOn", c.closed_why AS "closedWhy", r.duration_ms AS "durationMs", r.erased_why AS "erasedWhy",
    r.meeting_id AS "meetingId"
  FROM assessment_case c LEFT JOIN recording r ON r.id = c.recording_id`;

const seats = `SELECT c.enrolment_id AS "enrolmentId", c.id AS "caseId", a.id AS "assessorId", a.person_id AS "personId", a.slot, a.locked_at AS "lockedAt",
    t.element, t.level
  FROM assessment_case c JOIN assessor a ON a.case_id = c.id LEFT JOIN rating t ON t.assessor_id = a.id AND a.locked_at IS NOT NULL`;

interface CaseRow extends Omit<CaseFacts, 'assessors' | 'minutes' | 'consentValid'> {
  enrolmentId: number;
  observedMinutes: number | null;
  durationMs: number | null;
  erasedWhy: string | null;
  meetingId: number | null;
}

interface SeatRow {
  enrolmentId: number;
  caseId: number;
  assessorId: number;
  personId: number;
  slot: CaseAssessor['slot'];
  lockedAt: string | null;
  element: number | null;
  level: number | null;
}

function assessorsOf(rows: SeatRow[], caseId: number): CaseAssessor[] {
  const made = new Map<number, CaseAssessor>();
  for (const row of rows.filter((one) => one.caseId === caseId)) {
    const known = made.get(row.assessorId) ?? {
      personId: row.personId,
      slot: row.slot,
      lockedOn: row.lockedAt?.slice(0, 10) ?? null,
      ratings: [],
    };
    if (row.element !== null) known.ratings.push({ element: row.element, level: row.level });
    made.set(row.assessorId, known);
  }
  return [...made.values()];
}

/** K9: a film erased by its date stays lawful evidence; otherwise everyone's answers decide as they stand. */
const asCase = (row: CaseRow, seatRows: SeatRow[], covered: (meetingId: number) => boolean): CaseFacts => ({
  id: row.id,
  attempt: row.attempt,
  route: row.route,
  recordingId: row.recordingId,
  minutes: row.route === 'observation' ? row.observedMinutes : row.durationMs === null ? null : Math.floor(row.durationMs / 60_000),
  requestedOn: row.requestedOn,
  closedOn: row.closedOn,
  closedWhy: row.closedWhy,
  consentValid:
    row.meetingId === null ||
    row.erasedWhy === 'certified' ||
    row.erasedWhy === 'age' ||
    (row.erasedWhy === null && covered(row.meetingId)),
  assessors: assessorsOf(seatRows, row.id),
});

/** The facts the rules ask about, of many enrolments with a constant number of statements. */
export async function factsFor(db: Reader, enrolmentIds: number[]): Promise<Map<number, EnrolmentFacts>> {
  if (enrolmentIds.length === 0) return new Map();
  const places = `(${enrolmentIds.map((_, index) => `$${index + 1}`).join(', ')})`;
  const ask = async <T extends { enrolmentId: number }>(sql: string) => grouped(await db.rows<T>(sql, enrolmentIds));
  const [heads, dayRows, sessionRows, lineRows, eventRows, meetingRows, selfRows, caseRows, seatRows, decisionRows] = await Promise.all([
    db.rows<HeadRow>(`${head} WHERE e.id IN ${places}`, enrolmentIds),
    ask<SeatDay & { enrolmentId: number }>(`${days} WHERE e.id IN ${places} ORDER BY d.on_date, d.id`),
    ask<{ enrolmentId: number; onDate: string; minutes: number; state: string }>(
      `${sessions} WHERE m.enrolment_id IN ${places} ORDER BY s.on_date`,
    ),
    ask<{ enrolmentId: number; onDate: string; minutes: number }>(`${lines} WHERE l.enrolment_id IN ${places} ORDER BY s.on_date, l.id`),
    ask<EnrolmentFacts['events'][number] & { enrolmentId: number }>(
      `SELECT enrolment_id AS "enrolmentId", kind, on_date AS "onDate" FROM enrolment_event WHERE enrolment_id IN ${places} ORDER BY on_date, id`,
    ),
    ask<{ enrolmentId: number; onDate: string; role: string; course: string; municipalityId: number }>(
      `${meetings} WHERE m.removed_at IS NULL AND m.enrolment_id IN ${places} ORDER BY m.on_date`,
    ),
    ask<{ enrolmentId: number; deliveredOn: string }>(
      `SELECT enrolment_id AS "enrolmentId", delivered_on AS "deliveredOn" FROM self_assessment WHERE enrolment_id IN ${places} ORDER BY delivered_on`,
    ),
    ask<CaseRow>(`${cases} WHERE c.enrolment_id IN ${places} ORDER BY c.attempt`),
    ask<SeatRow>(`${seats} WHERE c.enrolment_id IN ${places} ORDER BY a.id, t.element`),
    ask<EnrolmentFacts['decisions'][number] & { enrolmentId: number }>(
      `SELECT enrolment_id AS "enrolmentId", case_id AS "caseId", decision, decided_on AS "decidedOn" FROM certification_decision
       WHERE enrolment_id IN ${places} ORDER BY decided_on, id`,
    ),
  ]);
  const alive = [...caseRows.values()].flat().filter(({ meetingId, erasedWhy }) => meetingId !== null && erasedWhy === null);
  const rooms = await findRooms(db, [...new Set(alive.map(({ meetingId }) => meetingId!))]);
  const covered = (meetingId: number) => {
    const room = rooms.get(meetingId);
    return room !== undefined && effectiveScope(room).has('assessment');
  };
  return new Map(
    heads.map(({ id, body, issuedOn, withdrawnAt, ...rest }) => {
      const program = JSON.parse(body) as ProgrammeBody;
      const held = sessionRows.get(id) ?? [];
      const facts: EnrolmentFacts = {
        enrolmentId: id,
        ...rest,
        rules: program.rules ?? meetingLeaderRules,
        events: eventRows.get(id) ?? [],
        days: dayRows.get(id) ?? [],
        offered: held.filter(({ state }) => state === 'signed'),
        booked: held.filter(({ state }) => state === 'planned' || state === 'draft'),
        lines: lineRows.get(id) ?? [],
        meetings: (meetingRows.get(id) ?? []).map(({ role, ...meeting }) => ({ ...meeting, led: role !== 'participant' })),
        selfAssessments: selfRows.get(id) ?? [],
        cases: (caseRows.get(id) ?? []).map((row) => asCase(row, seatRows.get(id) ?? [], covered)),
        decisions: decisionRows.get(id) ?? [],
        certificate: issuedOn === null ? null : { issuedOn, withdrawnOn: withdrawnAt?.slice(0, 10) ?? null },
      };
      return [id, facts];
    }),
  );
}
