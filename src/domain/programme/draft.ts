import { asks, quotaCodes, type SourcedQuota } from '../certification/rules.js';
import { rulesOfBody } from './asked-rules.js';
import type { Component, ProgrammeBody } from './programme.js';
import type { Origin } from './origin.js';

/** A body that is being worked on: its requirements are always written out. */
export type DraftBody = ProgrammeBody & { rules: NonNullable<ProgrammeBody['rules']> };

/** The next version, to begin with equal to the one before it. */
export function draftOf(body: ProgrammeBody, version = body.version + 1): DraftBody {
  return { ...body, version, rules: { ...rulesOfBody(body), version } };
}

export interface DraftFault {
  field: string;
  reason: string;
}

const taught: Component['kind'][] = ['seminar', 'course', 'module'];

/** Days of teaching of all parts. */
export const taughtDays = (components: Component[]): number =>
  components.filter(({ kind }) => taught.includes(kind)).reduce((sum, { days = 0 }) => sum + days, 0);

/** Minutes offered in groups; null when no part states any. */
export const offeredMinutes = (components: Component[]): number | null => {
  const stated = components.flatMap(({ kind, minutes }) => (kind === 'supervision' && typeof minutes === 'number' ? [minutes] : []));
  return stated.length === 0 ? null : stated.reduce((sum, minutes) => sum + minutes, 0);
};

const sameSource = (a: Origin, b: Origin): boolean =>
  a.kind === 'source' && b.kind === 'source' && a.source === b.source && a.quote === b.quote;

/** A figure that was changed may not go on standing under the words of a source that says another one. */
function unsourced(before: ProgrammeBody, after: DraftBody): DraftFault[] {
  const known = new Map(before.components.map((one) => [one.code, one]));
  const parts = after.components.flatMap((one) => {
    const old = known.get(one.code);
    const changed = old && (old.days !== one.days || old.minutes !== one.minutes);
    return changed && sameSource(old.origin, one.origin) ? [`source-${one.code}`] : [];
  });
  const [mine, yours] = [before.capacity, after.capacity];
  const places = (mine.perMunicipality !== yours.perMunicipality || mine.about !== yours.about) && sameSource(mine.origin, yours.origin);
  const asked = rulesOfBody(before);
  const days = asked.K1.days !== after.rules.K1.days && sameSource(asked.K1.origin, after.rules.K1.origin);
  const hours = asked.K2.offeredMinutes !== after.rules.K2.offeredMinutes && sameSource(asked.K2.origin, after.rules.K2.origin);
  const fields = [...parts, ...(places ? ['source-capacity'] : []), ...(days ? ['source-K1'] : []), ...(hours ? ['source-K2'] : [])];
  return fields.map((field) => ({ field, reason: 'programmes:fault.source' }));
}

/** Follows a quota outwards; true when it comes back to itself. */
function turnsRound(quotas: SourcedQuota[], start: SourcedQuota): boolean {
  const seen = new Set<string>();
  let at: SourcedQuota | undefined = start;
  while (at && at.within !== 'all') {
    if (seen.has(at.code)) return true;
    seen.add(at.code);
    const { within }: SourcedQuota = at;
    at = quotas.find(({ code }) => code === within);
  }
  return false;
}

const quotaFaults = (quotas: SourcedQuota[]): DraftFault[] =>
  quotas.flatMap((quota) => {
    const field = `within-${quota.code}`;
    if (quota.within !== 'all' && quotas.every(({ code }) => code !== quota.within))
      return [{ field, reason: 'programmes:fault.withinNothing' }];
    return turnsRound(quotas, quota) ? [{ field, reason: 'programmes:fault.withinItself' }] : [];
  });

/** What keeps a draft from being a version: requirements nobody could meet, and figures without their source. */
export function draftFaults(before: ProgrammeBody, after: DraftBody): DraftFault[] {
  const { rules, components } = after;
  const [days, minutes] = [taughtDays(components), offeredMinutes(components)];
  const wrong: [boolean, string, string][] = [
    [components.length === 0, 'new-da', 'programmes:fault.noParts'],
    [asks(rules, 'K1') && rules.K1.days > days, 'K1-days', `programmes:fault.days?count=${days}`],
    [asks(rules, 'K1') && rules.K1.madeUpAllowed > rules.K1.days, 'K1-madeUp', 'programmes:fault.madeUp'],
    [asks(rules, 'K2') && minutes === null, 'K2-required', 'programmes:fault.noHours'],
    [asks(rules, 'K2') && minutes !== null && rules.K2.requiredMinutes > minutes, 'K2-required', 'programmes:fault.hours'],
    [asks(rules, 'K4') && rules.K4.courses > rules.K4.meetings, 'K4-courses', 'programmes:fault.courses'],
    [asks(rules, 'K7') !== asks(rules, 'K6'), 'asks', 'programmes:fault.evidence'],
    [asks(rules, 'K7') !== asks(rules, 'K8'), 'asks', 'programmes:fault.decision'],
    [after.months !== null && after.months.from > after.months.to, 'monthsTo', 'programmes:fault.months'],
  ];
  const own = wrong.flatMap(([is, field, reason]) => (is ? [{ field, reason }] : []));
  return [...own, ...quotaFaults(rules.K2.quotas ?? []), ...unsourced(before, after)];
}

/** Quotas in their fixed order, without the empty ones. */
export const orderedQuotas = (quotas: SourcedQuota[]): SourcedQuota[] =>
  quotaCodes.flatMap((code) => quotas.filter((quota) => quota.code === code && quota.percent < 100));
