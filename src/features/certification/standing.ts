import { judge, type Requirement } from '../../domain/certification/judge.js';
import { asIfNeverBegun, outsiderView } from '../../domain/certification/outsider-view.js';
import { seesEvidence } from '../../domain/certification/policy.js';
import { certificationState, type CertificationState } from '../../domain/certification/states.js';
import { whoseTurn, type WhoseTurn } from '../../domain/certification/turn.js';
import type { Candidate } from './scope.js';

export interface Standing {
  /** Sees the evidence: the trainee, the own supervisor, assessors. */
  inside: boolean;
  state: CertificationState;
  requirements: Requirement[];
  turn: WhoseTurn;
  /** Cases the viewer learns of. */
  caseIds: number[];
}

/** Where a trainee stands, as far as the viewer may know. */
export function standingFor({ relation, facts }: Pick<Candidate, 'relation' | 'facts'>, today: string): Standing {
  const inside = seesEvidence(relation);
  const known = inside ? facts : asIfNeverBegun(facts);
  const caseIds = known.cases.map(({ id }) => id);
  if (!inside) return { inside, ...outsiderView(facts, today), caseIds };
  return {
    inside,
    state: certificationState(facts, today),
    requirements: judge(facts, today),
    turn: whoseTurn(facts, today),
    caseIds,
  };
}
