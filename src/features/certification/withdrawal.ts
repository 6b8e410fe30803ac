import {
  stepsFor,
  withdrawalTurn,
  type WithdrawalFacts,
  type WithdrawalStep,
  type WithdrawalTurn,
} from '../../domain/certificate/withdrawal.js';
import type { Person } from '../../domain/person/person.js';
import type { Verdict } from '../../domain/verdict.js';
import {
  addWithdrawalStep,
  holdCertificate,
  listWithdrawal,
  openProposal,
  type WithdrawalLine,
} from '../../store/certificate-withdrawal.js';
import { findCertificate } from '../../store/certificate.js';
import { conflict } from '../../web/errors.js';
import { parseForm, typedOf, typedText, type Typed } from '../../web/forms.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import type { FieldError } from '../../web/render.js';
import { withdrawalForm } from './forms.js';
import type { Withdrawal } from './scope.js';

const factsOf = (
  { candidate: { relation, independence } }: Withdrawal,
  certificate: { withdrawnAt: string | null },
  lines: WithdrawalLine[],
): WithdrawalFacts => ({
  withdrawn: certificate.withdrawnAt !== null,
  proposerId: openProposal(lines)?.personId ?? null,
  coordinates: relation.coordinates,
  independence,
});

/** Whoever has a part in it, also after it is done; only the page then has no form. */
export function mayWithdraw(viewer: Person, record: Withdrawal): Verdict {
  return withdrawalTurn(viewer, factsOf(record, record.certificate, record.lines));
}

const turnOf = ({ viewer, record }: Visit<Withdrawal>): WithdrawalTurn | null =>
  withdrawalTurn(viewer, factsOf(record, record.certificate, record.lines)).turn ?? null;

const rowsOf = ({ record, t, fmt }: Visit<Withdrawal>) =>
  record.lines.map(({ step, personName, reason, recordedAt }) => ({
    strong: t(`certification:withdrawal.step.${step}`, { name: personName }),
    note: reason,
    aside: fmt.date(recordedAt),
  }));

async function form(visit: Visit<Withdrawal>, typed: Typed, errors: FieldError[] = []): Promise<void> {
  const { record, t, fmt } = visit;
  const { certificate, candidate } = record;
  const title = t('certification:withdrawal.title', { name: certificate.namePrinted });
  const turn = turnOf(visit);
  await visit.page(
    'certification/withdrawal',
    {
      crumbs: [
        { href: paths.certification.enrolment(candidate.id), label: candidate.name },
        { label: t('certification:withdrawal.crumb') },
      ],
      title,
      lead: t('certification:withdrawal.lead', { serial: certificate.serial, date: fmt.date(certificate.issuedOn) }),
      lines: rowsOf(visit),
      action: paths.certification.withdrawal(certificate.id),
      turn: turn && {
        kind: turn,
        title: t(`certification:withdrawal.${turn}.title`),
        text: t(`certification:withdrawal.${turn}.text`),
        submit: t(`certification:withdrawal.${turn}.submit`),
        options:
          turn === 'answer' ? stepsFor.answer.map((step) => ({ value: step, label: t(`certification:withdrawal.choice.${step}`) })) : [],
        step: turn === 'answer' ? typedText(typed, 'step') : stepsFor[turn][0],
      },
      reason: typedText(typed, 'reason'),
    },
    { title, errors, status: errors.length > 0 ? 422 : 200 },
  );
}

export const newForm = (visit: Visit<Withdrawal>): Promise<void> => form(visit, {});

/** Of two at once the second finds what the first did, and is told so. */
async function keep(visit: Visit<Withdrawal>, step: WithdrawalStep, reason: string): Promise<void> {
  const { house, record, viewer, actor } = visit;
  await house.db.write(async (tx) => {
    await holdCertificate(tx, record.certificate.id);
    const now = await findCertificate(tx, record.certificate.id);
    const lines = await listWithdrawal(tx, record.certificate.id);
    const { turn } = withdrawalTurn(viewer, factsOf(record, now ?? record.certificate, lines));
    if (!turn || !stepsFor[turn].includes(step)) throw conflict('certification:withdrawal.changed');
    await addWithdrawalStep(tx, { ...actor, personId: viewer.id }, record.certificate.id, step, reason);
  });
}

export async function create(visit: Visit<Withdrawal>): Promise<void> {
  const { req, record, done } = visit;
  const typed = typedOf(req.body);
  const parsed = parseForm(withdrawalForm, req.body);
  if (!parsed.ok) return form(visit, typed, parsed.errors);
  const { step, reason } = parsed.values;
  await keep(visit, step, reason);
  done(paths.certification.enrolment(record.candidate.id), `certification:withdrawal.done.${step}`);
}
