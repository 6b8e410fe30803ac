import type { Presence } from '../../domain/attendance/attendance.js';
import { attendedMinutes, plannedMinutes, type DayFrame } from '../../domain/attendance/day-frame.js';
import type { AttendanceLine, NewAttendance } from '../../store/attendance.js';
import type { Formatters } from '../../web/format.js';
import type { Translate } from '../../web/language.js';

/** What is chosen about one person. */
export type Choice = 'present' | 'apology' | 'absent' | 'made_up';

export type Line = Pick<
  AttendanceLine,
  'presence' | 'conversation' | 'apology' | 'presentFrom' | 'presentTo' | 'minutes' | 'note' | 'recordedAt' | 'heldDayId'
>;

export interface Listed {
  enrolmentId: number;
  name: string;
  municipalityName: string;
  away: boolean;
  /** The guest's own cohort, and the day there that is made up for. */
  guest: { cohortName: string; missedDayId: number } | null;
  /** Told beforehand, with the reason if one was given. */
  apology: string | null;
  current: Line | null;
  /** Lines that were corrected, the oldest first. */
  former: Line[];
}

/** What is asked about a day. `extra`: one more certification day, for a few. */
export interface DayKind {
  certification: boolean;
  extra: boolean;
}

/** The choice that writes no line. */
export const notAsked = 'none';

/** A line once written is corrected, never taken away; a certification day cannot be replaced by a task, nor a guest's. */
export function choicesFor({ current, guest }: Pick<Listed, 'current' | 'guest'>, { certification }: DayKind): string[] {
  const there = ['present', 'apology', 'absent'];
  if (certification) return [...there, ...(current ? [] : [notAsked])];
  return guest ? there : [...there, 'made_up'];
}

export const choiceOf = ({ presence, apology }: Pick<Line, 'presence' | 'apology'>): Choice =>
  presence === 'absent' && apology ? 'apology' : presence;

/** Somebody whose day was made up for elsewhere has a line that another list wrote. */
export const isMadeUpElsewhere = ({ current }: Pick<Listed, 'current'>): boolean => current?.heldDayId != null;

/**
 * The first time everyone stands as present but those on leave or with an apology, and nobody on an extra day. Once a list has been
 * entered nobody is taken for present: a certification day asks for none, and a seminar day for an answer. The conversation is never
 * passed by itself.
 */
export function startingPoint(
  { current, away, apology }: Listed,
  { certification, extra }: DayKind,
  entered: boolean,
): { presence: string; conversation: string } {
  const told = away ? 'absent' : apology !== null ? 'apology' : null;
  const first = certification && (extra || entered) ? notAsked : entered ? '' : (told ?? 'present');
  return {
    presence: current ? choiceOf(current) : first,
    conversation: certification ? (current?.conversation ?? 'not_passed') : '',
  };
}

/** From and to of a line; a line without times was there all day. */
export const presenceOf = ({ presentFrom, presentTo }: Pick<Line, 'presentFrom' | 'presentTo'>, frame: DayFrame) => ({
  from: presentFrom ?? frame.startsAt,
  to: presentTo ?? frame.endsAt,
});

/** «Før: Til stede 10.15–16.00, skrevet 12. feb. 2025», so that both values stay visible. */
export function formerNote({ former, current }: Listed, frame: DayFrame, { t, fmt }: { t: Translate; fmt: Formatters }): string | null {
  const last = former.at(-1);
  if (!last || !current) return null;
  const { from, to } = presenceOf(last, frame);
  const whole = from === frame.startsAt && to === frame.endsAt;
  const times = last.presence === 'present' && !whole ? ` ${fmt.clock(from)}–${fmt.clock(to)}` : '';
  const conversation = last.conversation !== current.conversation && last.conversation !== null;
  const value = [
    `${t(`training:attendance.${choiceOf(last)}`)}${times}`,
    ...(conversation ? [t(`training:attendance.conversation.${last.conversation}`)] : []),
    ...(last.note ? [`«${last.note}»`] : []),
  ];
  return t('training:attendance.former', { value: value.join(', '), date: fmt.shortDate(last.recordedAt) });
}

export interface Said {
  presence: Presence;
  apology: boolean;
  conversation: 'passed' | 'not_passed' | null;
  note: string;
  times: { from: number; to: number } | null;
}

/** The line a row becomes. Minutes are kept where the day is counted by the clock. */
export function lineOf(enrolmentId: number, { times, ...said }: Said, frame: DayFrame | null): NewAttendance {
  const present = said.presence === 'present' && frame !== null && times !== null;
  return {
    enrolmentId,
    ...said,
    presentFrom: present ? times.from : null,
    presentTo: present ? times.to : null,
    minutes: present ? attendedMinutes(frame, times) : null,
    plannedMinutes: present ? plannedMinutes(frame) : null,
  };
}

/** Those of the entered lines that say something new. `kept` is in the order it was written. */
export function changedLines(kept: AttendanceLine[], entered: NewAttendance[], frame: DayFrame): NewAttendance[] {
  const current = new Map(kept.map((line) => [line.enrolmentId, line]));
  return entered.filter((one) => {
    const line = current.get(one.enrolmentId);
    if (!line) return true;
    const [was, is] = [
      presenceOf(line, frame),
      presenceOf({ presentFrom: one.presentFrom ?? null, presentTo: one.presentTo ?? null }, frame),
    ];
    const moved = one.presence === 'present' && (was.from !== is.from || was.to !== is.to);
    return (
      moved ||
      line.presence !== one.presence ||
      line.apology !== (one.apology ?? false) ||
      line.conversation !== one.conversation ||
      line.note !== one.note
    );
  });
}
