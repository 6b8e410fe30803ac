interface Frame {
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
 * Times are minutes since midnight. Never negative.
 */
export function creditedMinutes(session: Frame, presence: Presence): number {
  const from = Math.max(session.startsAt, presence.presentFrom);
  const to = Math.min(session.endsAt, presence.presentTo);
  return Math.max(0, Math.floor((to - from - Math.max(0, session.breakMinutes)) / step) * step);
}

/** What a whole session gives. */
export const wholeSession = (session: Frame): number =>
  creditedMinutes(session, { presentFrom: session.startsAt, presentTo: session.endsAt });
