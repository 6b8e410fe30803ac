import { describe, expect, test } from '@jest/globals';
import { mayAskForAssessment, mayBeEvidence, type EvidenceAsked } from '../../../src/domain/certification/asking.js';
import { mayDecide, type DecisionAsked } from '../../../src/domain/certification/decision.js';
import { judge } from '../../../src/domain/certification/judge.js';
import { afterEvent, certificationStates, certificationState } from '../../../src/domain/certification/states.js';
import { person } from '../person/people.js';
import { assessor, filmCase, levels, linesOf, meetingsLed, trainee } from './facts.js';

const on = '2026-06-30';
const twelve = (level: number) => Array.from({ length: 12 }, () => level);
const low = filmCase({ assessors: [assessor('A', twelve(2), '2026-06-03'), assessor('B', twelve(2), '2026-06-04')] });
const notYet = { caseId: 1, decision: 'not_yet' as const, decidedOn: '2026-06-08' };

describe('a film as evidence', () => {
  const film: EvidenceAsked = {
    processing: 'ready',
    durationMs: 48 * 60_000,
    erasedAt: null,
    scope: new Set(['own_learning', 'assessment']),
    usedBefore: false,
  };
  test('48 minutes that everyone lets be assessed', () => expect(mayBeEvidence(film).ok).toBe(true));
  test.each<[string, Partial<EvidenceAsked>, string]>([
    ['under 45 minutes', { durationMs: 45 * 60_000 - 1 }, 'refusals:evidenceTooShort'],
    ['not processed', { processing: 'processing' }, 'refusals:notReady'],
    ['erased', { erasedAt: '2026-05-11T02:00:00.000Z' }, 'refusals:alreadyErased'],
    ['assessed before', { usedBefore: true }, 'refusals:evidenceUsedBefore'],
    [
      'without everyone’s yes to assessment',
      { scope: new Set(['own_learning', 'supervision_own_municipality']) },
      'refusals:evidenceNotCovered',
    ],
    ['with a yes to assessment alone', { scope: new Set(['assessment']) }, 'refusals:evidenceNotCovered'],
  ])('not one that is %s', (_why, change, reason) => expect(mayBeEvidence({ ...film, ...change })).toEqual({ ok: false, reason }));
});

describe('asking for an assessment', () => {
  const relation = {
    isTrainee: true,
    isOwnSupervisor: false,
    coordinates: false,
    managesMunicipality: false,
    isAssessor: false,
    mayCertify: false,
  };
  const asks = (given: Parameters<typeof trainee>[0]) => {
    const verdict = mayAskForAssessment(person(5, 'trainee'), { relation, facts: trainee(given), on });
    return verdict.ok ? null : verdict.reason;
  };
  test('with only the assessment missing', () => expect(asks({})).toBeNull());
  test('with supervision still booked', () =>
    expect(asks({ lines: linesOf(2600), booked: [{ onDate: '2026-10-07', minutes: 300 }] })).toBeNull());
  test('nobody else asks', () =>
    expect(
      mayAskForAssessment(person(9, 'coordinator'), {
        relation: { ...relation, isTrainee: false, coordinates: true },
        facts: trainee(),
        on,
      }),
    ).toEqual({
      ok: false,
      reason: 'refusals:onlyTraineeRequests',
    }));
  test.each<[string, Parameters<typeof trainee>[0], string]>([
    ['nine meetings', { meetings: meetingsLed(9) }, 'refusals:requirementsMissing'],
    ['one self-assessment', { selfAssessments: [{ deliveredOn: '2025-04-02' }] }, 'refusals:requirementsMissing'],
    ['hours out of reach', { lines: linesOf(2695) }, 'refusals:requirementsMissing'],
    ['a request that waits', { cases: [filmCase({ assessors: [] })] }, 'refusals:assessmentUnderway'],
    [
      'two at work on it',
      { cases: [filmCase({ assessors: [assessor('A', [], null), assessor('B', [], null)] })] },
      'refusals:assessmentUnderway',
    ],
    ['a rating to be decided', { cases: [filmCase()] }, 'refusals:assessmentUnderway'],
    ['a plan not done', { cases: [low], decisions: [notYet] }, 'refusals:planFirst'],
    ['a leave', { events: [{ kind: 'leave_started', onDate: '2026-05-01' }] }, 'refusals:onLeave'],
    ['training stopped', { events: [{ kind: 'stopped', onDate: '2026-05-01' }] }, 'refusals:trainingStopped'],
    ['a certificate', { decisions: [{ caseId: 1, decision: 'certified', decidedOn: '2026-06-09' }] }, 'refusals:alreadyCertified'],
  ])('not with %s', (_what, given, reason) => expect(asks(given)).toBe(reason));
  test('again when the plan is done', () =>
    expect(asks({ cases: [low], decisions: [notYet], events: [{ kind: 'plan_done', onDate: '2026-06-20' }] })).toBeNull());
  test('again when consent was withdrawn, or the film could not be rated', () => {
    expect(asks({ cases: [filmCase({ closedOn: '2026-05-29', closedWhy: 'consent_withdrawn', assessors: [] })] })).toBeNull();
    const lost = [assessor('A', levels('4 4 4 4 0 4 4 0 4 4 4 0'), '2026-06-03'), assessor('B', twelve(4), '2026-06-04')];
    expect(asks({ cases: [filmCase({ assessors: lost })] })).toBeNull();
  });
});

describe('the decision', () => {
  const independence = { traineePersonId: 5, traineeMunicipalityId: 1, ownSupervisorIds: [10], formerAssessorIds: [71], assignedIds: [71] };
  const asked = (facts: ReturnType<typeof trainee>, decision: DecisionAsked['decision']): DecisionAsked => ({
    independence,
    state: certificationState(facts, on),
    requirements: judge(facts, on),
    decision,
  });
  const other = person(11, 'supervisor');

  test('another supervisor certifies when everything is met', () =>
    expect(mayDecide(other, asked(trainee({ cases: [filmCase()] }), 'certified')).ok).toBe(true));
  test('the trainee’s own supervisor decides nothing', () => {
    for (const decision of ['certified', 'not_yet'] as const)
      expect(mayDecide(person(10, 'supervisor'), asked(trainee({ cases: [filmCase()] }), decision))).toEqual({
        ok: false,
        reason: 'refusals:ownSupervisor',
      });
  });
  test('five minutes short is not certified, and no reason for a plan', () => {
    const facts = trainee({ cases: [filmCase()], lines: linesOf(2695) });
    expect(mayDecide(other, asked(facts, 'certified'))).toEqual({ ok: false, reason: 'refusals:requirementsMissing' });
    expect(mayDecide(other, asked(facts, 'not_yet'))).toEqual({ ok: false, reason: 'refusals:ratingIsMet' });
  });
  test('a low rating is «not yet», never certified', () => {
    expect(mayDecide(other, asked(trainee({ cases: [low] }), 'not_yet')).ok).toBe(true);
    expect(mayDecide(other, asked(trainee({ cases: [low] }), 'certified')).ok).toBe(false);
  });
  test('nothing is decided before both have locked, nor twice', () => {
    const open = trainee({ cases: [filmCase({ assessors: [assessor('A', twelve(4), '2026-06-03'), assessor('B', [], null)] })] });
    const done = trainee({ cases: [low], decisions: [notYet] });
    for (const facts of [open, done, trainee()])
      for (const decision of ['certified', 'not_yet'] as const)
        expect(mayDecide(other, asked(facts, decision))).toEqual({ ok: false, reason: 'refusals:notDecidable' });
  });
});

test('stopping is open in every state before the decision, and in none after it', () =>
  expect(certificationStates.filter((state) => afterEvent('stop', state) === null)).toEqual([
    'decided',
    'certified',
    'stopped',
    'revoked',
    'expired',
  ]));
