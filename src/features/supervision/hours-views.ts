import type { Rules } from '../../domain/certification/rules.js';
import { addDays } from '../../domain/calendar/dates.js';
import { onLeave, takesPart, type EnrolmentEvent } from '../../domain/cohort/leave.js';
import { wholeSession } from '../../domain/supervision/credit.js';
import { hoursOf, type Hours } from '../../domain/supervision/hours.js';
import type { Pace } from '../../domain/supervision/pace.js';
import type { SessionLine } from '../../store/supervision.js';
import type { HoursRow, LineRecord, OfferedRow } from '../../store/supervision-line.js';
import type { Status, Words } from './views.js';
import { isHeld, sentenceStart, timeAndPlace, waitsForSignature } from './views.js';
import { byMember, correctionNotes, presenceWords } from './line-views.js';

export type HoursRule = Rules['K2'] | null;

export interface Figures {
  done: number;
  /** The part of what is to come that has been held and waits for a signature. */
  unsigned: number;
  /** Null where the programme asks for no number of hours. */
  hours: Hours | null;
}

/** A session held but not signed counts as still to come: its minutes are not lost, only not credited yet. */
export function figuresOf(
  enrolmentId: number,
  minutes: HoursRow[],
  sessions: OfferedRow[],
  events: EnrolmentEvent[],
  rule: HoursRule,
  today: string,
): Figures {
  const done = minutes.find((row) => row.enrolmentId === enrolmentId)?.minutes ?? 0;
  const own = sessions.filter((row) => row.enrolmentId === enrolmentId).map((row) => ({ ...row, minutes: wholeSession(row) }));
  const waits = own.filter(({ state, onDate }) => state !== 'signed' && takesPart(events, onDate));
  const tomorrow = addDays(today, 1);
  const facts = {
    events,
    offered: own.filter(({ state }) => state === 'signed'),
    booked: waits.map((row) => (row.onDate > today ? row : { ...row, onDate: tomorrow })),
    lines: [{ onDate: today, minutes: done }],
  };
  const unsigned = waits.filter(({ onDate }) => onDate < today).reduce((total, row) => total + row.minutes, 0);
  return { done, unsigned, hours: rule && hoursOf({ ...facts, rules: { K2: rule } }, today) };
}

export const inHours = (minutes: number, { fmt }: Pick<Words, 'fmt'>) => fmt.number(minutes / 60);

/** Where the trainee stands, then what comes, then what is asked: never a number alone. */
function sentences(hours: Hours, unsigned: number, rule: NonNullable<HoursRule>, own: boolean, words: Pick<Words, 't' | 'fmt'>): string[] {
  const { t, fmt } = words;
  const say = (key: string, params: Record<string, unknown> = {}) => t(`supervision:${own ? 'own' : 'theirs'}.${key}`, params);
  const behind = hours.offered - hours.done;
  const required = { required: inHours(rule.requiredMinutes, words), offered: inHours(rule.offeredMinutes, words) };
  if (hours.pace === 'met') return [say('met', required)];
  const standing =
    hours.offered === 0
      ? say('notBegun')
      : behind <= 0
        ? say('all')
        : say('after', { duration: fmt.durationWords(behind), verdict: t(`supervision:pace.${hours.pace}`) });
  const coming = hours.booked - unsigned;
  return [
    standing,
    ...(unsigned > 0 ? [say('unsigned', { duration: fmt.durationWords(unsigned) })] : []),
    ...(coming > 0
      ? [say('booked', { duration: fmt.durationWords(coming), reach: fmt.durationWords(hours.reach) })]
      : [say('nothingBooked')]),
    say('required', required),
  ];
}

/** The big sentence, the bar with the group's time as its mark, and what it means. */
export function figureView(
  figures: Figures,
  rule: HoursRule,
  { own, stopped }: { own: boolean; stopped: boolean },
  words: Pick<Words, 't' | 'fmt'>,
) {
  const { t, fmt } = words;
  const { hours, unsigned } = figures;
  const done = fmt.durationWords(figures.done);
  if (!rule || !hours) return { done, of: null, bar: null, text: '' };
  const bar = {
    value: hours.done,
    max: rule.offeredMinutes,
    pace: hours.offered > 0 ? hours.offered : undefined,
    paceLabel: hours.offered > 0 ? t('supervision:paceMark', { duration: fmt.duration(hours.offered) }) : undefined,
    endLabel: t('supervision:hoursShort', { hours: inHours(rule.offeredMinutes, words) }),
  };
  return {
    done,
    of: t('supervision:of', { hours: inHours(rule.offeredMinutes, words) }),
    bar,
    text: stopped ? t(`supervision:${own ? 'own' : 'theirs'}.stopped`) : sentences(hours, unsigned, rule, own, words).join(' '),
  };
}

const paceKind: Record<Pace, Status['kind']> = { met: 'done', 'on-track': 'under-way', behind: 'missing', 'cannot-reach': 'missing' };

export const paceStatus = ({ hours }: Figures, { t }: Pick<Words, 't'>): Status | null =>
  hours && { kind: paceKind[hours.pace], text: t(`supervision:paceWord.${hours.pace}`) };

function sessionRow(session: SessionLine, lines: LineRecord[], events: EnrolmentEvent[], words: Words) {
  const { t, fmt, today } = words;
  const own = byMember(lines.filter(({ sessionId }) => sessionId === session.id))[0];
  const row = { strong: sentenceStart(fmt.weekdayDate(session.onDate)), rest: timeAndPlace(session, words) };
  if (session.state === 'cancelled')
    return { ...row, status: { kind: 'barred' as const, text: t('supervision:state.cancelled') }, note: t('supervision:hours.cancelled') };
  if (session.state !== 'signed')
    return waitsForSignature(session, today)
      ? {
          ...row,
          status: { kind: 'waiting' as const, text: t('supervision:state.waiting') },
          note: t('supervision:state.waitsFor', { name: session.supervisorName }),
        }
      : { ...row, status: { kind: 'planned' as const } };
  if (!own && onLeave(events, session.onDate)) return { ...row, status: { kind: 'planned' as const, text: t('supervision:away.leave') } };
  if (!own)
    return { ...row, status: { kind: 'done' as const, text: t('supervision:state.signed') }, note: t('supervision:hours.notListed') };
  const status = { kind: own.current.minutes > 0 ? ('done' as const) : ('missing' as const), text: fmt.duration(own.current.minutes) };
  const partly = own.current.minutes < wholeSession(session);
  const notes = [...(partly ? [presenceWords(own.current, words)] : []), ...(own.former.length === 0 ? [own.current.reason] : [])];
  return {
    ...row,
    status,
    note: [notes.filter(Boolean).join('. '), ...correctionNotes(own, words)].filter(Boolean).join('. ') || undefined,
  };
}

/** The trainee's sessions: those to come in order, those held with the latest first. */
export function sessionRows(sessions: SessionLine[], lines: LineRecord[], events: EnrolmentEvent[], words: Words) {
  const row = (session: SessionLine) => sessionRow(session, lines, events, words);
  return {
    held: sessions
      .filter((session) => isHeld(session, words.today))
      .reverse()
      .map(row),
    coming: sessions.filter((session) => !isHeld(session, words.today)).map(row),
  };
}
