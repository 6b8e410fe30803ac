import { localDate } from '../../domain/calendar/dates.js';
import { isQuarter, lastQuarter, quarterSpan, type AttestationFacts, type Quarter } from '../../domain/supervision/attestation.js';
import { isForEveryone } from '../../domain/supervision/kinds.js';
import type { ObjectionFacts } from '../../domain/supervision/objection.js';
import { listGroupQuarter, type GroupQuarterLine } from '../../store/attestation.js';
import type { Reader } from '../../store/database.js';
import { findEnrolment } from '../../store/enrolment.js';
import { findSession, listSessionsOf, type SessionLine, type SessionOf } from '../../store/supervision.js';
import { listMemberships } from '../../store/supervision-group.js';
import { findLine, listLinesOf, type LineRecord } from '../../store/supervision-line.js';
import { findObjection, findObjectionTo, listObjectionsOf, type ObjectionRecord } from '../../store/supervision-objection.js';
import { idOf, type Scope } from '../../web/guard.js';
import { group, hours, line, type GroupRecord, type HoursRecord, type LineScope } from './scope.js';

export interface OwnLine extends ObjectionFacts {
  line: LineRecord;
  session: SessionLine;
}

/** A line of one's own hours. Nobody else can reach it here. */
export const ownLine: Scope<OwnLine> = async (viewer, params, house) => {
  const id = idOf(params);
  const found = id === null ? null : await findLine(house.db, id);
  if (!found || found.personId !== viewer.id) return null;
  const [session, enrolment, objection] = await Promise.all([
    findSession(house.db, found.sessionId),
    findEnrolment(house.db, found.enrolmentId),
    findObjectionTo(house.db, found.id),
  ]);
  if (!session) return null;
  return {
    line: found,
    session,
    traineeId: found.personId,
    recordedAt: found.recordedAt,
    inForce: found.reversesId === null && !found.reversed,
    objected: objection !== null,
    certified: enrolment?.certifiedOn !== null,
  };
};

export interface ObjectionScope extends LineScope {
  objection: ObjectionRecord;
  state: ObjectionRecord['state'];
}

/** What was written is for the trainee and the group's supervisor: a coordinator has no such page. */
export const objection: Scope<ObjectionScope> = async (viewer, params, house, now) => {
  const id = idOf(params);
  const found = id === null ? null : await findObjection(house.db, id);
  const of = found && (await line(viewer, { id: String(found.lineId) }, house, now));
  return found && of && of.supervisorId === viewer.id ? { ...of, objection: found, state: found.state } : null;
};

export interface QuarterRecord extends HoursRecord, AttestationFacts {
  quarter: Quarter;
  /** Every line of the quarter's sessions, reversals included. */
  quarterLines: LineRecord[];
}

/** Held in the quarter and not signed: the group's sessions, and others that say the trainee was there. */
const waits = ({ state, kind, draft }: SessionOf, enrolmentId: number): boolean =>
  state !== 'signed' && (isForEveryone(kind) || (draft?.rows.some((row) => row.enrolmentId === enrolmentId && row.present) ?? false));

/** A quarter as it stands now, in or outside a transaction. */
export async function loadQuarter(db: Reader, of: HoursRecord, quarter: Quarter): Promise<QuarterRecord> {
  const { from, to } = quarterSpan(quarter);
  const within = ({ onDate }: { onDate: string }) => onDate >= from && onDate <= to;
  const { id, personId } = of.enrolment;
  const [sessions, lines, objections, memberships] = await Promise.all([
    listSessionsOf(db, id),
    listLinesOf(db, id),
    listObjectionsOf(db, id),
    listMemberships(db, id),
  ]);
  const quarterLines = lines.filter(within);
  const then = memberships.filter(({ fromDate, toDate }) => fromDate <= to && (toDate === null || toDate > from));
  return {
    ...of,
    quarter,
    quarterLines,
    personId,
    supervisorIds: [...new Set(then.map(({ supervisorId }) => supervisorId))],
    lines: quarterLines.length,
    unsigned: sessions.filter((session) => within(session) && session.state !== 'cancelled' && waits(session, id)).length,
    openObjections: objections.filter(({ state, lineId }) => state === 'open' && quarterLines.some((one) => one.id === lineId)).length,
  };
}

/** One trainee's quarter, for those who may see the hours. */
export const quarter: Scope<QuarterRecord> = async (viewer, params, house, now) => {
  const named = params['quarter'] ?? '';
  const of = isQuarter(named) ? await hours(viewer, params, house, now) : null;
  return of && isQuarter(named) ? loadQuarter(house.db, of, named) : null;
};

export interface GroupQuarterRecord extends GroupRecord {
  quarter: Quarter;
  rows: GroupQuarterLine[];
}

/** A group's quarter that is over and has hours in it, for those who may see the group. */
export const groupQuarter: Scope<GroupQuarterRecord> = async (viewer, params, house, now) => {
  const named = params['quarter'] ?? '';
  if (!isQuarter(named) || named > lastQuarter(localDate(now))) return null;
  const of = await group(viewer, params, house, now);
  const rows = of ? await listGroupQuarter(house.db, of.group.id, named) : [];
  return of && rows.length > 0 ? { ...of, quarter: named, rows } : null;
};
