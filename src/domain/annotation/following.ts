import type { Moment } from './timecode.js';

/** A comment on a point is current for this long (our choice). */
export const pointLastsMs = 10_000;

/** Where the film is read from on: a person sees, thinks and then presses, so a new comment starts a little before (our choice). */
export const reactionMs = 2_000;

/**
 * Index of the comment at the playhead: the last one begun, until its end or ten seconds after its point; -1 when there is none.
 * `rows` stand in the order of the film.
 */
export function currentAt(rows: Moment[], atMs: number): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rows[middle]!.startMs <= atMs) low = middle + 1;
    else high = middle;
  }
  const last = rows[low - 1];
  return last && atMs < Math.max(last.endMs ?? 0, last.startMs + pointLastsMs) ? low - 1 : -1;
}
