import type { Person } from '../person/person.js';
import { no, yes, type Verdict } from '../verdict.js';
import type { GroupFacts } from './supervision.js';

/** The group's own supervisor records and signs; nobody does it for a group they are a member of. */
export function maySign(person: Person, group: GroupFacts): Verdict {
  if (group.memberPersonIds.includes(person.id)) return no('refusals:ownHours');
  return group.supervisorId === person.id ? yes : no('refusals:onlyGroupSupervisor');
}

/** A coordinator may type a session in from paper; it counts when the supervisor has signed. */
export function mayTypeIn(person: Person, group: GroupFacts): Verdict {
  if (group.memberPersonIds.includes(person.id)) return no('refusals:ownHours');
  return group.supervisorId === person.id || group.coordinates ? yes : no('refusals:onlyGroupSupervisor');
}

/** Dates are planned by those who may write the session down. */
export const mayPlan = (person: Person, group: GroupFacts): Verdict => mayTypeIn(person, group);

/** A line is corrected by the group's supervisor, until the trainee is certified. */
export function mayCorrect(person: Person, line: GroupFacts & { certified: boolean }): Verdict {
  const sign = maySign(person, line);
  if (!sign.ok) return sign;
  return line.certified ? no('refusals:lockedByCertificate') : yes;
}
