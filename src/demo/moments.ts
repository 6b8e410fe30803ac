import type { Moment } from '../domain/annotation/timecode.js';

/** Length of the film, milliseconds; longer recordings are the film again and again. */
export const filmMs = 208_000;

/** Where each element shows in the film (times of its manuscript). */
const shows: Record<number, [number, number | null][]> = {
  1: [
    [125_000, 131_000],
    [151_000, null],
  ],
  2: [[110_000, 118_000]],
  3: [
    [10_000, 17_000],
    [42_000, null],
  ],
  4: [
    [54_000, 58_000],
    [25_000, null],
  ],
  5: [
    [58_000, 67_000],
    [93_000, 97_000],
  ],
  6: [
    [79_000, 92_000],
    [110_000, null],
  ],
  7: [[25_000, 33_000]],
  8: [[57_000, 67_000]],
  9: [
    [54_000, null],
    [79_000, null],
  ],
  10: [[130_000, 157_000]],
  11: [
    [2_000, 10_000],
    [102_000, 110_000],
  ],
  12: [
    [151_000, 157_000],
    [200_000, null],
  ],
};

/** Moments cited for a level. An observed meeting without film cites its notes instead. */
export const momentsFor = (element: number, level: number, observed: boolean): Moment[] =>
  observed ? [] : (shows[element] ?? []).slice(0, level >= 4 ? 2 : 1).map(([startMs, endMs]) => ({ startMs, endMs }));
