import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { signBy } from '../../../src/domain/supervision/deadline.js';
import { behindSince, hoursOf } from '../../../src/domain/supervision/hours.js';
import { linesOf, sessionDates, trainee } from '../certification/facts.js';

const on = '2026-09-30';

describe('hours as of a day', () => {
  test('50 hours offered and attended', () =>
    expect(hoursOf(trainee(), on)).toMatchObject({ done: 3000, offered: 3000, booked: 0, reach: 3000, required: 2700, pace: 'met' }));
  test('on 12 January only the first six sessions count, and the rest are ahead', () => {
    const booked = sessionDates.slice(6).map((onDate) => ({ onDate, minutes: 300 }));
    const half = trainee({ offered: trainee().offered.slice(0, 6), lines: linesOf(1800), booked });
    expect(hoursOf(half, '2026-01-12')).toMatchObject({ done: 1800, offered: 1800, booked: 1200, reach: 3000, pace: 'on-track' });
  });
  test('what was held during leave is not counted against anyone', () => {
    const leave = trainee({
      events: [
        { kind: 'leave_started', onDate: '2025-11-01' },
        { kind: 'leave_ended', onDate: '2026-05-01' },
      ],
      lines: linesOf(1450),
    });
    expect(hoursOf(leave, on)).toMatchObject({ done: 1450, offered: 1500 });
  });
  test('behind is dated from the session after which it stayed so', () => {
    const missedFour = trainee({ lines: linesOf(3000).filter((_, index) => index < 1 || index > 4), booked: [] });
    const ahead = { ...missedFour, booked: [{ onDate: '2026-12-01', minutes: 3000 }] };
    expect(behindSince(ahead, '2025-12-01')).toBe('2025-04-29');
    expect(behindSince(trainee(), on)).toBeNull();
  });
  test('nobody who came to every session is behind on any day', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: sessionDates.length }), fc.constantFrom(...sessionDates, on), (held, day) => {
        const facts = trainee({ offered: trainee().offered.slice(0, held), lines: linesOf(held * 300) });
        expect(['met', 'on-track']).toContain(hoursOf(facts, day).pace);
      }),
    );
  });
  test('a session is signed within a fortnight', () => expect(signBy('2026-01-20')).toBe('2026-02-03'));
});
