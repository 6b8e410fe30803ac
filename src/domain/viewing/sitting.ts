/** So long without a sign of the viewer, and the next one begins a new sitting (our choice). */
export const sittingGapMs = 30 * 60_000;

/** A sitting whose last sign is older than this instant is over. */
export const sittingSince = (now: Date): string => new Date(now.getTime() - sittingGapMs).toISOString();
