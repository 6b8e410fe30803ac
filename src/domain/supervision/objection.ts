import { addDays, localDate } from '../calendar/dates.js';
import type { Person } from '../person/person.js';
import { no, yes, type Verdict } from '../verdict.js';
import { maySign } from './policy.js';
import type { GroupFacts } from './supervision.js';

/** A trainee may object within a fortnight of the signature (our choice). */
export const objectWithinDays = 14;

/** The last day on which a line signed at an instant may be objected to. */
export const objectBy = (recordedAt: string): string => addDays(localDate(new Date(recordedAt)), objectWithinDays);

export type ObjectionState = 'open' | 'corrected' | 'stands';

export interface ObjectionFacts {
  /** The trainee whose line it is. */
  traineeId: number;
  recordedAt: string;
  /** In force: neither a reversal nor taken back. */
  inForce: boolean;
  /** There is an objection to this line already, answered or not. */
  objected: boolean;
  certified: boolean;
}

/** Only about one's own hours, once to each line, in time, and not after certification. */
export function mayObject(person: Person, line: ObjectionFacts, now: Date): Verdict {
  if (line.traineeId !== person.id) return no('refusals:notYours');
  if (line.certified) return no('refusals:lockedByCertificate');
  if (!line.inForce) return no('refusals:lineReplaced');
  if (line.objected) return no('refusals:objectedAlready');
  return localDate(now) <= objectBy(line.recordedAt) ? yes : no('refusals:objectionTooLate');
}

/** The group's supervisor answers, with a correction or by standing by what was signed. */
export function mayAnswer(person: Person, objection: GroupFacts & { state: ObjectionState }): Verdict {
  const sign = maySign(person, objection);
  if (!sign.ok) return sign;
  return objection.state === 'open' ? yes : no('refusals:objectionAnswered');
}
