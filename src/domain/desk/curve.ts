import { daysBetween } from '../calendar/dates.js';
import type { EnrolmentFacts } from '../certification/facts.js';
import { hoursOf } from '../supervision/hours.js';

export interface CurvePoint {
  onDate: string;
  /** Minutes credited, and minutes the group has held, up to and with the day. */
  done: number;
  offered: number;
  /** Minutes of an even pace over the whole course; only a picture, nobody is judged by it (our choice). */
  even: number;
}

/** From when to when the course runs. */
export interface Span {
  from: string;
  to: string;
}

/** «50 timer fordelt over de to år» (Socialstyrelsen 2019) as a straight line. */
export const evenPace = (total: number, { from, to }: Span, on: string): number =>
  Math.round(total * Math.min(1, Math.max(0, daysBetween(from, on) / Math.max(1, daysBetween(from, to)))));

const heldDates = (facts: EnrolmentFacts, on: string): string[] =>
  [...new Set([...facts.offered, ...facts.lines].map(({ onDate }) => onDate))].filter((date) => date <= on).sort();

/** One trainee's hours over time, a point for each day on which something was held or credited. */
export const hoursCurve = (facts: EnrolmentFacts, span: Span, on: string): CurvePoint[] =>
  heldDates(facts, on).map((onDate) => {
    const { done, offered, total } = hoursOf(facts, onDate);
    return { onDate, done, offered, even: evenPace(total, span, onDate) };
  });

/** The mean of everyone who takes part, so that no one person is seen. Null for fewer than five (our choice). */
export function meanCurve(people: EnrolmentFacts[], span: Span, on: string): CurvePoint[] | null {
  if (people.length < 5) return null;
  const dates = [...new Set(people.flatMap((facts) => heldDates(facts, on)))].sort();
  const mean = (of: (facts: EnrolmentFacts) => number) => Math.round(people.reduce((sum, facts) => sum + of(facts), 0) / people.length);
  return dates.map((onDate) => ({
    onDate,
    done: mean((facts) => hoursOf(facts, onDate).done),
    offered: mean((facts) => hoursOf(facts, onDate).offered),
    even: mean((facts) => evenPace(hoursOf(facts, onDate).total, span, onDate)),
  }));
}
