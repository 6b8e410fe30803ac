import { daysBetween } from '../calendar/dates.js';
import type { EnrolmentFacts } from './facts.js';
import { judge, missingBeforeRequest, type RequirementCode } from './judge.js';
import { factsOn } from './on-date.js';
import { decidedOn, outcomeOf } from './outcome.js';
import { certificationState, latestCase, type CertificationState } from './states.js';

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

const latestOf = (dated: { onDate: string }[]): string | null =>
  dated.reduce<string | null>((last, { onDate }) => (last === null || onDate > last ? onDate : last), null);

const lastMeeting = (facts: EnrolmentFacts) => latestOf(facts.meetings);

const nudgeDue = (facts: EnrolmentFacts, on: string): string | null => {
  const seminar1 = latestOf(facts.days.filter(({ code }) => code === 'S1'));
  if (seminar1 === null || facts.meetings.some(({ led }) => led)) return null;
  return daysBetween(seminar1, on) >= firstMeetingNudgeDays[1] ? seminar1 : null;
};

const missingStep: Partial<Record<RequirementCode, WhoseTurn['what']>> = { K1: 'days', K2: 'hours', K4: 'meetings', K5: 'self_assessment' };

const missedDays = (facts: EnrolmentFacts, on: string) =>
  facts.days.filter(({ kind, presence, onDate }) => kind === 'seminar' && presence !== 'present' && onDate <= on);

/** While seminars or booked supervision lie ahead, meetings and self-assessments still to come hold nobody up. */
const isTrainingAhead = (facts: EnrolmentFacts, on: string): boolean =>
  [...facts.booked, ...facts.days.filter(({ kind }) => kind === 'seminar')].some(({ onDate }) => onDate > on);

function beforeCase(facts: EnrolmentFacts, on: string): WhoseTurn {
  const nudge = nudgeDue(facts, on);
  if (nudge) return { who: 'trainee', what: 'first_meeting', since: nudge };
  const missing = missingBeforeRequest(facts, on);
  const hard = missing.find(({ code, state }) => state === 'missing' && (code === 'K1' || code === 'K2'));
  if (hard)
    return {
      who: 'coordinator',
      what: missingStep[hard.code]!,
      since: hard.code === 'K1' ? latestOf(missedDays(facts, on)) : latestOf(facts.offered),
    };
  const next = missing.find(({ code }) => code === 'K4' || code === 'K5');
  if (next && !isTrainingAhead(facts, on)) return { who: 'trainee', what: missingStep[next.code]!, since: lastMeeting(facts) };
  if (missing.length > 0) return { who: 'nobody', what: 'plan_runs', since: null };
  return { who: 'trainee', what: 'evidence', since: lastMeeting(facts) };
}

const evidenceTurn = (facts: EnrolmentFacts): WhoseTurn => ({ who: 'trainee', what: 'evidence', since: lastMeeting(facts) });

function whenReady(facts: EnrolmentFacts): WhoseTurn {
  const last = latestCase(facts);
  const waits = last !== null && last.closedOn === null && facts.decisions.every(({ caseId }) => caseId !== last.id);
  return waits && outcomeOf(last, facts.rules.K7).kind === 'open'
    ? { who: 'coordinator', what: 'assessors', since: last.requestedOn }
    : evidenceTurn(facts);
}

function whenApart(facts: EnrolmentFacts): WhoseTurn {
  const last = latestCase(facts)!;
  const found = last.assessors.some(({ slot }) => slot === 'adjudicator');
  return { who: found ? 'adjudicator' : 'coordinator', what: 'adjudication', since: decidedOn(last) };
}

/** A «not yet» needs no certification day; a certificate does. */
function whenDecided(facts: EnrolmentFacts, on: string): WhoseTurn {
  const last = latestCase(facts)!;
  const day = judge(facts, on).find(({ code }) => code === 'K8');
  return outcomeOf(last, facts.rules.K7).kind === 'met' && day?.state !== 'met'
    ? { who: 'nobody', what: 'certification_day', since: decidedOn(last) }
    : { who: 'certifier', what: 'decision', since: decidedOn(last) };
}

const whenStopped = ({ events }: EnrolmentFacts): WhoseTurn => ({
  who: 'nobody',
  what: 'stopped',
  since: events.find(({ kind }) => kind === 'stopped')?.onDate ?? null,
});
const whenCertified = ({ certificate }: EnrolmentFacts): WhoseTurn => ({
  who: 'nobody',
  what: 'certified',
  since: certificate?.issuedOn ?? null,
});

const turns: Record<CertificationState, (facts: EnrolmentFacts, on: string) => WhoseTurn> = {
  enrolled: ({ enrolledOn }) => ({ who: 'nobody', what: 'first_day', since: enrolledOn }),
  in_training: beforeCase,
  on_leave: ({ events }) => ({ who: 'nobody', what: 'leave', since: latestOf(events.filter(({ kind }) => kind === 'leave_started')) }),
  ready: whenReady,
  under_assessment: (facts) => ({ who: 'assessors', what: 'rating', since: latestCase(facts)!.requestedOn }),
  adjudication: whenApart,
  decided: whenDecided,
  certified: whenCertified,
  expired: whenCertified,
  development_plan: ({ decisions }) => ({ who: 'trainee', what: 'plan', since: decisions.at(-1)?.decidedOn ?? null }),
  interrupted: evidenceTurn,
  stopped: whenStopped,
  revoked: whenStopped,
};

/** Who has to do what next, and since when. For everyone who follows the trainee; it never tells why evidence is missing. */
export const whoseTurn = (facts: EnrolmentFacts, on: string): WhoseTurn => turns[certificationState(facts, on)](factsOn(facts, on), on);
