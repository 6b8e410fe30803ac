import { addDays, daysBetween } from '../calendar/dates.js';
import type { EnrolmentEvent } from './leave.js';

const byDate = (a: EnrolmentEvent, b: EnrolmentEvent) => a.onDate.localeCompare(b.onDate) || (a.kind === 'leave_ended' ? -1 : 1);

/** Days of leave up to a day, that day not counted. The day of return is no day of leave. */
export function leaveDays(events: EnrolmentEvent[], on: string): number {
  let since: string | null = null;
  let days = 0;
  for (const { kind, onDate } of [...events].sort(byDate)) {
    if (onDate > on) break;
    if (kind === 'leave_started') since ??= onDate;
    if (kind === 'leave_ended' && since !== null) {
      days += daysBetween(since, onDate);
      since = null;
    }
  }
  return days + (since === null ? 0 : daysBetween(since, on));
}

/** The last day of the training for one person: the cohort's, moved by the days of leave whose end is known (our choice). */
export function deadlineOf(cohortEndsOn: string, events: EnrolmentEvent[], on: string): string {
  const known = events.reduce((last, { kind, onDate }) => (kind === 'leave_ended' && onDate > last ? onDate : last), on);
  return addDays(cohortEndsOn, leaveDays(events, known));
}
