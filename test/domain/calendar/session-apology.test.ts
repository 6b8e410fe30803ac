import { describe, expect, test } from '@jest/globals';
import { localMinutes } from '../../../src/domain/calendar/dates.js';
import { mayApologiseToSession, type SessionApologyFacts } from '../../../src/domain/calendar/policy.js';
import type { Person } from '../../../src/domain/person/person.js';

const somebody = {} as Person;
const facts = (given: Partial<SessionApologyFacts> = {}): SessionApologyFacts => ({
  own: true,
  state: 'planned',
  onDate: '2026-03-29',
  startsAt: 9 * 60,
  ...given,
});

describe('an apology for supervision', () => {
  test.each([
    ['2026-03-28T23:00:00Z', true],
    // Summer time began in the night: nine o'clock in Denmark is seven in UTC.
    ['2026-03-29T06:59:59Z', true],
    ['2026-03-29T07:00:00Z', false],
    ['2026-03-30T05:00:00Z', false],
  ])('at %s for nine o’clock on 29 March 2026: %s', (now, ok) => {
    expect(mayApologiseToSession(somebody, facts(), new Date(now)).ok).toBe(ok);
  });

  test.each(['draft', 'signed', 'cancelled'] as const)('is refused when the session is %s', (state) => {
    expect(mayApologiseToSession(somebody, facts({ state }), new Date('2026-03-01T08:00:00Z')).ok).toBe(false);
  });

  test('is one’s own', () => {
    expect(mayApologiseToSession(somebody, facts({ own: false }), new Date('2026-03-01T08:00:00Z')).ok).toBe(false);
  });

  test('the clock in Denmark', () => {
    expect(['2026-01-01T23:00:00Z', '2026-07-01T22:30:00Z', '2026-10-25T00:30:00Z'].map((at) => localMinutes(new Date(at)))).toEqual([
      0, 30, 150,
    ]);
  });
});
