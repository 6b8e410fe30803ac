import { describe, expect, test } from '@jest/globals';
import type { ViewerRelation } from '../../../src/domain/consent/viewers.js';
import { mayRemoveRecording } from '../../../src/domain/recording/policy.js';
import { mayKnowOf, type WatchFacts } from '../../../src/domain/recording/watch.js';
import { answered, room } from '../consent/room.js';
import { person } from '../person/people.js';

const none: ViewerRelation = {
  isLeader: false,
  isGroupSupervisor: false,
  isGroupMember: false,
  isGroupMemberOfSameMunicipality: false,
  isAssignedAssessor: false,
  isAdjudicator: false,
};

describe('taking a film away', () => {
  const recording = { processing: 'ready', erasedAt: null, erasedWhy: null };
  const reason = (relation: { isLeader: boolean }, given: Partial<typeof recording> = {}, underAssessment = false) => {
    const verdict = mayRemoveRecording(person(1, 'trainee'), { recording: { ...recording, ...given }, relation, underAssessment });
    return verdict.ok ? null : verdict.reason;
  };
  test('is for the one who led the meeting', () => {
    expect(reason({ isLeader: true })).toBeNull();
    expect(reason({ isLeader: false })).toBe('refusals:onlyLeaderRemoves');
  });
  test('waits while it is being assessed', () => expect(reason({ isLeader: true }, {}, true)).toBe('refusals:filmUnderAssessment'));
  test('of a film that is gone or never became playable there is nothing to take', () =>
    expect(reason({ isLeader: true }, { processing: 'failed' })).toBe('refusals:alreadyErased'));
});

describe('knowing that a recording is there', () => {
  const knows = (relation: Partial<ViewerRelation>, given: Partial<WatchFacts['recording']> = {}, answers = room()) =>
    mayKnowOf({
      recording: { processing: 'ready', review: 'reflected', erasedAt: null, erasedWhy: null, ...given },
      relation: { ...none, ...relation },
      room: answers,
    });
  const withdrawn = () => {
    const { attendees, answers } = room();
    return { attendees, answers: [...answers, ...answered(1, 'no')] };
  };
  const erased = { erasedAt: '2026-05-11T02:00:00.000Z', erasedWhy: 'age' };

  test('the leader, the supervisor and the assessors know it, also when it is withdrawn or erased', () => {
    for (const tie of ['isLeader', 'isGroupSupervisor', 'isAssignedAssessor', 'isAdjudicator'] as const)
      expect([knows({ [tie]: true }), knows({ [tie]: true }, {}, withdrawn()), knows({ [tie]: true }, erased)]).toEqual([true, true, true]);
  });
  test('a group member knows it only while it is open to them', () => {
    expect([
      knows({ isGroupMember: true }),
      knows({ isGroupMember: true }, { review: 'ready_for_reflection' }),
      knows({ isGroupMember: true }, {}, withdrawn()),
      knows({ isGroupMember: true }, erased),
      knows({ isGroupMember: true }, { erasedWhy: 'withdrawn' }),
    ]).toEqual([true, false, false, false, false]);
  });
  test('to anyone without a relation it does not exist', () => expect(knows({})).toBe(false));
});
