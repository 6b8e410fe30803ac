import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { purposes, type Purpose } from '../../../src/domain/consent/consent.js';
import { mayWatch, purposeOfLooking, type ViewerRelation } from '../../../src/domain/consent/viewers.js';
import { mayKnowState, mayWatchRecording } from '../../../src/domain/recording/watch.js';
import { everyRole, person } from '../person/people.js';
import { room } from './room.js';

const none: ViewerRelation = {
  isLeader: false,
  isGroupSupervisor: false,
  isGroupMember: false,
  isGroupMemberOfSameMunicipality: false,
  isAssignedAssessor: false,
  isAdjudicator: false,
};
const viewers: Record<string, Partial<ViewerRelation>> = {
  leader: { isLeader: true },
  supervisor: { isGroupSupervisor: true },
  'member at home': { isGroupMember: true, isGroupMemberOfSameMunicipality: true },
  'member elsewhere': { isGroupMember: true },
  assessor: { isAssignedAssessor: true },
  adjudicator: { isAdjudicator: true },
  stranger: {},
};
/** The purposes that, together with own learning, open the film to a viewer. */
const opens: Record<string, Purpose[]> = {
  leader: [...purposes],
  supervisor: ['supervision_own_municipality'],
  'member at home': ['supervision_own_municipality'],
  'member elsewhere': ['supervision_cross_municipal'],
  assessor: ['assessment'],
  adjudicator: ['assessment'],
  stranger: [],
};
const facts = (scope: Purpose[], relation: Partial<ViewerRelation>) => ({
  scope: new Set(scope),
  relation: { ...none, ...relation },
  erased: false,
  ready: true,
});
const cells = Object.keys(viewers).flatMap((viewer) => purposes.map((purpose) => [viewer, purpose] as const));

describe('purpose × viewer', () => {
  test.each(cells)('%s, with %s beside own learning', (viewer, purpose) => {
    expect(mayWatch(person(1), facts(['own_learning', purpose], viewers[viewer]!)).ok).toBe(opens[viewer]!.includes(purpose));
  });

  test.each(everyRole)('a %s without a relation never watches, whatever everybody said', (role) =>
    expect(mayWatch(person(1, role), facts([...purposes], {}))).toEqual({ ok: false, reason: 'refusals:mayNotWatch' }),
  );

  test('without the leader’s own learning nobody watches', () => {
    const others = purposes.filter((purpose) => purpose !== 'own_learning');
    for (const relation of Object.values(viewers)) expect(purposeOfLooking(new Set(others), { ...none, ...relation })).toBeNull();
  });

  test('an account that was opened again and is not confirmed sees no film, its own included', () =>
    expect(mayWatch({ ...person(1, 'trainee'), filmHold: true }, facts([...purposes], { isLeader: true }))).toEqual({
      ok: false,
      reason: 'refusals:filmHold',
    }));

  test('an erased film is as closed as one that was never allowed', () =>
    expect(mayWatch(person(1), { ...facts([...purposes], { isLeader: true }), erased: true })).toEqual(
      mayWatch(person(1), facts([], { isLeader: true })),
    ));

  test('a no to colleagues at home stands, also when people from elsewhere may watch', () => {
    const scope: Purpose[] = ['own_learning', 'supervision_cross_municipal'];
    expect(mayWatch(person(1), facts(scope, viewers['member at home']!)).ok).toBe(false);
    expect(mayWatch(person(1), facts(scope, viewers['member elsewhere']!)).ok).toBe(true);
  });

  test('fewer purposes never open more', () => {
    const some = fc.subarray([...purposes]);
    const relation = fc.constantFrom(...Object.values(viewers));
    fc.assert(
      fc.property(some, fc.constantFrom(...purposes), relation, (scope, left, who) => {
        const less = scope.filter((purpose) => purpose !== left);
        if (mayWatch(person(1), facts(less, who)).ok) expect(mayWatch(person(1), facts(scope, who)).ok).toBe(true);
      }),
    );
  });
});

describe('watching a recording', () => {
  const recording = { processing: 'ready' as const, review: 'ready_for_reflection' as const, erasedAt: null, erasedWhy: null };
  const as = (relation: Partial<ViewerRelation>, review: 'ready_for_reflection' | 'reflected' = 'ready_for_reflection') =>
    mayWatchRecording(person(1), { recording: { ...recording, review }, relation: { ...none, ...relation }, room: room() });

  test('the trainee reflects first: the supervisor waits until it is delivered', () => {
    expect(as({ isGroupSupervisor: true })).toEqual({ ok: false, reason: 'refusals:reflectionFirst' });
    expect(as({ isGroupSupervisor: true }, 'reflected').ok).toBe(true);
  });
  test('the trainee and the assigned assessors do not wait', () =>
    expect([as({ isLeader: true }).ok, as({ isAssignedAssessor: true }).ok]).toEqual([true, true]));
  test('from the moment a reason for erasure stands nobody watches', () =>
    expect(
      mayWatchRecording(person(1), {
        recording: { ...recording, erasedWhy: 'withdrawn' },
        relation: { ...none, isLeader: true },
        room: room(),
      }).ok,
    ).toBe(false));
  test('the precise state is not for group members', () => {
    expect(mayKnowState({ relation: { ...none, isGroupMember: true } })).toBe(false);
    expect(mayKnowState({ relation: { ...none, isGroupSupervisor: true } })).toBe(true);
  });
});
