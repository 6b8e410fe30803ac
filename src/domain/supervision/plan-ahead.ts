import { addDays, daysBetween } from '../calendar/dates.js';
import { takesPart, type EnrolmentEvent } from '../cohort/leave.js';
import type { HoursInput } from './hours.js';
import { addTo, countedOf, sumsOf } from './quota.js';

const daysPerMonth = 365.25 / 12;

/** Days of leave that are over or begun, up to a day. */
export function leaveDays(events: EnrolmentEvent[], on: string): number {
  const turns = events
    .filter(({ kind, onDate }) => (kind === 'leave_started' || kind === 'leave_ended') && onDate <= on)
    .sort((a, b) => a.onDate.localeCompare(b.onDate));
  let [days, since]: [number, string | null] = [0, null];
  for (const { kind, onDate } of turns) {
    if (kind === 'leave_started') since ??= onDate;
    else if (since !== null) {
      days += daysBetween(since, onDate);
      since = null;
    }
  }
  return since === null ? days : days + daysBetween(since, on);
}

/** The day the hours are to be done by: the end of the cohort, moved by the days of leave (our choice). */
export const deadlineOf = (endsOn: string, events: EnrolmentEvent[], on: string): string => addDays(endsOn, leaveDays(events, on));

/** Minutes a month from now to the deadline, in whole fives rounded up; null when nothing is left to do or the deadline has passed. */
export function neededPerMonth({ done, required }: { done: number; required: number }, on: string, deadline: string): number | null {
  const days = daysBetween(on, deadline);
  if (done >= required || days <= 0) return null;
  return Math.ceil((required - done) / Math.max(1, days / daysPerMonth) / 5) * 5;
}

/** The day on which the booked sessions bring the trainee to what is required; null when they do not, or when it is done already. */
export function expectedOn({ events, booked, lines, rules: { K2 } }: HoursInput, on: string): string | null {
  const sums = sumsOf(lines.filter(({ onDate }) => onDate <= on));
  if (countedOf(sums, K2) >= K2.requiredMinutes) return null;
  const ahead = booked.filter(({ onDate }) => takesPart(events, onDate)).sort((a, b) => a.onDate.localeCompare(b.onDate));
  for (const session of ahead) {
    addTo(sums, session);
    if (countedOf(sums, K2) >= K2.requiredMinutes) return session.onDate > on ? session.onDate : on;
  }
  return null;
}
