const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** At one o'clock the coming night, UTC. */
export const nextNight = (now: Date): Date => new Date(Math.floor((now.getTime() - hourMs) / dayMs + 1) * dayMs + hourMs);
