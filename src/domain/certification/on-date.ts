import type { EnrolmentFacts, SeatDay } from './facts.js';
import { remembered } from '../calendar/remembered.js';
import { rulesOn } from './rule-version.js';

const until = <T>(items: T[], date: (item: T) => string, on: string): T[] => items.filter((item) => date(item) <= on);

/** A day still to come has no line, and one made up later was missed until then. */
function dayOn(day: SeatDay, on: string): SeatDay {
  if (day.onDate > on) return { ...day, presence: null, conversation: null, time: null, heldOn: null };
  return day.heldOn && day.heldOn > on ? { ...day, presence: 'absent', time: null, heldOn: null } : day;
}

/** The same facts as they stood at the end of a day: nothing later is known. */
export const factsOn = remembered((facts: EnrolmentFacts, on: string): EnrolmentFacts => ({
  ...facts,
  rules: rulesOn(facts, on),
  events: until(facts.events, (one) => one.onDate, on),
  days: facts.days.map((day) => dayOn(day, on)),
  offered: until(facts.offered, (one) => one.onDate, on),
  lines: until(facts.lines, (one) => one.onDate, on),
  meetings: until(facts.meetings, (one) => one.onDate, on),
  selfAssessments: until(facts.selfAssessments, (one) => one.deliveredOn, on),
  cases: until(facts.cases, (one) => one.requestedOn, on).map((one) => ({
    ...one,
    closedOn: one.closedOn !== null && one.closedOn <= on ? one.closedOn : null,
    closedWhy: one.closedOn !== null && one.closedOn <= on ? one.closedWhy : null,
    assessors: until(one.assessors, ({ assignedOn = '' }) => assignedOn, on).map((assessor) =>
      assessor.lockedOn !== null && assessor.lockedOn <= on ? assessor : { ...assessor, lockedOn: null, ratings: [] },
    ),
  })),
  decisions: until(facts.decisions, (one) => one.decidedOn, on),
  certificate: facts.certificate && facts.certificate.issuedOn <= on ? facts.certificate : null,
}));
