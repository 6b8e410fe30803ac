import { remembered } from '../calendar/remembered.js';
import type { EnrolmentFacts } from './facts.js';
import { limitOf } from '../supervision/quota.js';
import { asks, quotaCodes, requirementCodes, type LaterRules, type RequirementCode, type Rules } from './rules.js';

/** A figure of a version of which less is kinder, and the requirement it belongs to. A requirement that is not asked demands nothing. */
interface Demand {
  code: RequirementCode | 'K10';
  figure: number;
}

const nothing = Number.NEGATIVE_INFINITY;

const quotaDemands = ({ K2 }: Rules): number[] => quotaCodes.map((code) => -limitOf(K2, code));

/** Every threshold of a version. */
function demands(rules: Rules): Demand[] {
  const { K1, K2, K4, K5, K6, K7, K10 } = rules;
  const figures: Partial<Record<RequirementCode, number[]>> = {
    K1: [K1.days, -K1.madeUpAllowed, K1.attendedShare ?? 0],
    K2: [K2.requiredMinutes, ...quotaDemands(rules)],
    K4: [K4.meetings, K4.courses],
    K5: [K5.count],
    K6: [K6.minutes],
    K7: [
      K7.jointMean,
      K7.everyItem,
      K7.keyItem,
      K7.ratedItems,
      ...Array.from({ length: 12 }, (_, item) => Number(K7.keyItems.includes(item + 1))),
    ],
  };
  const asked = requirementCodes
    .filter((code) => code !== 'K3')
    .flatMap((code) => [1, ...(figures[code] ?? [])].map((figure) => ({ code, figure: asks(rules, code) ? figure : nothing })));
  return [...asked, { code: 'K10', figure: K10.on ? -K10.years : nothing }];
}

/** The requirements in which `newer` asks for more than `older`. The first meeting is advice and demands nothing. */
export function stricterIn(newer: Rules, older: Rules): Demand['code'][] {
  const yours = demands(older);
  return [...new Set(demands(newer).flatMap(({ code, figure }, index) => (figure > yours[index]!.figure ? [code] : [])))];
}

/** Kinder: asks for more in nothing, and for less in something. A validity that ends is never kinder than one that does not. */
export const isKinder = (newer: Rules, older: Rules): boolean =>
  stricterIn(newer, older).length === 0 && stricterIn(older, newer).length > 0;

/** The rules a trainee is judged by: the version in force at enrolment, unless a newer one is kinder (our choice). */
export const rulesFor = (atEnrolment: Rules, newer: Rules[]): Rules =>
  [...newer]
    .sort((a, b) => a.version - b.version)
    .reduce((rules, next) => (next.version > rules.version && isKinder(next, rules) ? next : rules), atEnrolment);

/** The rules somebody is judged by on a day: those of their enrolment and the later ones in force by then. */
export const rulesOn = ({ rules, laterRules = [] }: { rules: Rules; laterRules?: LaterRules[] }, on: string): Rules =>
  laterRules.length === 0
    ? rules
    : rulesFor(
        rules,
        laterRules.filter(({ inForceFrom }) => inForceFrom <= on).map((later) => later.rules),
      );

/** The same facts with the rules that count on a day, for whoever reads a threshold. */
export const inForceOn = remembered((facts: EnrolmentFacts, on: string): EnrolmentFacts =>
  facts.laterRules?.length ? { ...facts, rules: rulesOn(facts, on) } : facts,
);
