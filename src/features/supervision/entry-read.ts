import { parseDate } from '../../domain/calendar/dates.js';
import { parseMinutes, parseTimeOfDay } from '../../domain/calendar/time-of-day.js';
import { looksLikeCpr } from '../../domain/meeting/cpr.js';
import { creditedMinutes } from '../../domain/supervision/credit.js';
import { entryFaults, type EntryFault, type EntryFrame } from '../../domain/supervision/entry.js';
import { onlineModes, supervisionKinds, type OnlineMode, type SupervisionKind } from '../../domain/supervision/kinds.js';
import type { DraftRow, WrittenSession } from '../../store/supervision.js';
import type { FieldError } from '../../web/render.js';
import type { EntryContext } from './entry-context.js';
import { fieldOf, type TypedEntry, type TypedRow } from './entry-typed.js';

export interface ReadRow extends DraftRow {
  online: boolean;
  minutes: number;
  /** Differs from everyone else: absent, late, or gone early. */
  changed: boolean;
}

export interface ReadEntry {
  frame: EntryFrame | null;
  rows: ReadRow[];
  sum: number;
  /** What is to be kept when there are no errors. */
  written: WrittenSession | null;
  errors: FieldError[];
}

const limits = { topics: 500, remark: 200 };

function readText(value: string, limit: number): string | null {
  if (value.length > limit) return `web:tooLong?limit=${limit}`;
  return looksLikeCpr(value) ? 'supervision:entry.cpr' : null;
}

interface Kinds {
  kind: SupervisionKind;
  online: OnlineMode;
}

/** The two choices; a page that did not offer them means a group in one room. */
function readKinds({ kind, online }: TypedEntry, errors: FieldError[]): Kinds {
  const [knownKind, knownMode] = [
    supervisionKinds.find((one) => one === (kind || 'group')),
    onlineModes.find((one) => one === (online || 'nobody')),
  ];
  if (!knownKind) errors.push({ field: 'kind', message: 'supervision:entry.kindWrong' });
  if (!knownMode) errors.push({ field: 'online', message: 'supervision:entry.onlineWrong' });
  return { kind: knownKind ?? 'group', online: knownMode ?? 'nobody' };
}

function readFrame(typed: TypedEntry, errors: FieldError[]): EntryFrame | null {
  const [onDate, startsAt, endsAt, breakMinutes] = [
    parseDate(typed.onDate),
    parseTimeOfDay(typed.startsAt),
    parseTimeOfDay(typed.endsAt),
    typed.breakMinutes === '' ? 0 : parseMinutes(typed.breakMinutes),
  ];
  if (onDate === null) errors.push({ field: 'onDate', message: 'supervision:dateWrong' });
  if (startsAt === null) errors.push({ field: 'startsAt', message: 'supervision:timeWrong' });
  if (endsAt === null) errors.push({ field: 'endsAt', message: 'supervision:timeWrong' });
  if (breakMinutes === null) errors.push({ field: 'breakMinutes', message: 'supervision:minutesWrong' });
  return onDate === null || startsAt === null || endsAt === null || breakMinutes === null
    ? null
    : { onDate, startsAt, endsAt, breakMinutes };
}

const byScreen = (mode: OnlineMode, row: TypedRow): boolean => mode === 'everyone' || (mode === 'some' && row.online);

function readRow(row: TypedRow, typed: TypedEntry, frame: EntryFrame, errors: FieldError[], mode: OnlineMode): ReadRow {
  const at = (part: 'from' | 'to', shown: string, whole: number) => {
    if (row[part] === '' || row[part] === shown) return whole;
    const minutes = parseTimeOfDay(row[part]);
    if (minutes === null && row.present) errors.push({ field: fieldOf(row.enrolmentId, part), message: 'supervision:timeWrong' });
    return minutes ?? whole;
  };
  const { enrolmentId, present, remark } = row;
  const from = at('from', typed.shownFrom, frame.startsAt);
  const to = at('to', typed.shownTo, frame.endsAt);
  const wrong = readText(remark, limits.remark);
  if (wrong) errors.push({ field: fieldOf(enrolmentId, 'remark'), message: wrong });
  const minutes = present ? creditedMinutes(frame, { presentFrom: from, presentTo: to }) : 0;
  const online = present && byScreen(mode, row);
  return { enrolmentId, present, from, to, remark, online, minutes, changed: !present || from !== frame.startsAt || to !== frame.endsAt };
}

const partOf: Record<string, 'present' | 'to'> = { 'refusals:memberNotThen': 'present', 'refusals:leftBeforeCame': 'to' };

const asFieldError = ({ field, enrolmentId, reason }: EntryFault): FieldError => ({
  field: field === 'member' ? fieldOf(enrolmentId ?? 0, partOf[reason] ?? 'from') : field,
  message: reason,
});

function faultsOf(frame: EntryFrame, rows: ReadRow[], context: EntryContext, today: string): FieldError[] {
  const members = rows.map(({ enrolmentId, present, from, to }) => {
    const facts = context.members.find(({ member }) => member.enrolmentId === enrolmentId);
    return {
      enrolmentId,
      present,
      presentFrom: from,
      presentTo: to,
      mayBeCredited: facts?.mayBeCredited ?? false,
      others: facts?.others ?? [],
    };
  });
  const clash = context.sameDay.some((one) => one.startsAt < frame.endsAt && frame.startsAt < one.endsAt);
  const held = frame.endsAt > frame.startsAt ? members : [];
  return [
    ...entryFaults(frame, held, today).map(asFieldError),
    ...(clash ? [{ field: 'startsAt', message: 'supervision:entry.clash' }] : []),
  ];
}

/** One reading of the whole form: every row's minutes, the sum, and what must be put right first. */
export function readEntry(typed: TypedEntry, context: EntryContext, today: string): ReadEntry {
  const errors: FieldError[] = [];
  const times = readFrame(typed, errors);
  const kinds = readKinds(typed, errors);
  const frame = times && { ...times, kind: kinds.kind };
  const topics = readText(typed.topics, limits.topics);
  if (topics) errors.push({ field: 'topics', message: topics });
  const host = typed.host === '' ? null : (context.hosts.find(({ id }) => String(id) === typed.host)?.id ?? undefined);
  if (host === undefined) errors.push({ field: 'host', message: 'supervision:entry.hostWrong' });
  if (!frame) {
    // Nothing can be counted yet, but every other mistake is told at once.
    for (const row of typed.rows) readRow(row, typed, { onDate: '', startsAt: 0, endsAt: 0, breakMinutes: 0 }, errors, kinds.online);
    return { frame, rows: [], sum: 0, written: null, errors };
  }
  const rows = typed.rows.map((row) => readRow(row, typed, frame, errors, kinds.online));
  errors.push(...faultsOf(frame, rows, context, today));
  const draft = {
    rows: rows.map(({ enrolmentId, present, from, to, remark, online }) => ({ enrolmentId, present, from, to, remark, online })),
  };
  const written = errors.length > 0 ? null : { ...frame, ...kinds, hostMunicipalityId: host ?? null, topics: typed.topics, draft };
  return { frame, rows, sum: rows.reduce((total, { minutes }) => total + minutes, 0), written, errors };
}
