import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isMarked, latestMarkMs, leastLeftMs, noMarks, parseMark, readMarks, stretchOf } from '../../../src/domain/recording/cut.js';

describe('a mark as it is written', () => {
  test.each([
    ['2.05', 125_000],
    ['2:05', 125_000],
    [' 02:05 ', 125_000],
    ['75.30', 4_530_000],
    ['1.02.03', 3_723_000],
    ['01:02:03', 3_723_000],
    ['0.00', 0],
    ['0', 0],
    ['6.00.00', latestMarkMs],
  ])('%s', (text, ms) => expect(parseMark(text)).toEqual({ ms }));

  test.each(['', '   ', '\u00a0'])('nothing written is no mark', (text) => expect(parseMark(text)).toEqual({ ms: null }));

  test.each(['to', '2', '2.5', '2.60', '1.60.00', '-1.00', '2,05', '2.05.', '1.2.3.4', '٢.٠٥', '1e3', '99999999.00'])(
    '%s is no time',
    (text) => expect(parseMark(text)).toEqual({ fault: 'unreadable' }),
  );

  test.each(['6.00.01', '99.59.59', '999.59'])('%s is later than any film', (text) =>
    expect(parseMark(text)).toEqual({ fault: 'tooLate' }),
  );

  test('whatever is typed is a time within bounds, nothing, or refused', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const read = parseMark(text);
        if ('fault' in read) return;
        expect(read.ms === null || (read.ms >= 0 && read.ms <= latestMarkMs)).toBe(true);
      }),
    );
  });
});

describe('both marks', () => {
  test('either may be left out, and nought is the beginning', () => {
    expect(readMarks('', '')).toEqual({ ok: true, marks: noMarks });
    expect(readMarks('0.00', '')).toEqual({ ok: true, marks: noMarks });
    expect(readMarks('2.05', '')).toEqual({ ok: true, marks: { fromMs: 125_000, toMs: null } });
    expect(readMarks('', '58.40')).toEqual({ ok: true, marks: { fromMs: null, toMs: 3_520_000 } });
    expect(isMarked(noMarks)).toBe(false);
    expect(isMarked({ fromMs: null, toMs: 1 })).toBe(true);
  });

  test('each fault is told of its own field', () => {
    expect(readMarks('x', 'y')).toEqual({ ok: false, faults: { from: 'unreadable', to: 'unreadable' } });
    expect(readMarks('2.05', '7.00.00')).toEqual({ ok: false, faults: { to: 'tooLate' } });
  });

  test('the end lies after the beginning, and at least a minute is left', () => {
    expect(readMarks('2.05', '2.05')).toEqual({ ok: false, faults: { to: 'notAfter' } });
    expect(readMarks('', '0.00')).toEqual({ ok: false, faults: { to: 'notAfter' } });
    expect(readMarks('2.05', '3.04')).toEqual({ ok: false, faults: { to: 'tooLittle' } });
    expect(readMarks('2.05', '3.05')).toEqual({ ok: true, marks: { fromMs: 125_000, toMs: 185_000 } });
    expect(readMarks('', '0.59')).toEqual({ ok: false, faults: { to: 'tooLittle' } });
  });
});

describe('what the marks mean for a film', () => {
  const hour = 3_600_000;

  test('an end after its end is its end', () => {
    expect(stretchOf({ fromMs: 125_000, toMs: 2 * hour }, hour)).toEqual({ fromMs: 125_000, toMs: hour });
    expect(stretchOf({ fromMs: null, toMs: hour - 40_000 }, hour)).toEqual({ fromMs: 0, toMs: hour - 40_000 });
  });

  test('a beginning after its end, or with less than a minute left, is refused', () => {
    expect(stretchOf({ fromMs: hour, toMs: null }, hour)).toBeNull();
    expect(stretchOf({ fromMs: hour - leastLeftMs + 1, toMs: null }, hour)).toBeNull();
    expect(stretchOf({ fromMs: hour - leastLeftMs, toMs: null }, hour)).toEqual({ fromMs: hour - leastLeftMs, toMs: hour });
    expect(stretchOf({ fromMs: null, toMs: 90_000 }, 30_000)).toBeNull();
  });

  test('what is kept always lies in the film and between the marks', () => {
    const mark = fc.option(fc.integer({ min: 0, max: latestMarkMs }));
    fc.assert(
      fc.property(mark, mark, fc.integer({ min: 0, max: latestMarkMs }), (fromMs, toMs, durationMs) => {
        const kept = stretchOf({ fromMs, toMs }, durationMs);
        if (kept === null) return;
        expect(kept.fromMs).toBeGreaterThanOrEqual(fromMs ?? 0);
        expect(kept.toMs).toBeLessThanOrEqual(Math.min(toMs ?? durationMs, durationMs));
        expect(kept.toMs - kept.fromMs).toBeGreaterThanOrEqual(leastLeftMs);
      }),
    );
  });
});
