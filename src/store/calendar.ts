import type { Person } from '../domain/person/person.js';
import type { Reader } from './database.js';
import { getProgramme, type ProgrammeVersion } from './programme.js';
import { cohorts } from './tables.js';

/** A course day or a supervision session, as a calendar shows it. Nothing about citizens is ever read here. */
export interface CalendarEvent {
  of: 'day' | 'session';
  id: number;
  cohortId: number;
  cohortName: string;
  versionId: number;
  /** Of a day: what it is by the programme. */
  kind: string;
  code: string;
  day: number;
  title: string;
  /** Of a session. */
  groupName: string | null;
  onDate: string;
  startsAt: number;
  endsAt: number;
  place: string;
  cancelled: number;
  sequence: number;
  /** The last change that was told, if there was one. */
  changeId: number | null;
  formerDate: string | null;
  formerFrom: number | null;
  formerTo: number | null;
  formerPlace: string | null;
  reason: string | null;
  changedAt: string | null;
}

const changeColumns = `h.id AS "changeId", h.former_date AS "formerDate", h.former_from AS "formerFrom", h.former_to AS "formerTo",
  h.former_place AS "formerPlace", h.reason, h.changed_at AS "changedAt"`;

const lastChange = (column: string, of: string) =>
  `LEFT JOIN calendar_change h ON h.id = (SELECT MAX(x.id) FROM calendar_change x WHERE x.${column} = ${of}.id)`;

const days = `SELECT 'day' AS "of", d.id, d.cohort_id AS "cohortId", c.name AS "cohortName", c.programme_version_id AS "versionId", d.kind, d.code,
    d.day, d.title, NULL AS "groupName", d.on_date AS "onDate", d.starts_at AS "startsAt", d.ends_at AS "endsAt", d.place,
    CASE WHEN d.cancelled_at IS NULL THEN 0 ELSE 1 END AS "cancelled", d.sequence, ${changeColumns}
  FROM training_day d JOIN cohort c ON c.id = d.cohort_id ${lastChange('training_day_id', 'd')}`;

const sessions = `SELECT 'session' AS "of", s.id, g.cohort_id AS "cohortId", c.name AS "cohortName", c.programme_version_id AS "versionId", '' AS "kind",
    '' AS "code", 0 AS "day", '' AS "title", g.name AS "groupName", s.on_date AS "onDate", s.starts_at AS "startsAt", s.ends_at AS "endsAt",
    COALESCE(m.name, '') AS "place", CASE WHEN s.state = 'cancelled' THEN 1 ELSE 0 END AS "cancelled", s.sequence, ${changeColumns}
  FROM supervision_session s JOIN supervision_group g ON g.id = s.group_id JOIN cohort c ON c.id = g.cohort_id
    LEFT JOIN municipality m ON m.id = s.host_municipality_id ${lastChange('session_id', 's')}`;

const notStopped = (date: string) =>
  `NOT EXISTS (SELECT 1 FROM enrolment_event v WHERE v.enrolment_id = e.id AND v.kind = 'stopped' AND v.on_date <= ${date})`;

/** Days that are a person's own, by what they are. `$1` is the person. */
const ownDays: Partial<Record<Person['roles'][number], string>> = {
  trainee: `d.cohort_id IN (SELECT e.cohort_id FROM enrolment e WHERE e.person_id = $1 AND e.enrolled_on <= d.on_date AND ${notStopped('d.on_date')})
    OR d.id IN (SELECT u.seat_day_id FROM make_up u JOIN enrolment e ON e.id = u.enrolment_id WHERE e.person_id = $1 AND u.state = 'booked')`,
  coordinator: `d.cohort_id IN (SELECT a.cohort_id FROM appointment a WHERE a.person_id = $1)`,
};
const ownSessions: Partial<Record<Person['roles'][number], string>> = {
  trainee: `s.group_id IN (SELECT x.group_id FROM group_member x JOIN enrolment e ON e.id = x.enrolment_id
    WHERE e.person_id = $1 AND x.from_date <= s.on_date AND (x.to_date IS NULL OR x.to_date > s.on_date) AND ${notStopped('s.on_date')})`,
  supervisor: `g.supervisor_id = $1`,
  coordinator: `g.cohort_id IN (SELECT a.cohort_id FROM appointment a WHERE a.person_id = $1)`,
};

const anyOf = (conditions: Partial<Record<Person['roles'][number], string>>, roles: Person['roles']): string => {
  const own = roles.flatMap((role) => conditions[role] ?? []);
  return own.length === 0 ? '1 = 0' : own.map((one) => `(${one})`).join(' OR ');
};

type Whose = Pick<Person, 'id' | 'roles'>;

export interface Window {
  from: string;
  to: string;
  cohortId?: number | null;
  limit: number;
}

/** What is in a person's calendar between two dates, both counted, the earliest first. */
export const listCalendar = (db: Reader, { id, roles }: Whose, { from, to, cohortId = null, limit }: Window): Promise<CalendarEvent[]> => {
  const dated = (of: string) => `${of}.on_date >= $2 AND ${of}.on_date <= $3`;
  const narrowed = cohortId === null ? 'CAST($4 AS INTEGER) IS NULL' : 'c.id = $4';
  return db.rows<CalendarEvent>(
    `SELECT * FROM (${days} WHERE ${dated('d')} AND ${narrowed} AND (${anyOf(ownDays, roles)})
     UNION ALL ${sessions} WHERE ${dated('s')} AND ${narrowed} AND (${anyOf(ownSessions, roles)})) q
     ORDER BY q."onDate", q."startsAt", q."of", q.id LIMIT $5`,
    [id, from, to, cohortId, limit],
  );
};

/** Changes of the person's calendar that lie ahead and that they have not put aside; never their own. The oldest first. */
export const listUntold = (db: Reader, { id, roles }: Whose, today: string): Promise<CalendarEvent[]> => {
  const ahead = (column: string) =>
    `(SELECT x.${column} FROM calendar_change x WHERE x.${column} IS NOT NULL AND (x.new_date >= $2 OR x.former_date >= $2))`;
  const untold = `h.changed_by <> $1 AND (h.new_date >= $2 OR h.former_date >= $2)
    AND NOT EXISTS (SELECT 1 FROM calendar_change_seen n WHERE n.change_id = h.id AND n.person_id = $1)`;
  return db.rows<CalendarEvent>(
    `SELECT * FROM (${days} WHERE d.id IN ${ahead('training_day_id')} AND ${untold} AND (${anyOf(ownDays, roles)})
     UNION ALL ${sessions} WHERE s.id IN ${ahead('session_id')} AND ${untold} AND (${anyOf(ownSessions, roles)})) q ORDER BY q."changeId"`,
    [id, today],
  );
};

/** The person's enrolment in a cohort on a date, unless it had stopped. */
export const findOwnPlace = async (db: Reader, personId: number, cohortId: number, onDate: string): Promise<number | null> =>
  (
    await db.row<{ id: number }>(
      `SELECT e.id FROM enrolment e WHERE e.person_id = $1 AND e.cohort_id = $2 AND e.enrolled_on <= $3 AND ${notStopped('$3')}`,
      [personId, cohortId, onDate],
    )
  )?.id ?? null;

/** The programme a cohort follows, as its days are called by it. */
export async function findCohortProgramme(db: Reader, cohortId: number): Promise<ProgrammeVersion> {
  const cohort = await db.find(cohorts, { id: cohortId });
  if (!cohort) throw new Error(`cohort ${cohortId} is missing`);
  return getProgramme(db, cohort.programmeVersionId);
}
