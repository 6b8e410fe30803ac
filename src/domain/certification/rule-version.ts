import type { Rules } from './rules.js';

/** Every threshold of a version as a figure of which less is kinder. */
const demands = ({ K1, K2, K4, K5, K6, K7 }: Rules): number[] => [
  K1.days,
  -K1.madeUpAllowed,
  K1.attendedShare ?? 0,
  K2.requiredMinutes,
  K4.meetings,
  K4.courses,
  K5.count,
  K6.minutes,
  K7.jointMean,
  K7.everyItem,
  K7.keyItem,
  K7.keyItems.length,
  K7.ratedItems,
];

/** Kinder: asks for more in nothing, and for less in something. A validity that ends is never kinder than one that does not. */
export function isKinder(newer: Rules, older: Rules): boolean {
  if (newer.K10.on && !older.K10.on) return false;
  if (newer.K7.keyItems.some((item) => !older.K7.keyItems.includes(item))) return false;
  const [mine, yours] = [demands(newer), demands(older)];
  return mine.every((demand, index) => demand <= yours[index]!) && mine.some((demand, index) => demand < yours[index]!);
}

/** The rules a trainee is judged by: the version in force at enrolment, unless a newer one is kinder (our choice). */
export const rulesFor = (atEnrolment: Rules, newer: Rules[]): Rules =>
  [...newer]
    .sort((a, b) => a.version - b.version)
    .reduce((rules, next) => (next.version > rules.version && isKinder(next, rules) ? next : rules), atEnrolment);
