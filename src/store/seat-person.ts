import { signInName as keptName } from '../domain/person/sign-in-name.js';
import { createPerson } from './account.js';
import type { Actor } from './audit.js';
import { among } from './among.js';
import type { Reader, Writer } from './database.js';
import { rolesOf, roleBits } from './person.js';
import { SeatRefused } from './seat.js';
import { personRoles } from './tables.js';

/** Somebody who has an account already, as it matters for a seat. */
export interface KnownPerson {
  id: number;
  name: string;
  signInName: string;
  municipalityId: number | null;
  organisation: string;
  state: string;
  roleBits: number;
  enrolmentId: number | null;
  enrolledOn: string | null;
  enrolledMunicipalityId: number | null;
}

const select = `SELECT p.id, p.name, i.subject AS "signInName", p.municipality_id AS "municipalityId", p.organisation, p.account_state AS "state",
    ${roleBits} AS "roleBits", e.id AS "enrolmentId", e.enrolled_on AS "enrolledOn", e.municipality_id AS "enrolledMunicipalityId"
  FROM identity i JOIN person p ON p.id = i.person_id LEFT JOIN enrolment e ON e.person_id = p.id AND e.cohort_id = $1 WHERE i.issuer = 'local'`;

const atOnce = 400;

/** Those of the addresses that have an account, by address. */
export async function findKnownPeople(db: Reader, cohortId: number, signInNames: string[]): Promise<Map<string, KnownPerson>> {
  const found = new Map<string, KnownPerson>();
  for (let from = 0; from < signInNames.length; from += atOnce) {
    const some = signInNames.slice(from, from + atOnce);
    const places = among(some, 2);
    const rows = await db.rows<KnownPerson>(`${select} AND i.subject IN (${places})`, [cohortId, ...some]);
    for (const row of rows) found.set(row.signInName, row);
  }
  return found;
}

/** Why somebody with an account cannot get this seat (a locale key), or null. Only trainees and managers of the same municipality can. */
export function seatFault(known: KnownPerson, municipalityId: number): string | null {
  if (known.enrolmentId !== null) return 'applications:fault.alreadyOn';
  if (known.state === 'disabled') return 'applications:fault.closedAccount';
  if (rolesOf(known.roleBits).some((role) => role !== 'trainee' && role !== 'manager')) return 'applications:fault.otherRole';
  return known.municipalityId === municipalityId ? null : 'applications:fault.otherMunicipality';
}

export interface SeatPerson {
  cohortId: number;
  municipalityId: number;
  name: string;
  signInName: string;
  workplace: string;
}

/** The person a seat is for: the one with the address, or a new one whose account a one-time link opens. Throws {@link SeatRefused}. */
export async function personForSeat(tx: Writer, actor: Actor, wanted: SeatPerson): Promise<number> {
  const subject = keptName(wanted.signInName);
  const known = (await findKnownPeople(tx, wanted.cohortId, [subject])).get(subject);
  if (!known)
    return createPerson(tx, actor, {
      name: wanted.name,
      signInName: subject,
      roles: ['trainee'],
      municipalityId: wanted.municipalityId,
      organisation: wanted.workplace,
    });
  const fault = seatFault(known, wanted.municipalityId);
  if (fault) throw new SeatRefused(fault, {});
  if (!rolesOf(known.roleBits).includes('trainee')) await tx.insert(personRoles, { personId: known.id, role: 'trainee' });
  return known.id;
}
