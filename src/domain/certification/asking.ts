import type { Purpose } from '../consent/consent.js';
import type { Person } from '../person/person.js';
import { canBeEvidence, type Processing } from '../recording/recording.js';
import { no, yes, type Verdict } from '../verdict.js';
import type { EnrolmentFacts } from './facts.js';
import { missingBeforeRequest } from './judge.js';
import { mayRequest, type EnrolmentRelation } from './policy.js';
import { certificationState, type CertificationState } from './states.js';
import { whoseTurn } from './turn.js';

export interface EvidenceAsked {
  processing: Processing;
  durationMs: number | null;
  erasedAt: string | null;
  /** What everyone in the room allows, see effectiveScope. */
  scope: Set<Purpose>;
  /** In an earlier case of the trainee: a new attempt takes a new recording. */
  usedBefore: boolean;
}

/** May this film be evidence (K6, K9, K11)? At least 45 minutes, everyone's yes to assessment, and not assessed before (our choice). */
export function mayBeEvidence({ processing, durationMs, erasedAt, scope, usedBefore }: EvidenceAsked): Verdict {
  if (erasedAt !== null) return no('refusals:alreadyErased');
  if (processing !== 'ready') return no('refusals:notReady');
  if (!canBeEvidence(durationMs)) return no('refusals:evidenceTooShort');
  if (usedBefore) return no('refusals:evidenceUsedBefore');
  return scope.has('own_learning') && scope.has('assessment') ? yes : no('refusals:evidenceNotCovered');
}

const reasons: Partial<Record<CertificationState, string>> = {
  enrolled: 'refusals:requirementsMissing',
  on_leave: 'refusals:onLeave',
  development_plan: 'refusals:planFirst',
  under_assessment: 'refusals:assessmentUnderway',
  adjudication: 'refusals:assessmentUnderway',
  decided: 'refusals:assessmentUnderway',
  stopped: 'refusals:trainingStopped',
  certified: 'refusals:alreadyCertified',
  revoked: 'refusals:alreadyCertified',
  expired: 'refusals:alreadyCertified',
};

/** May the trainee ask for an assessment today? K4 and K5 are met, K1 and K2 met or on their way, and no other case is open (our choice). */
export function mayAskForAssessment(
  person: Person,
  { relation, facts, on }: { relation: EnrolmentRelation; facts: EnrolmentFacts; on: string },
): Verdict {
  const own = mayRequest(person, { relation });
  if (!own.ok) return own;
  const reason = reasons[certificationState(facts, on)];
  if (reason !== undefined) return no(reason);
  if (whoseTurn(facts, on).what === 'assessors') return no('refusals:assessmentUnderway');
  return missingBeforeRequest(facts, on).length === 0 ? yes : no('refusals:requirementsMissing');
}
