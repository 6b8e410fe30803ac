export interface PaceInput {
  /** Minutes credited so far. */
  done: number;
  /** Minutes of the group's signed sessions since enrolment, less those held during leave. */
  offered: number;
  /** Minutes of planned sessions still to come. */
  booked: number;
  /** Minutes required, such as 2700. */
  required: number;
}

export type Pace = 'met' | 'on-track' | 'behind' | 'cannot-reach';

/** Under this share of what the group was offered, the pace is told (our choice). */
export const warnBelow = 0.8;

/**
 * Pace is counted against what the group was offered, so that nobody who came to everything is ever warned (our choice).
 * `cannot-reach` at once when done + booked < required, if something was missed: «kan ikke nås med det, der er booket».
 */
export function pace({ done, offered, booked, required }: PaceInput): Pace {
  if (done >= required) return 'met';
  if (done >= offered) return 'on-track';
  if (done + booked < required) return 'cannot-reach';
  return done < warnBelow * offered ? 'behind' : 'on-track';
}
