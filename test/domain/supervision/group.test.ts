import { describe, expect, it } from '@jest/globals';
import { signBy } from '../../../src/domain/supervision/deadline.js';
import { crossesMunicipalities, isMember, mayBeCredited } from '../../../src/domain/supervision/group.js';

const member = { fromDate: '2025-02-03', toDate: null, certifiedOn: null };

describe('a member of a group', () => {
  it('is one from the first day until the day of leaving', () => {
    const left = { fromDate: '2025-02-03', toDate: '2025-06-01' };
    expect(['2025-02-02', '2025-02-03', '2025-05-31', '2025-06-01'].map((date) => isMember(left, date))).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  it('is credited unless certified, on leave, stopped, or outside the group', () => {
    expect(mayBeCredited(member, [], '2025-02-25')).toBe(true);
    expect(mayBeCredited({ ...member, certifiedOn: '2026-06-09' }, [], '2025-02-25')).toBe(false);
    expect(mayBeCredited(member, [{ kind: 'leave_started', onDate: '2025-02-25' }], '2025-02-25')).toBe(false);
    expect(mayBeCredited(member, [{ kind: 'stopped', onDate: '2025-02-25' }], '2025-02-25')).toBe(false);
    expect(mayBeCredited(member, [], '2025-02-02')).toBe(false);
  });
});

describe('a group', () => {
  it('goes across municipalities as soon as it has two members', () => {
    expect(crossesMunicipalities([1])).toBe(true);
    expect(crossesMunicipalities([1, 1])).toBe(false);
    expect(crossesMunicipalities([1, 1, 2])).toBe(true);
  });
});

describe('the deadline', () => {
  it('is a fortnight after the session', () => {
    expect(signBy('2026-01-20')).toBe('2026-02-03');
  });
});
