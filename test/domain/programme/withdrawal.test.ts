import { describe, expect, test } from '@jest/globals';
import type { Person } from '../../../src/domain/person/person.js';
import { mayWithdrawVersion, type VersionUse } from '../../../src/domain/programme/policy.js';

const coordinator = { roles: ['coordinator'] } as unknown as Person;
const facts = (use: Partial<VersionUse> = {}) => ({
  cohorts: 1,
  appointed: 1,
  use: { version: 2, inForceFrom: '2026-10-01', people: 0, cohorts: 0, newer: false, draft: false, withdrawn: false, ...use },
});
const reason = (use: Partial<VersionUse>, today = '2026-09-30') => {
  const verdict = mayWithdrawVersion(coordinator, facts(use), today);
  return verdict.ok ? null : verdict.reason;
};

describe('taking a version back', () => {
  test('is possible to the day before it comes into force', () => {
    expect(reason({})).toBeNull();
    expect(reason({}, '2026-10-01')).toBe('refusals:versionInForce');
  });

  test.each([
    [{ people: 3 }, 'refusals:versionJudges?count=3'],
    [{ cohorts: 1 }, 'refusals:versionHasCohort'],
    [{ newer: true }, 'refusals:versionHasNewer'],
    [{ draft: true }, 'refusals:versionHasDraft'],
    [{ withdrawn: true }, 'refusals:versionWithdrawn'],
  ])('%j: %s', (use, said) => expect(reason(use)).toBe(said));

  test('is for those who may write versions', () => {
    expect(mayWithdrawVersion({ roles: ['trainee'] } as unknown as Person, facts(), '2026-09-30').ok).toBe(false);
    expect(mayWithdrawVersion(coordinator, { ...facts(), appointed: 0 }, '2026-09-30').ok).toBe(false);
  });
});
