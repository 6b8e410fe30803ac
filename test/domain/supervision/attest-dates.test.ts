import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addDays } from '../../../src/domain/calendar/dates.js';
import { attestBy, attestFrom, lastQuarter, quarterOf, quarterSpan } from '../../../src/domain/supervision/attestation.js';

describe('when a quarter is signed', () => {
  test.each([
    ['2026-2', '2026-07-01', '2026-07-14'],
    ['2025-4', '2026-01-01', '2026-01-14'],
    ['2024-1', '2024-04-01', '2024-04-14'],
  ] as const)('%s is signed from %s and by %s', (quarter, from, by) => {
    expect([attestFrom(quarter), attestBy(quarter)]).toEqual([from, by]);
  });

  const dates = fc.integer({ min: 0, max: 40_000 }).map((days) => addDays('1990-01-01', days));

  test('every day is in exactly the quarter that holds it, and the latest quarter over is the one before', () => {
    fc.assert(
      fc.property(dates, (date) => {
        const { from, to } = quarterSpan(quarterOf(date));
        expect(from <= date && date <= to).toBe(true);
        expect(attestFrom(lastQuarter(date))).toBe(from);
      }),
    );
  });
});
