import type { Person, Role } from '../domain/person/person.js';
import { among } from './among.js';
import type { Reader } from './database.js';
import type { RowOf } from './table.js';
import { identities } from './tables.js';

const roleOrder: Role[] = ['trainee', 'supervisor', 'coordinator', 'manager', 'administrator'];

/** All roles of person `p` as one number: one subquery that both databases understand. */
export const roleBits = `COALESCE((SELECT SUM(CASE r.role ${roleOrder.map((role, bit) => `WHEN '${role}' THEN ${2 ** bit}`).join(' ')} END)
  FROM person_role r WHERE r.person_id = p.id), 0)`;

export const rolesOf = (bits: number): Role[] => roleOrder.filter((_role, bit) => (bits & (2 ** bit)) !== 0);

interface PersonRow {
  id: number;
  name: string;
  roleBits: number;
  municipalityId: number | null;
  organisation: string;
  language: 'da' | 'en';
  assessor: number;
  accountState: 'invited' | 'open' | 'disabled';
  filmHold: number;
}

const asPerson = ({ roleBits: bits, ...row }: PersonRow): Person => ({
  ...row,
  roles: rolesOf(bits),
  assessor: Boolean(row.assessor),
  filmHold: Boolean(row.filmHold),
});

async function personWhere(db: Reader, where: string, id: number): Promise<Person | null> {
  const row = await db.row<PersonRow>(
    `SELECT p.id, p.name, ${roleBits} AS "roleBits", p.municipality_id AS "municipalityId", p.organisation, p.language, p.assessor,
            p.account_state AS "accountState", p.film_hold AS "filmHold"
     FROM person p WHERE p.id = $1 ${where}`,
    [id],
  );
  return row ? asPerson(row) : null;
}

/** The signed-in person of this request. A disabled account is nobody at the next request. */
export const findViewer = (db: Reader, id: number): Promise<Person | null> => personWhere(db, `AND p.account_state = 'open'`, id);

export const findPerson = (db: Reader, id: number): Promise<Person | null> => personWhere(db, '', id);

export const findIdentity = (db: Reader, issuer: string, subject: string): Promise<RowOf<typeof identities> | null> =>
  db.find(identities, { issuer, subject });

/** Names of people, in Danish order. */
export async function listNamesOf(db: Reader, ids: number[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const places = among(ids);
  const rows = await db.rows<{ name: string }>(`SELECT p.name FROM person p WHERE p.id IN (${places}) ORDER BY p.sort_key, p.id`, ids);
  return rows.map(({ name }) => name);
}
