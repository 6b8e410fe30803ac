import { describe, expect, test } from '@jest/globals';
import { mayDecide, type DecisionAsked } from '../../../src/domain/certification/decision.js';
import { judge } from '../../../src/domain/certification/judge.js';
import { afterEvent, certificationStates, certificationState } from '../../../src/domain/certification/states.js';
import { person } from '../person/people.js';
import { assessor, filmCase, linesOf, trainee } from './facts.js';

const on = '2026-06-30';
const twelve = (level: number) => Array.from({ length: 12 }, () => level);
const low = filmCase({ assessors: [assessor('A', twelve(2), '2026-06-03'), assessor('B', twelve(2), '2026-06-04')] });
const notYet = { caseId: 1, decision: 'not_yet' as const, decidedOn: '2026-06-08' };

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
