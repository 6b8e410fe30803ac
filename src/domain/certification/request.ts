import { no, yes, type Verdict } from '../verdict.js';
import { effectiveScope, type Room } from '../consent/effective-scope.js';
import type { Processing, Review } from '../recording/recording.js';
import { hasReflected } from '../recording/review-states.js';
import type { EnrolmentFacts } from './facts.js';
import { factsOn } from './on-date.js';
import { outcomeOf } from './outcome.js';
import { certifies, type Rules } from './rules.js';
import { rulesOn } from './rule-version.js';
import { certificationState, latestCase, type CertificationState } from './states.js';

/** A case that waits for its assessors or is being rated. */
export function hasOpenCase(all: EnrolmentFacts, on: string): boolean {
  const facts = factsOn(all, on);
  const last = latestCase(facts);
  const over = last === null || last.closedOn !== null || facts.decisions.some(({ caseId }) => caseId === last.id);
  return !over && last.consentValid && outcomeOf(last, facts.rules.K7).kind !== 'not_ratable';
}

const refused: Partial<Record<CertificationState, string>> = {
  enrolled: 'refusals:requestNotBegun',
  on_leave: 'refusals:requestOnLeave',
  under_assessment: 'refusals:requestUnderWay',
  adjudication: 'refusals:requestUnderWay',
  decided: 'refusals:requestUnderWay',
  development_plan: 'refusals:requestPlanFirst',
  certified: 'refusals:requestOver',
  expired: 'refusals:requestOver',
  stopped: 'refusals:requestStopped',
  revoked: 'refusals:requestStopped',
};

/** May an assessment be asked for in this state? What else has to be in place first is `missingBeforeRequest`. */
export function mayRequestNow(facts: EnrolmentFacts, on: string): Verdict {
  if (!certifies(rulesOn(facts, on))) return no('refusals:requestNoCertificate');
  const reason = refused[certificationState(facts, on)];
  if (reason) return no(reason);
  return hasOpenCase(facts, on) ? no('refusals:requestUnderWay') : yes;
}

export type EvidenceFault = 'erased' | 'not_ready' | 'short' | 'consent' | 'reflection' | 'used';

export interface EvidenceFacts {
  recording: {
    id: number;
    processing: Processing;
    review: Review;
    durationMs: number | null;
    erasedAt: string | null;
    erasedWhy: string | null;
  };
  room: Room;
}

/**
 * Why a recording of one's own cannot be put forward, or null. It is a whole meeting of some length, everyone's answer covers assessment, the
 * trainee has reflected, and a second try takes a new recording (our choice). `usedIds` are the recordings of earlier cases.
 */
export function evidenceFault({ recording, room }: EvidenceFacts, rules: Rules['K6'], usedIds: number[]): EvidenceFault | null {
  if (recording.erasedAt !== null || recording.erasedWhy !== null) return 'erased';
  if (recording.processing !== 'ready') return 'not_ready';
  if (usedIds.includes(recording.id)) return 'used';
  if (recording.durationMs === null || recording.durationMs < rules.minutes * 60_000) return 'short';
  if (!effectiveScope(room).has('own_learning') || !effectiveScope(room).has('assessment')) return 'consent';
  return hasReflected(recording.review) ? null : 'reflection';
}
