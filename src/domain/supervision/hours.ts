import { remembered } from '../calendar/remembered.js';
import { onLeave, takesPart, type EnrolmentEvent } from '../cohort/leave.js';
import { isTold, pace, type Pace } from './pace.js';
import { addTo, both, countedOf, loggedOf, noSums, sumsOf, type Counted, type Quota, type Sums } from './quota.js';

export interface HoursInput {
  events: EnrolmentEvent[];
  /** Signed sessions of the trainee's groups while a member. */
  offered: Counted[];
  /** Sessions of the trainee's groups that are not signed yet, past ones too. */
  booked: Counted[];
  /** Credited lines, reversals included. */
  lines: Counted[];
  rules: { K2: { offeredMinutes: number; requiredMinutes: number; quotas?: Quota[] } };
}

/** All figures in minutes. */
export interface Hours {
  /** What counts so far. */
  done: number;
  /** What was written down, whether it counts or not. */
  logged: number;
  /** What the groups have held so far and could count, less what was held during leave. */
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

const groupMinutes = ({ group }: Sums): number => group.onSite + group.online;

/** The figures of sums already made: lines, what was held, and what is ahead. */
function figuresOf(lines: Sums, held: Sums, ahead: Sums, { K2 }: HoursInput['rules']): Hours {
  const [done, offered, reach] = [lines, held, both(lines, ahead)].map((sums) => countedOf(sums, K2)) as [number, number, number];
  const cameToAll = groupMinutes(lines) >= groupMinutes(held);
  const counted = { done, offered, reach, required: K2.requiredMinutes };
  return {
    ...counted,
    logged: loggedOf(lines),
    booked: loggedOf(ahead),
    total: K2.offeredMinutes,
    pace: pace({ ...counted, cameToAll }),
  };
}

const until = (items: Counted[], on: string): Counted[] => items.filter(({ onDate }) => onDate <= on);
/** Nothing is asked of anybody on a day of leave. */
const asked = ({ events }: HoursInput, items: Counted[]): Counted[] => items.filter(({ onDate }) => !onLeave(events, onDate));
const open = ({ events, booked }: HoursInput): Counted[] => booked.filter(({ onDate }) => takesPart(events, onDate));

/** Supervision as of a day, counted against what the group was offered (our choice). */
export const hoursOf = remembered((facts: HoursInput, on: string): Hours => {
  const later = facts.offered.filter(({ onDate }) => onDate > on);
  return figuresOf(
    sumsOf(until(facts.lines, on)),
    sumsOf(asked(facts, until(facts.offered, on))),
    sumsOf([...open(facts), ...later]),
    facts.rules,
  );
});

const byDate = (items: Counted[]): Counted[] => [...items].sort((a, b) => a.onDate.localeCompare(b.onDate));

/** The day from which the pace has been told without a break: the first held session after which it was behind and stayed so. */
export function behindSince(facts: HoursInput, on: string): string | null {
  const [lines, offered] = [byDate(until(facts.lines, on)), byDate(facts.offered)];
  const [done, held, ahead] = [noSums(), noSums(), sumsOf([...open(facts), ...offered])];
  let since: string | null = null;
  let next = 0;
  for (const [index, session] of offered.entries()) {
    const { onDate } = session;
    if (onDate > on) break;
    addTo(ahead, session, -1);
    if (!onLeave(facts.events, onDate)) addTo(held, session);
    if (offered[index + 1]?.onDate === onDate) continue;
    for (; next < lines.length && lines[next]!.onDate <= onDate; next += 1) addTo(done, lines[next]!);
    since = isTold(figuresOf(done, held, ahead, facts.rules).pace) ? (since ?? onDate) : null;
  }
  return since;
}
