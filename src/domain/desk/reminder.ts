import type { EnrolmentFacts } from '../certification/facts.js';
import type { RightNow } from '../certification/right-now.js';
import { latestCase } from '../certification/states.js';
import { addDays } from '../calendar/dates.js';

/** One matter is reminded about at most once in so many days (our choice). */
export const reminderDays = 7;
/** A reminder is shown for so many days, or until the matter is done (our choice). */
export const shownDays = 14;

/** The first day on which the same matter may be reminded about again. */
export const remindAgainFrom = (madeOn: string): string => addDays(madeOn, reminderDays);

/** What a trainee can do about themselves. Hours and days have to be found, which a reminder does not help. */
const own: RightNow['what'][] = ['first_meeting', 'meetings', 'self_assessment', 'evidence', 'plan'];

/** Whose turn it is, by person: the trainee, or those who were asked to rate and have not finished. Nobody when no one person has it. */
export function recipientsOf({ what }: Pick<RightNow, 'what'>, facts: EnrolmentFacts): number[] {
  if (own.includes(what)) return [facts.personId];
  if (what !== 'rating' && what !== 'adjudication') return [];
  const seats = latestCase(facts)?.assessors ?? [];
  return seats
    .filter(({ slot, lockedOn }) => lockedOn === null && (slot === 'adjudicator') === (what === 'adjudication'))
    .map(({ personId }) => personId);
}
