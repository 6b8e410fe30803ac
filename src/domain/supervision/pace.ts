export interface PaceInput {
  /** Minutes that count so far. */
  done: number;
  /** Minutes that could have counted of the group's signed sessions since enrolment, less those held during leave. */
  offered: number;
  /** Minutes it comes to when everything booked is attended. */
  reach: number;
  /** Minutes required, such as 2700. */
  required: number;
  /** Came to every minute of every session the group was offered, whether or not it counts. */
  cameToAll: boolean;
}

export type Pace = 'met' | 'on-track' | 'behind' | 'cannot-reach';

/** Under this share of what the group was offered, the pace is told (our choice). */
export const warnBelow = 0.8;

/** A pace that somebody has to do something about. */
export const isTold = (pace: Pace): boolean => pace === 'behind' || pace === 'cannot-reach';

/**
 * Pace is counted against what the group was offered, so that nobody who came to everything is ever warned (our choice).
 * `cannot-reach` at once when done and booked do not come to what is required, if something was missed: «kan ikke nås med det, der er booket».
 */
export function pace({ done, offered, reach, required, cameToAll }: PaceInput): Pace {
  if (done >= required) return 'met';
  if (cameToAll || done >= offered) return 'on-track';
  if (reach < required) return 'cannot-reach';
  return done < warnBelow * offered ? 'behind' : 'on-track';
}
