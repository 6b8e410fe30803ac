import { doubtfulTime } from '../../domain/calendar/clock-change.js';
import { formatTimeOfDay, parseTimeOfDay } from '../../domain/calendar/time-of-day.js';
import { looksLikeCpr } from '../../domain/meeting/cpr.js';
import type { DayFrame } from '../../domain/attendance/day-frame.js';
import type { NewAttendance } from '../../store/attendance.js';
import { typedText, type Typed } from '../../web/forms.js';
import type { FieldError } from '../../web/render.js';
import { choicesFor, isMadeUpElsewhere, lineOf, type DayKind, type Listed } from './attendance-lines.js';

const noteLimit = 200;

type Errors = FieldError[];

/** A time left empty is the day's own. */
function readTime(typed: string, whole: number, field: string, frame: DayFrame, errors: Errors): number {
  if (typed === '') return whole;
  const minutes = parseTimeOfDay(typed);
  const wrong =
    minutes === null
      ? 'training:attendance.timeWrong'
      : minutes < frame.startsAt || minutes > frame.endsAt
        ? `training:attendance.outside?from=${formatTimeOfDay(frame.startsAt)}&to=${formatTimeOfDay(frame.endsAt)}`
        : { skipped: 'refusals:timeSkipped', doubled: 'refusals:timeDoubled', none: null }[doubtfulTime(frame.onDate, minutes) ?? 'none'];
  if (wrong) errors.push({ field, message: wrong });
  return wrong ? whole : minutes!;
}

function readTimes(id: number, typed: Typed, frame: DayFrame, errors: Errors): { from: number; to: number } {
  const text = (name: string) => typedText(typed, name).trim();
  const before = errors.length;
  const from = readTime(text(`from-${id}`), frame.startsAt, `from-${id}`, frame, errors);
  const to = readTime(text(`to-${id}`), frame.endsAt, `to-${id}`, frame, errors);
  if (errors.length === before && to <= from) errors.push({ field: `to-${id}`, message: 'refusals:leftBeforeCame' });
  return { from, to };
}

function readNote(id: number, typed: Typed, errors: Errors): string {
  const note = typedText(typed, `remark-${id}`).trim();
  const wrong = note.length > noteLimit ? `web:tooLong?limit=${noteLimit}` : looksLikeCpr(note) ? 'training:attendance.cpr' : null;
  if (wrong) errors.push({ field: `remark-${id}`, message: wrong });
  return note;
}

function readRow(one: Listed, typed: Typed, kind: DayKind, frame: DayFrame, errors: Errors): NewAttendance | null {
  const { enrolmentId: id } = one;
  const chosen = typedText(typed, `presence-${id}`);
  if (!choicesFor(one, kind).includes(chosen)) errors.push({ field: `presence-${id}`, message: 'training:attendance.missing' });
  const note = readNote(id, typed, errors);
  if (chosen !== 'present' && chosen !== 'apology' && chosen !== 'absent' && chosen !== 'made_up') return null;
  const apology = chosen === 'apology';
  const presence = apology ? 'absent' : chosen;
  const said = typedText(typed, `conversation-${id}`) === 'passed' ? ('passed' as const) : ('not_passed' as const);
  if (kind.certification) {
    const conversation = presence === 'present' ? said : null;
    return lineOf(id, { presence, apology, conversation, note, times: null }, null);
  }
  const times = presence === 'present' ? readTimes(id, typed, frame, errors) : null;
  return lineOf(id, { presence, apology, conversation: null, note, times }, frame);
}

/** Reads the whole list. Nobody is left out by mistake: every row says something. */
export function readAttendance(listed: Listed[], typed: Typed, kind: DayKind, frame: DayFrame): { lines: NewAttendance[]; errors: Errors } {
  const errors: Errors = [];
  const open = listed.filter((one) => !isMadeUpElsewhere(one));
  const lines = open.flatMap((one) => readRow(one, typed, kind, frame, errors) ?? []);
  return { lines, errors };
}
