import { describe, expect, test } from '@jest/globals';
import { behindSince, hoursOf, type HoursInput } from '../../../src/domain/supervision/hours.js';

const rules = { K2: { offeredMinutes: 3000, requiredMinutes: 2700 } };
const sessions = (...dates: string[]) => dates.map((onDate) => ({ onDate, minutes: 300 }));
const held = ['2025-02-25', '2025-04-29', '2025-05-27', '2025-08-26'];
const facts = (given: Partial<HoursInput> = {}): HoursInput => ({
  events: [],
  offered: sessions(...held),
  booked: sessions('2025-10-07', '2025-11-18', '2026-01-20', '2026-02-24', '2026-03-24', '2026-04-28'),
  lines: sessions(...held),
  rules,
  ...given,
});

describe('supervision hours as of a day', () => {
  test('what is done, what the group has held, what is booked, and what it comes to', () =>
    expect(hoursOf(facts(), '2025-09-01')).toEqual({
      done: 1200,
      logged: 1200,
      offered: 1200,
      booked: 1800,
      reach: 3000,
      required: 2700,
      total: 3000,
      pace: 'on-track',
    }));

  test('a reversal takes its minutes away again', () => {
    const lines = [...sessions(...held), { onDate: held[3]!, minutes: -300 }, { onDate: held[3]!, minutes: 240 }];
    expect(hoursOf(facts({ lines }), '2025-09-01').done).toBe(1140);
  });

  test('what the group held during leave is not counted against anybody', () => {
    const events = [
      { kind: 'leave_started' as const, onDate: '2025-05-01' },
      { kind: 'leave_ended' as const, onDate: '2025-08-01' },
    ];
    expect(hoursOf(facts({ events, lines: sessions(held[0]!, held[1]!, held[3]!) }), '2025-09-01')).toMatchObject({
      done: 900,
      offered: 900,
      pace: 'on-track',
    });
  });

  test('a session that was held and waits for its signature can still be counted on', () => {
    const booked = [...sessions('2025-08-29'), ...facts().booked];
    expect(hoursOf(facts({ booked }), '2025-09-01').booked).toBe(2100);
  });

  test('on an earlier day, what was signed since was still to come', () =>
    expect(hoursOf(facts(), '2025-03-01')).toMatchObject({ done: 300, offered: 300, booked: 2700, reach: 3000 }));

  test('behind since the first session after which it stayed so', () => {
    const lines = [...sessions(held[0]!), { onDate: held[1]!, minutes: 300 }];
    expect(behindSince(facts({ lines }), '2025-09-01')).toBe('2025-05-27');
    expect(behindSince(facts(), '2025-09-01')).toBeNull();
  });

  test('somebody who came back to the pace is behind no longer', () => {
    const lines = [{ onDate: held[0]!, minutes: 100 }, ...sessions(...held.slice(1))];
    expect(behindSince(facts({ lines }), '2025-09-01')).toBeNull();
  });
});
