import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { differences, wouldDifferAlone } from '../../../src/domain/agreement/agreement.js';
import { itemsApart, jointItems, outcomeOf } from '../../../src/domain/certification/outcome.js';
import { meetingLeaderRules } from '../../../src/domain/certification/rules.js';
import { assessor, levels } from './facts.js';

const { K7 } = meetingLeaderRules;
const rated = (a: string, b: string, adjudicated?: Record<number, number>) => ({
  assessors: [
    assessor('A', levels(a), '2026-06-03'),
    assessor('B', levels(b), '2026-06-04'),
    ...(adjudicated
      ? [
          {
            personId: 73,
            slot: 'adjudicator' as const,
            lockedOn: '2026-06-06',
            ratings: Object.entries(adjudicated).map(([element, level]) => ({ element: Number(element), level })),
          },
        ]
      : []),
  ],
});

const oracle: [name: string, a: string, b: string, joint: number, kind: string][] = [
  ['R01', '4 4 3 4 3 4 3 3 4 4 3 3', '4 4 3 3 3 4 4 3 4 4 3 4', 3542, 'met'],
  ['R02', '3 4 3 3 2 3 3 3 3 2 3 2', '3 4 3 3 3 3 3 2 3 2 3 2', 2833, 'not_met'],
  ['R03', '5 4 4 4 4 5 4 4 4 5 4 4', '5 5 4 4 4 4 4 4 5 5 4 4', 4292, 'met'],
  ['R05', '4 5 4 4 3 4 4 4 4 4 4 4', '4 4 4 4 4 4 4 4 4 4 4 3', 3958, 'met'],
  ['R06', '4 4 4 3 3 4 3 4 4 3 3 3', '4 4 3 3 3 4 3 3 4 3 4 3', 3458, 'not_met'],
  ['R12', '4 4 3 4 4 3 3 4 4 4 4 4', '4 4 3 5 5 3 3 3 4 4 3 5', 3792, 'met'],
  ['R16', '4 3 4 5 3 3 4 3 4 4 3 4', '4 3 4 5 3 3 4 3 5 4 3 5', 3750, 'met'],
  ['R17', '3 3 5 5 4 3 4 4 4 3 3 3', '4 3 5 5 4 4 4 5 4 4 3 3', 3833, 'met'],
  ['R18', '3 4 4 5 3 4 3 4 5 3 4 3', '4 4 4 4 4 4 3 4 5 3 4 3', 3792, 'met'],
  ['R19', '3 3 5 3 3 4 4 4 4 4 5 4', '3 4 5 3 4 4 4 4 4 4 5 4', 3917, 'met'],
  ['R20', '5 3 4 4 4 4 5 4 4 4 4 4', '5 3 4 4 3 3 5 4 3 3 4 3', 3875, 'met'],
  ['R21', '4 5 4 4 5 4 5 4 3 4 4 3', '5 5 4 4 5 4 5 3 3 4 4 3', 4083, 'met'],
  ['R22', '3 3 4 4 4 4 3 4 4 4 5 4', '3 3 4 4 4 4 3 4 4 3 5 4', 3792, 'met'],
  ['R23', '4 4 4 4 3 4 5 4 3 3 3 3', '4 4 4 4 4 4 5 4 4 3 4 3', 3792, 'met'],
];
const r04 = ['2 3 2 2 2 2 2 2 3 1 2 2', '2 3 3 2 2 2 2 2 3 3 2 2'] as const;

describe('the outcome of a case', () => {
  test.each(oracle)('%s has the joint mean and the outcome of the reference', (_name, a, b, joint, kind) => {
    expect(outcomeOf(rated(a, b), K7)).toMatchObject({ kind, meanThousandths: joint, rated: 12 });
  });

  test('3,458 is under 3,5: R06 lacks only the mean', () => {
    expect(outcomeOf(rated(oracle[4]![1], oracle[4]![2]), K7)).toMatchObject({
      kind: 'not_met',
      short: { mean: true, items: [], keyItems: [] },
    });
  });

  test('R02 lacks the mean, and elements that are low are named', () => {
    expect(outcomeOf(rated(oracle[1]![1], oracle[1]![2]), K7)).toMatchObject({ short: { mean: true, items: [10, 12], keyItems: [10] } });
  });

  test('R04 goes to the adjudicator for element 10 and nothing else', () => {
    expect(outcomeOf(rated(...r04), K7)).toEqual({ kind: 'adjudication', elements: [10] });
  });

  test('the adjudicator’s 2 on R04 leaves the joint mean at 2,208', () => {
    expect(outcomeOf(rated(...r04, { 10: 2 }), K7)).toMatchObject({ kind: 'not_met', meanThousandths: 2208 });
  });

  test('the adjudicator’s level takes the place of the joint level of that element', () => {
    expect(jointItems(rated(...r04, { 10: 5 })).find(({ element }) => element === 10)?.halves).toBe(10);
  });

  test('an adjudicator who has not settled every element apart leaves the case open', () => {
    const apart = rated('1 4 4 4 4 4 4 4 4 4 4 1', '4 4 4 4 4 4 4 4 4 4 4 4', { 1: 3 });
    expect(outcomeOf(apart, K7)).toEqual({ kind: 'adjudication', elements: [1, 12] });
  });

  test('the adjudicator settles only what was apart, and counts when locked', () => {
    const more = rated(...r04, { 1: 5, 10: 2 });
    expect(outcomeOf(more, K7)).toMatchObject({ kind: 'not_met', meanThousandths: 2208 });
    const open = { assessors: more.assessors.map((one) => (one.slot === 'adjudicator' ? { ...one, lockedOn: null } : one)) };
    expect(outcomeOf(open, K7)).toEqual({ kind: 'adjudication', elements: [10] });
    expect(jointItems(open).every(({ adjudicated }) => adjudicated === null)).toBe(true);
  });

  test('the adjudicator cannot rate what one of the two could not', () => {
    const lost = rated('4 4 4 4 0 4 4 0 4 4 4 0', '4 4 4 4 4 4 4 4 4 4 4 4', { 5: 4, 8: 4 });
    expect(outcomeOf(lost, K7)).toEqual({ kind: 'not_ratable', rated: 9 });
  });

  test('nine rated elements are too few, ten are enough', () => {
    expect(outcomeOf(rated('4 4 4 4 0 4 4 0 4 4 4 0', '4 4 4 4 4 4 4 4 4 4 4 4'), K7)).toEqual({ kind: 'not_ratable', rated: 9 });
    expect(outcomeOf(rated('4 4 4 4 0 4 4 0 4 4 4 4', '4 4 4 4 4 4 4 4 4 4 4 4'), K7)).toMatchObject({ kind: 'met', rated: 10 });
  });

  test('one locked rating decides nothing', () => {
    const { assessors } = rated(oracle[0]![1], oracle[0]![2]);
    expect(outcomeOf({ assessors: [assessors[0]!, { ...assessors[1]!, lockedOn: null }] }, K7)).toEqual({ kind: 'open' });
  });

  test('exactly 3,5 is met; one level less is not', () => {
    const half = '4 4 4 4 4 4 3 3 3 3 3 3';
    expect(outcomeOf(rated(half, half), K7)).toMatchObject({ kind: 'met', meanThousandths: 3500 });
    expect(outcomeOf(rated(half, '3 4 4 4 4 4 3 3 3 3 3 3'), K7)).toMatchObject({ kind: 'not_met' });
  });

  test('a key element at 2,5 is short although every other element at 2,5 is enough', () => {
    const high = '5 5 5 3 5 5 5 5 5 5 5 5';
    expect(outcomeOf(rated(high, '5 5 5 2 5 5 5 5 5 5 5 5'), K7)).toMatchObject({
      kind: 'not_met',
      short: { mean: false, items: [], keyItems: [4] },
    });
    expect(outcomeOf(rated('5 5 3 5 5 5 5 5 5 5 5 5', '5 5 2 5 5 5 5 5 5 5 5 5'), K7)).toMatchObject({ kind: 'met' });
  });

  test('who rated as A and who as B makes no difference', () => {
    const twelve = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 12, maxLength: 12 });
    fc.assert(
      fc.property(twelve, twelve, (a, b) => {
        const [x, y] = [a.join(' '), b.join(' ')];
        expect(outcomeOf(rated(x, y), K7)).toEqual(outcomeOf(rated(y, x), K7));
      }),
    );
  });
});

describe('agreement of two ratings', () => {
  test('the six reference recordings differ by two on one element of 72, and agree exactly on 56', () => {
    const six = [...oracle.slice(0, 5).map(([, a, b]) => [a, b] as const), r04];
    const pairs = six.flatMap(([a, b]) => {
      const [one, other] = rated(a, b).assessors;
      return differences(one!, other!).pairs;
    });
    expect(pairs).toHaveLength(72);
    expect(pairs.filter(({ difference }) => difference === 0)).toHaveLength(56);
    expect(pairs.filter(({ difference }) => difference >= 2)).toEqual([{ element: 10, a: 1, b: 3, difference: 2 }]);
  });

  test('a pair with «cannot be rated» on one side is dropped and counted', () => {
    const [a, b] = rated('0 4 4 4 4 4 4 4 4 4 4 4', '4 4 0 4 4 4 4 4 4 4 4 4').assessors;
    const { pairs, dropped } = differences(a!, b!);
    expect([pairs.length, dropped]).toEqual([10, 2]);
  });

  test('on R06 the two would have differed alone, though no element differs by two', () => {
    const case06 = rated(oracle[4]![1], oracle[4]![2]);
    const [a, b] = case06.assessors;
    expect(itemsApart(jointItems(case06), K7.talkAt)).toEqual([]);
    expect(wouldDifferAlone(a!, b!, K7)).toBe(true);
  });

  test.each(oracle.slice(5))('%s holds with A alone and with B alone', (_name, a, b) => {
    const [one, other] = rated(a, b).assessors;
    expect(wouldDifferAlone(one!, other!, K7)).toBe(false);
  });
});
