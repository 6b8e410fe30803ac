import { dayCounts, isAskedDay } from '../attendance/attendance.js';
import type { EnrolmentFacts, SeatDay } from './facts.js';
import { factsOn } from './on-date.js';

/** Days of the programme that were written down and do not count: away, or there too short. A day nobody has written down is none of them. */
export function missedDays(all: EnrolmentFacts, on: string): SeatDay[] {
  const facts = factsOn(all, on);
  return facts.days.filter((day) => isAskedDay(day, facts.rules.K1) && day.presence !== null && !dayCounts(day, facts.rules.K1));
}
