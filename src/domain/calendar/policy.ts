import type { SessionState } from '../supervision/supervision.js';
import { localDate, localMinutes } from './dates.js';
import type { Person } from '../person/person.js';
import { no, yes, type Verdict } from '../verdict.js';

export interface ApologyFacts {
  /** The viewer is enrolled in the cohort, or has a seat on the day. */
  own: boolean;
  onDate: string;
  today: string;
  cancelled: boolean;
  /** Attendance has been written down. */
  entered: boolean;
}

/** An apology is the trainee's own word, until the day is over or written down. */
export function mayApologise(_person: Person, day: ApologyFacts): Verdict {
  if (!day.own) return no('refusals:apologyOwn');
  if (day.cancelled) return no('refusals:dayOff');
  return day.entered || day.onDate < day.today ? no('refusals:apologyTooLate') : yes;
}

export interface SessionApologyFacts {
  /** The viewer is in the group on the date. */
  own: boolean;
  state: SessionState;
  onDate: string;
  startsAt: number;
}

/** An apology for supervision is the trainee's own word, until the session begins (our choice). */
export function mayApologiseToSession(_person: Person, session: SessionApologyFacts, now: Date): Verdict {
  if (!session.own) return no('refusals:apologyOwn');
  if (session.state === 'cancelled') return no('refusals:sessionOff');
  const today = localDate(now);
  const begun = session.onDate < today || (session.onDate === today && session.startsAt <= localMinutes(now));
  return begun || session.state !== 'planned' ? no('refusals:apologyTooLateForSession') : yes;
}

export interface MakeUpFacts {
  own: boolean;
  coordinates: boolean;
}

/** The trainee asks for a seat, the coordinator of their cohort books one. */
export const mayTakeMakeUpSeat = (person: Person, of: MakeUpFacts): Verdict =>
  of.own || (of.coordinates && person.roles.includes('coordinator')) ? yes : no('refusals:notYours');

/** A request is answered by the coordinator; nobody gives themselves a seat. */
export function mayDecideMakeUp(person: Person, of: MakeUpFacts): Verdict {
  if (of.own) return no('refusals:ownMakeUp');
  return of.coordinates && person.roles.includes('coordinator') ? yes : no('refusals:onlyCoordinator');
}
