import { serialOf } from '../domain/certificate/certificate.js';
import { eraseOn } from '../domain/recording/retention.js';
import { audit, type Actor } from './audit.js';
import type { Reader, Writer } from './database.js';
import type { RowOf } from './table.js';
import { certificates, certificationDecisions, recordings } from './tables.js';

export interface NewDecision {
  enrolmentId: number;
  caseId: number;
  decision: 'certified' | 'not_yet';
  nextSteps: string;
  today: string;
}

export async function decide(tx: Writer, actor: Actor, { today, ...given }: NewDecision): Promise<number> {
  const id = await tx.insert(certificationDecisions, {
    ...given,
    decidedBy: actor.personId!,
    decidedOn: today,
    recordedAt: actor.now.toISOString(),
  });
  await audit(tx, actor, `certification.${given.decision}`, 'certification_decision', id);
  return id;
}

export interface NewCertificate {
  enrolmentId: number;
  decisionId: number;
  namePrinted: string;
  programme: string;
  rulesVersion: number;
  code: string;
  today: string;
}

/** Issues the certificate and moves the dates of erasure of the trainee's films. */
export async function issueCertificate(tx: Writer, actor: Actor, { today, ...given }: NewCertificate): Promise<number> {
  const year = await tx.row<{ count: number }>('SELECT COUNT(*) AS count FROM certificate WHERE serial LIKE $1', [
    `PF-${today.slice(0, 4)}-%`,
  ]);
  const id = await tx.insert(certificates, { ...given, issuedOn: today, serial: serialOf(today, Number(year?.count ?? 0) + 1) });
  await audit(tx, actor, 'certificate.issue', 'certificate', id);
  const films = await tx.rows<{ id: number; uploadedAt: string }>(
    `SELECT r.id, r.uploaded_at AS "uploadedAt" FROM recording r JOIN network_meeting m ON m.id = r.meeting_id
     WHERE m.enrolment_id = $1 AND r.erased_at IS NULL`,
    [given.enrolmentId],
  );
  for (const film of films) await tx.update(recordings, { id: film.id }, { eraseOn: eraseOn(film.uploadedAt.slice(0, 10), today).date });
  return id;
}

export interface CertificateFor extends RowOf<typeof certificates> {
  personId: number;
  municipalityName: string;
  programmeTitle: string;
  decidedByName: string;
  cohortId: number;
}

const certificateRow = `SELECT c.id, c.enrolment_id AS "enrolmentId", c.decision_id AS "decisionId", c.name_printed AS "namePrinted", c.programme,
    c.rules_version AS "rulesVersion", c.issued_on AS "issuedOn", c.serial, c.code, c.withdrawn_at AS "withdrawnAt", e.person_id AS "personId",
    e.cohort_id AS "cohortId", m.name AS "municipalityName", v.body AS "programmeTitle", p.name AS "decidedByName"
  FROM certificate c JOIN enrolment e ON e.id = c.enrolment_id JOIN municipality m ON m.id = e.municipality_id
  JOIN programme_version v ON v.id = e.programme_version_id JOIN certification_decision d ON d.id = c.decision_id JOIN person p ON p.id = d.decided_by`;

export const findCertificate = (db: Reader, id: number): Promise<CertificateFor | null> =>
  db.row<CertificateFor>(`${certificateRow} WHERE c.id = $1`, [id]);

export const findCertificateByCode = (db: Reader, code: string): Promise<RowOf<typeof certificates> | null> =>
  db.find(certificates, { code });
