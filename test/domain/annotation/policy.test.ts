import { describe, expect, test } from '@jest/globals';
import type { Annotation, Pass } from '../../../src/domain/annotation/annotation.js';
import {
  mayAnnotate,
  mayEdit,
  mayReflect,
  mayReply,
  maySee,
  mayShare,
  passOf,
  type ReviewFacts,
} from '../../../src/domain/annotation/policy.js';
import type { ViewerRelation } from '../../../src/domain/consent/viewers.js';
import { reviewStates, type Review } from '../../../src/domain/recording/recording.js';
import { no, yes } from '../../../src/domain/verdict.js';
import { person } from '../person/people.js';

const none: ViewerRelation = {
  isLeader: false,
  isGroupSupervisor: false,
  isGroupMember: false,
  isGroupMemberOfSameMunicipality: false,
  isAssignedAssessor: false,
  isAdjudicator: false,
};
const [leader, supervisor, member, assessor] = [1, 2, 3, 4];
const relations = new Map<number, Partial<ViewerRelation>>([
  [leader, { isLeader: true }],
  [supervisor, { isGroupSupervisor: true }],
  [member, { isGroupMember: true }],
  [assessor, { isAssignedAssessor: true }],
]);
const facts = (viewer: number, review: Review): ReviewFacts => ({ review, relation: { ...none, ...relations.get(viewer) }, watch: yes });
const note = (authorId: number, pass: Pass, shared = false): Annotation => ({
  id: 1,
  recordingId: 1,
  authorId,
  pass,
  startMs: 0,
  endMs: null,
  element: null,
  kind: null,
  version: 1,
  removedAt: null,
  sharedAt: shared ? '2026-01-01T10:00:00.000Z' : null,
});
const sees = (viewer: number, review: Review, annotation: Annotation) => maySee(viewer, facts(viewer, review), annotation);
const reflected = reviewStates.filter((state) => !['draft', 'ready_for_reflection'].includes(state));

describe('who sees a comment', () => {
  test('the supervisor’s draft is seen by the supervisor alone, in every state', () => {
    for (const review of reviewStates)
      expect([leader, member, assessor, supervisor].map((viewer) => sees(viewer, review, note(supervisor, 'supervision')))).toEqual([
        false,
        false,
        false,
        true,
      ]);
  });
  test('before the reflection is delivered the trainee sees none of the supervisor’s, shared or not', () => {
    for (const review of ['draft', 'ready_for_reflection'] as const)
      expect(sees(leader, review, note(supervisor, 'supervision', true))).toBe(false);
  });
  test('shared and reflected: the trainee and the group see it', () => {
    for (const review of reflected)
      expect([leader, member].map((viewer) => sees(viewer, review, note(supervisor, 'supervision', true)))).toEqual([true, true]);
  });
  test('the trainee’s own comments are theirs alone until the reflection is delivered', () => {
    expect(sees(supervisor, 'ready_for_reflection', note(leader, 'reflection'))).toBe(false);
    expect(sees(supervisor, 'reflected', note(leader, 'reflection'))).toBe(true);
  });
  test('an assessor’s comments are seen by nobody else', () => {
    for (const review of reviewStates)
      expect([leader, supervisor, member].map((viewer) => sees(viewer, review, note(assessor, 'assessment', true)))).toEqual([
        false,
        false,
        false,
      ]);
  });
  test('an assessor sees neither the trainee’s nor the supervisor’s', () =>
    expect([note(leader, 'reflection'), note(supervisor, 'supervision', true)].map((one) => sees(assessor, 'shared', one))).toEqual([
      false,
      false,
    ]));
  test('what is removed is gone for its author too', () =>
    expect(sees(leader, 'shared', { ...note(leader, 'reflection'), removedAt: '2026-01-02T10:00:00.000Z' })).toBe(false));
});

describe('who writes', () => {
  test('the leader in reflection, the supervisor in supervision, others not', () => {
    expect([leader, supervisor, member, assessor].map((viewer) => passOf(facts(viewer, 'shared').relation))).toEqual([
      'reflection',
      'supervision',
      null,
      null,
    ]);
    expect(mayAnnotate(person(member), facts(member, 'shared')).ok).toBe(false);
  });
  test('nobody writes on a film they may not watch', () => {
    const closed = { ...facts(leader, 'shared'), watch: no('refusals:mayNotWatch') };
    expect(mayAnnotate(person(leader), closed)).toEqual({ ok: false, reason: 'refusals:mayNotWatch' });
    expect(mayReply(person(leader), { ...closed, annotation: note(supervisor, 'supervision', true) }).ok).toBe(false);
  });
  test('nothing is written once the review is closed', () => expect(mayAnnotate(person(leader), facts(leader, 'closed')).ok).toBe(false));
  test('nobody answers a comment they cannot see, nor before it is shared', () => {
    const draft = { ...facts(leader, 'shared'), annotation: note(supervisor, 'supervision') };
    const shared = { ...draft, annotation: note(supervisor, 'supervision', true) };
    expect(mayReply(person(leader), draft).ok).toBe(false);
    expect(mayReply(person(leader), shared).ok).toBe(true);
    expect(mayReply(person(leader), { ...shared, review: 'with_supervisor' })).toEqual({ ok: false, reason: 'refusals:shareFirst' });
  });
  test('a comment is edited by its author only', () => {
    expect(mayEdit(person(supervisor), { ...facts(supervisor, 'shared'), annotation: note(supervisor, 'supervision') }).ok).toBe(true);
    expect(mayEdit(person(leader), { ...facts(leader, 'shared'), annotation: note(supervisor, 'supervision', true) }).ok).toBe(false);
  });
  test('the trainee reflects once and the supervisor shares only after that', () => {
    expect(mayReflect(person(leader), facts(leader, 'ready_for_reflection')).ok).toBe(true);
    expect(mayReflect(person(leader), facts(leader, 'reflected')).ok).toBe(false);
    expect(mayReflect(person(supervisor), facts(supervisor, 'ready_for_reflection')).ok).toBe(false);
    expect(mayShare(person(supervisor), facts(supervisor, 'ready_for_reflection'))).toEqual({
      ok: false,
      reason: 'refusals:reflectionFirst',
    });
    expect(mayShare(person(supervisor), facts(supervisor, 'reflected')).ok).toBe(true);
    expect(mayShare(person(leader), facts(leader, 'reflected')).ok).toBe(false);
  });
});
