import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { currentAt } from '../../../src/domain/annotation/following.js';

const point = (startMs: number) => ({ startMs, endMs: null });

describe('the comment at the playhead', () => {
  const rows = [point(10_000), { startMs: 20_000, endMs: 60_000 }, point(65_000)];

  test.each([
    [0, -1],
    [9_999, -1],
    [10_000, 0],
    [19_999, 0],
    [20_000, 1],
    [59_999, 1],
    [60_000, -1],
    [65_000, 2],
    [75_000, -1],
  ])('at %i ms is number %i', (at, index) => {
    expect(currentAt(rows, at)).toBe(index);
  });

  test('of several at one time is the last, and of none is none', () => {
    expect(currentAt([point(5), point(5), point(5)], 5)).toBe(2);
    expect(currentAt([], 5)).toBe(-1);
  });

  test('is what a search through all of them finds', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(100_000)), fc.nat(120_000), (starts, at) => {
        const sorted = starts.sort((a, b) => a - b).map(point);
        const last = sorted.findLastIndex(({ startMs }) => startMs <= at);
        expect(currentAt(sorted, at)).toBe(last >= 0 && at < sorted[last]!.startMs + 10_000 ? last : -1);
      }),
      { seed: 11 },
    );
  });
});
