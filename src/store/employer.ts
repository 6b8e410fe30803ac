import { audit, type Actor } from './audit.js';
import type { Writer } from './database.js';
import { enrolmentMoves, enrolments, people } from './tables.js';

export interface EmployerMove {
  enrolment: { id: number; personId: number; municipalityId: number; certifiedOn: string | null };
  /** Null: outside the municipalities Polyfoni knows of. */
  toId: number | null;
  onDate: string;
  workplace: string;
}

/**
 * Writes a change of employer. The person belongs to the new municipality. The seat goes along while the training lasts; a finished one stays
 * where it was paid, and the certificate with it.
 */
export async function moveEmployer(tx: Writer, actor: Actor & { personId: number }, given: EmployerMove): Promise<void> {
  const { enrolment, toId, onDate, workplace } = given;
  await tx.insert(enrolmentMoves, {
    enrolmentId: enrolment.id,
    fromMunicipalityId: enrolment.municipalityId,
    toMunicipalityId: enrolment.certifiedOn === null ? toId : null,
    onDate,
    recordedBy: actor.personId,
    recordedAt: actor.now.toISOString(),
  });
  await tx.update(people, { id: enrolment.personId }, { municipalityId: toId, organisation: workplace });
  if (toId !== null && enrolment.certifiedOn === null) await tx.update(enrolments, { id: enrolment.id }, { municipalityId: toId });
  await audit(tx, actor, 'enrolment.employer', 'enrolment', enrolment.id, toId);
}
