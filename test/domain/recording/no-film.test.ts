import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { currentAt } from '../../../src/domain/annotation/following.js';
import { isOpenToOthers, mayRead, maySeeReflection } from '../../../src/domain/annotation/reading.js';
import type { ViewerRelation } from '../../../src/domain/consent/viewers.js';
import { whyNoFilm } from '../../../src/domain/recording/no-film.js';
import { mayRemoveRecording } from '../../../src/domain/recording/policy.js';
import { mayWatchRecording, type WatchFacts } from '../../../src/domain/recording/watch.js';
import { answered, attendee, room } from '../consent/room.js';
import { person } from '../person/people.js';

const none: ViewerRelation = {
  isLeader: false,
  isGroupSupervisor: false,
  isGroupMember: false,
  isGroupMemberOfSameMunicipality: false,
  isAssignedAssessor: false,
  isAdjudicator: false,
};
const ready: WatchFacts['recording'] = { processing: 'ready', review: 'reflected', erasedAt: null, erasedWhy: null };
const facts = (given: Partial<WatchFacts> = {}): WatchFacts => ({
  recording: ready,
  relation: { ...none, isLeader: true },
  room: room(),
  ...given,
});
const why = (given: Partial<WatchFacts>) => whyNoFilm(person(1), facts(given));

describe('why there is no film', () => {
  test('nothing is said when there is one', () => expect(why({})).toBeNull());
  test('it is said exactly when the film may not be watched', () => {
    const some = fc.record({
      processing: fc.constantFrom('uploaded' as const, 'processing' as const, 'ready' as const, 'failed' as const),
      erasedWhy: fc.constantFrom(null, 'age', 'withdrawn', 'certified'),
      late: fc.boolean(),
      refused: fc.boolean(),
      supervisor: fc.boolean(),
      filmHold: fc.boolean(),
    });
    fc.assert(
      fc.property(some, ({ processing, erasedWhy, late, refused, supervisor, filmHold }) => {
        const { attendees, answers } = room();
        const given = facts({
          recording: { ...ready, processing, erasedWhy, review: supervisor ? 'ready_for_reflection' : 'reflected' },
          relation: { ...none, isLeader: !supervisor, isGroupSupervisor: supervisor },
          room: {
            attendees: late ? [...attendees, attendee(9)] : attendees,
            answers: refused ? [...answers, ...answered(1, 'no')] : answers,
          },
        });
        const viewer = { ...person(1), filmHold };
        expect(whyNoFilm(viewer, given) === null).toBe(mayWatchRecording(viewer, given).ok);
      }),
    );
  });
  test('the reason for the erasure comes before everything else', () => {
    expect(why({ recording: { ...ready, erasedAt: '2026-07-09T02:00:00.000Z', erasedWhy: 'certified' } })).toBe('certified');
    expect(why({ recording: { ...ready, processing: 'failed', erasedWhy: 'withdrawn' } })).toBe('withdrawn');
  });
  test('somebody who said no, somebody not asked, a purpose that is not open', () => {
    const { attendees, answers } = room();
    expect(why({ room: { attendees, answers: [...answers, ...answered(1, 'no')] } })).toBe('blocked');
    expect(why({ room: { attendees: [...attendees, attendee(9)], answers } })).toBe('quarantined');
    const onlyHome = { attendees, answers: [...answers, ...answered(1, 'no', ['supervision_cross_municipal'])] };
    expect(why({ room: onlyHome, relation: { ...none, isGroupMember: true } })).toBe('not_open');
  });
  test('a film on its way, and one that failed', () => {
    expect(why({ recording: { ...ready, processing: 'processing' } })).toBe('being_made');
    expect(why({ recording: { ...ready, processing: 'failed' } })).toBe('failed');
  });
});

describe('taking a film away', () => {
  const removal = { recording: ready, relation: { isLeader: true }, underAssessment: false };
  test('is for the one who led the meeting, and not from under an assessment', () => {
    expect(mayRemoveRecording(person(1), removal).ok).toBe(true);
    expect(mayRemoveRecording(person(2), { ...removal, relation: { isLeader: false } }).ok).toBe(false);
    expect(mayRemoveRecording(person(1), { ...removal, underAssessment: true })).toEqual({
      ok: false,
      reason: 'refusals:filmUnderAssessment',
    });
  });
});

describe('what is written about a film', () => {
  test('outlives a film erased by its date, and not one somebody took back', () => {
    const erased = (erasedWhy: string) =>
      mayRead(person(1), facts({ recording: { ...ready, erasedAt: '2026-07-09T02:00:00.000Z', erasedWhy } }));
    expect(['certified', 'age', 'removed', 'withdrawn', 'unanswered'].map(erased)).toEqual([true, true, true, false, false]);
  });
  test('is read by nobody on a held account, and by the supervisor only after the reflection', () => {
    expect(mayRead({ ...person(1), filmHold: true }, facts())).toBe(false);
    const supervisor = { relation: { ...none, isGroupSupervisor: true } };
    expect(mayRead(person(2), facts(supervisor))).toBe(true);
    expect(mayRead(person(2), facts({ ...supervisor, recording: { ...ready, review: 'ready_for_reflection' } }))).toBe(false);
  });
  test('a reflection that is not delivered is the leader’s alone, and never an assessor’s', () => {
    expect(maySeeReflection({ ...none, isGroupSupervisor: true }, { deliveredAt: null })).toBe(false);
    expect(maySeeReflection({ ...none, isGroupSupervisor: true }, { deliveredAt: '2026-05-01T10:00:00.000Z' })).toBe(true);
    expect(maySeeReflection({ ...none, isAssignedAssessor: true }, { deliveredAt: '2026-05-01T10:00:00.000Z' })).toBe(false);
  });
  test('a supervisor’s draft is open to nobody until it is shared', () =>
    expect([
      isOpenToOthers('shared', { pass: 'supervision', sharedAt: null }),
      isOpenToOthers('reflected', { pass: 'reflection', sharedAt: null }),
    ]).toEqual([false, true]));
});

describe('the comment at the playhead', () => {
  const rows = [
    { startMs: 10_000, endMs: null },
    { startMs: 30_000, endMs: 90_000 },
    { startMs: 60_000, endMs: null },
  ];
  test.each([
    [9_999, -1],
    [10_000, 0],
    [19_999, 0],
    [20_000, -1],
    [59_999, 1],
    [60_000, 2],
  ])('at %i ms it is number %i', (at, index) => expect(currentAt(rows, at)).toBe(index));
});
