import { clockShift, doubtfulTime } from '../calendar/clock-change.js';
import { formatTimeOfDay, parseTimeOfDay } from '../calendar/time-of-day.js';

/** From and to in minutes since midnight. */
export interface Span {
  from: number;
  to: number;
}

/** A day as it is planned: its date, its hours and its breaks. */
export interface DayFrame {
  onDate: string;
  startsAt: number;
  endsAt: number;
  breaks: Span[];
}

/** What a day gets until somebody says otherwise (our choice). */
export const usualDay: Omit<DayFrame, 'onDate'> = { startsAt: 9 * 60, endsAt: 16 * 60, breaks: [{ from: 12 * 60, to: 13 * 60 }] };

const clocked = (onDate: string, from: number, to: number): number =>
  Math.max(0, to - from + (to > from ? clockShift(onDate, from, to) : 0));

/**
 * Minutes somebody was there: own presence within the day, less the part of each break they were there for. Whole minutes by the clock,
 * right on the two nights a year when it is changed. Never negative.
 */
export function attendedMinutes({ onDate, startsAt, endsAt, breaks }: DayFrame, presence: Span): number {
  const [from, to] = [Math.max(startsAt, presence.from), Math.min(endsAt, presence.to)];
  const pauses = breaks.reduce((sum, one) => sum + clocked(onDate, Math.max(from, one.from), Math.min(to, one.to)), 0);
  return Math.max(0, clocked(onDate, from, to) - pauses);
}

/** What the whole day gives, in minutes. */
export const plannedMinutes = (frame: DayFrame): number => attendedMinutes(frame, { from: frame.startsAt, to: frame.endsAt });

/** «12.00–13.00, 14.15–14.30», or nothing. */
export const formatBreaks = (breaks: Span[]): string =>
  breaks.map(({ from, to }) => `${formatTimeOfDay(from)}–${formatTimeOfDay(to)}`).join(', ');

/** Breaks as typed: from and to, with commas between. Null when one of them cannot be read. */
export function parseBreaks(typed: string): Span[] | null {
  const parts = typed.split(/[,;]| og | and /).filter((part) => part.trim() !== '');
  const breaks = parts.map((part) => {
    const [from, to, more] = part.split(/[-–]/).map(parseTimeOfDay);
    return from == null || to == null || more !== undefined ? null : { from, to };
  });
  return breaks.every((one) => one !== null) ? [...breaks].sort((a, b) => a.from - b.from) : null;
}

export interface FrameFault {
  field: 'startsAt' | 'endsAt' | 'breaks';
  reason: string;
}

const clockReason = { skipped: 'refusals:timeSkipped', doubled: 'refusals:timeDoubled' };

/** What keeps a day from being planned like this. A time that the clock skips or runs twice is no time to begin or end at. */
export function frameFaults({ onDate, startsAt, endsAt, breaks }: DayFrame): FrameFault[] {
  const faults: FrameFault[] = [];
  for (const [field, at] of [
    ['startsAt', startsAt],
    ['endsAt', endsAt],
  ] as const) {
    const doubtful = doubtfulTime(onDate, at);
    if (doubtful) faults.push({ field, reason: clockReason[doubtful] });
  }
  if (endsAt <= startsAt) return [...faults, { field: 'endsAt', reason: 'refusals:endBeforeStart' }];
  const inside = breaks.every(({ from, to }) => from < to && from >= startsAt && to <= endsAt);
  const apart = breaks.every(({ from }, index) => index === 0 || breaks[index - 1]!.to <= from);
  if (!inside || !apart) faults.push({ field: 'breaks', reason: 'refusals:breaksOutside' });
  else if (plannedMinutes({ onDate, startsAt, endsAt, breaks }) === 0) faults.push({ field: 'breaks', reason: 'refusals:breakTooLong' });
  return faults;
}
