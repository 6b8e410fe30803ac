import { dayCounts, isAskedDay } from '../attendance/attendance.js';
import type { Origin } from '../programme/origin.js';
import type { CaseFacts, EnrolmentFacts } from './facts.js';
import { factsOn } from './on-date.js';
import { countedOf, sumsOf } from '../supervision/quota.js';
import { asks, type RequirementCode } from './rules.js';
import { outcomeOf } from './outcome.js';
import { latestCase } from './states.js';

export type { RequirementCode } from './rules.js';
/** A fact that is not there yet is `missing`, never a failure. */
export type RequirementState = 'met' | 'in_progress' | 'not_begun' | 'planned' | 'waiting' | 'missing';

export interface Requirement {
  code: RequirementCode;
  state: RequirementState;
  /** Locale key of the sentence, such as `requirements:K2.in_progress`. */
  sentenceKey: string;
  params: Record<string, number | string>;
  origin: Origin;
  /** Set where the threshold is ours although the requirement is a source's. */
  thresholdOrigin?: Origin;
  /** Soft requirements never block. */
  soft: boolean;
}

type Judged = { state: RequirementState; variant?: string; params?: Record<string, number | string> };

const firstDayOf = (facts: EnrolmentFacts, code: string): string | null =>
  facts.days
    .filter((day) => day.code === code)
    .reduce<string | null>((first, { onDate }) => (first === null || onDate < first ? onDate : first), null);

/** A day that is over without a line in the list is not missed: nobody has written it down yet. */
function days(facts: EnrolmentFacts, on: string): Judged {
  const seminars = facts.days.filter((day) => isAskedDay(day, facts.rules.K1));
  const present = seminars.filter((day) => day.presence === 'present' && dayCounts(day, facts.rules.K1)).length;
  const replaced = seminars.filter(({ presence }) => presence === 'made_up').length;
  const madeUp = Math.min(replaced, facts.rules.K1.madeUpAllowed);
  const missed = seminars.filter((day) => day.presence !== null && !dayCounts(day, facts.rules.K1)).length;
  const unentered = seminars.filter(({ presence, onDate }) => presence === null && onDate < on).length;
  const done = present + madeUp;
  const { days: required, attendedShare: share } = facts.rules.K1;
  const params = { done, required, missing: required - done, unentered, ...(share !== undefined && { share }) };
  if (done >= required) return { state: 'met', params };
  if (missed > 0 || replaced > madeUp) return { state: 'missing', params };
  if (unentered > 0) return { state: 'in_progress', variant: 'not_entered', params };
  return { state: done > 0 ? 'in_progress' : 'not_begun', params };
}

/** Minutes of supervision that count, by the quotas of the rules. */
export const minutesDone = ({ lines, rules }: Pick<EnrolmentFacts, 'lines' | 'rules'>): number => countedOf(sumsOf(lines), rules.K2);

function supervision(facts: EnrolmentFacts, on: string): Judged {
  const { requiredMinutes, offeredMinutes } = facts.rules.K2;
  const done = minutesDone(facts);
  const booked = facts.booked.filter(({ onDate }) => onDate > on).reduce((sum, { minutes }) => sum + minutes, 0);
  const params = { done, required: requiredMinutes, offered: offeredMinutes, left: Math.max(0, requiredMinutes - done) };
  if (done >= requiredMinutes) return { state: 'met', params };
  const planned = booked + facts.offered.reduce((sum, { minutes }) => sum + minutes, 0);
  if (planned >= offeredMinutes && done + booked < requiredMinutes) return { state: 'missing', params };
  return { state: done > 0 ? 'in_progress' : 'not_begun', params };
}

function firstMeeting(facts: EnrolmentFacts, on: string): Judged {
  const first = facts.meetings
    .filter(({ led }) => led)
    .reduce<string | null>((date, { onDate }) => (date === null || onDate < date ? onDate : date), null);
  const seminar2 = firstDayOf(facts, facts.rules.K3.before);
  if (first !== null && (seminar2 === null || first < seminar2)) return { state: 'met', params: { date: first } };
  if (first !== null) return { state: 'met', variant: 'late', params: { date: first } };
  return { state: seminar2 !== null && on >= seminar2 ? 'missing' : 'not_begun', params: seminar2 === null ? {} : { date: seminar2 } };
}

function meetings(facts: EnrolmentFacts): Judged {
  const led = facts.meetings.filter((meeting) => meeting.led);
  const courses = new Set(led.map(({ municipalityId, course }) => `${municipalityId}/${course}`)).size;
  const params = { done: led.length, required: facts.rules.K4.meetings, courses, coursesRequired: facts.rules.K4.courses };
  if (led.length >= facts.rules.K4.meetings && courses >= facts.rules.K4.courses) return { state: 'met', params };
  return { state: led.length > 0 ? 'in_progress' : 'not_begun', params };
}

function selfAssessments(facts: EnrolmentFacts): Judged {
  const done = facts.selfAssessments.length;
  const params = { done, required: facts.rules.K5.count };
  return { state: done >= facts.rules.K5.count ? 'met' : done > 0 ? 'in_progress' : 'not_begun', params };
}

const isNotRatable = (facts: EnrolmentFacts, one: CaseFacts): boolean =>
  one.closedWhy === 'not_ratable' || (one.closedWhy === null && outcomeOf(one, facts.rules.K7).kind === 'not_ratable');

/** A case that is over, with another one to come: closed, not to be rated, or told «not yet». */
const isSpent = (facts: EnrolmentFacts, one: CaseFacts): boolean =>
  one.closedWhy !== null ||
  isNotRatable(facts, one) ||
  facts.decisions.some(({ caseId, decision }) => caseId === one.id && decision === 'not_yet');

/** K6. A short observed meeting cannot be recorded, so a missing length of an observation is no fault. */
function evidence(facts: EnrolmentFacts): Judged {
  const last = latestCase(facts);
  const params = { required: facts.rules.K6.minutes };
  if (!last || isSpent(facts, last))
    return { state: last && (last.closedWhy || isNotRatable(facts, last)) ? 'missing' : 'not_begun', params };
  const longEnough = last.route === 'observation' || (last.minutes !== null && last.minutes >= facts.rules.K6.minutes);
  return { state: longEnough ? 'met' : 'missing', params };
}

function rating(facts: EnrolmentFacts): Judged {
  const last = latestCase(facts);
  if (last && isNotRatable(facts, last)) return { state: 'missing', variant: 'not_ratable' };
  if (!last || last.closedWhy !== null) return { state: 'not_begun' };
  const outcome = outcomeOf(last, facts.rules.K7);
  switch (outcome.kind) {
    case 'met':
      return { state: 'met' };
    case 'not_met': {
      const planned = facts.decisions.some(({ caseId, decision }) => caseId === last.id && decision === 'not_yet');
      return { state: 'missing', variant: planned ? 'development_plan' : 'missing' };
    }
    case 'adjudication':
      return { state: 'waiting', variant: 'adjudication' };
    case 'not_ratable':
      return { state: 'missing', variant: 'not_ratable' };
    case 'open':
      return {
        state: 'waiting',
        params: { locked: last.assessors.filter(({ slot, lockedOn }) => slot !== 'adjudicator' && lockedOn !== null).length },
      };
  }
}

function certificationDay(facts: EnrolmentFacts, on: string): Judged {
  const held = facts.days.filter(({ kind }) => kind === 'certification');
  if (held.some(({ presence, conversation }) => presence === 'present' && conversation === 'passed')) return { state: 'met' };
  if (held.some(({ presence }) => presence === 'present')) return { state: 'missing', variant: 'conversation' };
  const next = held
    .filter(({ onDate }) => onDate >= on)
    .reduce<string | null>((date, { onDate }) => (date === null || onDate < date ? onDate : date), null);
  if (next !== null) return { state: 'planned', params: { date: next } };
  return { state: held.length > 0 ? 'missing' : 'not_begun' };
}

/** K9: judged on the day of rating; after the last lock what was lawful stays. */
function consent(facts: EnrolmentFacts): Judged {
  const last = latestCase(facts);
  if (last?.closedWhy === 'consent_withdrawn') return { state: 'missing' };
  if (!last || isSpent(facts, last)) return { state: 'not_begun' };
  const rated = !['open', 'adjudication'].includes(outcomeOf(last, facts.rules.K7).kind);
  return { state: last.consentValid || rated ? 'met' : 'missing' };
}

const soft: RequirementCode[] = ['K3'];

/** All requirements of an enrolment at the end of a day, by the version of rules that counts for them on that day. K10 is off; K11 guards assignment. */
export function judge(all: EnrolmentFacts, on: string): Requirement[] {
  const facts = factsOn(all, on);
  const { rules } = facts;
  const judged: Record<RequirementCode, Judged> = {
    K1: days(facts, on),
    K2: supervision(facts, on),
    K3: firstMeeting(facts, on),
    K4: meetings(facts),
    K5: selfAssessments(facts),
    K6: evidence(facts),
    K7: rating(facts),
    K8: certificationDay(facts, on),
    K9: consent(facts),
  };
  const asked = (Object.entries(judged) as [RequirementCode, Judged][]).filter(([code]) => asks(rules, code));
  return asked.map(([code, { state, variant, params = {} }]) => ({
    code,
    state,
    sentenceKey: `requirements:${code}.${variant ?? state}`,
    params,
    origin: rules[code].origin,
    ...(code === 'K2' ? { thresholdOrigin: rules.K2.thresholdOrigin } : {}),
    soft: soft.includes(code),
  }));
}

/** Everything that blocks is met. */
export const allMet = (requirements: Requirement[]): boolean => requirements.every(({ soft: isSoft, state }) => isSoft || state === 'met');

/** What has to be in place before an assessment can be asked for: K1 and K2 may still be on their way. */
export function missingBeforeRequest(facts: EnrolmentFacts, on: string): Requirement[] {
  const projected = (one: Requirement) => {
    if (one.code === 'K1') return one.state === 'met' || one.state === 'in_progress';
    if (one.code === 'K2') return one.state === 'met' || one.state === 'in_progress';
    return one.state === 'met';
  };
  return judge(facts, on).filter((one) => ['K1', 'K2', 'K4', 'K5'].includes(one.code) && !projected(one));
}
