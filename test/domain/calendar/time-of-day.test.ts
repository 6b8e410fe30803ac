import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatTimeOfDay, parseMinutes, parseTimeOfDay } from '../../../src/domain/calendar/time-of-day.js';

describe('a typed time of day', () => {
  test.each([
    ['9.30', 570],
    ['09:30', 570],
    ['9', 540],
    [' 15.00 ', 900],
    ['0.00', 0],
    ['24.00', 1440],
  ])('«%s» is %i minutes after midnight', (typed, minutes) => expect(parseTimeOfDay(typed)).toBe(minutes));

  test.each(['25.00', '24.01', '9.75', '9.5', '1e3', '９.３０', '-9.30', '9.30.00', '9,30', '930', '', 'ni', '9.3O', '٩.٣٠'])(
    '«%s» is no time',
    (typed) => expect(parseTimeOfDay(typed)).toBeNull(),
  );

  test('what is shown can be typed again', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 1440 }), (minutes) => expect(parseTimeOfDay(formatTimeOfDay(minutes))).toBe(minutes)));
  });
});

test.each([
  ['60', 60],
  [' 0 ', 0],
  ['1e2', null],
  ['-5', null],
  ['5,5', null],
  ['６０', null],
  ['', null],
])('minutes typed as «%s» are %p', (typed, minutes) => expect(parseMinutes(typed)).toBe(minutes));
