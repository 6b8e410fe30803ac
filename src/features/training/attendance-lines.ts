import type { Presence } from '../../domain/attendance/attendance.js';
import type { AttendanceLine, NewAttendance } from '../../store/attendance.js';
import type { Formatters } from '../../web/format.js';
import { typedText, type Typed } from '../../web/forms.js';
import type { Translate } from '../../web/language.js';
import type { FieldError } from '../../web/render.js';

type Conversation = 'passed' | 'not_passed' | null;
type Kept = Pick<AttendanceLine, 'recordedAt'> & { presence: Presence; conversation: Conversation };

const presences: Presence[] = ['present', 'absent', 'made_up'];

export interface Listed {
  enrolmentId: number;
  name: string;
  municipalityName: string;
  away: boolean;
  current: { presence: Presence; conversation: Conversation } | null;
  /** Lines that were corrected, the oldest first. */
  former: Kept[];
}

/** What is asked about a day. `extra`: one more certification day, for a few. */
export interface DayKind {
  certification: boolean;
  extra: boolean;
}

/** The choice that writes no line. */
export const notAsked = 'none';

/** A line once written is corrected, never taken away; a certification day cannot be replaced by a task. */
export const choicesFor = ({ current }: Pick<Listed, 'current'>, { certification }: DayKind): string[] =>
  certification ? ['present', 'absent', ...(current ? [] : [notAsked])] : presences;

const isPresence = (value: string): value is Presence => (presences as string[]).includes(value);

/**
 * The first time everyone stands as present but those on leave, and nobody on an extra day. Once a list has been entered nobody is
 * taken for present: a certification day asks for none, and a seminar day for an answer. The conversation is never passed by itself.
 */
export function startingPoint(
  { current, away }: Listed,
  { certification, extra }: DayKind,
  entered: boolean,
): { presence: string; conversation: string } {
  const first = certification && (extra || entered) ? notAsked : entered ? '' : away ? 'absent' : 'present';
  return { presence: current?.presence ?? first, conversation: certification ? (current?.conversation ?? 'not_passed') : '' };
}

/** «Før: Fravær, skrevet 12. feb. 2025», so that both values stay visible. */
export function formerNote({ former, current }: Listed, { t, fmt }: { t: Translate; fmt: Formatters }): string | null {
  const last = former.at(-1);
  if (!last || !current) return null;
  const conversation = last.conversation !== current.conversation && last.conversation !== null;
  const value = [
    t(`training:attendance.${last.presence}`),
    ...(conversation ? [t(`training:attendance.conversation.${last.conversation}`)] : []),
  ];
  return t('training:attendance.former', { value: value.join(', '), date: fmt.shortDate(last.recordedAt) });
}

/** Reads the whole list. Nobody is left out by mistake: every row says something. */
export function readAttendance(
  listed: Listed[],
  typed: Typed,
  kind: DayKind,
): { ok: true; lines: NewAttendance[] } | { ok: false; errors: FieldError[] } {
  const lines: NewAttendance[] = [];
  const errors: FieldError[] = [];
  for (const one of listed) {
    const { enrolmentId } = one;
    const [presence, said] = [typedText(typed, `presence-${enrolmentId}`), typedText(typed, `conversation-${enrolmentId}`)];
    if (!choicesFor(one, kind).includes(presence))
      errors.push({ field: `presence-${enrolmentId}`, message: 'training:attendance.missing' });
    if (!isPresence(presence)) continue;
    const conversation = !kind.certification || presence !== 'present' ? null : said === 'passed' ? 'passed' : 'not_passed';
    lines.push({ enrolmentId, presence, conversation, note: '' });
  }
  return errors.length > 0 ? { ok: false, errors } : { ok: true, lines };
}

/** Those of the entered lines that say something new. `kept` is in the order it was written. */
export function changedLines(kept: AttendanceLine[], entered: NewAttendance[]): NewAttendance[] {
  const current = new Map(kept.map((line) => [line.enrolmentId, line]));
  return entered.filter(({ enrolmentId, presence, conversation }) => {
    const line = current.get(enrolmentId);
    return !line || line.presence !== presence || line.conversation !== conversation;
  });
}
