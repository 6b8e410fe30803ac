import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { minutesDone } from '../../../src/domain/certification/judge.js';
import { meetingLeaderRules } from '../../../src/domain/certification/rules.js';
import { creditedMinutes, wholeSession } from '../../../src/domain/supervision/credit.js';

const day = { startsAt: 9 * 60, endsAt: 15 * 60, breakMinutes: 60 };
const from = (presentFrom: number, presentTo: number) => creditedMinutes(day, { presentFrom, presentTo });
const time = fc.integer({ min: 0, max: 1440 });
const session = fc.record({ startsAt: time, endsAt: time, breakMinutes: fc.integer({ min: 0, max: 480 }) });
const presence = fc.record({ presentFrom: time, presentTo: time });

describe('minutes credited', () => {
  test('a whole day of 9.00 to 15.00 with an hour of breaks is 300 minutes', () => expect(wholeSession(day)).toBe(300));
  test('coming 45 minutes late takes 45 minutes', () => expect(from(9 * 60 + 45, 15 * 60)).toBe(255));
  test('leaving at 13.40 takes 80 minutes', () => expect(from(9 * 60, 13 * 60 + 40)).toBe(220));
  test('three minutes late costs five: what is credited is rounded down', () => expect(from(9 * 60 + 3, 15 * 60)).toBe(295));
  test('time before the session began is not credited', () => expect(from(8 * 60, 16 * 60)).toBe(300));
  test('somebody who was there for less than the breaks gets nothing, not less', () => expect(from(9 * 60, 9 * 60 + 30)).toBe(0));
  test('somebody who was not there during the session gets nothing', () => expect(from(15 * 60, 17 * 60)).toBe(0));

  test('never negative, never more than the session, always whole fives', () => {
    fc.assert(
      fc.property(session, presence, (one, who) => {
        const minutes = creditedMinutes(one, who);
        expect(minutes).toBeGreaterThanOrEqual(0);
        expect(minutes % 5).toBe(0);
        expect(minutes).toBeLessThanOrEqual(wholeSession(one));
      }),
    );
  });

  test('breaks that make no sense add nothing', () =>
    expect(creditedMinutes({ ...day, breakMinutes: -60 }, { presentFrom: 9 * 60, presentTo: 15 * 60 })).toBe(360));

  test('a longer break never gives more', () => {
    fc.assert(
      fc.property(session, presence, fc.integer({ min: 0, max: 300 }), (one, who, more) => {
        expect(creditedMinutes({ ...one, breakMinutes: one.breakMinutes + more }, who)).toBeLessThanOrEqual(creditedMinutes(one, who));
      }),
    );
  });

  test('staying longer never gives less', () => {
    fc.assert(
      fc.property(session, presence, fc.integer({ min: 0, max: 600 }), (one, who, more) => {
        expect(creditedMinutes(one, { ...who, presentTo: who.presentTo + more })).toBeGreaterThanOrEqual(creditedMinutes(one, who));
      }),
    );
  });

  test('a total counts every line that was not reversed, in whatever order they were written', () => {
    const line = fc.record({ fives: fc.integer({ min: 0, max: 96 }), reversed: fc.boolean() });
    fc.assert(
      fc.property(fc.array(line), (written) => {
        const lines = written
          .flatMap(({ fives, reversed }) => (reversed ? [fives * 5, -fives * 5] : [fives * 5]))
          .map((minutes) => ({ onDate: '2026-01-20', minutes }));
        const standing = written.filter(({ reversed }) => !reversed).reduce((sum, { fives }) => sum + fives * 5, 0);
        expect(minutesDone({ lines: [...lines].reverse(), rules: meetingLeaderRules })).toBe(standing);
      }),
    );
  });
});
