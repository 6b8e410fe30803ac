import { describe, expect, test } from '@jest/globals';
import { mayAssess, mayCertify, type Independence } from '../../../src/domain/certification/independence.js';
import {
  bothLocked,
  mayAssign,
  mayRate,
  mayRequest,
  maySeeRating,
  maySeeRequirements,
  seesEvidence,
  type EnrolmentRelation,
  type RatingSeat,
} from '../../../src/domain/certification/policy.js';
import { everyRole, person } from '../person/people.js';

const facts: Independence = {
  traineePersonId: 5,
  traineeMunicipalityId: 1,
  ownSupervisorIds: [10],
  formerAssessorIds: [71],
  assignedIds: [72],
};
const assessor = (id: number, municipalityId: number | null = null) => ({ ...person(id), assessor: true, municipalityId });
const supervisor = (id: number, municipalityId: number | null = null) => ({ ...person(id, 'supervisor'), municipalityId });

describe('who may assess', () => {
  test('a qualified person with no tie to the trainee', () => expect(mayAssess(assessor(73), facts).ok).toBe(true));
  test('nobody who is not qualified, whatever the role', () => {
    for (const role of everyRole) expect(mayAssess(person(73, role), facts)).toEqual({ ok: false, reason: 'refusals:notAssessor' });
  });
  test.each([
    ['the trainee', assessor(5), 'refusals:ownCase'],
    ['somebody from the trainee’s municipality', assessor(73, 1), 'refusals:sameMunicipality'],
    ['the trainee’s own supervisor', assessor(10), 'refusals:ownSupervisor'],
    ['somebody who has assessed this trainee before', assessor(71), 'refusals:assessedBefore'],
    ['somebody who is assigned already', assessor(72), 'refusals:alreadyAssigned'],
  ])('not %s', (_who, one, reason) => expect(mayAssess(one, facts)).toEqual({ ok: false, reason }));
});

describe('who may certify', () => {
  test('a supervisor who is not the trainee’s own and not from the same municipality', () => {
    expect(mayCertify(supervisor(11), facts).ok).toBe(true);
    expect(mayCertify(supervisor(10), facts)).toEqual({ ok: false, reason: 'refusals:ownSupervisor' });
    expect(mayCertify(supervisor(11, 1), facts)).toEqual({ ok: false, reason: 'refusals:sameMunicipality' });
    expect(mayCertify(supervisor(5), facts)).toEqual({ ok: false, reason: 'refusals:ownCase' });
  });
  test.each(everyRole.filter((role) => role !== 'supervisor'))('not a %s', (role) =>
    expect(mayCertify(person(11, role), facts)).toEqual({ ok: false, reason: 'refusals:onlySupervisorCertifies' }),
  );
});

const none: EnrolmentRelation = {
  isTrainee: false,
  isOwnSupervisor: false,
  coordinates: false,
  managesMunicipality: false,
  isAssessor: false,
  mayCertify: false,
};
const relation = (given: Partial<EnrolmentRelation>) => ({ relation: { ...none, ...given } });

describe('what people may do and see of a certification', () => {
  test('only the trainee asks for the assessment', () => {
    expect(mayRequest(person(5), relation({ isTrainee: true })).ok).toBe(true);
    for (const tie of ['isOwnSupervisor', 'coordinates', 'managesMunicipality', 'isAssessor', 'mayCertify'] as const)
      expect(mayRequest(person(9), relation({ [tie]: true })).ok).toBe(false);
  });
  test('only the cohort’s coordinator assigns assessors', () => {
    expect(mayAssign(person(9, 'coordinator'), relation({ coordinates: true })).ok).toBe(true);
    expect(mayAssign(person(9, 'coordinator'), relation({})).ok).toBe(false);
    expect(mayAssign(person(9, 'supervisor'), relation({ coordinates: true })).ok).toBe(false);
  });
  test('no tie, no requirements', () => expect(maySeeRequirements(person(9, ...everyRole), relation({})).ok).toBe(false));
  test('why evidence is missing is not for coordinators and managers', () => {
    expect([seesEvidence({ ...none, coordinates: true }), seesEvidence({ ...none, managesMunicipality: true })]).toEqual([false, false]);
    expect([
      seesEvidence({ ...none, isTrainee: true }),
      seesEvidence({ ...none, isOwnSupervisor: true }),
      seesEvidence({ ...none, isAssessor: true }),
    ]).toEqual([true, true, true]);
  });
});

describe('rating', () => {
  const seat: RatingSeat = { slot: 'A', locked: false, caseOpen: true, consentValid: true };
  const reason = (change: Partial<RatingSeat>) => {
    const verdict = mayRate(person(71), { ...seat, ...change });
    return verdict.ok ? null : verdict.reason;
  };
  test('an assigned assessor rates until the own rating is locked', () => {
    expect(reason({})).toBeNull();
    expect(reason({ locked: true })).toBe('refusals:ratingLocked');
  });
  test('nobody else, not in a closed case, and not when consent has ended', () => {
    expect(reason({ slot: null })).toBe('refusals:notAssigned');
    expect(reason({ caseOpen: false })).toBe('refusals:caseClosed');
    expect(reason({ consentValid: false })).toBe('refusals:consentEnded');
  });
  test('the two are blind to each other, and everyone to both, until both have locked', () => {
    const one = [
      { personId: 71, slot: 'A', lockedAt: '2026-06-03T11:00:00.000Z' },
      { personId: 72, slot: 'B', lockedAt: null },
    ];
    expect(bothLocked(one)).toBe(false);
    expect([
      maySeeRating({ viewerId: 72, assessors: one }, 71),
      maySeeRating({ viewerId: 5, assessors: one }, 71),
      maySeeRating({ viewerId: 71, assessors: one }, 71),
    ]).toEqual([false, false, true]);
    const both = one.map((each) => ({ ...each, lockedAt: '2026-06-04T11:00:00.000Z' }));
    expect(maySeeRating({ viewerId: 72, assessors: both }, 71)).toBe(true);
  });
});
