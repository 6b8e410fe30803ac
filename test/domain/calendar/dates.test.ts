import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addDays, daysBetween, isDate, localDate, parseDate } from '../../../src/domain/calendar/dates.js';

const days = fc.integer({ min: 0, max: 40_000 }).map((ahead) => addDays('1950-01-01', ahead));

describe('dates', () => {
  test('the Danish date of an instant turns at midnight in Denmark, summer and winter', () => {
    expect(localDate(new Date('2026-01-20T22:59:59Z'))).toBe('2026-01-20');
    expect(localDate(new Date('2026-01-20T23:00:00Z'))).toBe('2026-01-21');
    expect(localDate(new Date('2026-06-09T21:59:59Z'))).toBe('2026-06-09');
    expect(localDate(new Date('2026-06-09T22:00:00Z'))).toBe('2026-06-10');
  });
  test('the days of summer time count as one day each', () => {
    expect(addDays('2026-03-28', 1)).toBe('2026-03-29');
    expect(addDays('2026-03-29', 1)).toBe('2026-03-30');
    expect(daysBetween('2026-10-24', '2026-10-26')).toBe(2);
  });
  test('thirty days after 9 June is 9 July, and 128 days after 4 February is 12 June', () => {
    expect(addDays('2026-06-09', 30)).toBe('2026-07-09');
    expect(addDays('2025-02-04', 128)).toBe('2025-06-12');
  });
  test('adding and counting are each other’s opposite', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: -5000, max: 5000 }), (date, count) =>
        expect(daysBetween(date, addDays(date, count))).toBe(count),
      ),
    );
  });
  test('29 February is a date only in leap years', () =>
    expect([isDate('2024-02-29'), isDate('2025-02-29'), isDate('2000-02-29'), isDate('2100-02-29')]).toEqual([true, false, true, false]));
});

describe('a typed date', () => {
  test.each([
    ['4.2.2026', '2026-02-04'],
    ['04.02.2026', '2026-02-04'],
    ['04-02-2026', '2026-02-04'],
    ['4/2 2026', '2026-02-04'],
    ['2026-02-04', '2026-02-04'],
    ['  4.2.2026 ', '2026-02-04'],
    ['4. 2. 2026', '2026-02-04'],
  ])('«%s» is %s', (typed, date) => expect(parseDate(typed)).toBe(date));

  test.each([
    '31.2.2026',
    '0.1.2026',
    '1.13.2026',
    '4.2.26',
    '4.2',
    '2026-2-4',
    '4.2.20260',
    '４.２.２０２６',
    '1e1.2.2026',
    '-4.2.2026',
    '4.2.1899',
    '4.2.2100',
    '',
    'i går',
    '4.2.2026 12:00',
  ])('«%s» is no date', (typed) => expect(parseDate(typed)).toBeNull());

  test('every date can be typed the Danish way', () => {
    fc.assert(
      fc.property(days, (date) => {
        const [year, month, day] = date.split('-').map(Number);
        expect(parseDate(`${day}.${month}.${year}`)).toBe(date);
        expect(parseDate(date)).toBe(date);
      }),
    );
  });
});
