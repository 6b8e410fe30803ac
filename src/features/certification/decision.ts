import { randomBytes } from 'node:crypto';
import { textLimit } from '../../domain/annotation/annotation.js';
import { formatCode } from '../../domain/certificate/certificate.js';
import { allMet, judge } from '../../domain/certification/judge.js';
import { certificationState, latestCase } from '../../domain/certification/states.js';
import { looksLikeCpr } from '../../domain/meeting/cpr.js';
import type { Writer } from '../../store/database.js';
import { decide, issueCertificate } from '../../store/certificate.js';
import { factsFor } from '../../store/enrolment-facts.js';
import { conflict } from '../../web/errors.js';
import { typedOf, typedText, type Typed } from '../../web/forms.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import type { FieldError } from '../../web/render.js';
import { requirementRows } from './requirement-rows.js';
import type { Enrolment } from './scope.js';

const form = (visit: Visit<Enrolment>, typed: Typed, errors: FieldError[] = []): Promise<void> => {
  const { t, fmt, record, today } = visit;
  const requirements = judge(record.facts, today);
  const last = latestCase(record.facts);
  return visit.page(
    'certification/decision',
    {
      crumbs: [{ href: paths.certification.enrolment(record.id), label: record.name }, { label: t('certification:decision.title') }],
      title: t('certification:decision.title'),
      lead: t(allMet(requirements) ? 'certification:decision.allMet' : 'certification:decision.notMet', { name: record.name }),
      action: paths.certification.decision(record.id),
      open: certificationState(record.facts, today) === 'decided',
      requirements: requirementRows(requirements, t, fmt),
      caseHref: last ? paths.certification.case(last.id) : null,
      value: typedText(typed, 'decision'),
      options: [
        { value: 'certified', label: t('certification:decision.certify', { name: record.name }) },
        { value: 'not_yet', label: t('certification:decision.notYet') },
      ],
      nextSteps: typedText(typed, 'nextSteps'),
    },
    { title: t('certification:decision.title'), errors, status: errors.length > 0 ? 422 : 200 },
  );
};

export const newForm = (visit: Visit<Enrolment>): Promise<void> => form(visit, {});

interface Decided {
  errors: FieldError[];
  certificateId: number | null;
}

/** Judges everything again where nobody else can change it meanwhile. */
async function settle(tx: Writer, visit: Visit<Enrolment>, decision: 'certified' | 'not_yet', nextSteps: string): Promise<Decided> {
  const { record, actor, today } = visit;
  await tx.run('UPDATE enrolment SET enrolled_on = enrolled_on WHERE id = $1', [record.id]);
  const facts = (await factsFor(tx, [record.id])).get(record.id)!;
  const state = certificationState(facts, today);
  const last = latestCase(facts);
  if (state === 'interrupted') throw conflict('refusals:consentEnded');
  if (state !== 'decided' || !last) throw conflict('certification:decision.alreadyDecided');
  if (decision === 'not_yet') {
    await decide(tx, actor, { enrolmentId: record.id, caseId: last.id, decision, nextSteps, today });
    return { errors: [], certificateId: null };
  }
  if (!allMet(judge(facts, today)))
    return { errors: [{ field: 'decision', message: 'certification:decision.stillMissing' }], certificateId: null };
  await tx.run('UPDATE programme_version SET version = version WHERE code = $1', [record.programme]);
  const decisionId = await decide(tx, actor, { enrolmentId: record.id, caseId: last.id, decision, nextSteps: '', today });
  const certificateId = await issueCertificate(tx, actor, {
    enrolmentId: record.id,
    decisionId,
    namePrinted: record.name,
    programme: record.programme,
    rulesVersion: record.rulesVersion,
    code: formatCode(randomBytes(16)),
    today,
  });
  return { errors: [], certificateId };
}

/** Certified, when everything is met; or not yet, with next steps. */
export async function create(visit: Visit<Enrolment>): Promise<void> {
  const { req, house, record, done } = visit;
  const typed = typedOf(req.body);
  const decision = typedText(typed, 'decision');
  const nextSteps = typedText(typed, 'nextSteps').trim();
  if (decision !== 'certified' && decision !== 'not_yet')
    return form(visit, typed, [{ field: 'decision', message: 'certification:decision.choose' }]);
  if (decision === 'not_yet' && nextSteps === '')
    return form(visit, typed, [{ field: 'nextSteps', message: 'certification:decision.stepsMissing' }]);
  if (nextSteps.length > textLimit) return form(visit, typed, [{ field: 'nextSteps', message: `web:tooLong?limit=${textLimit}` }]);
  if (looksLikeCpr(nextSteps)) return form(visit, typed, [{ field: 'nextSteps', message: 'certification:rating.cpr' }]);
  const { errors, certificateId } = await house.db.write((tx) => settle(tx, visit, decision, nextSteps));
  if (errors.length > 0) return form(visit, typed, errors);
  done(
    certificateId === null ? paths.certification.enrolment(record.id) : paths.certification.certificate(certificateId),
    certificateId === null ? 'certification:flash.notYet' : 'certification:flash.certified',
  );
}
