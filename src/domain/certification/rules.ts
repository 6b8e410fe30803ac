import type { Origin } from '../programme/origin.js';
import { ourQuotas, type Quota, type QuotaCode } from '../supervision/quota.js';

export const requirementCodes = ['K1', 'K2', 'K3', 'K4', 'K5', 'K6', 'K7', 'K8', 'K9'] as const;
export type RequirementCode = (typeof requirementCodes)[number];

export const quotaCodes: QuotaCode[] = ['online', 'live', 'individual'];

/** A quota of the supervision hours, and where it comes from. */
export interface SourcedQuota extends Quota {
  origin: Origin;
}

/** Thresholds of one rule version. Everything marked ours can be changed by a new version, and is never shown as an authority's rule. */
export interface Rules {
  version: number;
  /** The requirements the programme asks; all of them when left out. */
  asks?: RequirementCode[];
  /**
   * `attendedShare`: a day counts from this share of its minutes, in per cent; left out, being there counts however long. `codes`: the parts
   * whose days count; every seminar when left out.
   */
  K1: { days: number; madeUpAllowed: number; attendedShare?: number; codes?: string[]; origin: Origin };
  K2: { offeredMinutes: number; requiredMinutes: number; quotas?: SourcedQuota[]; origin: Origin; thresholdOrigin: Origin };
  /** Soft: never blocks. */
  K3: { before: 'S2'; origin: Origin };
  K4: { meetings: number; courses: number; origin: Origin };
  K5: { count: number; origin: Origin };
  K6: { minutes: number; origin: Origin };
  /** Means in thousandths. */
  K7: { jointMean: number; everyItem: number; keyItem: number; keyItems: number[]; ratedItems: number; talkAt: number; origin: Origin };
  K8: { origin: Origin };
  K9: { origin: Origin };
  /** Years the certificate is valid; off until a source sets an expiry. */
  K10: { on: boolean; years: number; origin: Origin };
  /** No one assesses the same trainee twice. */
  K11: { on: boolean; origin: Origin };
}

const source2019 = (quote: string): Origin => ({ kind: 'source', source: 'Socialstyrelsen 2019', quote });
const ours: Origin = { kind: 'ours' };

export const meetingLeaderRules: Rules = {
  version: 1,
  K1: {
    days: 8,
    madeUpAllowed: 1,
    attendedShare: 80,
    origin: source2019('Mødelederuddannelsen er bygget op med fire 2-dages seminarer'),
  },
  K2: {
    offeredMinutes: 3000,
    requiredMinutes: 2700,
    quotas: ourQuotas.map((quota) => ({ ...quota, origin: ours })),
    origin: source2019('supervision af mødelederne på samlet set 50 timer fordelt over de to år'),
    thresholdOrigin: ours,
  },
  K3: {
    before: 'S2',
    origin: {
      kind: 'source',
      source: 'Social- og Boligstyrelsen 2024',
      quote:
        'medarbejderne bør begynde at afholde netværksmøder, allerede efter de har været på den første del af uddannelsen i Åben Dialog',
    },
  },
  K4: { meetings: 10, courses: 3, origin: ours },
  K5: { count: 2, origin: ours },
  K6: {
    minutes: 45,
    origin: source2019('om muligt, anvender en videooptagelse af et Åben Dialog møde i forbindelse med deres certificering'),
  },
  K7: { jointMean: 3500, everyItem: 2500, keyItem: 3000, keyItems: [4, 6, 10, 11], ratedItems: 10, talkAt: 2, origin: ours },
  K8: { origin: source2019('Derudover er der en enkelt dag, hvor mødelederne certificeres i at anvende Åben Dialog.') },
  K9: { origin: { kind: 'source', source: 'Databeskyttelsesforordningen, artikel 7 og 9' } },
  K10: { on: false, years: 3, origin: ours },
  K11: { on: true, origin: ours },
};

/** Whether a requirement is part of the programme. */
export const asks = (rules: Pick<Rules, 'asks'>, code: RequirementCode): boolean => rules.asks?.includes(code) ?? true;

/** A programme that ends with a rating and a certificate. */
export const certifies = (rules: Pick<Rules, 'asks'>): boolean => asks(rules, 'K7');

/** A later version of the rules and the day it came into force. */
export interface LaterRules {
  inForceFrom: string;
  rules: Rules;
}
