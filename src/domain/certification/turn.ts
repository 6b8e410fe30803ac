import { daysBetween } from '../calendar/dates.js';
import type { EnrolmentFacts } from './facts.js';
import { judge, missingBeforeRequest, type RequirementCode } from './judge.js';
import { factsOn } from './on-date.js';
import { decidedOn } from './outcome.js';
import { certificationState, latestCase } from './states.js';

export type Who = 'trainee' | 'supervisor' | 'coordinator' | 'assessors' | 'adjudicator' | 'certifier' | 'nobody';

export interface WhoseTurn {
  who: Who;
  /** What it waits for: locale key `requirements:turn.<what>`. */
  what:
    | 'first_day'
    | 'first_meeting'
    | 'meetings'
    | 'hours'
    | 'days'
    | 'self_assessment'
    | 'evidence'
    | 'assessors'
    | 'rating'
    | 'adjudication'
    | 'decision'
    | 'plan'
    | 'certification_day'
    | 'leave'
    | 'certified'
    | 'stopped'
    | 'plan_runs';
  /** Date since when, or null when it is not known. */
  since: string | null;
}

/** Days after seminar 1 without a led meeting that are told (our choice, after «hurtigt i gang», 2024). */
export const firstMeetingNudgeDays = [21, 42] as const;

const nudgeDue = (facts: EnrolmentFacts, on: string): string | null => {
  const seminar1 = facts.days
    .filter(({ code }) => code === 'S1')
    .reduce<string | null>((last, { onDate }) => (last === null || onDate > last ? onDate : last), null);
  if (seminar1 === null || facts.meetings.some(({ led }) => led)) return null;
  return daysBetween(seminar1, on) >= firstMeetingNudgeDays[1] ? seminar1 : null;
};

const lastMeeting = (facts: EnrolmentFacts) =>
  facts.meetings.reduce<string | null>((last, { onDate }) => (last === null || onDate > last ? onDate : last), null);

const missingStep: Partial<Record<RequirementCode, WhoseTurn['what']>> = { K1: 'days', K2: 'hours', K4: 'meetings', K5: 'self_assessment' };

function beforeCase(facts: EnrolmentFacts, on: string): WhoseTurn {
  const nudge = nudgeDue(facts, on);
  if (nudge) return { who: 'trainee', what: 'first_meeting', since: nudge };
  const missing = missingBeforeRequest(facts, on);
  const hard = missing.find(({ code, state }) => state === 'missing' && (code === 'K1' || code === 'K2'));
  if (hard) return { who: 'coordinator', what: missingStep[hard.code]!, since: facts.lines.at(-1)?.onDate ?? null };
  const next = missing.find(({ code }) => code === 'K4' || code === 'K5');
  if (next) return { who: 'trainee', what: missingStep[next.code]!, since: lastMeeting(facts) };
  if (missing.length > 0) return { who: 'nobody', what: 'plan_runs', since: null };
  return { who: 'trainee', what: 'evidence', since: lastMeeting(facts) };
}

/** Who has to do what next, and since when. For everyone who follows the trainee; it never tells why evidence is missing. */
export function whoseTurn(all: EnrolmentFacts, on: string): WhoseTurn {
  const facts = factsOn(all, on);
  const last = latestCase(facts);
  switch (certificationState(all, on)) {
    case 'certified':
    case 'expired':
      return { who: 'nobody', what: 'certified', since: facts.certificate?.issuedOn ?? null };
    case 'stopped':
    case 'revoked':
      return { who: 'nobody', what: 'stopped', since: facts.events.find(({ kind }) => kind === 'stopped')?.onDate ?? null };
    case 'on_leave':
      return { who: 'nobody', what: 'leave', since: facts.events.filter(({ kind }) => kind === 'leave_started').at(-1)?.onDate ?? null };
    case 'enrolled':
      return { who: 'nobody', what: 'first_day', since: facts.enrolledOn };
    case 'in_training':
      return beforeCase(facts, on);
    case 'interrupted':
      return { who: 'trainee', what: 'evidence', since: lastMeeting(facts) };
    case 'development_plan':
      return { who: 'trainee', what: 'plan', since: facts.decisions.at(-1)?.decidedOn ?? null };
    case 'ready': {
      const assigned = last !== null && last.closedOn === null && facts.decisions.every(({ caseId }) => caseId !== last.id);
      return assigned
        ? { who: 'coordinator', what: 'assessors', since: last.requestedOn }
        : { who: 'trainee', what: 'evidence', since: lastMeeting(facts) };
    }
    case 'under_assessment':
      return { who: 'assessors', what: 'rating', since: last!.requestedOn };
    case 'adjudication':
      return { who: 'adjudicator', what: 'adjudication', since: decidedOn(last!) };
    case 'decided': {
      const day = judge(facts, on).find(({ code }) => code === 'K8');
      if (day && day.state !== 'met') return { who: 'nobody', what: 'certification_day', since: decidedOn(last!) };
      return { who: 'certifier', what: 'decision', since: decidedOn(last!) };
    }
  }
}
