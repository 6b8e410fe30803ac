import { clockShift } from '../calendar/clock-change.js';

export interface Frame {
  /** Told where the date is known: two nights a year it changes how long a span is. */
  onDate?: string;
  startsAt: number;
  endsAt: number;
  breakMinutes: number;
}

interface Presence {
  presentFrom: number;
  presentTo: number;
}

/** Minutes are credited in whole fives, rounded down (our choice). */
export const step = 5;

/**
 * Minutes credited to one member: own presence within the session, less the breaks, rounded down to five (our choice).
 * Times are minutes since midnight; the hour that is skipped or comes twice at a change of the clock is counted as it was lived. Never negative.
 */
export function creditedMinutes(session: Frame, presence: Presence): number {
  const from = Math.max(session.startsAt, presence.presentFrom);
  const to = Math.min(session.endsAt, presence.presentTo);
  if (to <= from) return 0;
  const shift = session.onDate === undefined ? 0 : clockShift(session.onDate, from, to);
  return Math.max(0, Math.floor((to - from + shift - Math.max(0, session.breakMinutes)) / step) * step);
}

/** What a whole session gives. */
export const wholeSession = (session: Frame): number =>
  creditedMinutes(session, { presentFrom: session.startsAt, presentTo: session.endsAt });
