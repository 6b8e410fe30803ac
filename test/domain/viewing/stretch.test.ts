import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { mergeStretches, mostStretches, playedMs, toldStretches } from '../../../src/domain/viewing/stretch.js';

const stretch = (fromMs: number, toMs: number) => ({ fromMs, toMs });

describe('played stretches', () => {
  test('that overlap, touch or lie closer than a player tells its time are one', () => {
    expect(mergeStretches([stretch(60_000, 90_000), stretch(0, 10_000), stretch(9_000, 20_000), stretch(21_000, 30_000)])).toEqual([
      stretch(0, 30_000),
      stretch(60_000, 90_000),
    ]);
  });

  test('leave what was given as it was', () => {
    const given = [stretch(0, 10_000), stretch(5_000, 20_000)];
    mergeStretches(given);
    expect(given).toEqual([stretch(0, 10_000), stretch(5_000, 20_000)]);
  });

  test('count once, however often they were played', () => {
    expect(playedMs([stretch(0, 60_000), stretch(0, 60_000), stretch(30_000, 90_000)])).toBe(90_000);
    expect(playedMs([])).toBe(0);
  });

  test('are the same however they are told: in order, apart, and merged again', () => {
    const some = fc.array(fc.tuple(fc.nat(100_000), fc.nat(20_000)).map(([from, length]) => stretch(from, from + length)));
    fc.assert(
      fc.property(some, (given) => {
        const merged = mergeStretches(given);
        expect(mergeStretches([...given].reverse())).toEqual(merged);
        expect(mergeStretches(merged)).toEqual(merged);
        merged.slice(1).forEach(({ fromMs }, index) => expect(fromMs).toBeGreaterThan(merged[index]!.toMs));
        for (const one of given) expect(merged.some(({ fromMs, toMs }) => fromMs <= one.fromMs && one.toMs <= toMs)).toBe(true);
      }),
    );
  });
});

describe('what a player tells', () => {
  test('is cut off at the end of the film, and an empty part is nothing', () => {
    expect(
      toldStretches(
        [
          [0, 5_000],
          [58_000, 61_000],
          [70_000, 80_000],
          [9_000, 9_000],
        ],
        60_000,
      ),
    ).toEqual([stretch(0, 5_000), stretch(58_000, 60_000)]);
  });

  test.each([
    ['no list', 'x'],
    ['nothing', undefined],
    ['a part that is no pair', [[1]]],
    ['three numbers', [[1, 2, 3]]],
    ['text', [['0', '5']]],
    ['half milliseconds', [[0.5, 3]]],
    ['time before the film', [[-1, 3]]],
    ['an end before its beginning', [[5, 3]]],
    ['no number', [[NaN, 3]]],
    ['more than a player has to tell', Array.from({ length: mostStretches + 1 }, () => [0, 1])],
  ])('is refused when it is %s', (_name, told) => expect(toldStretches(told, 60_000)).toBeNull());
});
