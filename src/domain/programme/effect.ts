import type { EnrolmentFacts } from '../certification/facts.js';
import { judge, type Requirement, type RequirementCode } from '../certification/judge.js';
import { inForceOn, isKinder, stricterIn } from '../certification/rule-version.js';
import type { Rules } from '../certification/rules.js';
import { certificationState, standing } from '../certification/states.js';

/** What a new version would do to somebody who is on the programme already. */
export type Effect =
  | { kind: 'over' }
  /** They keep their version: the new one asks for more in these. Empty: it asks for the same. */
  | { kind: 'keeps'; stricter: string[] }
  /** They are judged by the new one; these requirements would stand differently. */
  | { kind: 'moves'; changes: { code: RequirementCode; before: Requirement['state'] | null; after: Requirement['state'] | null }[] };

const statesOf = (facts: EnrolmentFacts, on: string) => new Map(judge(facts, on).map(({ code, state }) => [code, state]));

/** The effect on one enrolment on the day the version comes into force. Nobody certified or stopped is touched. */
export function effectOf(facts: EnrolmentFacts, next: { rules: Rules; inForceFrom: string }): Effect {
  const on = next.inForceFrom;
  if (standing(certificationState(facts, on)) !== 'not_yet') return { kind: 'over' };
  const { rules } = inForceOn(facts, on);
  if (!isKinder(next.rules, rules)) return { kind: 'keeps', stricter: stricterIn(next.rules, rules) };
  const before = statesOf(facts, on);
  const after = statesOf({ ...facts, laterRules: [...(facts.laterRules ?? []), next] }, on);
  const codes = [...new Set([...before.keys(), ...after.keys()])];
  return {
    kind: 'moves',
    changes: codes
      .map((code) => ({ code, before: before.get(code) ?? null, after: after.get(code) ?? null }))
      .filter((one) => one.before !== one.after),
  };
}
