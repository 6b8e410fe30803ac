import { dayCounts } from '../attendance/attendance.js';
import { daysBetween } from '../calendar/dates.js';
import { onLeave } from '../cohort/leave.js';
import type { EnrolmentFacts } from './facts.js';
import { judge, missingBeforeRequest, type Requirement, type RequirementCode } from './judge.js';
import { factsOn } from './on-date.js';
import { certifies } from './rules.js';
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

/** A day or hours that nothing ahead makes up for have to be found by the coordinator. */
function hardTurn(facts: EnrolmentFacts, on: string, missing: Requirement[]): WhoseTurn | null {
  const hard = missing.find(({ code, state }) => state === 'missing' && (code === 'K1' || code === 'K2'));
  if (!hard) return null;
  const since = hard.code === 'K1' ? latestOf(missedDays(facts, on)) : latestOf(facts.offered);
  return { who: 'coordinator', what: missingStep[hard.code]!, since };
}

const missedDays = (facts: EnrolmentFacts, on: string) =>
  facts.days.filter((day) => day.kind === 'seminar' && day.onDate <= on && !(day.presence === 'present' && dayCounts(day, facts.rules.K1)));

/** While seminars or booked supervision lie ahead, meetings and self-assessments still to come hold nobody up. */
const isTrainingAhead = (facts: EnrolmentFacts, on: string): boolean =>
  [...facts.booked, ...facts.days.filter(({ kind }) => kind === 'seminar')].some(({ onDate }) => onDate > on);

function beforeCase(facts: EnrolmentFacts, on: string): WhoseTurn {
  const nudge = nudgeDue(facts, on);
  if (nudge) return { who: 'trainee', what: 'first_meeting', since: nudge };
  const missing = missingBeforeRequest(facts, on);
  const hard = hardTurn(facts, on, missing);
  if (hard) return hard;
  const next = missing.find(({ code }) => code === 'K4' || code === 'K5');
  if (next && !isTrainingAhead(facts, on)) return { who: 'trainee', what: missingStep[next.code]!, since: lastMeeting(facts) };
  if (missing.length > 0 || !certifies(facts.rules)) return { who: 'nobody', what: 'plan_runs', since: null };
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

/** What a certificate still waits for when the rating is met: days and hours to the end, and the certification day. */
function beforeCertificate(facts: EnrolmentFacts, on: string, since: string | null): WhoseTurn | null {
  const missing = judge(facts, on).filter(({ soft, state }) => !soft && state !== 'met');
  const hard = hardTurn(facts, on, missing);
  if (hard) return hard;
  const day = missing.find(({ code }) => code === 'K8');
  if (day) return { who: day.state === 'planned' ? 'nobody' : 'coordinator', what: 'certification_day', since };
  const own = missing.find(({ code }) => code === 'K4' || code === 'K5');
  if (own) return { who: 'trainee', what: missingStep[own.code]!, since };
  return missing.length > 0 ? { who: 'nobody', what: 'plan_runs', since: null } : null;
}

/** A «not yet» waits for nothing; a certificate waits for the rest. */
function whenDecided(facts: EnrolmentFacts, on: string): WhoseTurn {
  const last = latestCase(facts)!;
  const since = decidedOn(last);
  const open = outcomeOf(last, facts.rules.K7).kind === 'met' ? beforeCertificate(facts, on, since) : null;
  const day = latestOf(facts.days.filter(({ kind, conversation }) => kind === 'certification' && conversation === 'passed'));
  return open ?? { who: 'certifier', what: 'decision', since: latestOf([since, day].flatMap((onDate) => (onDate ? [{ onDate }] : []))) };
}

const assignedOn = (facts: EnrolmentFacts): string => {
  const last = latestCase(facts)!;
  return last.assessors.reduce(
    (date, one) => (one.slot !== 'adjudicator' && (one.assignedOn ?? '') > date ? one.assignedOn! : date),
    last.requestedOn,
  );
};

const whenOnLeave = ({ events }: EnrolmentFacts): WhoseTurn => ({
  who: 'nobody',
  what: 'leave',
  since: latestOf(events.filter(({ kind }) => kind === 'leave_started')),
});

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
  on_leave: whenOnLeave,
  ready: whenReady,
  under_assessment: (facts) => ({ who: 'assessors', what: 'rating', since: assignedOn(facts) }),
  adjudication: whenApart,
  decided: whenDecided,
  certified: whenCertified,
  expired: whenCertified,
  development_plan: ({ decisions }) => ({ who: 'trainee', what: 'plan', since: decisions.at(-1)?.decidedOn ?? null }),
  interrupted: evidenceTurn,
  stopped: whenStopped,
  revoked: whenStopped,
};

/**
 * Who has to do what next, and since when. For everyone who follows the trainee; it never tells why evidence is missing. During leave
 * nothing waits for the trainee, while others finish what they have begun.
 */
export function whoseTurn(all: EnrolmentFacts, on: string): WhoseTurn {
  const facts = factsOn(all, on);
  const turn = turns[certificationState(all, on)](facts, on);
  return turn.who === 'trainee' && onLeave(facts.events, on) ? whenOnLeave(facts) : turn;
}
