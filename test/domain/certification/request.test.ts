import { describe, expect, test } from '@jest/globals';
import { evidenceFault, hasOpenCase, mayRequestNow } from '../../../src/domain/certification/request.js';
import { meetingLeaderRules } from '../../../src/domain/certification/rules.js';
import type { EnrolmentFacts } from '../../../src/domain/certification/facts.js';
import { usualPurposes, type Purpose } from '../../../src/domain/consent/consent.js';
import { elementsWanted } from '../../../src/domain/rubric/self-assessment.js';
import { filmCase, trainee } from './facts.js';

const on = '2026-06-08';
const notYet = [{ caseId: 1, decision: 'not_yet' as const, decidedOn: '2026-06-05' }];
const planDone = [{ kind: 'plan_done' as const, onDate: '2026-06-07' }];

describe('an assessment is asked for', () => {
  test.each<[string, Partial<EnrolmentFacts>, true | string]>([
    ['in training', {}, true],
    ['before the first day', { days: [] }, 'refusals:requestNotBegun'],
    ['on leave', { events: [{ kind: 'leave_started', onDate: '2026-05-01' }] }, 'refusals:requestOnLeave'],
    ['while another waits for its assessors', { cases: [filmCase({ assessors: [] })] }, 'refusals:requestUnderWay'],
    ['when the rating is in', { cases: [filmCase()] }, 'refusals:requestUnderWay'],
    ['with a plan to work on', { cases: [filmCase()], decisions: notYet }, 'refusals:requestPlanFirst'],
    ['when the plan is done', { cases: [filmCase()], decisions: notYet, events: planDone }, true],
    ['after a consent was taken back', { cases: [filmCase({ assessors: [], consentValid: false })] }, true],
    ['after a meeting that could not be rated', { cases: [filmCase({ closedOn: '2026-06-05', closedWhy: 'not_ratable' })] }, true],
    ['after stopping', { events: [{ kind: 'stopped', onDate: '2026-05-01' }] }, 'refusals:requestStopped'],
  ])('%s', (_when, given, expected) => {
    const verdict = mayRequestNow(trainee(given), on);
    expect(verdict.ok ? true : verdict.reason).toBe(expected);
  });

  test('a case stands open until it is decided or its consent ends', () => {
    expect(hasOpenCase(trainee({ cases: [filmCase({ assessors: [] })] }), on)).toBe(true);
    expect(hasOpenCase(trainee({ cases: [filmCase({ assessors: [], consentValid: false })] }), on)).toBe(false);
    expect(hasOpenCase(trainee({ cases: [filmCase()], decisions: notYet }), on)).toBe(false);
  });
});

const answered = (purposes: Purpose[]) => ({
  attendees: [{ id: 1, kind: 'citizen' as const, ordinal: 1, ageGroup: 'adult' as const, holders: 0 }],
  answers: purposes.map((purpose, index) => ({ id: index + 1, attendeeId: 1, givenBy: 'self' as const, purpose, answer: 'yes' as const })),
});
const film = (given: object = {}, purposes = usualPurposes) => ({
  recording: {
    ...{ id: 11, processing: 'ready' as const, review: 'reflected' as const, durationMs: 45 * 60_000, erasedAt: null, erasedWhy: null },
    ...given,
  },
  room: answered(purposes),
});

describe('a recording put forward', () => {
  test.each([
    ['a whole meeting of 45 minutes', film(), null],
    ['one second less', film({ durationMs: 45 * 60_000 - 1000 }), 'short'],
    ['still being made playable', film({ processing: 'processing' }), 'not_ready'],
    ['erased', film({ erasedAt: '2026-05-01T00:00:00.000Z' }), 'erased'],
    ['about to be erased', film({ erasedWhy: 'withdrawn' }), 'erased'],
    ['without everyone’s yes to assessment', film({}, ['own_learning']), 'consent'],
    ['without the trainee’s reflection', film({ review: 'ready_for_reflection' }), 'reflection'],
    ['rated before', film({ id: 9 }), 'used'],
  ])('%s', (_what, facts, expected) => expect(evidenceFault(facts, meetingLeaderRules.K6, [9])).toBe(expected));
});

test('a self-assessment takes a stand on ten elements at least', () => {
  expect(elementsWanted(Array<number>(12).fill(3))).toBe(0);
  expect(elementsWanted([3, 3, 3, 3, 3, 3, 3, 3, 3, null, null, null])).toBe(1);
});
