import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { eraseNameOn, keepNameMonths, monthsAfter } from '../../../src/domain/application/erasure.js';
import { applicationStates } from '../../../src/domain/application/states.js';
import { addDays, daysBetween } from '../../../src/domain/calendar/dates.js';

describe('when the name of somebody without a seat is erased', () => {
  test.each([
    ['2026-09-01', 6, '2027-03-01'],
    ['2026-08-31', 6, '2027-02-28'],
    ['2027-08-31', 6, '2028-02-29'],
    ['2026-12-15', 1, '2027-01-15'],
    ['2026-06-30', 6, '2026-12-30'],
  ])('%s and %i months: %s', (from, months, to) => expect(monthsAfter(from, months)).toBe(to));

  test('half a year is never shorter than 181 days nor longer than 184, and later days never come first', () => {
    const days = fc.integer({ min: 0, max: 30_000 }).map((count) => addDays('2000-01-01', count));
    fc.assert(
      fc.property(days, (date) => {
        const length = daysBetween(date, monthsAfter(date, keepNameMonths));
        expect(length).toBeGreaterThanOrEqual(181);
        expect(length).toBeLessThanOrEqual(184);
        expect(monthsAfter(date, 6) <= monthsAfter(addDays(date, 1), 6)).toBe(true);
      }),
    );
  });

  test('the decision counts by the day in Denmark; somebody in line waits for the end of the cohort; a seat keeps its name', () => {
    const on = (state: (typeof applicationStates)[number]) =>
      eraseNameOn({ state, since: '2026-08-31T22:30:00.000Z', cohortEndsOn: '2028-12-31' });
    expect(Object.fromEntries(applicationStates.map((state) => [state, on(state)]))).toEqual({
      nominated: '2029-06-30',
      waiting: '2029-06-30',
      offered: '2029-06-30',
      seated: null,
      refused: '2027-03-01',
      declined: '2027-03-01',
      withdrawn: '2027-03-01',
    });
  });
});
