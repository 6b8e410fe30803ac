import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatMoment, formatTimecode, parseMoments, parseTimecode } from '../../../src/domain/annotation/timecode.js';

const second = 1000;
const ms = fc.integer({ min: 0, max: 14_400 }).map((seconds) => seconds * second);

describe('a typed place in the film', () => {
  test.each([
    ['12.04', 724],
    ['12:04', 724],
    ['1.02.03', 3723],
    ['1:02:03', 3723],
    ['72.10', 4330],
    ['0.00', 0],
    ['45', 45],
  ])('«%s» is %i seconds', (typed, seconds) => expect(parseTimecode(typed)).toBe(seconds * second));

  test.each(['12.60', '1.60.00', '12,04', '-1.00', '1e2', '', 'start', '12.04.', '１２.０４', '1.2.3.4', '12.004'])(
    '«%s» is no time',
    (typed) => expect(parseTimecode(typed)).toBeNull(),
  );

  test('is shown the Danish way', () =>
    expect([formatTimecode(724_000), formatTimecode(3_723_000), formatTimecode(4_330_999)]).toEqual(['12.04', '1.02.03', '1.12.10']));
  test('what is shown can be typed again', () => {
    fc.assert(fc.property(ms, (at) => expect(parseTimecode(formatTimecode(at))).toBe(at)));
  });
});

describe('several moments', () => {
  test('points and stretches, in the order they are typed', () =>
    expect(parseMoments('12.04, 14.10–15.00')).toEqual([
      { startMs: 724_000, endMs: null },
      { startMs: 850_000, endMs: 900_000 },
    ]));
  test('a stretch that ends before it starts is refused', () => expect(parseMoments('15.00-14.10')).toBeNull());
  test('one wrong among several refuses them all', () => expect(parseMoments('12.04, midt i')).toBeNull());
  test('a comma inside a time is not taken for two times', () => {
    expect(parseMoments('12,04')).toBeNull();
    expect(parseMoments('12.04,14.10')).toHaveLength(2);
    expect(parseMoments('45, 50')).toHaveLength(2);
  });
  test('nothing typed is no moments', () => expect(parseMoments('  ')).toEqual([]));
  test('a stretch that is shown can be typed again', () => {
    fc.assert(
      fc.property(ms, fc.integer({ min: 1, max: 600 }), (startMs, seconds) => {
        const moment = { startMs, endMs: startMs + seconds * second };
        expect(parseMoments(formatMoment(moment))).toEqual([moment]);
      }),
    );
  });
});
