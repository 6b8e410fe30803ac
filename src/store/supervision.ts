import { localDate } from '../domain/calendar/dates.js';
import { clockShift } from '../domain/calendar/clock-change.js';
import type { Entered } from '../domain/supervision/correction.js';
import type { OnlineMode, SupervisionKind } from '../domain/supervision/kinds.js';
import type { SessionState } from '../domain/supervision/supervision.js';
import { audit, type Actor } from './audit.js';
import { among } from './among.js';
import type { Reader, Writer } from './database.js';
import { retallyGroup } from './supervision-total.js';
import { fromRow, type RowOf } from './table.js';
import { supervisionGroups, supervisionLines, supervisionSessions } from './tables.js';

/** What was typed about one member before the signature. Times are minutes since midnight. */
export interface DraftRow {
  enrolmentId: number;
  present: boolean;
  from: number;
  to: number;
  remark: string;
  /** By a screen; left out in drafts of before it was asked. */
  online?: boolean;
}

export interface KeptSession extends Omit<RowOf<typeof supervisionSessions>, 'state' | 'draft' | 'kind' | 'online'> {
  state: SessionState;
  kind: SupervisionKind;
  online: OnlineMode;
  draft: { rows: DraftRow[] } | null;
}

/** A session as its own trainees read it. */
export interface SessionOf extends KeptSession {
  groupName: string;
  cohortId: number;
  supervisorId: number;
  supervisorName: string;
  hostName: string | null;
  typedByName: string | null;
}

export interface SessionLine extends SessionOf {
  /** Sum of the signed lines, reversals included. */
  minutes: number;
}

const sessionColumns = `s.id, s.group_id AS "groupId", s.state, s.on_date AS "onDate", s.starts_at AS "startsAt", s.ends_at AS "endsAt",
    s.break_minutes AS "breakMinutes", s.host_municipality_id AS "hostMunicipalityId", s.topics, s.draft, s.typed_by AS "typedBy",
    s.signed_by AS "signedBy", s.signed_at AS "signedAt", s.kind, s.online, s.clock_shift AS "clockShift", g.name AS "groupName", g.cohort_id AS "cohortId", g.supervisor_id AS "supervisorId",
    p.name AS "supervisorName", h.name AS "hostName", t.name AS "typedByName"`;
const sessionTables = `supervision_session s JOIN supervision_group g ON g.id = s.group_id JOIN person p ON p.id = g.supervisor_id
  LEFT JOIN municipality h ON h.id = s.host_municipality_id LEFT JOIN person t ON t.id = s.typed_by`;

const creditedMinutes = '(SELECT COALESCE(SUM(l.minutes), 0) FROM supervision_line l WHERE l.session_id = s.id) AS "minutes"';

const withDraft = <T extends SessionOf>(rows: T[]): T[] =>
  rows.map((row) => ({ ...row, draft: fromRow(supervisionSessions, { draft: row.draft }).draft as KeptSession['draft'] }));

const sessionRows = async (db: Reader, where: string, bind: unknown[]): Promise<SessionLine[]> =>
  withDraft(await db.rows<SessionLine>(`SELECT ${sessionColumns}, ${creditedMinutes} FROM ${sessionTables} ${where}`, bind));

/** What is over and older than `since` is left out; what waits for somebody never is. */
const notOlder = (bind: string) => `(s.on_date >= ${bind} OR s.state IN ('planned', 'draft'))`;

export const listSessions = (db: Reader, groupId: number, since = ''): Promise<SessionLine[]> =>
  sessionRows(db, `WHERE s.group_id = $1 AND ${notOlder('$2')} ORDER BY s.on_date, s.starts_at, s.id`, [groupId, since]);

export const listSessionsOn = (db: Reader, groupId: number, onDate: string): Promise<SessionLine[]> =>
  sessionRows(db, 'WHERE s.group_id = $1 AND s.on_date = $2 ORDER BY s.starts_at, s.id', [groupId, onDate]);

/** The group's latest session, over or to come. */
export const findLatestSession = async (db: Reader, groupId: number): Promise<SessionLine | null> =>
  (await sessionRows(db, 'WHERE s.group_id = $1 ORDER BY s.on_date DESC, s.starts_at DESC, s.id DESC LIMIT 1', [groupId]))[0] ?? null;

const memberAt = `JOIN group_member x ON x.group_id = s.group_id AND s.on_date >= x.from_date AND (x.to_date IS NULL OR s.on_date < x.to_date)`;

/** The date of the `count`th latest signed session of a group or of a trainee; empty when there are not that many. */
export async function dateOfLatest(db: Reader, of: { groupId: number } | { enrolmentId: number }, count: number): Promise<string> {
  const [where, bind] = 'groupId' in of ? ['WHERE s.group_id = $1', of.groupId] : [`${memberAt} WHERE x.enrolment_id = $1`, of.enrolmentId];
  const found = await db.row<{ onDate: string }>(
    `SELECT s.on_date AS "onDate" FROM supervision_session s ${where} AND s.state = 'signed' ORDER BY s.on_date DESC LIMIT 1 OFFSET $2`,
    [bind, count],
  );
  return found ? found.onDate : '';
}

export const findSession = async (db: Reader, sessionId: number): Promise<SessionLine | null> =>
  (await sessionRows(db, 'WHERE s.id = $1', [sessionId]))[0] ?? null;

/** Sessions of the groups that wait for somebody: held but not written in, or written in but not signed; the oldest first. */
export const listUnsigned = (db: Reader, by: { supervisorId: number } | { cohortIds: number[] }, today: string): Promise<SessionLine[]> =>
  'supervisorId' in by
    ? sessionRows(db, `WHERE g.supervisor_id = $1 AND s.on_date <= $2 AND s.state IN ('planned', 'draft') ORDER BY s.on_date, s.id`, [
        by.supervisorId,
        today,
      ])
    : sessionRows(
        db,
        `WHERE g.cohort_id IN (${among(by.cohortIds, 2)}) AND s.on_date <= $1 AND s.state IN ('planned', 'draft') ORDER BY s.on_date, s.id`,
        [today, ...by.cohortIds],
      );

export interface SessionFrame {
  onDate: string;
  startsAt: number;
  endsAt: number;
  breakMinutes: number;
  hostMunicipalityId: number | null;
  kind: SupervisionKind;
  online: OnlineMode;
}

const shiftOf = ({ onDate, startsAt, endsAt }: SessionFrame) => ({ clockShift: clockShift(onDate, startsAt, endsAt) });

export async function planSession(tx: Writer, actor: Actor, groupId: number, frame: SessionFrame): Promise<number> {
  const id = await tx.insert(supervisionSessions, { ...frame, ...shiftOf(frame), groupId, state: 'planned', topics: '' });
  await audit(tx, actor, 'supervision-session.plan', 'supervision_session', id);
  await retallyGroup(tx, groupId, localDate(actor.now));
  return id;
}

export interface WrittenSession extends SessionFrame {
  topics: string;
  draft: { rows: DraftRow[] };
}

/**
 * Keeps what was typed of a session that is new (`sessionId` null), planned or a draft. Null when it was signed or cancelled meanwhile.
 * Who typed a sheet in for the supervisor stays known after the signature too.
 */
export async function keepDraft(
  tx: Writer,
  actor: Actor,
  groupId: number,
  sessionId: number | null,
  written: WrittenSession,
): Promise<number | null> {
  const before = sessionId === null ? null : await tx.find(supervisionSessions, { id: sessionId });
  const values = {
    ...written,
    ...shiftOf(written),
    state: 'draft',
    typedBy: (await typedOnPaper(tx, groupId, before?.typedBy ?? null, actor)) ?? actor.personId,
  };
  const id = sessionId ?? (await tx.insert(supervisionSessions, { ...values, groupId }));
  if (sessionId !== null && !(await moveFrom(tx, sessionId, ['planned', 'draft'], values))) return null;
  await audit(tx, actor, 'supervision-session.draft', 'supervision_session', id);
  await retallyGroup(tx, groupId, localDate(actor.now));
  return id;
}

/** The supervisor's own hand does not take away the mark of whoever typed the sheet in. */
async function typedOnPaper(tx: Writer, groupId: number, typedBy: number | null, actor: Actor): Promise<number | null> {
  const group = await tx.find(supervisionGroups, { id: groupId });
  return group?.supervisorId === actor.personId ? typedBy : null;
}

/** The condition on the former state makes the second of two tabs lose, on both databases. */
async function moveFrom(
  tx: Writer,
  id: number,
  from: SessionState[],
  values: Partial<RowOf<typeof supervisionSessions>>,
): Promise<boolean> {
  for (const state of from) if ((await tx.update(supervisionSessions, { id, state }, values)) > 0) return true;
  return false;
}

export interface NewLine extends Entered {
  enrolmentId: number;
}

/** Signs a draft: its state, one line a member, and their totals. False when another signature came first, and then nothing is written. */
export async function signSession(
  tx: Writer,
  actor: Actor & { personId: number },
  { groupId, sessionId, lines }: { groupId: number; sessionId: number; lines: NewLine[] },
): Promise<boolean> {
  const at = actor.now.toISOString();
  const signed = { state: 'signed', signedBy: actor.personId, signedAt: at, draft: null };
  if (!(await moveFrom(tx, sessionId, ['draft'], signed))) return false;
  await tx.insertMany(
    supervisionLines,
    lines.map((line) => ({ ...line, sessionId, recordedBy: actor.personId, recordedAt: at, reversesId: null })),
  );
  await audit(tx, actor, 'supervision-session.sign', 'supervision_session', sessionId);
  await retallyGroup(tx, groupId, localDate(actor.now));
  return true;
}

export async function cancelSession(tx: Writer, actor: Actor, sessionId: number): Promise<boolean> {
  const cancelled = await moveFrom(tx, sessionId, ['planned'], { state: 'cancelled' });
  if (!cancelled) return false;
  await audit(tx, actor, 'supervision-session.cancel', 'supervision_session', sessionId);
  const { groupId } = (await tx.find(supervisionSessions, { id: sessionId }))!;
  await retallyGroup(tx, groupId, localDate(actor.now));
  return true;
}

/** Sessions of a trainee's groups while she was a member, the oldest first; cancelled ones too. */
export const listSessionsOf = async (db: Reader, enrolmentId: number, since = ''): Promise<SessionOf[]> =>
  withDraft(
    await db.rows<SessionOf>(
      `SELECT ${sessionColumns} FROM ${sessionTables} ${memberAt} WHERE x.enrolment_id = $1 AND ${notOlder('$2')}
       ORDER BY s.on_date, s.starts_at, s.id`,
      [enrolmentId, since],
    ),
  );
