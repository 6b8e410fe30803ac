import { localDate } from '../domain/calendar/dates.js';
import { serialOf } from '../domain/certificate/certificate.js';
import { eraseOn } from '../domain/recording/retention.js';
import { audit, type Actor } from './audit.js';
import type { Reader, Writer } from './database.js';
import { certificates, certificationDecisions, recordings } from './tables.js';

export interface DecisionRecord {
  id: number;
  caseId: number | null;
  decision: 'certified' | 'not_yet';
  /** What to work on, where the decision is «not yet». */
  nextSteps: string;
  decidedBy: number;
  deciderName: string;
  decidedOn: string;
  recordedAt: string;
}

/** The decisions of an enrolment, the first one first. */
export const listDecisions = (db: Reader, enrolmentId: number): Promise<DecisionRecord[]> =>
  db.rows<DecisionRecord>(
    `SELECT d.id, d.case_id AS "caseId", d.decision, d.next_steps AS "nextSteps", d.decided_by AS "decidedBy", p.name AS "deciderName",
       d.decided_on AS "decidedOn", d.recorded_at AS "recordedAt"
     FROM certification_decision d JOIN person p ON p.id = d.decided_by WHERE d.enrolment_id = $1 ORDER BY d.decided_on, d.id`,
    [enrolmentId],
  );

export interface NewDecision {
  enrolmentId: number;
  caseId: number;
  decision: 'certified' | 'not_yet';
  nextSteps: string;
  decidedOn: string;
  municipalityId: number;
}

export async function addDecision(tx: Writer, actor: Actor & { personId: number }, given: NewDecision): Promise<number> {
  const { municipalityId, ...decision } = given;
  const id = await tx.insert(certificationDecisions, { ...decision, decidedBy: actor.personId, recordedAt: actor.now.toISOString() });
  await audit(tx, actor, `certification.${given.decision}`, 'enrolment', given.enrolmentId, municipalityId);
  return id;
}

export interface NewCertificate {
  enrolmentId: number;
  decisionId: number;
  namePrinted: string;
  programme: string;
  rulesVersion: number;
  issuedOn: string;
  code: string;
}

/** Gives the next number of the year. Certificates are numbered one at a time: whoever numbers holds the programmes. */
export async function issueCertificate(tx: Writer, actor: Actor, given: NewCertificate): Promise<number> {
  await tx.run('UPDATE programme_version SET id = id');
  const year = given.issuedOn.slice(0, 4);
  const issued = await tx.rows<{ serial: string }>('SELECT serial FROM certificate WHERE serial LIKE $1', [`PF-${year}-%`]);
  const last = Math.max(0, ...issued.map(({ serial }) => Number(serial.split('-')[2])));
  const id = await tx.insert(certificates, { ...given, serial: serialOf(given.issuedOn, last + 1) });
  await audit(tx, actor, 'certificate.issue', 'certificate', id);
  await setErasure(tx, given.enrolmentId, given.issuedOn);
  return id;
}

/** The trainee's films have a new, earlier date of erasure from the day of the certificate. */
async function setErasure(tx: Writer, enrolmentId: number, issuedOn: string): Promise<void> {
  const films = await tx.rows<{ id: number; uploadedAt: string; eraseOn: string }>(
    `SELECT r.id, r.uploaded_at AS "uploadedAt", r.erase_on AS "eraseOn" FROM recording r JOIN network_meeting m ON m.id = r.meeting_id
     WHERE m.enrolment_id = $1 AND r.erased_at IS NULL`,
    [enrolmentId],
  );
  for (const film of films) {
    const { date } = eraseOn(localDate(new Date(film.uploadedAt)), issuedOn);
    if (date < film.eraseOn) await tx.update(recordings, { id: film.id }, { eraseOn: date });
  }
}

export interface CertificateRecord {
  id: number;
  enrolmentId: number;
  personId: number;
  cohortId: number;
  cohortName: string;
  namePrinted: string;
  rulesVersion: number;
  issuedOn: string;
  serial: string;
  code: string;
  withdrawnAt: string | null;
  /** Body of the programme version, as kept. */
  body: string;
  deciderId: number;
  deciderName: string;
  deciderOrganisation: string;
  coordinatorName: string | null;
}

const certificateColumns = `SELECT c.id, c.enrolment_id AS "enrolmentId", e.person_id AS "personId", e.cohort_id AS "cohortId", h.name AS "cohortName",
    c.name_printed AS "namePrinted", c.rules_version AS "rulesVersion", c.issued_on AS "issuedOn", c.serial, c.code, c.withdrawn_at AS "withdrawnAt",
    v.body, d.decided_by AS "deciderId", p.name AS "deciderName", p.organisation AS "deciderOrganisation",
    (SELECT MIN(q.name) FROM appointment x JOIN person q ON q.id = x.person_id WHERE x.cohort_id = e.cohort_id) AS "coordinatorName"
  FROM certificate c JOIN enrolment e ON e.id = c.enrolment_id JOIN cohort h ON h.id = e.cohort_id
    JOIN programme_version v ON v.id = e.programme_version_id JOIN certification_decision d ON d.id = c.decision_id JOIN person p ON p.id = d.decided_by`;

export const findCertificate = (db: Reader, certificateId: number): Promise<CertificateRecord | null> =>
  db.row<CertificateRecord>(`${certificateColumns} WHERE c.id = $1`, [certificateId]);

export const findCertificateByCode = (db: Reader, code: string): Promise<CertificateRecord | null> =>
  db.row<CertificateRecord>(`${certificateColumns} WHERE c.code = $1`, [code]);

export const findCertificateOf = (db: Reader, enrolmentId: number): Promise<{ id: number; withdrawnAt: string | null } | null> =>
  db.row('SELECT id, withdrawn_at AS "withdrawnAt" FROM certificate WHERE enrolment_id = $1', [enrolmentId]);
