import { addDays, localDate } from '../calendar/dates.js';
import type { Person } from '../person/person.js';
import { no, yes, type Verdict } from '../verdict.js';
import { signWithinDays } from './deadline.js';
import type { SupervisionKind } from './kinds.js';

/** A quarter of a year, such as `2025-3`. */
export type Quarter = `${number}-${1 | 2 | 3 | 4}`;

export const isQuarter = (value: string): value is Quarter => /^(?:19|20)\d{2}-[1-4]$/.test(value);

export const quarterOf = (date: string): Quarter => `${Number(date.slice(0, 4))}-${Math.ceil(Number(date.slice(5, 7)) / 3)}` as Quarter;

const lastDays = ['03-31', '06-30', '09-30', '12-31'];

/** First and last day of a quarter. */
export function quarterSpan(quarter: Quarter): { from: string; to: string } {
  const [year, number] = quarter.split('-') as [string, string];
  return { from: `${year}-${String(Number(number) * 3 - 2).padStart(2, '0')}-01`, to: `${year}-${lastDays[Number(number) - 1]!}` };
}

/** The latest quarter that is over on a day. */
export function lastQuarter(today: string): Quarter {
  const [year, number] = quarterOf(today).split('-').map(Number) as [number, number];
  return (number === 1 ? `${year - 1}-4` : `${year}-${number - 1}`) as Quarter;
}

/** From this day on a quarter can be signed. */
export const attestFrom = (quarter: Quarter): string => addDays(quarterSpan(quarter).to, 1);

/** Both sides sign within a fortnight of the quarter's end (our choice); after that the coordinator is told. */
export const attestBy = (quarter: Quarter): string => addDays(quarterSpan(quarter).to, signWithinDays);

export type Side = 'supervisor' | 'trainee';

/** What was signed: minutes by kind, and of all of them by a screen. */
export interface QuarterFigures {
  minutes: Record<SupervisionKind, number>;
  online: number;
  total: number;
}

interface QuarterLine {
  minutes: number;
  kind: SupervisionKind;
  online: boolean;
}

/** The sums of a quarter's lines, reversals included: everything that was written down, whether it counts or not. */
export function quarterFigures(lines: QuarterLine[]): QuarterFigures {
  const minutes = { group: 0, live: 0, individual: 0, peer: 0 };
  let online = 0;
  for (const line of lines) {
    minutes[line.kind] += line.minutes;
    if (line.online) online += line.minutes;
  }
  return { minutes, online, total: Object.values(minutes).reduce((sum, one) => sum + one, 0) };
}

export interface AttestationFacts {
  /** The trainee. */
  personId: number;
  /** Supervisors of the groups the trainee was in during the quarter. */
  supervisorIds: number[];
  quarter: Quarter;
  lines: number;
  /** Sessions held in the quarter that are not signed. */
  unsigned: number;
  openObjections: number;
}

/** Which side a person signs for; null for anybody else. */
export const sideOf = (person: Person, { personId, supervisorIds }: AttestationFacts): Side | null =>
  person.id === personId ? 'trainee' : supervisorIds.includes(person.id) ? 'supervisor' : null;

/** Both sides sign what stands when the quarter is over and nothing in it waits any longer (our choice). */
export function mayAttest(person: Person, facts: AttestationFacts, today: string): Verdict {
  if (sideOf(person, facts) === null) return no('refusals:attestedByTheTwo');
  if (today <= quarterSpan(facts.quarter).to) return no('refusals:quarterRuns');
  if (facts.lines === 0) return no('refusals:nothingToAttest');
  if (facts.unsigned > 0) return no('refusals:quarterUnsigned');
  return facts.openObjections > 0 ? no('refusals:quarterObjection') : yes;
}

/** A group's quarter is signed by its supervisor, each trainee's by the rules above. */
export const mayAttestGroup = (person: Person, { supervisorId }: { supervisorId: number }): Verdict =>
  person.id === supervisorId ? yes : no('refusals:attestedByTheTwo');

export const mayAttestNow = (person: Person, facts: AttestationFacts, now: Date): Verdict => mayAttest(person, facts, localDate(now));
