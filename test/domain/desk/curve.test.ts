import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addDays } from '../../../src/domain/calendar/dates.js';
import { evenPace } from '../../../src/domain/desk/curve.js';

const span = { from: '2024-10-01', to: '2026-09-30' };

describe('the even pace', () => {
  test.each([
    ['2024-09-30', 0],
    ['2024-10-01', 0],
    ['2025-10-01', 1502],
    ['2026-09-30', 3000],
    ['2027-01-01', 3000],
  ])('of 50 hours over two years on %s is %i minutes', (on, minutes) => expect(evenPace(3000, span, on)).toBe(minutes));

  test('of a course of one day does not divide by nothing', () => {
    expect(evenPace(900, { from: '2026-01-01', to: '2026-01-01' }, '2026-01-01')).toBe(0);
    expect(evenPace(900, { from: '2026-01-01', to: '2026-01-01' }, '2026-01-02')).toBe(900);
  });

  test('never falls, never passes the whole, and never comes before its time', () => {
    const day = fc.integer({ min: -400, max: 1200 }).map((days) => addDays(span.from, days));
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9000 }), day, (total, on) => {
        const minutes = evenPace(total, span, on);
        expect(minutes).toBeGreaterThanOrEqual(0);
        expect(minutes).toBeLessThanOrEqual(total);
        expect(evenPace(total, span, addDays(on, 1))).toBeGreaterThanOrEqual(minutes);
      }),
    );
  });
});
