import { describe, expect, test } from '@jest/globals';
import type { EnrolmentEvent } from '../../../src/domain/cohort/leave.js';
import type { HoursInput } from '../../../src/domain/supervision/hours.js';
import { deadlineOf, expectedOn, leaveDays, neededPerMonth } from '../../../src/domain/supervision/plan-ahead.js';

const leave: EnrolmentEvent[] = [
  { kind: 'leave_started', onDate: '2025-11-01' },
  { kind: 'leave_ended', onDate: '2026-05-01' },
];
const sessions = (...dates: string[]) => dates.map((onDate) => ({ onDate, minutes: 300 }));
const facts = (given: Partial<HoursInput> = {}): HoursInput => ({
  events: [],
  offered: [],
  booked: sessions('2026-01-20', '2026-02-24', '2026-03-24', '2026-04-28'),
  lines: sessions('2025-02-25', '2025-04-29', '2025-05-27', '2025-08-26', '2025-10-07', '2025-11-18'),
  rules: { K2: { offeredMinutes: 3000, requiredMinutes: 2700 } },
  ...given,
});

describe('what is still to come', () => {
  test('leave of 181 days moves the deadline by 181 days', () => {
    expect(leaveDays(leave, '2026-06-01')).toBe(181);
    expect(deadlineOf('2026-09-30', leave, '2026-06-01')).toBe('2027-03-30');
  });
  test('a leave that runs has moved it by the days until now', () => expect(leaveDays(leave, '2025-11-11')).toBe(10));
  test('no leave, no move', () => expect(deadlineOf('2026-09-30', [], '2026-06-01')).toBe('2026-09-30'));

  test('done on the day the booked sessions come to it', () => expect(expectedOn(facts(), '2025-12-01')).toBe('2026-03-24'));
  test('never with what is booked when it does not come to it', () =>
    expect(expectedOn(facts({ booked: sessions('2026-01-20') }), '2025-12-01')).toBeNull());
  test('a session that waits for its signature is there when it is signed', () =>
    expect(expectedOn(facts({ booked: sessions('2025-11-25', '2025-11-26', '2025-11-27') }), '2025-12-01')).toBe('2025-12-01'));
  test('nothing is expected of somebody who has it', () =>
    expect(expectedOn(facts({ lines: [{ onDate: '2025-11-01', minutes: 2700 }] }), '2025-12-01')).toBeNull());

  test('900 minutes in ten months are 90 a month, in whole fives', () => {
    expect(neededPerMonth({ done: 1800, required: 2700 }, '2025-12-01', '2026-09-30')).toBe(95);
    expect(neededPerMonth({ done: 2695, required: 2700 }, '2025-12-01', '2026-09-30')).toBe(5);
  });
  test('in the last month it is all of it, and after the deadline it is nothing', () => {
    expect(neededPerMonth({ done: 2400, required: 2700 }, '2026-09-20', '2026-09-30')).toBe(300);
    expect(neededPerMonth({ done: 2400, required: 2700 }, '2026-09-30', '2026-09-30')).toBeNull();
    expect(neededPerMonth({ done: 2700, required: 2700 }, '2026-01-01', '2026-09-30')).toBeNull();
  });
});
