import { sortKeyOf } from '../../../src/domain/person/sort-key.js';
import type { AccountState, Role } from '../../../src/domain/person/person.js';
import type { Database } from '../../../src/store/database.js';
import { identities, municipalities, people, personRoles } from '../../../src/store/tables.js';
import type { RowOf } from '../../../src/store/table.js';
import { sealSecret } from '../../../src/web/sign-in.js';

/** Opens every person a builder made: they sign in as `person-<id>@test.example`. */
export const testPassphrase = 'fire grønne stole i kreds';
const testSecret = await sealSecret(testPassphrase);

let serial = 0;
const next = () => (serial += 1);

export type MunicipalityRow = RowOf<typeof municipalities>;

export async function buildMunicipality(db: Database, given: Partial<MunicipalityRow> = {}): Promise<MunicipalityRow> {
  const name = given.name ?? `Kommune ${next()}`;
  const row = { code: `K${next()}`, name, sortKey: sortKeyOf(name), demo: false, ...given };
  const id = await db.write((tx) => tx.insert(municipalities, row));
  return { ...row, id };
}

export type PersonRow = RowOf<typeof people>;

export interface BuiltPerson extends PersonRow {
  roles: Role[];
  /** The name they sign in with. */
  subject: string;
}

export interface PersonGiven extends Partial<Omit<PersonRow, 'accountState' | 'language'>> {
  roles?: Role[];
  accountState?: AccountState;
  language?: 'da' | 'en';
  subject?: string;
}

/** An open account with the test passphrase, in a municipality of its own unless one is given. */
export async function buildPerson(db: Database, { roles = [], subject, ...given }: PersonGiven = {}): Promise<BuiltPerson> {
  const municipalityId = given.municipalityId === undefined ? (await buildMunicipality(db)).id : given.municipalityId;
  const name = given.name ?? `Person ${next()}`;
  const row = {
    name,
    sortKey: sortKeyOf(name),
    organisation: '',
    language: 'da',
    assessor: false,
    accountState: 'open' as AccountState,
    firstSignedInAt: null,
    filmHold: false,
    createdAt: '2024-08-01T08:00:00.000Z',
    ...given,
    municipalityId,
  };
  return db.write(async (tx) => {
    const id = await tx.insert(people, row);
    await tx.insertMany(
      personRoles,
      roles.map((role) => ({ personId: id, role })),
    );
    const signInName = subject ?? `person-${id}@test.example`;
    const secretHash = row.accountState === 'invited' ? null : testSecret;
    await tx.insert(identities, { personId: id, issuer: 'local', subject: signInName, secretHash });
    return { ...row, id, roles, subject: signInName };
  });
}

const as =
  (...roles: Role[]) =>
  (db: Database, given: PersonGiven = {}) =>
    buildPerson(db, { roles, ...given });

export const buildTrainee = as('trainee');
export const buildSupervisor = as('supervisor');
export const buildCoordinator = as('coordinator');
export const buildManager = as('manager');
export const buildAdministrator = as('administrator');
/** Qualified to assess; a case makes them assessor. */
export const buildAssessor = (db: Database, given: PersonGiven = {}) => buildPerson(db, { assessor: true, ...given });
