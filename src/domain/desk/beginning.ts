import { daysBetween } from '../calendar/dates.js';
import { remembered } from '../calendar/remembered.js';
import { firstMeetingNudgeDays } from '../certification/turn.js';
import { factsOn } from '../certification/on-date.js';
import { takesPart } from '../cohort/leave.js';
import type { EnrolmentFacts } from '../certification/facts.js';

/** «allerede efter de har været på den første del af uddannelsen» (Social- og Boligstyrelsen 2024): how soon somebody leads a first meeting. */
export type Beginning =
  | { kind: 'ahead'; led: 0 }
  /** Days from the end of seminar 1; 0 when the first meeting came before it was over. */
  | { kind: 'begun'; days: number; led: number }
  /** Without a led meeting; `asked` when so long that somebody should ask what could help. */
  | { kind: 'waiting'; days: number; led: 0; asked: boolean; soon: boolean }
  /** On leave or stopped without a led meeting. */
  | { kind: 'apart'; led: 0 };

const seminar1End = (facts: EnrolmentFacts): string | null =>
  facts.days.reduce<string | null>((last, { code, onDate }) => (code === 'S1' && (last === null || onDate > last) ? onDate : last), null);

/** How a trainee has begun to lead, at the end of a day. 21 and 42 days are our choice. */
export const beginning = remembered((all: EnrolmentFacts, on: string): Beginning => {
  const facts = factsOn(all, on);
  const led = facts.meetings.filter((one) => one.led).map(({ onDate }) => onDate);
  const first = [...led].sort()[0];
  const end = seminar1End(facts);
  if (first !== undefined) return { kind: 'begun', days: end === null ? 0 : Math.max(0, daysBetween(end, first)), led: led.length };
  if (!takesPart(facts.events, on)) return { kind: 'apart', led: 0 };
  if (end === null || end >= on) return { kind: 'ahead', led: 0 };
  const days = daysBetween(end, on);
  const [soon, late] = firstMeetingNudgeDays;
  return { kind: 'waiting', days, led: 0, asked: days >= late, soon: days >= soon && days < late };
});
