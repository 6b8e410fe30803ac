import { remembered } from '../calendar/remembered.js';
import { onLeave, type EnrolmentEvent } from '../cohort/leave.js';
import { pace, type Pace } from './pace.js';

interface Dated {
  onDate: string;
  minutes: number;
}

export interface HoursInput {
  events: EnrolmentEvent[];
  /** Signed sessions of the trainee's groups while a member. */
  offered: Dated[];
  /** Sessions of the trainee's groups that are not signed yet, past ones too. */
  booked: Dated[];
  /** Credited lines, reversals included. */
  lines: Dated[];
  rules: { K2: { offeredMinutes: number; requiredMinutes: number } };
}

/** All figures in minutes. */
export interface Hours {
  done: number;
  /** What the groups have held so far, less what was held during leave. */
  offered: number;
  /** What is still to come, and what was held and waits for a signature. */
  booked: number;
  /** What it comes to when everything booked is attended. */
  reach: number;
  required: number;
  /** The whole of the programme, such as 3000. */
  total: number;
  pace: Pace;
}

const sum = (items: Dated[]): number => items.reduce((total, { minutes }) => total + minutes, 0);

/** Supervision as of a day, counted against what the group was offered (our choice). */
export const hoursOf = remembered(({ events, offered, booked, lines, rules: { K2 } }: HoursInput, on: string): Hours => {
  const known = events.filter(({ onDate }) => onDate <= on);
  const done = sum(lines.filter(({ onDate }) => onDate <= on));
  const held = sum(offered.filter(({ onDate }) => onDate <= on && !onLeave(known, onDate)));
  const ahead = sum(booked) + sum(offered.filter(({ onDate }) => onDate > on));
  const counted = { done, offered: held, booked: ahead, required: K2.requiredMinutes };
  return { ...counted, reach: done + ahead, total: K2.offeredMinutes, pace: pace(counted) };
});

/** The day from which the pace has been told without a break: the first held session after which it was behind and stayed so. */
export function behindSince(facts: HoursInput, on: string): string | null {
  const held = [...new Set(facts.offered.map(({ onDate }) => onDate))].filter((date) => date <= on).sort();
  let since: string | null = null;
  for (const date of held) {
    const told = ['behind', 'cannot-reach'].includes(hoursOf(facts, date).pace);
    since = told ? (since ?? date) : null;
  }
  return since;
}
