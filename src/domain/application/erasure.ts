import { isDate, localDate } from '../calendar/dates.js';
import type { ApplicationState } from './states.js';

/** The name of somebody who got no seat is kept so many months (our choice), so that a municipality can ask what became of it. */
export const keepNameMonths = 6;

/** The same day of a later month; the last day of that month where it has no such day. */
export function monthsAfter(date: string, months: number): string {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  const count = year * 12 + (month - 1) + months;
  const start = `${Math.floor(count / 12)}-${String((count % 12) + 1).padStart(2, '0')}-`;
  for (let last = day; ; last -= 1) {
    const found = start + String(last).padStart(2, '0');
    if (isDate(found)) return found;
  }
}

/**
 * The day on which the name is erased, YYYY-MM-DD: half a year after a no, or after the cohort's end for those who only waited. Null for a
 * seat that was taken: then the name is a trainee's.
 */
export function eraseNameOn({
  state,
  since,
  cohortEndsOn,
}: {
  state: ApplicationState;
  since: string;
  cohortEndsOn: string;
}): string | null {
  if (state === 'seated') return null;
  const over = state === 'refused' || state === 'declined' || state === 'withdrawn';
  return monthsAfter(over ? localDate(new Date(since)) : cohortEndsOn, keepNameMonths);
}
