import { describe, expect, test } from '@jest/globals';
import { rightNow } from '../../../src/domain/certification/right-now.js';
import { assessor, filmCase, linesOf, meetingsLed, trainee } from './facts.js';

const on = '2026-09-30';

describe('where a trainee stands, for those who do not know the content', () => {
  test('a withdrawn consent, a spent route and no recording at all read the same', () => {
    const never = rightNow(trainee(), on);
    const closed = { closedOn: '2026-05-29', closedWhy: 'consent_withdrawn' as const };
    const withdrawn = filmCase({ ...closed, assessors: [assessor('A', [], null), assessor('B', [], null)] });
    const observed = filmCase({ ...closed, route: 'observation', recordingId: null, minutes: null, assessors: [] });
    expect(rightNow(trainee({ cases: [withdrawn] }), on)).toEqual(never);
    expect(rightNow(trainee({ cases: [observed] }), on)).toEqual(never);
    expect(never).toMatchObject({ who: 'trainee', what: 'evidence' });
  });

  test('since when evidence is missing is read from meetings and self-assessments, never from a recording', () => {
    const facts = trainee({ meetings: meetingsLed(12).map((one) => ({ ...one, onDate: '2025-10-10' })) });
    expect(rightNow(facts, on).since).toBe('2026-03-12');
  });

  test('a rating is told as stuck after a fortnight and not before', () => {
    const open = filmCase({ requestedOn: '2026-06-01', assessors: [assessor('A', [], null), assessor('B', [], null)] });
    const facts = trainee({ cases: [open] });
    expect([rightNow(facts, '2026-06-14').stuck, rightNow(facts, '2026-06-15').stuck]).toEqual([false, true]);
  });

  test('five minutes short with nothing booked is told at once', () =>
    expect(rightNow(trainee({ lines: linesOf(2695) }), on)).toMatchObject({ what: 'hours', who: 'coordinator', stuck: true }));

  test('somebody who came to everything while the plan runs is on no list', () => {
    const booked = [{ onDate: '2026-01-20', minutes: 1200 }];
    const facts = trainee({ offered: trainee().offered.slice(0, 6), lines: linesOf(1800), booked });
    expect(rightNow(facts, '2025-12-01').stuck).toBe(false);
  });

  test('a list nobody has filled in yet is not the trainee’s missing day', () => {
    const days = trainee().days.map((day) => (day.onDate === '2025-09-16' ? { ...day, presence: null } : day));
    expect(rightNow(trainee({ days }), '2025-09-17').what).not.toBe('days');
  });
});
