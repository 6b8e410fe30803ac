import type { CaseFacts, CaseRating } from './facts.js';
import type { Rules } from './rules.js';

export interface JointItem {
  element: number;
  a: number | null;
  b: number | null;
  adjudicated: number | null;
  /** Joint level in halves (6 = 3,0); null when either could not rate it. */
  halves: number | null;
}

export type Outcome =
  | { kind: 'open' }
  | { kind: 'not_ratable'; rated: number }
  | { kind: 'adjudication'; elements: number[] }
  | { kind: 'met' | 'not_met'; meanThousandths: number; rated: number; short: { mean: boolean; items: number[]; keyItems: number[] } };

const levelOf = (ratings: CaseRating[], element: number): number | null => ratings.find((one) => one.element === element)?.level ?? null;

/**
 * The two ratings side by side; a rating that is not locked counts for nothing yet. The adjudicator's level takes the place of the joint
 * level, on items they were `talkAt` or more apart on and no others.
 */
export function jointItems({ assessors }: Pick<CaseFacts, 'assessors'>, talkAt = 2): JointItem[] {
  const of = (slot: string) => assessors.find((one) => one.slot === slot && one.lockedOn !== null)?.ratings ?? [];
  const [a, b, third] = [of('A'), of('B'), of('adjudicator')];
  return Array.from({ length: 12 }, (_, index) => {
    const element = index + 1;
    const [x, y, z] = [levelOf(a, element), levelOf(b, element), levelOf(third, element)];
    if (x === null || y === null) return { element, a: x, b: y, adjudicated: null, halves: null };
    const settled = Math.abs(x - y) >= talkAt ? z : null;
    return { element, a: x, b: y, adjudicated: settled, halves: settled === null ? x + y : settled * 2 };
  });
}

/** Items on which the two differ by so much that the case goes to talk, and then to the adjudicator. */
export const itemsApart = (items: JointItem[], talkAt: number): number[] =>
  items.filter(({ a, b }) => a !== null && b !== null && Math.abs(a - b) >= talkAt).map(({ element }) => element);

/** Mean level in thousandths, to be shown. No threshold is ever compared with it: 3,458 is under 3,5. */
const meanThousandths = (halves: number[]): number => Math.round((halves.reduce((sum, one) => sum + one, 0) * 500) / halves.length);

const mean = (items: JointItem[]) => {
  const rated = items.flatMap(({ halves }) => (halves === null ? [] : [halves]));
  /** Exact comparison: sum of halves × 500 against threshold × count. */
  return {
    rated: rated.length,
    sum: rated.reduce((total, one) => total + one, 0),
    thousandths: rated.length === 0 ? 0 : meanThousandths(rated),
  };
};

/** K7: the outcome of a case, computed from the locked ratings on the joint means (our choice). */
export function outcomeOf(one: Pick<CaseFacts, 'assessors'>, rules: Rules['K7']): Outcome {
  const locked = (slot: string) => one.assessors.find((assessor) => assessor.slot === slot)?.lockedOn ?? null;
  if (locked('A') === null || locked('B') === null) return { kind: 'open' };
  const items = jointItems(one, rules.talkAt);
  const { rated, sum, thousandths } = mean(items);
  if (rated < rules.ratedItems) return { kind: 'not_ratable', rated };
  const apart = itemsApart(items, rules.talkAt);
  const settled = (element: number) =>
    locked('adjudicator') !== null && items.some((item) => item.element === element && item.adjudicated !== null);
  if (!apart.every(settled)) return { kind: 'adjudication', elements: apart };
  const under = (threshold: number, which: (item: JointItem) => boolean) =>
    items.filter((item) => item.halves !== null && which(item) && item.halves * 500 < threshold).map(({ element }) => element);
  const short = {
    mean: sum * 500 < rules.jointMean * rated,
    items: under(rules.everyItem, () => true),
    keyItems: under(rules.keyItem, ({ element }) => rules.keyItems.includes(element)),
  };
  const met = !short.mean && short.items.length === 0 && short.keyItems.length === 0;
  return { kind: met ? 'met' : 'not_met', meanThousandths: thousandths, rated, short };
}

/** The date on which the last needed rating was locked. */
export const decidedOn = (one: Pick<CaseFacts, 'assessors'>): string | null =>
  one.assessors
    .map(({ lockedOn }) => lockedOn)
    .reduce<string | null>((last, date) => (date !== null && (last === null || date > last) ? date : last), null);
