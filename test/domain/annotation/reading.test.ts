import { describe, expect, test } from '@jest/globals';
import { mayReply } from '../../../src/domain/annotation/policy.js';
import { isOpenToOthers, mayRead, maySeeReflection } from '../../../src/domain/annotation/reading.js';
import type { Purpose } from '../../../src/domain/consent/consent.js';
import type { ViewerRelation } from '../../../src/domain/consent/viewers.js';
import type { Person } from '../../../src/domain/person/person.js';
import { reviewStates, type Review } from '../../../src/domain/recording/recording.js';
import { afterStep, movesTurn } from '../../../src/domain/recording/review-states.js';
import type { WatchFacts } from '../../../src/domain/recording/watch.js';

const nobody: ViewerRelation = {
  isLeader: false,
  isGroupSupervisor: false,
  isGroupMember: false,
  isGroupMemberOfSameMunicipality: false,
  isAssignedAssessor: false,
  isAdjudicator: false,
};
const leader = { ...nobody, isLeader: true };
const supervisor = { ...nobody, isGroupSupervisor: true };
const member = { ...nobody, isGroupMember: true };
const assessor = { ...nobody, isAssignedAssessor: true };

const person = (filmHold = false): Person => ({
  id: 1,
  name: 'Thomas',
  roles: [],
  municipalityId: 1,
  organisation: '',
  language: 'da',
  assessor: false,
  accountState: 'open',
  filmHold,
});

const everything: Purpose[] = ['own_learning', 'supervision_own_municipality', 'supervision_cross_municipal', 'assessment'];

function facts(
  relation: ViewerRelation,
  given: { yes?: Purpose[]; no?: Purpose[]; recording?: Partial<WatchFacts['recording']> } = {},
): WatchFacts {
  const { yes = everything, no = [], recording = {} } = given;
  const answers = [
    ...yes.map((purpose) => ({ purpose, answer: 'yes' as const })),
    ...no.map((purpose) => ({ purpose, answer: 'no' as const })),
  ];
  return {
    relation,
    recording: { processing: 'ready', review: 'shared', erasedAt: null, erasedWhy: null, ...recording },
    room: {
      attendees: [{ id: 1, kind: 'citizen', ordinal: 1, ageGroup: 'adult', holders: 0 }],
      answers: answers.map((one, index) => ({ id: index + 1, attendeeId: 1, givenBy: 'self', ...one })),
    },
  };
}

describe('what is written about a film', () => {
  test('is read by those the film is open to, and by nobody without a relation', () => {
    for (const relation of [leader, supervisor, member, assessor]) expect(mayRead(person(), facts(relation))).toBe(true);
    expect(mayRead(person(), facts(nobody))).toBe(false);
  });

  test('outlives a film erased by its date or by its owner, and never a no', () => {
    const erased = (erasedWhy: string) =>
      mayRead(person(), facts(leader, { recording: { erasedWhy, erasedAt: '2026-09-20T03:00:00.000Z' } }));
    expect(['certified', 'age', 'removed'].map(erased)).toEqual([true, true, true]);
    expect(['withdrawn', 'unanswered'].map(erased)).toEqual([false, false]);
    expect(mayRead(person(), facts(leader, { no: ['own_learning'] }))).toBe(false);
    expect(mayRead(person(), facts(supervisor, { no: ['supervision_own_municipality'] }))).toBe(false);
  });

  test('waits for the reflection, for everyone but the leader', () => {
    const early = { recording: { review: 'ready_for_reflection' as const } };
    expect(mayRead(person(), facts(leader, early))).toBe(true);
    expect([supervisor, member].map((relation) => mayRead(person(), facts(relation, early)))).toEqual([false, false]);
  });

  test('is not shown to a held account', () => {
    expect(mayRead(person(true), facts(leader))).toBe(false);
  });

  test('a reflection is the leader’s alone until delivered, and never an assessor’s', () => {
    const [draft, delivered] = [{ deliveredAt: null }, { deliveredAt: '2026-09-17T08:00:00.000Z' }];
    expect([leader, supervisor, member, assessor].map((one) => maySeeReflection(one, draft))).toEqual([true, false, false, false]);
    expect([leader, supervisor, member, assessor].map((one) => maySeeReflection(one, delivered))).toEqual([true, true, true, false]);
  });

  test('is open to others when shared, a mark when the reflection is delivered', () => {
    expect(isOpenToOthers('reflected', { pass: 'supervision', sharedAt: null })).toBe(false);
    expect(isOpenToOthers('shared', { pass: 'supervision', sharedAt: '2026-09-18T08:00:00.000Z' })).toBe(true);
    expect(isOpenToOthers('ready_for_reflection', { pass: 'reflection', sharedAt: null })).toBe(false);
    expect(isOpenToOthers('reflected', { pass: 'reflection', sharedAt: null })).toBe(true);
  });

  test('is answered only between sharing and closing', () => {
    const annotation = {
      ...{ id: 1, recordingId: 1, authorId: 2, pass: 'supervision' as const, startMs: 0, endMs: null, element: null, kind: null },
      ...{ version: 1, sharedAt: '2026-09-18T08:00:00.000Z', removedAt: null },
    };
    const open = (review: Review) => mayReply(person(), { review, relation: leader, watch: { ok: true }, annotation }).ok;
    expect(reviewStates.filter(open)).toEqual(['shared', 'in_dialogue']);
  });
});

describe('whose turn it is', () => {
  test('a supervisor’s answer hands it back; starting to write, a second reply and late sharing do not move it', () => {
    expect(afterStep('answer', 'in_dialogue')).toBe('shared');
    expect(afterStep('answer', 'shared')).toBeNull();
    expect(movesTurn('in_dialogue', 'shared')).toBe(true);
    expect([movesTurn('reflected', 'with_supervisor'), movesTurn('in_dialogue', 'in_dialogue'), movesTurn('shared', 'shared')]).toEqual([
      false,
      false,
      false,
    ]);
  });
});
