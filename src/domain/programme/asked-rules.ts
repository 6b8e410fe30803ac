import { meetingLeaderRules, type RequirementCode, type Rules } from '../certification/rules.js';
import type { Component, ProgrammeBody } from './programme.js';

const counted: Component['kind'][] = ['seminar', 'course', 'module'];
const ours = { kind: 'ours' } as const;

/** Days of teaching, and where their number comes from. */
function daysOf(components: Component[]) {
  const taught = components.filter(({ kind, days }) => counted.includes(kind) && days !== undefined);
  return {
    days: taught.reduce((sum, { days = 0 }) => sum + days, 0),
    codes: taught.map(({ code }) => code),
    origin: taught[0]?.origin ?? ours,
  };
}

/**
 * What a programme asks of everyone on it. One without a certificate asks for its days and its hours, and for nothing a source does not
 * state: an hour that is not stated is not asked. That all of them are asked is our choice.
 */
export function rulesOfBody({ version, components, rules }: Pick<ProgrammeBody, 'version' | 'components' | 'rules'>): Rules {
  if (rules) return rules;
  const { days, codes, origin } = daysOf(components);
  const hours = components.find(({ kind }) => kind === 'supervision');
  const minutes = hours?.minutes ?? 0;
  const asked: RequirementCode[] = [...(days > 0 ? (['K1'] as const) : []), ...(minutes > 0 ? (['K2'] as const) : [])];
  return {
    ...meetingLeaderRules,
    version,
    asks: asked,
    K1: { days, madeUpAllowed: 0, codes, origin },
    K2: { offeredMinutes: minutes, requiredMinutes: minutes, quotas: [], origin: hours?.origin ?? ours, thresholdOrigin: ours },
  };
}
