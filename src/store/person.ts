import type { Person, Role } from '../domain/person/person.js';
import type { Reader } from './database.js';
import { identities } from './tables.js';
import type { RowOf } from './table.js';

interface PersonRow {
  id: number;
  name: string;
  roles: string | null;
  municipalityId: number | null;
  organisation: string;
  language: 'da' | 'en';
  assessor: number;
  accountState: 'invited' | 'open' | 'disabled';
  filmHold: number;
}

const roleList = (dialect: string) => (dialect === 'postgres' ? `STRING_AGG(r.role, ',')` : 'GROUP_CONCAT(r.role)');

const asPerson = (row: PersonRow): Person => ({
  id: row.id,
  name: row.name,
  roles: (row.roles ?? '').split(',').filter(Boolean).sort() as Role[],
  municipalityId: row.municipalityId,
  organisation: row.organisation,
  language: row.language,
  assessor: Boolean(row.assessor),
  accountState: row.accountState,
  filmHold: Boolean(row.filmHold),
});

async function personWhere(db: Reader & { dialect?: string }, where: string, id: number): Promise<Person | null> {
  const row = await db.row<PersonRow>(
    `SELECT p.id, p.name, (SELECT ${roleList(db.dialect ?? 'sqlite')} FROM person_role r WHERE r.person_id = p.id) AS roles,
            p.municipality_id AS "municipalityId", p.organisation, p.language, p.assessor, p.account_state AS "accountState", p.film_hold AS "filmHold"
     FROM person p WHERE p.id = $1 ${where}`,
    [id],
  );
  return row ? asPerson(row) : null;
}

/** The signed-in person of this request. A disabled account is nobody at the next request. */
export const findViewer = (db: Reader & { dialect?: string }, id: number): Promise<Person | null> =>
  personWhere(db, `AND p.account_state = 'open'`, id);

export const findPerson = (db: Reader & { dialect?: string }, id: number): Promise<Person | null> => personWhere(db, '', id);

export const findIdentity = (db: Reader, issuer: string, subject: string): Promise<RowOf<typeof identities> | null> =>
  db.find(identities, { issuer, subject });
