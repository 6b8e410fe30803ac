import type { WithdrawalStep } from '../domain/certificate/withdrawal.js';
import { audit, type Actor } from './audit.js';
import type { Reader, Writer } from './database.js';
import { certificates, certificateWithdrawals } from './tables.js';

export interface WithdrawalLine {
  step: WithdrawalStep;
  personId: number;
  personName: string;
  reason: string;
  recordedAt: string;
}

/** Everything that was said about taking the certificate back, the first line first. */
export const listWithdrawal = (db: Reader, certificateId: number): Promise<WithdrawalLine[]> =>
  db.rows<WithdrawalLine>(
    `SELECT w.step, w.person_id AS "personId", p.name AS "personName", w.reason, w.recorded_at AS "recordedAt"
     FROM certificate_withdrawal w JOIN person p ON p.id = w.person_id WHERE w.certificate_id = $1 ORDER BY w.id`,
    [certificateId],
  );

/** The open proposal among the lines, or null. */
export const openProposal = (lines: WithdrawalLine[]): WithdrawalLine | null => {
  const last = lines.at(-1);
  return last?.step === 'proposed' ? last : null;
};

export interface OpenProposal {
  certificateId: number;
  enrolmentId: number;
  name: string;
  proposerId: number;
  proposedAt: string;
}

/** Proposals nobody has answered, the oldest first. */
export const listOpenProposals = (db: Reader): Promise<OpenProposal[]> =>
  db.rows<OpenProposal>(
    `SELECT c.id AS "certificateId", c.enrolment_id AS "enrolmentId", c.name_printed AS "name", w.person_id AS "proposerId", w.recorded_at AS "proposedAt"
     FROM certificate_withdrawal w JOIN certificate c ON c.id = w.certificate_id
     WHERE w.step = 'proposed' AND w.id = (SELECT MAX(l.id) FROM certificate_withdrawal l WHERE l.certificate_id = w.certificate_id) ORDER BY w.id`,
  );

/** Writers about one certificate wait for each other: a row lock on PostgreSQL, the write mutex on SQLite. */
export const holdCertificate = (tx: Writer, certificateId: number): Promise<void> =>
  tx.run('UPDATE certificate SET serial = serial WHERE id = $1', [certificateId]);

/** Keeps one step; the confirming one ends the certificate's validity in the same transaction. */
export async function addWithdrawalStep(
  tx: Writer,
  actor: Actor & { personId: number },
  certificateId: number,
  step: WithdrawalStep,
  reason: string,
): Promise<void> {
  const at = actor.now.toISOString();
  await tx.insert(certificateWithdrawals, { certificateId, step, personId: actor.personId, reason, recordedAt: at });
  if (step === 'confirmed') await tx.update(certificates, { id: certificateId }, { withdrawnAt: at });
  await audit(tx, actor, `certificate.withdrawal-${step.replace('_', '-')}`, 'certificate', certificateId);
}
