import { describe, expect, test } from '@jest/globals';
import { fewerPeaks, toldSilences, type Silence } from '../../../src/domain/recording/sound.js';

describe('silences', () => {
  const found: Silence[] = [
    [0, 2_999],
    [10_000, 13_000],
    [20_000, 29_000],
    [40_000, 44_000],
  ];

  test('are told from three seconds on, in order of the film', () => {
    expect(toldSilences(found, 10)).toEqual([
      [10_000, 13_000],
      [20_000, 29_000],
      [40_000, 44_000],
    ]);
  });

  test('are the longest ones when there are too many, still in order', () => {
    expect(toldSilences(found, 2)).toEqual([
      [20_000, 29_000],
      [40_000, 44_000],
    ]);
  });

  test('may be none', () => expect(toldSilences([], 5)).toEqual([]));
});

describe('the wave', () => {
  test('keeps the loudest moment of what becomes one column', () => {
    expect(fewerPeaks([1, 9, 2, 3, 0, 5], 3)).toEqual([9, 3, 5]);
    expect(fewerPeaks([1, 2], 5)).toEqual([1, 2]);
    const many = fewerPeaks(
      Array.from({ length: 72_000 }, (_, index) => (index === 36_001 ? 99 : 1)),
      800,
    );
    expect([many.length, Math.max(...many), many.indexOf(99)]).toEqual([800, 99, 400]);
  });
});
