import { among } from './among.js';
import type { Reader } from './database.js';
import { packed, packedInner } from './packed.js';

/** One enrolment as it comes from the database, its tables packed. */
export interface FactRow {
  id: number;
  personId: number;
  municipalityId: number;
  enrolledOn: string;
  cohortId: number;
  versionId: number;
  /** Only on the first row of each version: it is long, and the same for all of them. */
  body: string | null;
  issuedOn: string | null;
  withdrawnAt: string | null;
  memberships: string | null;
  presences: string | null;
  lines: string | null;
  events: string | null;
  meetings: string | null;
  selfAssessments: string | null;
  cases: string | null;
  seats: string | null;
  decisions: string | null;
}

const ratings = packedInner(['t.element', 't.level?'], 'rating t WHERE t.assessor_id = a.id AND a.locked_at IS NOT NULL', 't.element');

const cases = packed(
  [
    ...['c.id', 'c.attempt', 'c.route', 'c.recording_id?', 'c.observed_minutes?', 'c.requested_on', 'c.closed_on?', 'c.closed_why?'],
    ...['r.duration_ms?', 'r.erased_why?', 'r.meeting_id?'],
  ],
  'assessment_case c LEFT JOIN recording r ON r.id = c.recording_id WHERE c.enrolment_id = e.id',
  'c.attempt',
);
const lines = packed(
  ['s.on_date', 'l.minutes', 'l.kind', 'l.online'],
  'supervision_line l JOIN supervision_session s ON s.id = l.session_id WHERE l.enrolment_id = e.id',
);
const meetings = packed(
  ['n.on_date', 'n.role', 'n.course', 'n.municipality_id'],
  'network_meeting n WHERE n.enrolment_id = e.id AND n.removed_at IS NULL',
);
const heldOn = '(SELECT h.on_date FROM training_day h WHERE h.id = a.held_day_id)';
const presences = packed(
  ['a.id', 'a.training_day_id', 'a.presence', 'a.conversation?', 'a.minutes?', 'a.planned_minutes?', `${heldOn}?`],
  'attendance a WHERE a.enrolment_id = e.id',
);
const seats = packed(
  ['a.case_id', 'a.person_id', 'a.slot', 'a.locked_at?', `${ratings}?`],
  'assessor a JOIN assessment_case c ON c.id = a.case_id WHERE c.enrolment_id = e.id',
  'a.id',
);

const select = `SELECT e.id, e.person_id AS "personId", e.municipality_id AS "municipalityId", e.enrolled_on AS "enrolledOn",
    e.cohort_id AS "cohortId", v.id AS "versionId", CASE WHEN ROW_NUMBER() OVER (PARTITION BY v.id ORDER BY e.id) = 1 THEN v.body END AS "body",
    x.issued_on AS "issuedOn", x.withdrawn_at AS "withdrawnAt",
    ${packed(['m.group_id', 'm.from_date', 'm.to_date?'], 'group_member m WHERE m.enrolment_id = e.id', 'm.id')} AS "memberships",
    ${presences} AS "presences",
    ${lines} AS "lines",
    ${packed(['w.kind', 'w.on_date'], 'enrolment_event w WHERE w.enrolment_id = e.id', 'w.on_date, w.id')} AS "events",
    ${meetings} AS "meetings",
    ${packed(['q.delivered_on'], 'self_assessment q WHERE q.enrolment_id = e.id', 'q.delivered_on')} AS "selfAssessments",
    ${cases} AS "cases", ${seats} AS "seats",
    ${packed(['g.case_id?', 'g.decision', 'g.decided_on'], 'certification_decision g WHERE g.enrolment_id = e.id', 'g.decided_on, g.id')} AS "decisions"
  FROM enrolment e JOIN programme_version v ON v.id = e.programme_version_id LEFT JOIN certificate x ON x.enrolment_id = e.id`;

/** What a whole session gives, in whole fives: the same as the domain's `wholeSession`. */
export const sessionMinutes = '(s.ends_at - s.starts_at - s.break_minutes + s.clock_shift) / 5 * 5';

const days = packed(
  ['d.id', 'd.kind', 'd.code', 'd.day', 'd.on_date'],
  'training_day d WHERE d.cohort_id = c.id AND d.cancelled_at IS NULL',
  'd.on_date, d.id',
);
const sessions = packed(
  ['s.on_date', sessionMinutes, 's.state', 's.online'],
  `supervision_session s WHERE s.group_id = g.id AND s.state <> 'cancelled' AND s.kind = 'group'`,
  's.on_date, s.id',
);

const later = packed(
  ['n.in_force_from', 'n.body'],
  `programme_version n WHERE n.code = v.code AND n.version > v.version
  AND NOT EXISTS (SELECT 1 FROM programme_withdrawal w WHERE w.version_id = n.id)`,
  'n.version',
);

export interface SharedRows {
  /** Packed days by cohort. */
  days: Map<number, string | null>;
  /** Packed sessions by group. */
  sessions: Map<number, string | null>;
  /** Packed later versions by the version of the enrolment. */
  later: Map<number, string | null>;
}

/** Which enrolments: by id, or everyone of some cohorts. */
export type Which = number[] | { cohortIds: number[] };

const condition = (which: Which): { sql: string; bind: number[] } =>
  Array.isArray(which)
    ? { sql: `e.id IN (${among(which)})`, bind: which }
    : { sql: `e.cohort_id IN (${among(which.cohortIds)})`, bind: which.cohortIds };

/** What many enrolments share: the days of their cohorts, the sessions of their groups, and later versions of their programme. */
async function findShared(db: Reader, { sql, bind }: { sql: string; bind: number[] }): Promise<SharedRows> {
  const rows = await db.rows<{ kind: 'days' | 'sessions' | 'later'; id: number; rows: string | null }>(
    `SELECT 'days' AS "kind", c.id, ${days} AS "rows" FROM cohort c WHERE c.id IN (SELECT e.cohort_id FROM enrolment e WHERE ${sql})
     UNION ALL SELECT 'sessions', g.id, ${sessions} FROM supervision_group g
       WHERE g.id IN (SELECT m.group_id FROM group_member m JOIN enrolment e ON e.id = m.enrolment_id WHERE ${sql})
     UNION ALL SELECT 'later', v.id, ${later} FROM programme_version v
       WHERE v.id IN (SELECT e.programme_version_id FROM enrolment e WHERE ${sql})`,
    bind,
  );
  const of = (kind: string) => new Map(rows.filter((row) => row.kind === kind).map((row) => [row.id, row.rows]));
  return { days: of('days'), sessions: of('sessions'), later: of('later') };
}

/** Two statements, however many enrolments. */
export async function findFactRows(db: Reader, which: Which): Promise<{ rows: FactRow[]; shared: SharedRows }> {
  const { sql, bind } = condition(which);
  const [rows, shared] = await Promise.all([db.rows<FactRow>(`${select} WHERE ${sql} ORDER BY e.id`, bind), findShared(db, { sql, bind })]);
  return { rows, shared };
}
