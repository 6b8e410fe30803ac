import { listCases } from '../../store/assessment.js';
import { findCertificateOf, listDecisions } from '../../store/certificate.js';
import type { Visit } from '../../web/guard.js';
import { enrolmentView } from './enrolment-view.js';
import type { Candidate } from './scope.js';

/** One trainee's way to the certificate. Those outside the evidence learn that it is missing, and never why. */
export async function show(visit: Visit<Candidate>): Promise<void> {
  const { house, record } = visit;
  const cases = await listCases(house.db, record.id);
  const decisions = await listDecisions(house.db, record.id);
  const certificate = await findCertificateOf(house.db, record.id);
  const view = enrolmentView(visit, { cases, decisions, certificateId: certificate?.id ?? null });
  await visit.page('certification/enrolment', view, { title: view.title });
}
