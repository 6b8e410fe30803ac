import { quotaCodes, requirementCodes, type Rules } from '../../domain/certification/rules.js';
import type { DraftBody } from '../../domain/programme/draft.js';
import type { Component, Origin } from '../../domain/programme/programme.js';
import type { Typed } from '../../web/forms.js';

/** Requirements whose source is typed beside them. The consent of K9 is the law's. */
export const sourced = ['K1', 'K2', 'K3', 'K4', 'K5', 'K6', 'K7', 'K8', 'K10', 'K11'] as const;

const comma = (value: number): string => String(value).replace('.', ',');
const hours = (minutes: number | null | undefined): string => (minutes == null ? '' : comma(minutes / 60));
const figure = (value: number | null | undefined): string => (value == null ? '' : String(value));

const originFields = (key: string, origin: Origin): Typed => ({
  [`source-${key}`]: origin.kind === 'source' ? origin.source : '',
  [`quote-${key}`]: origin.kind === 'source' ? (origin.quote ?? '') : '',
});

const partFields = ({ code, days, minutes, origin }: Component): Typed => ({
  [`days-${code}`]: figure(days),
  [`hours-${code}`]: hours(minutes),
  ...originFields(code, origin),
});

const quotaFields = ({ quotas = [] }: Rules['K2']): Typed =>
  Object.assign(
    {},
    ...quotaCodes.map((code) => {
      const quota = quotas.find((one) => one.code === code);
      return { [`quota-${code}`]: figure(quota?.percent), [`within-${code}`]: quota?.within ?? 'all' };
    }),
  ) as Typed;

const ruleFields = (rules: Rules): Typed => ({
  asks: [...(rules.asks ?? requirementCodes)],
  'K1-days': figure(rules.K1.days),
  'K1-madeUp': figure(rules.K1.madeUpAllowed),
  'K1-share': figure(rules.K1.attendedShare),
  'K2-required': hours(rules.K2.requiredMinutes),
  ...quotaFields(rules.K2),
  'K4-meetings': figure(rules.K4.meetings),
  'K4-courses': figure(rules.K4.courses),
  'K5-count': figure(rules.K5.count),
  'K6-minutes': figure(rules.K6.minutes),
  'K7-mean': comma(rules.K7.jointMean / 1000),
  'K7-every': comma(rules.K7.everyItem / 1000),
  'K7-key': comma(rules.K7.keyItem / 1000),
  'K7-items': rules.K7.keyItems.join(', '),
  'K7-rated': figure(rules.K7.ratedItems),
  'K10-on': rules.K10.on ? 'yes' : '',
  'K10-years': figure(rules.K10.years),
});

/** A body as the fields of its form. */
export const typedFrom = ({ capacity, months, components, rules }: DraftBody): Typed => ({
  capacity: figure(capacity.perMunicipality),
  about: figure(capacity.about),
  ...originFields('capacity', capacity.origin),
  monthsFrom: figure(months?.from),
  monthsTo: figure(months?.to),
  ...(Object.assign({}, ...components.map(partFields)) as Typed),
  ...ruleFields(rules),
  ...(Object.assign({}, ...sourced.map((code) => originFields(code, rules[code].origin))) as Typed),
});
