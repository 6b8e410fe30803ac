import { takesPart } from '../cohort/leave.js';
import type { EnrolmentFacts, SeatDay } from '../certification/facts.js';

export interface DayCount {
  kind: SeatDay['kind'];
  code: string;
  day: number;
  onDate: string;
  present: number;
  madeUp: number;
  absent: number;
  /** Taking part, and nobody has written down whether they were there. */
  unknown: number;
}

const partOf = { present: 'present', made_up: 'madeUp', absent: 'absent' } as const;

/** How many were there on each day that has been, of those who took part then. */
export function attendanceCounts(people: EnrolmentFacts[], on: string): DayCount[] {
  const days = new Map<string, DayCount>();
  for (const facts of people) {
    for (const { kind, code, day, onDate, presence } of facts.days) {
      // A certification day is not for everyone: only those who were written down are counted.
      const counted = presence !== null || (kind === 'seminar' && takesPart(facts.events, onDate) && facts.enrolledOn <= onDate);
      if (onDate > on || kind === 'other' || !counted) continue;
      const key = `${code} ${day}`;
      const known = days.get(key) ?? { kind, code, day, onDate, present: 0, madeUp: 0, absent: 0, unknown: 0 };
      const of = presence === null ? ('unknown' as const) : partOf[presence];
      days.set(key, { ...known, [of]: known[of] + 1 });
    }
  }
  return [...days.values()].sort((a, b) => a.onDate.localeCompare(b.onDate) || a.day - b.day);
}
