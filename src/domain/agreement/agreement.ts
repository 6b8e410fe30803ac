import type { CaseAssessor } from '../certification/facts.js';
import { outcomeOf, type Outcome } from '../certification/outcome.js';
import type { Rules } from '../certification/rules.js';

export interface Difference {
  element: number;
  a: number;
  b: number;
  difference: number;
}

type Rated = Pick<CaseAssessor, 'ratings'>;

/** Item by item, how far apart two ratings are. A pair with a «cannot be rated» on either side is dropped and counted. */
export function differences(a: Rated, b: Rated): { pairs: Difference[]; dropped: number } {
  const pairs = a.ratings.flatMap(({ element, level }): Difference[] => {
    const other = b.ratings.find((one) => one.element === element)?.level ?? null;
    return level === null || other === null ? [] : [{ element, a: level, b: other, difference: Math.abs(level - other) }];
  });
  return { pairs, dropped: a.ratings.length - pairs.length };
}

/** What one assessor's rating would have given alone. The assessors are shown when the two differ; the joint mean decides (our choice). */
export const outcomeAlone = (one: CaseAssessor, rules: Rules['K7']): Outcome =>
  outcomeOf(
    {
      assessors: [
        { ...one, slot: 'A' },
        { ...one, slot: 'B' },
      ],
    },
    rules,
  );

export const wouldDifferAlone = (a: CaseAssessor, b: CaseAssessor, rules: Rules['K7']): boolean =>
  outcomeAlone(a, rules).kind !== outcomeAlone(b, rules).kind;
