import type { RightNow } from '../certification/right-now.js';

/** What somebody may have to do something about. */
export type What = RightNow['what'] | 'attendance' | 'signature' | 'objection' | 'attestation' | 'seat' | 'account';

/** What the matters of a desk are shown by. */
export const areas = ['days', 'hours', 'meetings', 'evidence', 'people'] as const;
export type Area = (typeof areas)[number];

const byArea: Record<Area, What[]> = {
  days: ['attendance', 'days', 'first_day'],
  hours: ['signature', 'objection', 'attestation', 'hours', 'behind', 'cannot_reach'],
  meetings: ['first_meeting', 'meetings', 'self_assessment'],
  evidence: ['evidence', 'assessors', 'rating', 'adjudication', 'decision', 'plan', 'certification_day'],
  people: ['seat', 'account', 'leave', 'certified', 'stopped', 'plan_runs'],
};

export const areaOf = (what: What): Area => areas.find((area) => byArea[area].includes(what)) ?? 'people';
