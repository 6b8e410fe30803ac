import { describe, expect, test } from '@jest/globals';
import { mayCorrect, maySign, mayTypeIn } from '../../../src/domain/supervision/policy.js';
import { person } from '../person/people.js';

const group = { supervisorId: 10, coordinates: false, memberPersonIds: [1, 2] };

describe('who records and signs hours', () => {
  test('the group’s supervisor signs', () => expect(maySign(person(10, 'supervisor'), group).ok).toBe(true));
  test('another supervisor does not', () =>
    expect(maySign(person(11, 'supervisor'), group)).toEqual({ ok: false, reason: 'refusals:onlyGroupSupervisor' }));
  test('a coordinator may type a session in, but not sign it', () => {
    expect(mayTypeIn(person(20, 'coordinator'), { ...group, coordinates: true }).ok).toBe(true);
    expect(maySign(person(20, 'coordinator'), { ...group, coordinates: true }).ok).toBe(false);
  });
  test('a trainee cannot sign or type in their own hours, supervisor or not', () => {
    expect(maySign(person(1, 'trainee'), group)).toEqual({ ok: false, reason: 'refusals:ownHours' });
    expect(maySign(person(1, 'trainee', 'supervisor'), { ...group, supervisorId: 1 }).ok).toBe(false);
    expect(mayTypeIn(person(1, 'trainee', 'coordinator'), { ...group, coordinates: true }).ok).toBe(false);
  });
  test('a manager and an administrator do neither', () => {
    for (const role of ['manager', 'administrator'] as const)
      expect([maySign(person(5, role), group).ok, mayTypeIn(person(5, role), group).ok]).toEqual([false, false]);
  });
  test('hours are locked by the certificate', () =>
    expect(mayCorrect(person(10, 'supervisor'), { ...group, certified: true })).toEqual({
      ok: false,
      reason: 'refusals:lockedByCertificate',
    }));
});
