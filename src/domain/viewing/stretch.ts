/** A played part of a film, in ms of the film; the end is not included. */
export interface Stretch {
  fromMs: number;
  toMs: number;
}

/** Two parts closer than this were played in one go: a player tells its time only a few times a second. */
const joinMs = 1_500;

/** Overlapping and touching stretches as one, in the order of the film. */
export function mergeStretches(stretches: readonly Stretch[]): Stretch[] {
  const merged: Stretch[] = [];
  for (const { fromMs, toMs } of [...stretches].sort((a, b) => a.fromMs - b.fromMs || a.toMs - b.toMs)) {
    const last = merged.at(-1);
    if (last && fromMs <= last.toMs + joinMs) last.toMs = Math.max(last.toMs, toMs);
    else merged.push({ fromMs, toMs });
  }
  return merged;
}

/** How much of the film was played, in ms; what was played twice counts once. */
export const playedMs = (stretches: readonly Stretch[]): number =>
  mergeStretches(stretches).reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);

/** At most this many parts are told at a time. */
export const mostStretches = 60;

const isTime = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

/**
 * What a player tells: `[[fromMs, toMs], …]` within a film of `filmMs`. Null when it is no such list.
 * A player's clock may run a little past the length that was measured; what lies beyond is cut off.
 */
export function toldStretches(told: unknown, filmMs: number): Stretch[] | null {
  if (!Array.isArray(told) || told.length > mostStretches) return null;
  const stretches: Stretch[] = [];
  for (const part of told as unknown[]) {
    const [fromMs, toMs] = Array.isArray(part) && part.length === 2 ? (part as unknown[]) : [];
    if (!isTime(fromMs) || !isTime(toMs) || toMs < fromMs) return null;
    const end = Math.min(toMs, filmMs);
    if (end > fromMs) stretches.push({ fromMs, toMs: end });
  }
  return mergeStretches(stretches);
}
