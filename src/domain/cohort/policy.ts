import type { Person } from '../person/person.js';
import { no, yes, type Verdict } from '../verdict.js';

export interface CohortFacts {
  /** True when the viewer is appointed to the cohort. */
  coordinates: boolean;
}

export const mayCoordinate = (person: Person, cohort: CohortFacts): Verdict =>
  person.roles.includes('coordinator') && cohort.coordinates ? yes : no('refusals:onlyCoordinator');

export const mayStartCohort = (person: Person): Verdict => (person.roles.includes('coordinator') ? yes : no('refusals:onlyCoordinator'));

/** Attendance of a day is entered by the coordinator, never by someone on the list, and not before the day. */
export function mayEnterAttendance(
  person: Person,
  day: CohortFacts & { onDate: string; listedPersonIds: number[]; today: string; cancelled?: boolean },
): Verdict {
  const coordinate = mayCoordinate(person, day);
  if (!coordinate.ok) return coordinate;
  if (day.listedPersonIds.includes(person.id)) return no('refusals:ownAttendance');
  if (day.cancelled) return no('refusals:dayCancelled');
  return day.onDate > day.today ? no('refusals:dayNotYet') : yes;
}
