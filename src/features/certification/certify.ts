import { randomBytes } from 'node:crypto';
import { formatCode } from '../../domain/certificate/certificate.js';
import { mayDecide } from '../../domain/certification/decision.js';
import { judge } from '../../domain/certification/judge.js';
import { certificationState, latestCase } from '../../domain/certification/states.js';
import { findIndependence } from '../../store/assessment.js';
import { addDecision, issueCertificate } from '../../store/certificate.js';
import { holdEnrolment } from '../../store/certification.js';
import type { Writer } from '../../store/database.js';
import { factsFor } from '../../store/enrolment-facts.js';
import type { Visit } from '../../web/guard.js';
import type { DecisionGiven } from './forms.js';
import type { Candidate } from './scope.js';

type Settled = { error: string } | { certificateId: number | null };

function issue(tx: Writer, { record, actor, today }: Visit<Candidate>, decisionId: number, rulesVersion: number): Promise<number> {
  return issueCertificate(tx, actor, {
    enrolmentId: record.id,
    decisionId,
    namePrinted: record.name,
    programme: record.programme,
    rulesVersion,
    issuedOn: today,
    code: formatCode(randomBytes(16)),
  });
}

/** Everything is judged again inside the transaction: of two decisions at once the second finds the first. */
export function settle(visit: Visit<Candidate>, given: DecisionGiven): Promise<Settled> {
  const { house, record, viewer, actor, today } = visit;
  return house.db.write(async (tx): Promise<Settled> => {
    await holdEnrolment(tx, record.id);
    const facts = (await factsFor(tx, [record.id])).get(record.id)!;
    const state = certificationState(facts, today);
    if (state === 'certified') return { error: 'refusals:alreadyCertified' };
    if (state === 'interrupted') return { error: 'refusals:consentEnded' };
    const verdict = mayDecide(viewer, {
      independence: await findIndependence(tx, record, null),
      state,
      requirements: judge(facts, today),
      decision: given.decision,
    });
    if (!verdict.ok) return { error: verdict.reason };
    const decisionId = await addDecision(
      tx,
      { ...actor, personId: viewer.id },
      {
        enrolmentId: record.id,
        caseId: latestCase(facts)!.id,
        decision: given.decision,
        nextSteps: given.decision === 'not_yet' ? given.nextSteps : '',
        decidedOn: today,
        municipalityId: record.municipalityId,
      },
    );
    if (given.decision === 'not_yet') return { certificateId: null };
    return { certificateId: await issue(tx, visit, decisionId, facts.rules.version) };
  });
}
